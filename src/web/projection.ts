/** What becomes of some variables in all runs: the graph that `explore graph --on` draws, laid out for the page. */
import type { SpecSource } from '../catalog.js';
import { graphOf } from '../check.js';
import { readAspects } from '../model/index.js';
import { drawingOf } from '../report/index.js';
import { draw } from './drawing.js';
import { type Bounds, progressView } from './explorations.js';
import type { Work } from './jobs.js';
import type { ProjectJob } from './messages.js';
import type { ChosenModel } from './models.js';

export function projection(source: SpecSource, bounds: Bounds, { model, variant, parameters }: ChosenModel, { on }: ProjectJob): Work {
  // What cannot be read is refused before the search.
  readAspects(model.schema, on);
  return async (tell, signal) => {
    const { run, graph } = await graphOf(source, { ...bounds, on, variant, parameters, signal, onProgress: (figures) => tell({ kind: 'progress', progress: progressView(figures, variant) }) });
    if (graph === null) return { kind: 'projected', graph: null, notes: [] };
    const { nodes, edges, notes } = drawingOf(run, graph, on, { loops: false });
    const drawn = await draw(
      nodes.map(({ lines }) => ({ lines, title: lines.join(', ') })),
      edges,
    );
    return {
      kind: 'projected',
      notes,
      graph: {
        width: drawn.width,
        height: drawn.height,
        transitions: edges.length,
        cut: false,
        nodes: nodes.map(({ initial, violating }, index) => ({ ...(drawn.nodes[index] as (typeof drawn.nodes)[number]), kind: initial ? 'initial' : 'other', broken: violating, path: null })),
        edges: edges.map((_, index) => ({ ...(drawn.edges[index] as (typeof drawn.edges)[number]), labels: [] })),
      },
    };
  };
}
