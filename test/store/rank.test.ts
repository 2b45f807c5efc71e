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
    const handed = (begin: number, end: number, matters?: (first: number, count: number) => boolean) => {
      const found: (readonly [number, number])[] = [];
      rank.each(begin, end, (entry, number) => found.push([entry, number]), matters);
      return found;
    };
    const numbered = entries.map((entry, number) => [entry, number] as const);
    for (const [begin, end] of [
      [0, 128],
      [5, 100],
      [32, 64],
      [33, 34],
    ] as const) {
      const here = numbered.filter(([entry]) => entry >= begin && entry < end);
      expect(handed(begin, end)).toEqual(here);
      // Nothing is left out that matters, and what is handed has its own number.
      for (const wanted of entries.keys()) {
        const some = handed(begin, end, (first, count) => first <= wanted && wanted < first + count);
        expect(here).toEqual(expect.arrayContaining(some));
        expect(some.filter(([, number]) => number === wanted)).toEqual(here.filter(([, number]) => number === wanted));
        if (begin % 32 === 0) expect(some.every(([entry]) => entry >> 5 === (entries[wanted] as number) >> 5)).toBe(true);
      }
    }
  },
);
