/** States are numbered from 0 on, as they lie in the table. */
import { expect, test } from 'vitest';
import { Rank, wordsOfRank } from '../../src/store/index.js';

test.each([[[]], [[0]], [[31, 32]], [[0, 5, 31, 63, 64, 99]], [Array.from({ length: 128 }, (_, entry) => entry)], [Array.from({ length: 64 }, (_, half) => 2 * half + 1)]])(
  'the entries %o',
  (entries) => {
    const bits = new Int32Array(4);
    for (const entry of entries) bits[entry >> 5] = (bits[entry >> 5] as number) | (1 << (entry & 31));
    const words = new Int32Array(wordsOfRank(128));
    expect(Rank.fill(words, bits)).toBe(entries.length);
    const rank = new Rank(words);
    expect(entries.map((entry) => rank.of(entry))).toEqual([...entries.keys()]);
  },
);
