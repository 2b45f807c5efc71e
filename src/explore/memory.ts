import { tableMemory, wordsOfRank } from '../store/index.js';
import type { SearchMemory } from './messages.js';
import type { Region, SweepMemory } from './pass.js';

/** An entry is not looked for in more than a few places while no more than this part of the table is in use. */
const fullest = 0.75;
/** As much of it may be in use when it cannot grow, or little is to come, but for some entries that workers with a batch each in hand may need. */
const utmost = 0.875;
const spare = 2048;
const smallestCapacity = 1 << 14;

/** Entries to begin with where the budget has room: a small search need not grow, and what it does not touch costs nothing. */
const firstCapacity = 2 ** 18;

/** By how much a table grows that has less than so many entries: to move those of small ones again and again costs more than to touch new memory. */
const growth: readonly { readonly below: number; readonly factor: number }[] = [
  { below: 2 ** 20, factor: 16 },
  { below: 2 ** 23, factor: 4 },
  { below: Number.POSITIVE_INFINITY, factor: 2 },
];

/** While a store grows, for each of its entries: the order of as many states as it may have, and where each entry goes. */
const noted = 4 * (utmost + 1);

/** A store grows by this factor at least, or it stays as it is. */
const worthwhile = 1.2;

/** All positions and entries must be numbers below 2^32, and V8 gives no larger buffer than this. */
const mostEntries = 2 ** 31;
const largestBuffer = 2 ** 34 - 2 ** 16;

/** The store to begin with, of which no more than `maxStates` states are wanted. A budget that is too small even for it is not enlarged: the search then ends before its first level. */
export function firstMemory(words: number, initial: number, workers: number, budget: number, maxStates: number): SearchMemory | null {
  // Room for what all workers have in hand when they find that it is full.
  const least = Math.max(smallestCapacity, 2 * initial, 4096 * workers);
  const largest = largestCapacity(words, budget);
  if (least > largest) return null;
  const small = Math.max(least, firstCapacity);
  const capacity = small <= largestBefore(words, budget) ? small : largest;
  // No more addresses than that: most searches need no more, and V8 gives them back only when it feels like it. Nor does it
  // give back the memory of a table that has moved, so it moves while it is small, to where it may grow to its largest size.
  const { table, order } = reserve(words, capacity, capacity);
  return { table, order, ...limitsOf(words, capacity, budget, maxStates) };
}

/**
 * A larger store: a few times as large (see `growth`), but so that it can still become as large as the budget allows, or
 * that large at once; null when it is, or the system has no addresses. It lies in the same place, unless that has become too small: then
 * its `positions` and its entries, still where they were among the first `capacity`, have been copied to where addresses are
 * reserved for all that it may become.
 */
export function largerMemory(current: SearchMemory, positions: number, budget: number, maxStates: number): SearchMemory | null {
  const { words, capacity } = current.table;
  const largest = largestCapacity(words, budget);
  // The budget may have become less than it was.
  const possible = Math.floor((budget - noted * capacity) / (4 * words));
  const next = Math.min(nextCapacity(capacity, largestBefore(words, budget), largest), possible);
  if (next < worthwhile * capacity) return null;
  const enlarged = (memory: SearchMemory, to: number): SearchMemory => ({ ...memory, table: { ...memory.table, capacity: to }, ...limitsOf(words, to, budget, maxStates) });
  if (next <= roomIn(current)) return enlarged(current, next);
  const moved = reserve(words, capacity, largest);
  new Int32Array(moved.table.buffer).set(new Int32Array(current.table.buffer, 0, capacity * words));
  new Uint32Array(moved.order).set(new Uint32Array(current.order, 0, positions));
  const roomier = { ...current, ...moved };
  const most = Math.min(next, roomIn(roomier));
  return most < worthwhile * capacity ? null : enlarged(roomier, most);
}

/** `before`: the last size but one must not be larger. */
function nextCapacity(capacity: number, before: number, largest: number): number {
  const { factor } = growth.find(({ below }) => capacity < below) as (typeof growth)[number];
  if (capacity * factor <= before) return capacity * factor;
  return before >= 1.5 * capacity ? before : largest;
}

/**
 * Room for the marks of passes over all states; null when the budget has none left. It is taken from behind the last of
 * the `positions` of the order: that is where entries were noted while the table grew, so the system has given some of
 * these pages already. Not all of it will be touched.
 */
export function sweepMemory(memory: SearchMemory, states: number, positions: number, budget: number, wide: boolean): SweepMemory | null {
  const { capacity } = memory.table;
  const numbers = 4 * wordsOfRank(capacity);
  const bits = 4 * Math.ceil(states / 32);
  const entryBits = 4 * Math.ceil(capacity / 32);
  const bytes = Math.max(4 * Math.ceil(states / 4), entryBits);
  const words = wide ? Math.max(4 * states, entryBits) : bytes;
  if (usedBy(memory, positions) + numbers + 2 * bits + bytes + words > budget) return null;
  const take = carver(memory.order, 4 * positions);
  const [rank, inside, waiting, incoming, marks] = [take(numbers), take(bits), take(bits), take(bytes), take(words)] as const;
  return { rank, inside, waiting, incoming, marks, wide, candidates: { ...marks, bytes: entryBits }, due: { ...incoming, bytes: entryBits }, counts: null };
}

/** The same with room for counts; null when the budget has none left. */
export function countingMemory(memory: SearchMemory, states: number, positions: number, budget: number, sweeps: SweepMemory): SweepMemory | null {
  const { rank, inside, waiting, incoming, marks } = sweeps;
  const bytes = 4 * states;
  if (usedBy(memory, positions) + [rank, inside, waiting, incoming, marks].reduce((sum, region) => sum + region.bytes, bytes) > budget) return null;
  return { ...sweeps, counts: { buffer: new SharedArrayBuffer(bytes), begin: 0, bytes } };
}

/** Bytes of the states and of their order. */
function usedBy({ table: { words, capacity } }: SearchMemory, positions: number): number {
  return capacity * 4 * words + 4 * positions;
}

/** Gives regions of a buffer one behind the other, and what no longer fits as buffers of their own. */
function carver(buffer: SharedArrayBuffer, from: number): (bytes: number) => Region {
  let at = from;
  return (bytes) => {
    if (at + bytes > buffer.byteLength) return { buffer: new SharedArrayBuffer(bytes), begin: 0, bytes };
    const region = { buffer, begin: at, bytes };
    at += bytes;
    return region;
  };
}

/** Entries for which there are addresses. */
function roomIn({ table }: SearchMemory): number {
  return Math.floor(table.buffer.byteLength / (4 * table.words));
}

function limitsOf(words: number, capacity: number, budget: number, maxStates: number): Pick<SearchMemory, 'limit' | 'utmost' | 'maxStates'> {
  const largest = largestCapacity(words, budget);
  const most = utmostOf(capacity);
  // One that cannot grow has nothing to wait for.
  return { limit: capacity === largest ? most : Math.floor(fullest * capacity), utmost: most, maxStates: Math.min(maxStates, utmostOf(largest)) };
}

function utmostOf(capacity: number): number {
  return Math.max(Math.floor(fullest * capacity), Math.floor(utmost * capacity) - spare);
}

/** Positions of the order for a table of some capacity: for each state, for the gaps at the ends of levels, and for where each entry goes when the table grows. */
function positionsOf(capacity: number): number {
  return Math.min(2 * capacity + 2 ** 16, 2 ** 32 - 2 ** 16);
}

/** Entries of the largest store that a budget has room for: they, and the order of as many states as they may hold. */
function largestCapacity(words: number, budget: number): number {
  return Math.floor(Math.max(0, Math.min(budget / (4 * words + 4 * utmost), largestBuffer / (4 * words), mostEntries)));
}

/** Entries of a store that can grow to its largest size at once: while it does, where each entry went is noted behind the order. */
function largestBefore(words: number, budget: number): number {
  return Math.floor(Math.max(0, (budget - 4 * words * largestCapacity(words, budget)) / noted));
}

/** Buffers for up to `wanted` entries, or for as many as the system gives addresses for. The system gives pages only as they are touched. */
function reserve(words: number, capacity: number, wanted: number): Pick<SearchMemory, 'table' | 'order'> {
  for (let reserved = wanted; ; reserved = Math.max(capacity, Math.floor(reserved / 2))) {
    try {
      return { table: tableMemory(words, capacity, reserved), order: new SharedArrayBuffer(4 * positionsOf(reserved)) };
    } catch (error) {
      if (!(error instanceof RangeError) || reserved === capacity) throw error;
    }
  }
}
