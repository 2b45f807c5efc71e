/** The forest: it says of every state what the diagrams say, whatever was learned, written anew or forgotten in between. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Diagram, type TestedSlot } from '../../src/tables/diagram.js';
import { Forest } from '../../src/tables/forest.js';

const width = 3;
const slots = 8;
/** Eight slots of three bits, four in each of two words. */
const tested: readonly TestedSlot[] = Array.from({ length: slots }, (_, number) => {
  const word = number >> 2;
  const shift = 2 + width * (number & 3);
  return { number, slot: undefined as never, word, digits: [{ shift, mask: 7 }] };
});

const values = fc.array(fc.integer({ min: 0, max: 7 }), { minLength: slots, maxLength: slots });

function packed(state: readonly number[]): Int32Array {
  const words = new Int32Array(2);
  for (const [number, value] of state.entries()) {
    const { word, digits } = tested[number] as TestedSlot;
    words[word] = (words[word] as number) | (value << (digits[0]?.shift as number));
  }
  return words;
}

/** A function reads from `seed` on until the sum is large, or it has read them all; the leaf is one of -1, -2, -3. */
function run(state: readonly number[], seed: number): { readonly reads: readonly TestedSlot[]; readonly leaf: number } {
  const reads: TestedSlot[] = [];
  let sum = seed;
  let next = seed % slots;
  while (sum % 7 < 4 && reads.length < 5) {
    reads.push(tested[next] as TestedSlot);
    sum += 1 + (state[next] as number);
    next = (next + 1 + ((state[next] as number) & 1)) % slots;
    if (reads.includes(tested[next] as TestedSlot)) break;
  }
  return { reads, leaf: -1 - (sum % 3) };
}

const functions = 9;
const actions = 6;

function search(states: readonly (readonly number[])[], large: number, room: number): void {
  const diagrams = Array.from({ length: functions }, () => new Diagram(large));
  const settled = new Set<number>();
  const planted = () =>
    new Forest(
      2,
      actions,
      () => diagrams.map((diagram, id) => (settled.has(id) ? null : diagram.isTree ? diagram : 'asked')),
      (_, leaf) => (leaf === 0 ? -1 : 1),
      new Int32Array(room),
    );
  let forest = planted();
  const events = new Int32Array(2 * functions);
  for (const [turn, state] of states.entries()) {
    // Properties that need not be asked any more: what was kept of the others stays.
    const left = functions - 1 - settled.size;
    if (turn % 70 === 69 && left >= actions) {
      settled.add(left);
      const { root } = forest;
      forest.drop(new Set([left]));
      expect(forest.root).toBe(root);
    }
    if (turn % 100 === 99) {
      // Another thread goes on with what this one has kept.
      const copy = forest.copy();
      forest = planted();
      if (copy !== null) forest.become(structuredClone(copy));
      if (copy !== null) expect(forest.root).toBeGreaterThan(0);
    }
    const words = packed(state);
    const told = forest.walk(words, events);
    const said = Array.from({ length: told / 2 }, (_, event) => [events[2 * event] as number, events[2 * event + 1] as number]);
    expect(new Set(said.map(([id]) => id)).size).toBe(said.length);
    for (const [id, diagram] of diagrams.entries()) {
      const known = diagram.isTree ? diagram.find(words) : 0;
      const silent = settled.has(id) || (id < actions ? known === -1 : known === -2 || known === -3);
      expect(said.filter(([other]) => other === id)).toEqual(silent ? [] : [[id, known]]);
      if (known !== 0 || settled.has(id)) continue;
      const { isTree } = diagram;
      const { reads, leaf } = run(state, id);
      expect(diagram.add(reads, words, leaf)).toBeNull();
      if (diagram.isTree !== isTree) forest.forget();
    }
  }
}

test('a forest says what its diagrams say', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 600 }), fc.constantFrom(60, 2 ** 14), (states, large) => {
      search(states, large, 2 ** 18);
    }),
    { numRuns: 60 },
  );
});

// The smallest ones have no room for the answers to one state, and then not even for where to begin.
test.each([2500, 800, 300, 150])('a forest that has room for %i numbers only forgets, and says the same', (room) => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 200, maxLength: 400 }), (states) => {
      search(states, 2 ** 14, room);
    }),
    { numRuns: 15, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
});
