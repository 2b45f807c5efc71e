/** The compiled hot loop: it hashes and inserts as the table itself does. That its steps are right is what `agreement/` is about. */
import { expect, test } from 'vitest';
import { Kernel } from '../../src/explore/kernel.js';
import { Table, tableMemory } from '../../src/store/index.js';

/** `count` packed states, equal ones among them, and the zero state. */
function states(count: number, words: number, seed: number): Int32Array {
  let chance = seed;
  return Int32Array.from({ length: count * words }, (_, index) => {
    chance = (Math.imul(chance, 1_103_515_245) + 12_345) & 0x7fffffff;
    const value = (chance >> 16) % (words === 1 ? 3000 : 23);
    return index % words === 0 ? value << 2 : value << 27;
  });
}

for (const shared of [false, true]) {
  for (const words of [1, 2, 3, 4]) {
    test(`inserts as the table does (${words} words, ${shared ? 'shared' : 'alone'})`, () => {
      const size = 400;
      const kernel = new Kernel({ words, group: 1, batch: size, actions: 1, functions: 1, forest: 1, effects: 1 });
      const capacity = 6000;
      const [ours, plain] = [new Table(tableMemory(words, capacity), shared), new Table(tableMemory(words, capacity), shared)];
      for (let turn = 1; turn <= 8; turn++) {
        const batch = states(size, words, turn);
        const tags = Int32Array.from({ length: size }, (_, index) => index);
        kernel.batch.set(batch);
        kernel.origin.set(tags);
        const fresh = [new Uint32Array(size), new Uint32Array(size)] as const;
        const found = kernel.insert(ours, size, fresh[0]);
        expect(found).toBe(plain.insertAll(batch, size, fresh[1], tags));
        expect(fresh[0]).toEqual(fresh[1]);
        expect(kernel.origin.subarray(0, found)).toEqual(tags.subarray(0, found));
        expect(found).toBeLessThan(size);
      }
      expect(ours.view).toEqual(plain.view);
    });
  }
}
