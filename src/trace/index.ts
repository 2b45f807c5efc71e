/** A run that shows something: derived from the explored levels, and replayed by the spec's own functions. */
export { type Change, difference, type Plain, plain, samePlain } from './difference.js';
export { faultAfter } from './fault.js';
export { followPath, formatPath, formatStep } from './path.js';
export { type RecordedStep, type RecordedTrace, record, replay } from './replay.js';
export { retrace, takeSteps } from './retrace.js';
export { statesOf, stemOf, type Trace } from './trace.js';
