/** Runs of small graphs, for the tests of what is said about them. */
import { check } from '../../src/check.js';
import { type Run, type Style, styleFor } from '../../src/report/index.js';
import { type GraphOptions, graph } from '../support/graph.js';

/** A search of a graph with one worker. */
export function run(line: string, options: GraphOptions = {}, how: Parameters<typeof check>[1] = {}): Promise<Run> {
  return check(graph(line, options), { workers: 1, ...how });
}

export const plainStyle: Style = styleFor({}, {});

/** A text whose times, rates and sizes of memory are replaced: they differ from run to run. */
export function steady(text: string): string {
  return text
    .replace(/^( {2}time +).*$/m, '$1…')
    .replace(/^( {2}memory +).*(?:\n {10}.*)*$/m, '$1…')
    .replace(/^( {2}tables +).*$/m, '$1…');
}
