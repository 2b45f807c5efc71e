import type { Drawing } from './drawing.js';
import { graphDot } from './graph-dot.js';

/** A state graph as a picture, laid out by Graphviz, which comes as a package and needs no installed program. */
export async function graphSvg(drawing: Drawing): Promise<string> {
  // Most of a megabyte: only who wants a picture waits for it.
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  return graphviz.dot(graphDot(drawing), 'svg');
}
