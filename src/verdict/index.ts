/** Holds, violated, reached, unreached or unknown: one verdict per property. */
export { judge, shows, traceTo } from './judge.js';
export { fairOf } from './lasso.js';
export { isBad, type PropertyVerdict, type Verdict } from './verdict.js';
