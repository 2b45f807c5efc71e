/** A state graph as a Mermaid flowchart, which GitHub draws within Markdown. Initial states have an arrow from a dot; what violates a property is red. */
import type { Drawing } from './drawing.js';
import { escapedText } from './mermaid.js';

export function graphMermaid({ title, notes, nodes, edges }: Drawing): string {
  const red = edges.flatMap(({ violating }, index) => (violating ? [index] : []));
  const starts = nodes.flatMap(({ initial }, index) => (initial ? [index] : []));
  const lines = [
    // A comment: a title would be drawn over the picture, in letters larger than all others.
    ...[title, ...notes].map((note) => `%% ${note.replaceAll(/[{}\s]+/g, ' ')}`),
    ...nodes.map(({ lines: label, violating }, index) => `n${index}["${joined(label)}"]${violating ? ':::violating' : ''}`),
    // Edges are numbered in this order.
    ...edges.map(({ from, to, lines: label }) => `n${from} -->|"${joined(label)}"| n${to}`),
    ...starts.flatMap((index) => [`i${index}((" ")):::start`, `i${index} --> n${index}`]),
    'classDef start fill:#000,stroke:#000',
    ...(nodes.some(({ violating }) => violating) ? ['classDef violating stroke:#b3261e,stroke-width:3px'] : []),
    ...(red.length > 0 ? [`linkStyle ${red.join(',')} stroke:#b3261e`] : []),
  ];
  return `flowchart TD\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function joined(lines: readonly string[]): string {
  return lines.map(escapedText).join('<br/>');
}
