import type { StateGraph } from '../graph/index.js';
import { drawingOf } from './drawing.js';
import { graphDot } from './graph-dot.js';
import { graphMermaid } from './graph-mermaid.js';
import { graphSvg } from './graph-svg.js';
import type { Run } from './run.js';

/** The forms of a state graph, by the names that `--format` knows. */
export const graphFormats = ['dot', 'svg', 'mermaid'] as const;

export type GraphFormat = (typeof graphFormats)[number];

export interface GraphOptions {
  /** As it was asked for; null: whole states. */
  readonly on: string | null;
  /** Steps that leave a node as it is are drawn too. */
  readonly loops: boolean;
}

/** Mermaid refuses larger graphs, unless whoever draws them has allowed it. */
const mermaidEdges = 500;

/** The text of a picture, and what there is to say beside it. */
export async function graphText(format: GraphFormat, run: Run, graph: StateGraph, { on, loops }: GraphOptions): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  const drawing = drawingOf(run, graph, on, { loops });
  const { notes } = drawing;
  switch (format) {
    case 'dot':
      return { text: graphDot(drawing), notes };
    case 'svg':
      return { text: await graphSvg(drawing), notes };
    case 'mermaid': {
      const edges = drawing.edges.length + drawing.nodes.filter(({ initial }) => initial).length;
      const many = edges > mermaidEdges ? [`There are ${edges} edges: GitHub draws at most ${mermaidEdges}. --no-loops or fewer variables make them fewer.`] : [];
      return { text: graphMermaid(drawing), notes: [...notes, ...many] };
    }
  }
}
