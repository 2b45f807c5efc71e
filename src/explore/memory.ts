import { type TableMemory, tableMemory } from '../store/index.js';
import type { SearchMemory } from './messages.js';

/** An entry is not looked for in more than a few places while no more than this part of the table is in use. */
const fullest = 0.75;
const smallestCapacity = 1 << 14;

/** All positions and entries must be numbers below 2^32, and V8 gives no larger buffer than this. */
const mostEntries = 2 ** 31;
const largestBuffer = 2 ** 34 - 2 ** 16;

/**
 * The store to begin with, and addresses for all that it may become: the system gives pages only as they are touched.
 * A budget that is too small even for it is not enlarged: the search then ends before its first level.
 */
export function firstMemory(words: number, initial: number, workers: number, budget: number, maxStates: number): SearchMemory | null {
  // Room for what all workers have in hand when they find that it is full.
  const capacity = Math.max(smallestCapacity, 2 * initial, 4096 * workers);
  if (costOf(words, capacity, 0) > budget) return null;
  const wanted = Math.max(capacity, Math.min(largestCapacity(words, 0, budget), Math.ceil(maxStates / fullest) + capacity));
  const [table, order] = reserve(words, capacity, wanted);
  return { table, order, limit: limitOf(capacity), maxStates };
}

/** A larger store in the same place: twice as large (small ones four times), or as large as the budget allows; null when that is hardly larger. */
export function largerMemory(current: SearchMemory, budget: number): SearchMemory | null {
  const { table, order, maxStates } = current;
  const { words, capacity, buffer } = table;
  const wished = capacity * (capacity < 2 ** 22 ? 4 : 2);
  const next = Math.min(wished, largestCapacity(words, capacity, budget), Math.floor(buffer.byteLength / (4 * words)));
  return next < 1.2 * capacity ? null : { table: { ...table, capacity: next }, order, limit: limitOf(next), maxStates };
}

function limitOf(capacity: number): number {
  return Math.floor(fullest * capacity);
}

/** Positions of the order for a table of some capacity: one for each state, for the gaps at the ends of levels, and for where each entry goes when the table grows. */
function positionsOf(capacity: number): number {
  return Math.min(2 * capacity + 2 ** 20, 2 ** 32 - 2 ** 16);
}

/** Bytes that a store of `capacity` entries takes at its fullest, or while it grows from `before`: the entries, the order of its states, and where each entry went. */
function costOf(words: number, capacity: number, before: number): number {
  return capacity * 4 * words + 4 * Math.max(fullest * capacity, (fullest + 1) * before);
}

function largestCapacity(words: number, before: number, budget: number): number {
  const whenFull = budget / (4 * words + 4 * fullest);
  const whileGrowing = (budget - 4 * (fullest + 1) * before) / (4 * words);
  return Math.floor(Math.max(0, Math.min(whenFull, whileGrowing, largestBuffer / (4 * words), mostEntries)));
}

/** Buffers for up to `wanted` entries, or for as many as the system gives addresses for. */
function reserve(words: number, capacity: number, wanted: number): readonly [TableMemory, SharedArrayBuffer] {
  for (let reserved = wanted; ; reserved = Math.max(capacity, Math.floor(reserved / 2))) {
    try {
      return [tableMemory(words, capacity, reserved), new SharedArrayBuffer(4 * positionsOf(reserved))];
    } catch (error) {
      if (!(error instanceof RangeError) || reserved === capacity) throw error;
    }
  }
}
