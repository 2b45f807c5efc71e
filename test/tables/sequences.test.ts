/** Numbers of sequences, against a map of strings. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Sequences } from '../../src/tables/sequences.js';

const sequence = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 4 });

test('a sequence has the number that it was given, whatever else was', () => {
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 3000, size: 'max' }), (given) => {
      const sequences = new Sequences();
      const expected = new Map<string, number>();
      const room = new Int32Array(8).fill(9);
      for (const each of given) {
        room.set(each);
        const known = expected.get(each.join());
        expect(sequences.find(room, each.length)).toBe(known ?? 0);
        if (known !== undefined) continue;
        const number = 7 * expected.size + 1;
        expected.set(each.join(), number);
        sequences.add(room, each.length, number);
      }
      expect([...sequences.numbers()]).toEqual([...expected.values()]);
      sequences.clear();
      expect([...sequences.numbers()]).toEqual([]);
      for (const each of given) expect(sequences.find(Int32Array.from(each), each.length)).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('many sequences are told apart', () => {
  const sequences = new Sequences();
  const count = 20_000;
  for (let index = 1; index <= count; index++) sequences.add(Int32Array.of(index & 127, index >> 7, -index), 2, index);
  for (let index = 1; index <= count; index++) expect(sequences.find(Int32Array.of(index & 127, index >> 7), 2)).toBe(index);
  expect(sequences.find(Int32Array.of(1, count), 2)).toBe(0);
});
