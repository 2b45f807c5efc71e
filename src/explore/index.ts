/** The search: breadth first, level by level, over a pool of workers. */
export { type Exploration, explore } from './explore.js';
export type { Found } from './messages.js';
export type { ActionFigures, Counts, Ending, MemoryFigures, Progress, TableFigures } from './outcome.js';
export type { Keeper, Kept, Saved } from './saved.js';
