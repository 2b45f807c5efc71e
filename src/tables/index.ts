/** The author's plain functions, learned as decision diagrams over the packed words. */
export { disabled, keptBy, repeats } from './effects.js';
export { isFalse, isTrue, type LivenessTables, type PropertyTable, type Table as FunctionTable, table as functionTable } from './functions.js';
export { gossipMemory } from './gossip.js';
export { Successors } from './successors.js';
export { auditAfter, FunctionFault, forestSize, type Lesson, Tables } from './tables.js';
export { ReadLog, Tracker } from './track.js';
