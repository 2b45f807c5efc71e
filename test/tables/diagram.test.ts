/** Diagrams: what was added is found, whatever was merged in between, and nothing else is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut, pack } from '../../src/layout/index.js';
import { range, record, vector } from '../../src/spec/index.js';
import { Diagram, testedSlots } from '../../src/tables/diagram.js';

const Schema = record({ small: vector(range(0, 5), 4), wide: range(0, 999) });
const layout = layOut(Schema as never);
const slots = testedSlots(layout, 0, 0);

interface Values {
  readonly small: readonly number[];
  readonly wide: number;
}

/** Reads slots in an order that depends on what it has read, and ends with one of few leaves. */
function follow({ small, wide }: Values, seed: number): { readonly reads: readonly number[]; readonly leaf: number } {
  const values = [...small, wide];
  const reads: number[] = [];
  let sum = seed;
  let next = seed % values.length;
  while (!reads.includes(next)) {
    reads.push(next);
    const value = values[next] as number;
    sum += value % 3;
    // Different values often go on alike: that is what merging is for.
    next = (next + 1 + (value > 2 ? sum % 2 : 0)) % values.length;
  }
  return { reads, leaf: -1 - (sum % 3) };
}

const state = fc.record({ small: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }), wide: fc.integer({ min: 0, max: 999 }) });

function words({ small, wide }: Values): Int32Array {
  const packed = new Int32Array(layout.words);
  pack(layout, Schema({ wide }).set('small', vector(range(0, 5), 4)(small)) as never, packed);
  return packed;
}

test('a diagram that is merged all the time answers as the function does', () => {
  fc.assert(
    fc.property(fc.array(state, { minLength: 1, maxLength: 200 }), fc.nat(20), fc.constantFrom(50, 400, 3000), (states, seed, large) => {
      const diagram = new Diagram(large);
      const known = new Map<string, number>();
      for (const values of states) {
        const { reads, leaf } = follow(values, seed);
        const packed = words(values);
        const key = JSON.stringify([reads, reads.map((slot) => [...values.small, values.wide][slot])]);
        expect(diagram.find(packed)).toBe(known.get(key) ?? 0);
        if (!known.has(key)) {
          expect(
            diagram.add(
              reads.map((slot) => slots[slot] as (typeof slots)[number]),
              packed,
              leaf,
            ),
          ).toBeNull();
        }
        known.set(key, leaf);
      }
      for (const values of states) expect(diagram.find(words(values))).toBe(follow(values, seed).leaf);
    }),
    { numRuns: 200 },
  );
});

test('equal parts are merged: of a sum over six slots it matters only whether it is even so far', () => {
  const wide = layOut(record({ digits: vector(range(0, 5), 6) }) as never);
  const six = testedSlots(wide, 0, 0);
  const diagram = new Diagram(5000);
  const packed = new Int32Array(wide.words);
  const each = (code: number) => [5, 4, 3, 2, 1, 0].map((place) => Math.floor(code / 6 ** place) % 6);
  const load = (digits: readonly number[]) => {
    packed.fill(0);
    for (const [index, digit] of digits.entries()) packed[six[index]?.word ?? 0] = (packed[six[index]?.word ?? 0] as number) | (digit << (six[index]?.digits[0]?.shift ?? 0));
  };
  const leafOf = (digits: readonly number[]) => -1 - (digits.reduce((sum, digit) => sum + digit, 0) % 2);
  for (let code = 0; code < 6 ** 6; code++) {
    load(each(code));
    expect(diagram.add(six, packed, leafOf(each(code)))).toBeNull();
  }
  const tree = 1 + 6 + 36 + 216 + 1296 + 7776;
  expect(diagram.isTree).toBe(false);
  expect(diagram.nodes).toBeLessThan(tree / 2);
  for (let code = 0; code < 6 ** 6; code += 7) {
    load(each(code));
    expect(diagram.find(packed)).toBe(leafOf(each(code)));
  }
});

test('after a merge, another reading or another end is still a contradiction', () => {
  const diagram = new Diagram(1);
  const [a, b, c] = slots as [(typeof slots)[0], (typeof slots)[0], (typeof slots)[0]];
  const add = (reads: readonly (typeof slots)[number][], first: number, second: number, leaf: number) => diagram.add(reads, words({ small: [first, second, 0, 0], wide: 0 }), leaf);
  expect(add([a, b], 0, 0, -1)).toBeNull();
  expect(add([a, b], 1, 0, -1)).toBeNull();
  expect(add([a, b], 1, 0, -2)).toEqual({ expected: null, found: null });
  expect(add([a, c], 0, 0, -1)).toEqual({ expected: b.number, found: c.number });
  expect(add([a], 0, 0, -1)).toEqual({ expected: b.number, found: null });
  expect(add([a, b, c], 0, 0, -1)).toEqual({ expected: null, found: c.number });
});
