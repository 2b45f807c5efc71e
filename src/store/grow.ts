import { gap } from './order.js';
import { Table, type TableMemory } from './table.js';

/**
 * Moves the states of entries `begin` to `end` (excluded) of one table to a larger one, and leaves in the first word of
 * each old entry where it went. Threads may work on different ranges at once.
 */
export function moveEntries(from: TableMemory, to: TableMemory, begin: number, end: number, shared: boolean): void {
  const { words } = from;
  const old = new Table(from, false);
  const table = new Table(to, shared);
  const states = new Int32Array(batch * words);
  const origin = new Uint32Array(batch);
  const target = new Uint32Array(batch);
  let count = 0;
  const flush = () => {
    table.insertNew(states, count, target);
    for (let index = 0; index < count; index++) old.view[(origin[index] as number) * words] = target[index] as number;
    count = 0;
  };
  for (let entry = begin; entry < end; entry++) {
    if (!old.holds(entry)) continue;
    old.read(entry, states, count * words);
    origin[count++] = entry;
    if (count === batch) flush();
  }
  flush();
}

/** Writes the range `begin` to `end` (excluded) of an order anew after all entries have been moved. */
export function moveOrder(from: TableMemory, oldOrder: Uint32Array, order: Uint32Array, begin: number, end: number): void {
  const moved = new Int32Array(from.buffer);
  for (let index = begin; index < end; index++) {
    const entry = oldOrder[index] as number;
    order[index] = entry === gap ? gap : (moved[entry * from.words] as number);
  }
}

const batch = 512;
