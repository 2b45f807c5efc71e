/** Cycles in the explored space: what liveness promises and which runs break it, and how long runs can take. */
export { type BoundAnswer, measureBound } from './bound.js';
export { checkLiveness } from './check.js';
