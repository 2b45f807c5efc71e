/** Which states have been seen, and in what order. Knows words, no specs. */
export { arrange } from './arrange.js';
export { type Leftover, moveEntries, moveOrder, moveRest, type Stretch, stretches } from './grow.js';
export { hashAll } from './hash.js';
export { gap, Order } from './order.js';
export { Rank, wordsOfRank } from './rank.js';
export { nowhere, recentPlaces, Table, type TableMemory, tableMemory } from './table.js';
