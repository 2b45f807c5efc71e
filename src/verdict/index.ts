/** Holds, violated, reached, unreached or unknown: one verdict per property. */

export { countsOf } from './bound.js';
export { judge, shows, traceTo } from './judge.js';
export { fairOf } from './lasso.js';
export { type Extreme, isBad, type Measured, type PropertyVerdict, type Verdict } from './verdict.js';
