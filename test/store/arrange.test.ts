/** An order of states that does not depend on who found them: against one that is sorted with nothing clever. */
import { expect, test } from 'vitest';
import { arrange, gap, hashAll, Order, Table, tableMemory } from '../../src/store/index.js';

/** Different packed states, spread by a generator of random numbers. */
function randomStates(count: number, words: number, seed: number): Int32Array[] {
  const states = new Map<string, Int32Array>();
  let random = seed;
  while (states.size < count) {
    const state = Int32Array.from({ length: words }, () => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
      return (random ^ (random >>> 15)) & ~3;
    });
    states.set(state.join(), state);
  }
  return [...states.values()];
}

function hashOf(state: Int32Array): number {
  const hash = new Uint32Array(1);
  hashAll(state, 1, state.length, hash);
  return hash[0] as number;
}

/** Inserts states in an order of their own, with some gaps, and arranges those behind the first `before`. */
function arranged(states: readonly Int32Array[], words: number, capacity: number, before: number) {
  const table = new Table(tableMemory(words, capacity), false);
  const tail = new Int32Array(new SharedArrayBuffer(4));
  const order = new Order(new SharedArrayBuffer(8 * states.length + 4096), tail, 0);
  const fresh = new Uint32Array(1);
  let begin = 0;
  for (const [index, state] of states.entries()) {
    expect(table.insertAll(state.slice(), 1, fresh, new Int32Array(1))).toBe(1);
    order.append(fresh, 1, 4);
    if (index === before - 1 || index % 97 === 0) order.close();
    if (index === before - 1) begin = tail[0] as number;
  }
  order.close();
  const end = tail[0] as number;
  const kept = order.view.slice(0, begin);
  const count = arrange(order.view, begin, end, table);
  expect(order.view.slice(0, begin)).toEqual(kept);
  expect(order.view.slice(begin + count, end).every((entry) => entry === gap)).toBe(true);
  return [...order.view.slice(begin, begin + count)].map((entry) => {
    const state = new Int32Array(words);
    table.read(entry, state, 0);
    return state;
  });
}

function compare(a: Int32Array, b: Int32Array): number {
  if (hashOf(a) !== hashOf(b)) return hashOf(a) - hashOf(b);
  const at = a.findIndex((word, index) => word !== b[index]);
  return ((a[at] as number) >>> 0) - ((b[at] as number) >>> 0);
}

test.each([
  [1, 20_000, 23_000, 0],
  [2, 20_000, 23_000, 500],
  [3, 5000, 20_000, 100],
  [2, 3, 16, 0],
  [1, 300, 301, 7],
])('states of %i words, %i of them in a table of %i entries', (words, count, capacity, before) => {
  const states = randomStates(count, words, count);
  const level = states.slice(before);
  const expected = [...level].sort(compare);
  expect(arranged(states, words, capacity, before)).toEqual(expected);
  expect(arranged([...states.slice(0, before), ...level.reverse()], words, capacity, before)).toEqual(expected);
});

test('states with equal hashes', () => {
  const met = new Map<number, Int32Array>();
  const pairs: Int32Array[] = [];
  for (const state of randomStates(300_000, 2, 5)) {
    const hash = hashOf(state);
    const other = met.get(hash);
    if (other !== undefined) pairs.push(state, other);
    met.set(hash, state);
  }
  expect(pairs.length).toBeGreaterThan(2);
  const expected = [...pairs].sort(compare);
  expect(arranged(pairs, 2, 20 * pairs.length, 0)).toEqual(expected);
  expect(arranged([...pairs].reverse(), 2, 20 * pairs.length, 0)).toEqual(expected);
});
