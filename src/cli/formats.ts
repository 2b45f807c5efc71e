/** The names that `--format` knows. The compiler sees to it that they are all; what makes the formats is loaded when something is to be shown. */
import type { GraphFormat, TraceFormat } from '../report/index.js';

export const traceFormats = namesOf<TraceFormat>({ steps: true, columns: true, table: true, itf: true, mermaid: true, html: true, test: true });

export const graphFormats = namesOf<GraphFormat>({ dot: true, svg: true, mermaid: true });

function namesOf<T extends string>(names: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(names) as T[];
}
