import type { StateGraph } from '../graph/index.js';
import { drawingOf } from './drawing.js';
import { graphDot } from './graph-dot.js';
import { graphMermaid } from './graph-mermaid.js';
import { graphSvg } from './graph-svg.js';
import type { Run } from './run.js';

/** The forms of a state graph, by the names that `--format` knows. */
export type GraphFormat = 'dot' | 'svg' | 'mermaid';

export interface GraphOptions {
  /** As it was asked for; null: whole states. */
  readonly on: string | null;
  /** Steps that leave a node as it is are drawn too. */
  readonly loops: boolean;
}

/** Mermaid refuses more edges or characters, unless whoever draws them has allowed it. */
const mermaidLimits = { edges: 500, characters: 50_000 } as const;

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
      const text = graphMermaid(drawing);
      const edges = drawing.edges.length + drawing.nodes.filter(({ initial }) => initial).length;
      const many = [
        ...(edges > mermaidLimits.edges ? [`There are ${edges} edges: GitHub draws at most ${mermaidLimits.edges}.`] : []),
        ...(text.length > mermaidLimits.characters ? [`There are ${text.length} characters: GitHub draws at most ${mermaidLimits.characters}.`] : []),
      ];
      return { text, notes: [...notes, ...many, ...(many.length > 0 ? ['--no-loops or fewer variables make them fewer.'] : [])] };
    }
  }
}
