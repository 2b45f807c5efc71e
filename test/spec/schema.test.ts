/** Schemas: what they make, what they refuse, and the names that they do not accept. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { boolean, firstOf, isSchema, map, oneOf, optional, queue, range, record, reference, set, vector } from '../../src/spec/index.js';

const Lr = record({ state: oneOf('invalid', 'pending', 'active'), hw: boolean, irq: optional(range(5, 9)) });

test('a record has the first value of each domain where nothing else is said', () => {
  expect(Lr().toJS()).toEqual({ state: 'invalid', hw: false, irq: null });
  expect(Lr({ state: 'active' }).toJS()).toEqual({ state: 'active', hw: false, irq: null });
  const Outer = record({ lr: Lr, maybe: optional(Lr), at: range(3, 5) });
  expect(Outer().toJS()).toEqual({ lr: { state: 'invalid', hw: false, irq: null }, maybe: null, at: 3 });
});

test('false, null and 0 are values that count as given', () => {
  const R = record({ flag: boolean, low: range(-1, 1), maybe: optional(boolean) });
  expect(R({ flag: false, low: 0, maybe: null }).toJS()).toEqual({ flag: false, low: 0, maybe: null });
});

test('a vector is made of its elements or of a function; what is left out is the first value', () => {
  const V = vector(range(2, 5), 3);
  expect(V().toArray()).toEqual([2, 2, 2]);
  expect(V([5]).toArray()).toEqual([5, 2, 2]);
  expect(V((index) => 2 + index).toArray()).toEqual([2, 3, 4]);
  expect(() => V([2, 3, 4, 5])).toThrow('a vector of 3 cannot hold 4 elements');
});

test('sets, maps and queues are made of what is in them', () => {
  expect(set(oneOf('a', 'b', 'c'))(['c', 'a']).toArray()).toEqual(['a', 'c']);
  const M = map(range(0, 3), boolean);
  expect([
    ...M([
      [3, true],
      [1, false],
    ]),
  ]).toEqual([
    [1, false],
    [3, true],
  ]);
  expect(queue(range(0, 9), 3)([7, 8]).toArray()).toEqual([7, 8]);
  expect(() => queue(boolean, 1)([true, false])).toThrow('a queue of 1 is full');
});

test('the first value of a schema', () => {
  expect([firstOf(boolean), firstOf(range(4, 6)), firstOf(optional(Lr))]).toEqual([false, 4, null]);
  expect(firstOf(Lr)).toBe(Lr.first);
  expect(Lr.first.equals(Lr())).toBe(true);
});

test('a schema is recognised', () => {
  expect([boolean, Lr, vector(Lr, 1), set(boolean), map(boolean, Lr), queue(Lr, 1), optional(Lr), optional(boolean)].every(isSchema)).toBe(true);
  expect([null, undefined, 'boolean', {}, Boolean, Lr()].some(isSchema)).toBe(false);
});

describe('a schema that makes no sense is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['a record without fields', () => record({}), 'a record needs at least one field'],
    ['a field that is no schema', () => record({ count: Number as never }), 'field count is not a schema'],
    ['an element that is no schema', () => vector('boolean' as never, 2), 'the element of a vector is not a schema'],
    ['a queue of no schema', () => queue(undefined as never, 2), 'the element of a queue is not a schema'],
    ['a value of a map that is no schema', () => map(boolean, 3 as never), 'the value of a map is not a schema'],
    ['an optional nothing', () => optional(null as never), 'an optional value is not a schema'],
    ['an optional optional record', () => optional(optional(Lr) as never), 'an optional value is optional already'],
    ['a vector of nothing', () => vector(boolean, 0), 'a vector has a size that is not possible'],
    ['a vector of a fraction', () => vector(boolean, 1.5), 'a vector has a size that is not possible'],
    ['a vector that is too long', () => vector(boolean, 1025), 'a vector has a size that is not possible'],
    ['a queue without room', () => queue(boolean, 0), 'a queue has a size that is not possible'],
    ['a set over a record', () => set(Lr as never), 'the members of a set must come from a domain without null'],
    ['a set that could hold null', () => set(optional(boolean)), 'the members of a set must come from a domain without null'],
    ['a map from null', () => map(optional(boolean), Lr), 'the keys of a map must come from a domain without null'],
    ['a set over too many values', () => set(range(0, 256)), 'the members of a set come from a domain of 257 values'],
    ['a set whose member is a method', () => set(oneOf('a', 'clear')), 'the members of a set cannot include "clear"'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(UserError);
  });

  test.each(['get', 'set', 'update', 'merge', 'toJS', 'equals', 'hashCode', 'withMutations', 'setIn', 'clear', 'has', 'constructor', 'toString', '_values', '__ownerID', '_mine'])(
    'a field cannot be called %s, which is a method or might become one',
    (name) => {
      expect(() => record({ [name]: boolean })).toThrow(`a field cannot be called "${name}"`);
    },
  );

  test('a field cannot begin with a digit, which is how an index is written', () => {
    expect(() => record({ '0': boolean })).toThrow('a field cannot be called "0"');
    expect(() => record({ '2nd': boolean })).toThrow('a field cannot be called "2nd"');
  });

  test.each(['size', 'length', 'first', 'at', 'map', 'some', 'count', 'kind', 'state', 'next', 'queue', 'keys'])('a field may be called %s', (name) => {
    const R = record({ [name]: range(0, 3) });
    expect(R({ [name]: 2 }).get(name)).toBe(2);
    expect((R({ [name]: 2 }) as unknown as Record<string, unknown>)[name]).toBe(2);
  });
});

test('a misspelt field of a factory is told with the nearest name', () => {
  const found = thrownBy(() => Lr({ sate: 'active' } as never));
  expect(found.message).toBe('a record has no field "sate"');
  expect(found.details).toEqual([
    ['nearest', '"state"'],
    ['fields', 'state, hw, irq'],
  ]);
});

test('the size of a schema does not depend on the order in which names that look like indices are given', () => {
  const M = map(reference('cpu', 12), range(0, 1));
  expect(M.keys).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  const N = map(range(-2, 1), range(0, 9));
  const filled = N([
    [-2, 5],
    [1, 6],
    [0, 7],
    [-1, 8],
  ]);
  expect([...filled]).toEqual([
    [-2, 5],
    [-1, 8],
    [0, 7],
    [1, 6],
  ]);
  expect([-2, -1, 0, 1].map((key) => filled.get(key))).toEqual([5, 8, 7, 6]);
});

function thrownBy(call: () => unknown): UserError {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
