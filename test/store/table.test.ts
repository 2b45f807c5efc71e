/** The table of states: what it says is new, what it says is there, and what survives growth and removal. */
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { gap, hashAll, moveEntries, moveOrder, moveRest, nowhere, Order, stretches, Table, type TableMemory, tableMemory } from '../../src/store/index.js';

/** Packed states of `words` words whose two lowest bits are free, all different. */
function states(count: number, words: number, from = 0): Int32Array {
  const packed = new Int32Array(count * words);
  for (let index = 0; index < count; index++) packed[index * words + ((index + from) % words === 0 ? 0 : words - 1)] = (index + from + 1) * 4;
  if (words > 1) for (let index = 0; index < count; index++) packed[index * words] = (index + from) * 4;
  return packed;
}

for (const shared of [false, true]) {
  for (const words of [1, 2, 3, 5]) {
    test(`each state is new once (${words} words, ${shared ? 'shared' : 'alone'})`, () => {
      const table = new Table(tableMemory(words, 1500), shared);
      const fresh = new Uint32Array(1000);
      expect(table.insertAll(states(1000, words), 1000, fresh, new Int32Array(1000))).toBe(1000);
      expect(new Set(fresh).size).toBe(1000);
      expect(table.insertAll(states(1000, words), 1000, fresh, new Int32Array(1000))).toBe(0);
      expect(table.insertAll(states(100, words, 950), 100, fresh, new Int32Array(100))).toBe(50);
    });
  }
}

test('what is said of the new states moves to the front with them', () => {
  const table = new Table(tableMemory(2, 300), false);
  const fresh = new Uint32Array(100);
  table.insertAll(states(50, 2, 20), 50, fresh, new Int32Array(50));
  const tags = Int32Array.from({ length: 100 }, (_, index) => 1000 + index);
  expect(table.insertAll(states(100, 2), 100, fresh, tags)).toBe(50);
  expect([...tags.subarray(0, 50)]).toEqual([...Array(20).keys(), ...Array.from({ length: 30 }, (_, index) => 70 + index)].map((index) => 1000 + index));
});

test('the zero state is a state like any other', () => {
  const table = new Table(tableMemory(2, 16), false);
  const fresh = new Uint32Array(2);
  expect(table.insertAll(new Int32Array(4), 2, fresh, new Int32Array(2))).toBe(1);
  const read = new Int32Array(2).fill(7);
  table.read(fresh[0] as number, read, 0);
  expect([...read]).toEqual([0, 0]);
});

test('states that differ in one bit of any word are different', () => {
  const table = new Table(tableMemory(3, 400), true);
  const packed = new Int32Array(94 * 3);
  for (let bit = 2; bit < 96; bit++) packed[(bit - 2) * 3 + (bit >> 5)] = 1 << (bit & 31);
  expect(table.insertAll(packed, 94, new Uint32Array(94), new Int32Array(94))).toBe(94);
});

function roomy(words: number, capacity: number): TableMemory | null {
  try {
    return tableMemory(words, capacity);
  } catch {
    return null;
  }
}

test('a table of more than 2^31 words, in more than 8 GiB of addresses, finds what it was given', (context) => {
  const memory = roomy(9, 250_000_000);
  if (memory === null) return context.skip('this machine gives no 9 GB of addresses');
  const count = 1000;
  const table = new Table(memory, true);
  const fresh = new Uint32Array(count);
  expect(table.insertAll(states(count, 9), count, fresh, new Int32Array(count))).toBe(count);
  expect(Math.max(...fresh) * 9).toBeGreaterThan(2 ** 31);
  const read = new Int32Array(9);
  const expected = states(count, 9);
  for (const [index, entry] of fresh.entries()) {
    table.read(entry, read, 0);
    expect([...read]).toEqual([...expected.subarray(index * 9, index * 9 + 9)]);
  }
  const entries = new Uint32Array(count + 1);
  table.locate(states(count + 1, 9), count + 1, entries);
  expect([...entries]).toEqual([...fresh, nowhere]);
});

test('a full turn around the end of the table finds everything', () => {
  const table = new Table(tableMemory(1, 64), false);
  const fresh = new Uint32Array(64);
  expect(table.insertAll(states(63, 1), 63, fresh, new Int32Array(63))).toBe(63);
  const entries = new Uint32Array(64);
  table.locate(states(64, 1), 64, entries);
  expect([...entries]).toEqual([...fresh.subarray(0, 63), nowhere]);
});

test('what is located again and again, the same state several times in a batch too, is found where it lies', () => {
  const many = 20_000;
  const table = new Table(tableMemory(2, 2 * many), false);
  const fresh = new Uint32Array(many);
  const all = states(many, 2);
  expect(table.insertAll(all.slice(), many, fresh, new Int32Array(many))).toBe(many);
  const size = 300;
  for (let turn = 0; turn < 300; turn++) {
    // Few different ones in every other turn; state `many` is not there.
    const among = turn % 2 === 0 ? 40 : many;
    const chosen = Array.from({ length: size }, (_, index) => (turn * 7919 + index * index * 31) % (among + 1) || many);
    const batch = Int32Array.from(chosen.flatMap((number) => [...(number === many ? states(1, 2, many) : all.subarray(2 * number, 2 * number + 2))]));
    const entries = new Uint32Array(size);
    table.locate(batch, size, entries);
    expect([...entries]).toEqual(chosen.map((number) => (number === many ? nowhere : fresh[number])));
    // Only every third one: the others keep what they have, whatever it is.
    const asked = Uint8Array.from(chosen, (_, index) => (index % 3 === 0 ? 1 : 0));
    const kept = Uint32Array.from(chosen, (_, index) => 2 ** 32 - 2 - (index % size));
    table.locate(batch, size, kept, asked);
    expect([...kept]).toEqual(chosen.map((number, index) => (index % 3 !== 0 ? 2 ** 32 - 2 - index : number === many ? nowhere : fresh[number])));
  }
});

test('removing the youngest entries leaves the older ones', () => {
  const table = new Table(tableMemory(2, 300), false);
  const old = new Uint32Array(100);
  const young = new Uint32Array(100);
  table.insertAll(states(100, 2), 100, old, new Int32Array(100));
  table.insertAll(states(100, 2, 100), 100, young, new Int32Array(100));
  for (const entry of young) table.remove(entry);
  const entries = new Uint32Array(200);
  table.locate(states(200, 2), 200, entries);
  expect([...entries]).toEqual([...old, ...Array(100).fill(nowhere)]);
});

/** Grows in place, by several threads' shares one after the other; returns where each entry went. */
function grow(memory: TableMemory, capacity: number, parts: number): readonly [TableMemory, Uint32Array] {
  const to = { ...memory, capacity };
  const moved = new Uint32Array(memory.capacity).fill(gap);
  const plan = stretches(memory.capacity, capacity);
  const left = plan.stretches.flatMap((stretch) => {
    const cuts = Array.from({ length: parts + 1 }, (_, part) => stretch.begin + Math.floor(((stretch.end - stretch.begin) * part) / parts));
    return cuts.slice(1).map((end, part) => moveEntries(memory.capacity, to, { begin: cuts[part] as number, end }, moved));
  });
  moveRest(to, plan.rest, left, moved);
  return [to, moved];
}

test.each([
  [20_000, 40_000, 1],
  [20_000, 80_000, 3],
  [20_000, 24_001, 2],
  [3_000, 7_000, 2],
])('growing in place from %i to %i entries keeps every state, and the order points at the same states as before', (from, capacity, parts) => {
  const count = Math.floor(from * 0.9);
  const memory = tableMemory(2, from, 80_000);
  const fresh = new Uint32Array(count);
  expect(new Table(memory, false).insertAll(states(count, 2), count, fresh, new Int32Array(count))).toBe(count);
  const order = Uint32Array.from([...fresh.subarray(0, 350), gap, ...fresh.subarray(350)]);
  const [grown, moved] = grow(memory, capacity, parts);
  moveOrder(order, moved, 0, 400);
  moveOrder(order, moved, 400, count + 1);
  expect(order[350]).toBe(gap);
  const table = new Table(grown, false);
  const read = new Int32Array(2);
  const expected = states(count, 2);
  const entries = order.filter((each) => each !== gap);
  expect(new Set(entries).size).toBe(count);
  for (const [index, entry] of entries.entries()) {
    table.read(entry, read, 0);
    if (read[0] !== expected[index * 2] || read[1] !== expected[index * 2 + 1]) expect([...read]).toEqual([...expected.subarray(index * 2, index * 2 + 2)]);
  }
  expect(table.insertAll(states(count + 10, 2), count + 10, new Uint32Array(count), new Int32Array(count + 10))).toBe(10);
  let held = 0;
  for (let entry = 0; entry < capacity; entry++) held += table.holds(entry) ? 1 : 0;
  expect(held).toBe(count + 10);
});

test('threads append to the order in blocks, and mark what they leave', () => {
  const tail = new Int32Array(new SharedArrayBuffer(4));
  const buffer = new SharedArrayBuffer(4 * 64);
  const first = new Order(buffer, tail, 0);
  const second = new Order(buffer, tail, 0);
  first.append(Uint32Array.of(1, 2, 3), 3, 4);
  second.append(Uint32Array.of(10), 1, 4);
  first.append(Uint32Array.of(4, 5), 2, 4);
  first.close();
  second.close();
  expect([...first.view.subarray(0, tail[0])]).toEqual([1, 2, 3, 4, 10, gap, gap, gap, 5, gap, gap, gap]);
});

test('the upper bits of the hash spread states that differ in few bits', () => {
  const count = 1 << 14;
  const hashes = new Uint32Array(count);
  hashAll(states(count, 2), count, 2, hashes);
  const buckets = new Uint32Array(1 << 10);
  for (const hash of hashes) buckets[hash >>> 22] = (buckets[hash >>> 22] as number) + 1;
  // 16 in each are expected; with a standard deviation of 4, ten of them are out of reach of chance.
  expect(Math.max(...buckets)).toBeLessThan(56);
});

test.each([
  // Many words, and both begin each batch at the same moment: so they meet while a state is being written.
  ['any word may be 0', 24, false],
  ['no word but the first is ever 0', 24, true],
  ['the second word is never 0', 2, true],
])('two threads that insert the same states agree on who was first: %s', async (_, words, neverZero) => {
  const count = 60_000;
  const memory = tableMemory(words, 100_000);
  const packed = states(count, words);
  if (neverZero) for (const [at, word] of packed.entries()) if (at % words > 0) packed[at] = word | 1;
  const go = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { workerData, parentPort } = require('node:worker_threads');
    import(workerData.url).then(({ Table, hashAll }) => {
      const table = new Table(workerData.memory, true, ${neverZero});
      const fresh = new Uint32Array(500);
      const hashes = new Uint32Array(500);
      const found = [];
      for (let at = 0, batch = 1; at < workerData.count; at += 500, batch++) {
        const states = workerData.packed.subarray(at * ${words});
        hashAll(states, 500, ${words}, hashes);
        const places = Int32Array.from(hashes, (hash) => ${words} * Math.floor((hash / 2 ** 32) * table.capacity));
        Atomics.add(workerData.go, 0, 1);
        while (Atomics.load(workerData.go, 0) < 2 * batch);
        const count = batch % 2 === 0 ? table.insertAll(states, 500, fresh, new Int32Array(500)) : table.insertAt(states, 500, places, fresh, new Int32Array(500));
        found.push(...fresh.subarray(0, count));
      }
      parentPort.postMessage(found);
    });`;
  const url = new URL('../../dist/src/store/index.js', import.meta.url).href;
  const found = await Promise.all(
    [0, 1].map(
      () =>
        new Promise<readonly number[]>((resolve, reject) => {
          const worker = new Worker(code, { eval: true, workerData: { url, memory, go, count, packed } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  const entries = found.flat();
  expect(entries.length).toBe(count);
  // Each lies where it was said, and nowhere else.
  const table = new Table(memory, false);
  const read = new Int32Array(words);
  const kept = new Set(
    entries.map((entry) => {
      table.read(entry, read, 0);
      return read.join();
    }),
  );
  expect(kept).toEqual(new Set(Array.from({ length: count }, (_, index) => packed.subarray(index * words, (index + 1) * words).join())));
});

test.each([
  ['its first word says so', false],
  ['a word is still 0', true],
])('who meets a state that another thread is writing waits for it: %s', async (_, neverZero) => {
  const state = Int32Array.of(4, 8, 12);
  const fresh = new Uint32Array(1);
  new Table(tableMemory(3, 64), false).insertAll(state.slice(), 1, fresh, new Int32Array(1));
  const at = 3 * (fresh[0] as number);
  const memory = tableMemory(3, 64);
  const view = new Int32Array(memory.buffer);
  // As far as the other one has come: claimed, or claimed by the first word itself.
  view.set(neverZero ? [4 | 2, 8] : [1, 0], at);
  const writer = new Worker(
    `const { workerData: { view, at }, parentPort } = require('node:worker_threads');
    parentPort.postMessage('begun');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    view[at + 1] = 8;
    view[at + 2] = 12;
    Atomics.store(view, at, 4 | 2);`,
    { eval: true, workerData: { view, at } },
  );
  await new Promise((resolve) => writer.once('message', resolve));
  expect(new Table(memory, true, neverZero).insertAll(state.slice(), 1, fresh, new Int32Array(1))).toBe(0);
});

test('who meets the first of two words that another thread is writing waits for the second', async () => {
  const memory = tableMemory(2, 64);
  const view = new Int32Array(memory.buffer);
  // Two states that differ in the second word only, one behind the other: the first of them is only claimed yet.
  const at = 2 * 63;
  view[at] = 4 | 2;
  const writer = new Worker(
    `const { workerData: { view, at }, parentPort } = require('node:worker_threads');
    parentPort.postMessage('begun');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    view[at + 1] = 8;`,
    { eval: true, workerData: { view, at } },
  );
  await new Promise((resolve) => writer.once('message', resolve));
  const fresh = new Uint32Array(2);
  const tags = Int32Array.of(5, 6);
  expect(new Table(memory, true, true).insertAt(Int32Array.of(4, 8, 4, 12), 2, Int32Array.of(at, at), fresh, tags)).toBe(1);
  // Behind the last entry comes the first one.
  expect([fresh[0], tags[0], view[0], view[1]]).toEqual([0, 6, 4 | 2, 12]);
});
