import { tableMemory } from '../store/index.js';
import type { SearchMemory } from './messages.js';

/** An entry is not looked for in more than a few places while no more than this part of the table is in use. */
const fullest = 0.75;
const smallestCapacity = 1 << 14;

/** How large a store can be: all its positions and entries must be numbers below 2^32, and V8 gives no larger buffer. */
const largestBuffer = 2 ** 34;

/** The store to begin with. A budget that is too small even for it is not enlarged: the search then ends before its first level. */
export function firstMemory(words: number, initial: number, workers: number, budget: number, maxStates: number): SearchMemory | null {
  // Room for what all workers have in hand when they find that it is full.
  const capacity = Math.max(smallestCapacity, 2 * initial, 4096 * workers);
  return costOf(words, capacity) <= budget ? allocate(words, capacity, maxStates) : null;
}

/** A larger store: twice as large (small ones four times), or as large as the budget allows while both exist; null when that is hardly larger. */
export function largerMemory(current: SearchMemory, budget: number): SearchMemory | null {
  const { words, capacity } = current.table;
  const wished = capacity * (capacity < 2 ** 20 ? 4 : 2);
  const room = budget - costOf(words, capacity);
  const possible = Math.floor(Math.min(room / (costOf(words, 2 ** 20) / 2 ** 20), largestBuffer / (4 * words), 2 ** 31));
  const next = Math.min(wished, possible);
  return next < 1.2 * capacity ? null : allocate(words, next, current.maxStates);
}

/** Bytes that a store takes when it is as full as it may be: its entries, and the order of its states. */
export function costOf(words: number, capacity: number): number {
  return capacity * 4 * words + fullest * capacity * 4;
}

function allocate(words: number, capacity: number, maxStates: number): SearchMemory {
  const limit = Math.floor(fullest * capacity);
  return {
    table: tableMemory(words, capacity),
    // Gaps at the ends of levels take room too. Pages that are never touched cost nothing.
    order: new SharedArrayBuffer(4 * (2 * limit + 2 ** 20)),
    limit,
    maxStates,
  };
}
