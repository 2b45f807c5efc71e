/**
 * How a table grows in place. An entry's position is its hash, scaled to the capacity: in a table r times as large it
 * lies at about r times its position. So the upper part of the entries, those from `capacity / r` on, all move to where
 * no entry has been; then the part below it moves to where those were; and so on. There is never a second table, only
 * a list of where each entry went, by which the order of the states is written anew at the end.
 */
import { gap } from './order.js';
import { nowhere, Table, type TableMemory } from './table.js';

/** Entries that can be moved at the same time: `end` is excluded. */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

/** States that could not be placed while others were still to be moved: their old entries, and they themselves. */
export interface Leftover {
  readonly entries: readonly number[];
  readonly states: readonly number[];
}

/** What is to be moved at once, one stretch after the other, when a table grows; at the end the rest, from entry 0 on, is small. */
export function stretches(from: number, to: number): { readonly stretches: readonly Stretch[]; readonly rest: number } {
  const list: Stretch[] = [];
  let end = from;
  for (;;) {
    const begin = Math.ceil((end * from) / to);
    if (begin >= end || end <= small) return { stretches: list, rest: end };
    list.push({ begin, end });
    end = begin;
  }
}

/**
 * Moves the entries of a part of a stretch, of a table of `from` entries, to where they belong in `to`, which lies in the
 * same memory, and writes to `moved` where each went. Threads may work on different parts of one stretch at once: each
 * part has its own entries to move to, and what belongs elsewhere is left over.
 */
export function moveEntries(from: number, to: TableMemory, part: Stretch, moved: Uint32Array): Leftover {
  const { words } = to;
  const table = new Table(to, false);
  const [lowest, highest] = [part.begin, part.end].map((entry) => Math.floor((entry * to.capacity) / from)) as [number, number];
  // New memory is written first: a page that is first read, to warm it, is mapped twice.
  new Int32Array(to.buffer).fill(0, Math.max(lowest, from) * words, Math.max(highest, from) * words);
  const states = new Int32Array(batch * words);
  const origin = new Uint32Array(batch);
  const target = new Uint32Array(batch);
  const left = { entries: [] as number[], states: [] as number[] };
  for (let entry = part.begin; entry < part.end; ) {
    const count = table.takeOut(entry, part.end, states, origin);
    entry = count < batch ? part.end : (origin[count - 1] as number) + 1;
    table.place(states, count, lowest, highest, target);
    for (let index = 0; index < count; index++) {
      if (target[index] === nowhere) {
        left.entries.push(origin[index] as number);
        left.states.push(...states.subarray(index * words, (index + 1) * words));
      } else moved[origin[index] as number] = target[index] as number;
    }
  }
  return left;
}

/** Places what was left over, and the rest of the entries, after all stretches were moved. Nobody else is at work. */
export function moveRest(to: TableMemory, rest: number, leftovers: readonly Leftover[], moved: Uint32Array): void {
  const { words } = to;
  const table = new Table(to, false);
  const entries: number[] = leftovers.flatMap((left) => left.entries);
  const states: number[] = leftovers.flatMap((left) => left.states);
  const read = new Int32Array(words);
  for (let entry = 0; entry < rest; entry++) {
    if (!table.holds(entry)) continue;
    table.read(entry, read, 0);
    table.remove(entry);
    entries.push(entry);
    states.push(...read);
  }
  const target = new Uint32Array(entries.length);
  table.insertAll(Int32Array.from(states), entries.length, target, new Int32Array(entries.length));
  for (const [index, entry] of entries.entries()) moved[entry] = target[index] as number;
}

/** Writes the range `begin` to `end` (excluded) of an order anew after all entries have been moved. */
export function moveOrder(order: Uint32Array, moved: Uint32Array, begin: number, end: number): void {
  for (let index = begin; index < end; index++) {
    const entry = order[index] as number;
    if (entry !== gap) order[index] = moved[entry] as number;
  }
}

/** So few entries are moved one by one. */
const small = 4096;

const batch = 512;
