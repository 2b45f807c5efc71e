import { expect, test } from 'vitest';
import { Bits } from '../../src/explore/bits.js';

test.each([false, true])('whether one of some bits in a row is set, others at work: %s', (others) => {
  for (const set of [[], [0], [31], [32], [40, 63], [95]]) {
    const bits = new Bits(new Int32Array(3), others);
    for (const number of set) bits.set(number);
    for (let first = 0; first < 96; first++) {
      for (let count = 1; count <= Math.min(32, 96 - first); count++) expect(bits.hasAny(first, count), `${first} ${count}`).toBe(set.some((number) => number >= first && number < first + count));
    }
  }
});
