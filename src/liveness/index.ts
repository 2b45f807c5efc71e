/** Fair cycles in the explored space: what liveness properties promise, and the runs that break them. */
export { checkLiveness } from './check.js';
