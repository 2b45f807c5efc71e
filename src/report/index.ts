/** The only place that words a result: a run, a trace, a fault, for a reader or as a document. */
export { type RunDocument, readRunDocument, runDocument } from './document.js';
export { faultText } from './fault.js';
export { largestDocument, readDocument } from './json.js';
export { specsText, specText } from './list.js';
export { type MatrixRow, matrixDocument, matrixRow, matrixText } from './matrix.js';
export { type Style, styleFor } from './paint.js';
export { profileText } from './profile.js';
export { progressLine } from './progress-line.js';
export { replayText } from './replayed.js';
export type { Run } from './run.js';
export { summaryText } from './summary.js';
export { type RecordedRun, readTraceFile, type TraceFile, traceFile } from './trace-file.js';
export { warningsOf } from './warnings.js';
