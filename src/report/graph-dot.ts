/** A state graph in DOT, the language of Graphviz. Initial states have an arrow from a dot; what violates a property is red. */
import type { Drawing } from './drawing.js';

const red = '#b3261e';

/** Letters of one width: whatever font a viewer has in its place, texts are as wide as they were laid out. */
const font = 'fontname=Courier';

export function graphDot({ title, notes, nodes, edges }: Drawing): string {
  const lines = [
    `label=${quoted([title, ...notes])}`,
    'labelloc=t',
    'rankdir=TB',
    font,
    'fontsize=12',
    `node [shape=box, style=rounded, ${font}, fontsize=10]`,
    `edge [${font}, fontsize=9]`,
    ...nodes.flatMap(({ lines: label, initial, violating }, index) => [
      `n${index} [label=${quoted(label)}${violating ? `, color="${red}", penwidth=2` : ''}]`,
      ...(initial ? [`i${index} [shape=point, width=0.12]`, `i${index} -> n${index}`] : []),
    ]),
    // Space before each line, or the edge would touch it.
    ...edges.map(({ from, to, lines: label, violating }) => `n${from} -> n${to} [label=${quoted(label.map((line) => ` ${line} `))}${violating ? `, color="${red}", fontcolor="${red}"` : ''}]`),
  ];
  return `digraph {\n${lines.map((line) => `  ${line};\n`).join('')}}\n`;
}

/** A text of several lines: in DOT a backslash begins an escape, and `&lt;` and its like stand for signs. */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll('&', '&amp;').replaceAll(/["\\]/g, '\\$&').replaceAll(/\s/g, ' ')).join('\\n')}"`;
}
