/** The search: breadth first, level by level, over a pool of workers. */
export { type Exploration, type ExploreRequest, explore } from './explore.js';
export type { Candidate, Found } from './messages.js';
export type { ActionFigures, Bound, Counts, Cut, Ending, Fallback, FunctionCost, MemoryFigures, Progress, TableFigures } from './outcome.js';
export type { Keeper, Kept, Saved } from './saved.js';
