/** Is a log a behaviour of the model? A run that leaves it, or how far one can be found. */
export type { LogLine, LogRecord } from './log.js';
export type { ValidationProgress } from './search.js';
export { type OtherVariant, type Validation, validate } from './validate.js';
