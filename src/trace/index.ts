/** A run that shows something: derived from the explored levels, and replayed by the spec's own functions. */
export { retrace, takeStep } from './retrace.js';
export type { Trace, TraceStep } from './trace.js';
