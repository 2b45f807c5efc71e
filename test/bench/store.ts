/**
 * The store alone, on one thread: how many states a second go into its table, beside loops that do nothing but read and write
 * as many random places of as large an array. What those loops reach is what the machine gives; the rest is the table's.
 */
import { performance } from 'node:perf_hooks';
import { Table, tableMemory } from '../../src/store/index.js';
import type { StoreFigures } from './record.js';

/** 2^25 entries of 8 bytes are 256 MiB: far larger than the caches, and half full at the end. */
const words = 2;
const capacity = 2 ** 25;
const operations = 2 ** 24;
/** As many states as a worker hands over at once. */
const batch = 512;

export function measureStore(repeat: number, tell: (line: string) => void): Omit<StoreFigures, 'conditions' | 'load'> {
  const memory = tableMemory(words, capacity);
  const view = new Int32Array(memory.buffer);
  const timed = (work: () => number): number => {
    const begun = performance.now();
    const result = work();
    const took = (performance.now() - begun) / 1000;
    // A result that nobody looks at need not be computed.
    if (!Number.isInteger(result)) throw new Error('a loop has computed nonsense');
    return took;
  };
  const loops: readonly { readonly name: string; readonly run: () => number }[] = [
    {
      name: 'store, states that are new',
      run: () => {
        // Every page has been touched, by `fill`, before the clock starts.
        view.fill(0);
        return timed(() => insertAll(new Table(memory, false), operations));
      },
    },
    { name: 'store, states that are there', run: () => timed(() => insertAll(new Table(memory, false), 0)) },
    { name: 'plain loop, one place after the other', run: () => timed(() => touchOneByOne(view)) },
    { name: 'plain loop, in batches that are touched first', run: () => timed(() => touchInBatches(view)) },
  ];
  const seconds = loops.map((): number[] => []);
  // One round that does not count, so that everything is compiled.
  for (let turn = -1; turn < repeat; turn++) {
    for (const [index, { name, run }] of loops.entries()) {
      const took = run();
      if (turn < 0) continue;
      (seconds[index] as number[]).push(Math.round(took * 1000) / 1000);
      tell(`${name}: ${(operations / took / 1e6).toFixed(1)} M/s`);
    }
  }
  return { words, capacity, operations, loops: loops.map(({ name }, index) => ({ name, seconds: seconds[index] as number[] })) };
}

/** Inserts all states; there must be so many new ones among them. */
function insertAll(table: Table, expected: number): number {
  const states = new Int32Array(batch * words);
  const fresh = new Uint32Array(batch);
  const tags = new Int32Array(batch);
  let found = 0;
  for (let at = 0; at < operations; at += batch) {
    for (let index = 0; index < batch; index++) {
      const key = mixed(at + index);
      // The two lowest bits of a state's first word belong to the table.
      states[2 * index] = key << 2;
      states[2 * index + 1] = key;
    }
    found += table.insertAll(states, batch, fresh, tags);
  }
  if (found !== expected) throw new Error(`the table took ${found} states for new, and ${expected} are`);
  return found;
}

function touchOneByOne(view: Int32Array): number {
  let sum = 0;
  for (let index = 0; index < operations; index++) {
    const at = placeOf(index, view.length);
    const there = view[at] as number;
    sum = (sum + there) | 0;
    view[at] = there ^ index;
  }
  return sum;
}

function touchInBatches(view: Int32Array): number {
  const places = new Uint32Array(batch);
  let sum = 0;
  for (let from = 0; from < operations; from += batch) {
    for (let index = 0; index < batch; index++) places[index] = placeOf(from + index, view.length);
    for (let index = 0; index < batch; index++) sum ^= view[places[index] as number] as number;
    for (let index = 0; index < batch; index++) {
      const at = places[index] as number;
      view[at] = (view[at] as number) ^ index;
    }
  }
  return sum;
}

function placeOf(index: number, length: number): number {
  return ((mixed(index) >>> 0) * (length / 2 ** 32)) >>> 0;
}

/** One to one on 32-bit numbers (the last steps of MurmurHash3), so that different keys make different states. */
function mixed(key: number): number {
  let hash = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
