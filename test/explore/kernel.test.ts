/** The compiled hot loop: it hashes and inserts as the table itself does. That its steps are right is what `agreement/` is about. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { Kernel } from '../../src/explore/kernel.js';
import { hashAll, Table, tableMemory } from '../../src/store/index.js';

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

/** `count` different states, many of which have the same first word, or words that are 0. */
function similar(count: number, words: number): Int32Array {
  const packed = new Int32Array(count * words);
  for (let index = 0; index < count; index++) {
    if (words === 1) packed[index] = index << 2;
    else {
      packed[index * words] = (index % 7) << 2;
      packed[index * words + 1 + (index % (words - 1))] = Math.floor(index / 7) << 1;
      if (index % 5 === 0) packed[index * words + words - 1] = index << 1;
    }
  }
  const distinct = new Map(Array.from({ length: count }, (_, index) => [packed.slice(index * words, (index + 1) * words).join(), index]));
  return Int32Array.from([...distinct.values()].flatMap((index) => [...packed.subarray(index * words, (index + 1) * words)]));
}

test.each([
  [1, 2],
  [2, 2],
  [2, 4],
  [4, 3],
])('of states of %i words, which %i threads insert at the same time, none is lost and none is there twice', async (words, threads) => {
  const packed = similar(90_000, words);
  const count = packed.length / words;
  const memory = tableMemory(words, Math.ceil(1.4 * count));
  const go = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { workerData, parentPort } = require('node:worker_threads');
    const { kernelUrl, storeUrl, memory, go, threads, count, packed } = workerData;
    Promise.all([import(kernelUrl), import(storeUrl)]).then(([{ Kernel }, { Table }]) => {
      const kernel = new Kernel({ words: ${words}, group: 1, batch: 512, actions: 1, functions: 1, forest: 1, effects: 1 });
      const table = new Table(memory, true);
      const fresh = new Uint32Array(512);
      const mine = [];
      Atomics.add(go, 0, 1);
      while (Atomics.load(go, 0) < threads);
      for (let at = 0; at < count; at += 512) {
        const size = Math.min(512, count - at);
        kernel.batch.set(packed.subarray(at * ${words}, (at + size) * ${words}));
        const found = kernel.insert(table, size, fresh);
        mine.push(...fresh.subarray(0, found));
      }
      parentPort.postMessage(mine);
    });`;
  const [kernelUrl, storeUrl] = ['explore/kernel.js', 'store/index.js'].map((file) => new URL(`../../dist/src/${file}`, import.meta.url).href);
  const found = await Promise.all(
    Array.from(
      { length: threads },
      () =>
        new Promise<number[]>((resolve, reject) => {
          const worker = new Worker(code, { eval: true, workerData: { kernelUrl, storeUrl, memory, go, threads, count, packed } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  const fresh = found.flat();
  expect(fresh.length).toBe(count);
  // Each of the entries is another one, and each of the states lies in one of them.
  expect(new Set(fresh).size).toBe(count);
  const entries = new Uint32Array(count);
  const table = new Table(memory, false);
  table.locate(packed, count, entries);
  expect(new Set(entries)).toEqual(new Set(fresh));
  let held = 0;
  for (let entry = 0; entry < table.capacity; entry++) held += Number(table.holds(entry));
  expect(held).toBe(count);
});

test('where another thread is writing an entry, what is not yet seen of it is not taken for a word that is 0', () => {
  /** Sees no word but the first of each entry, as the memory model allows while it is being written. */
  class Late extends Table {
    override fetch(places: Int32Array, count: number, found: Int32Array): void {
      super.fetch(places, count, found);
      for (let index = 0; index < 2 * count; index += 2) found[index + 1] = 0;
    }
  }
  const table = new Late(tableMemory(2, 2), true);
  const kernel = new Kernel({ words: 2, group: 1, batch: 8, actions: 1, functions: 1, forest: 1, effects: 1 });
  const fresh = new Uint32Array(8);
  const other = Int32Array.of(4, 0);
  // One that belongs to the same place, of two.
  const written = [1, 2, 3, 4, 5, 6, 7, 8].map((word) => Int32Array.of(4, word)).find((state) => hashOf(state) < 2 ** 31 === hashOf(other) < 2 ** 31) as Int32Array;
  kernel.batch.set(written);
  expect(kernel.insert(table, 1, fresh)).toBe(1);
  kernel.batch.set(other);
  expect(kernel.insert(table, 1, fresh)).toBe(1);
});

function hashOf(state: Int32Array): number {
  const hashes = new Uint32Array(1);
  hashAll(state, 1, state.length, hashes);
  return hashes[0] as number;
}
