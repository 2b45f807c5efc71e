/** The search: breadth first, level by level, over a pool of workers. */

export { isSet } from './bits.js';
export { oneWayAmong } from './changes.js';
export { type Exploration, type ExploreRequest, explore } from './explore.js';
export { compareWords, type Found, type Range } from './messages.js';
export type { ActionFigures, Counts, Ending, Inside, MemoryFigures, Progress, TableFigures } from './outcome.js';
export { bitsOfMark, type Group, many, noGroup, type Pass } from './pass.js';
export { type Projected, Projector } from './projection.js';
export type { Keeper, Kept, Saved } from './saved.js';
export { SearchFault, type Space, Stopped, type SweepMarks, type Transition } from './space.js';
