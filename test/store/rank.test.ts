/** The states of a table are numbered from 0 on, as they lie there. */
import { expect, test } from 'vitest';
import { Rank, Table, tableMemory, wordsOfRank } from '../../src/store/index.js';

test.each([
  [64, 0],
  [64, 63],
  [1000, 700],
  [1001, 1],
  [33, 32],
])('of %i entries, %i of which hold a state', (capacity, count) => {
  const table = new Table(tableMemory(1, capacity), false);
  const states = Int32Array.from({ length: count }, (_, index) => 4 * (index * 7919 + 1));
  const entries = new Uint32Array(count);
  expect(table.insertAll(states, count, entries, new Int32Array(count))).toBe(count);
  const words = new Int32Array(wordsOfRank(capacity));
  expect(Rank.fill(words, table)).toBe(count);
  const rank = new Rank(words);
  expect(Array.from(entries.toSorted(), (entry) => rank.of(entry))).toEqual(Array.from({ length: count }, (_, number) => number));
});

test.each([[[]], [[0]], [[31, 32]], [[0, 5, 31, 63, 64, 99]]])('of the entries %o only', (entries) => {
  const bits = new Int32Array(4);
  for (const entry of entries) bits[entry >> 5] = (bits[entry >> 5] as number) | (1 << (entry & 31));
  const words = new Int32Array(wordsOfRank(128));
  expect(Rank.fillSome(words, bits)).toBe(entries.length);
  const rank = new Rank(words);
  expect(entries.map((entry) => rank.of(entry))).toEqual([...entries.keys()]);
});
