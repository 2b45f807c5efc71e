/** The values of a state: how they behave, and that equal ones are equal whatever their histories. */
import { is } from 'immutable';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { boolean, map, oneOf, optional, queue, range, record, set, type ValueOf, vector } from '../../src/spec/index.js';

const Pair = record({ x: range(0, 9), y: range(0, 9) });
const State = record({ pair: Pair, flag: boolean, cells: vector(Pair, 2), last: optional(Pair) });

/** Equal to Immutable in every respect: as values, as members of a Set, as text. */
function expectEqual(one: { equals(other: unknown): boolean; hashCode(): number }, other: { equals(other: unknown): boolean; hashCode(): number }): void {
  expect(one.equals(other)).toBe(true);
  expect(other.equals(one)).toBe(true);
  expect(is(one, other)).toBe(true);
  expect(one.hashCode()).toBe(other.hashCode());
  expect(String(one)).toBe(String(other));
}

describe('a record', () => {
  const state = State();

  test('gives a changed copy and stays as it was', () => {
    const changed = state.set('flag', true);
    expect([state.flag, changed.flag]).toEqual([false, true]);
    expect(changed.set('flag', false).equals(state)).toBe(true);
  });

  test('with what it has already is equal to itself', () => {
    for (const same of [state.set('flag', false), state.merge({ flag: false }), state.setIn(['pair', 'x'], 0), state.update('flag', (flag) => flag)]) expectEqual(same, state);
    expect(state.set('flag', false)).toBe(state);
  });

  test('is written in five ways with one result', () => {
    const results = [
      state.set('pair', state.pair.set('x', 3)),
      state.setIn(['pair', 'x'], 3),
      state.update('pair', (pair) => pair.update('x', (x) => x + 3)),
      state.updateIn(['pair', 'x'], (x) => x + 3),
      state.merge({ pair: Pair({ x: 3 }) }),
      state.withMutations((mutable) => mutable.setIn(['pair', 'x'], 3)),
    ];
    for (const result of results) expectEqual(result, State({ pair: Pair({ x: 3, y: 0 }) }));
  });

  test('is read by property, by get and by path', () => {
    const full = state.setIn(['cells', 1, 'y'], 7);
    expect([full.cells.get(1).y, full.get('cells').get(1).get('y'), full.getIn(['cells', 1, 'y'])]).toEqual([7, 7, 7]);
  });

  test('merges only what is given, and takes a nested record whole', () => {
    const before = state.merge({ pair: Pair({ x: 1, y: 2 }), flag: true });
    expect(before.merge({ pair: Pair({ x: 5 }) }).toJS()).toMatchObject({ pair: { x: 5, y: 0 }, flag: true });
  });

  test('puts an absent record in and takes it out', () => {
    const there = state.set('last', Pair({ x: 1 }));
    expect(there.last?.x).toBe(1);
    expectEqual(there.set('last', null), state);
  });

  test('differs from a record with other values, and from one that has null', () => {
    expect(state.equals(state.set('flag', true))).toBe(false);
    expect(state.equals(state.set('last', Pair()))).toBe(false);
    expect(state.equals(null)).toBe(false);
    expect(State().equals(Pair())).toBe(false);
  });

  test('refuses a field that it does not have, reading and writing', () => {
    const loose = state as unknown as { get(key: string): unknown; set(key: string, value: unknown): unknown; setIn(path: readonly string[], value: unknown): unknown; merge(fields: object): unknown };
    const details = [['known', 'pair, flag, cells, last']];
    for (const call of [() => loose.get('flga'), () => loose.set('flga', true), () => loose.setIn(['flga'], true), () => loose.merge({ flga: true })]) {
      const found = thrownBy(call);
      expect([found.message, found.details]).toEqual(['there is no field "flga" here', details]);
    }
    expect(thrownBy(() => loose.setIn(['cells', '2', 'x'], 0)).message).toBe('there is no field "2" here');
    expect(thrownBy(() => loose.setIn([], 0)).message).toBe('a path needs at least one field');
  });

  test('refuses undefined, which Immutable would read as the default', () => {
    const nothing = undefined as never;
    const writes = [
      () => state.set('flag', nothing),
      () => state.update('flag', () => nothing),
      () => state.merge({ flag: nothing }),
      () => state.setIn(['pair', 'x'], nothing),
      () => state.updateIn(['cells', 0], () => nothing),
      () => state.withMutations((mutable) => mutable.set('flag', nothing)),
      () => state.cells.map(() => nothing),
      () => queue(boolean, 2)().push(nothing),
      () => map(boolean, boolean)().set(true, nothing),
    ];
    for (const write of writes) expect(write).toThrow(/^field ("\w+"|\d|true) is set to undefined$/);
    expect(thrownBy(() => state.set('flag', nothing)).details).toEqual([['to do', 'give it a value of its domain; an optional field is null when nothing is there']]);
  });

  test('becomes plain data', () => {
    expect(state.setIn(['cells', 0, 'x'], 4).set('last', Pair()).toJS()).toEqual({
      pair: { x: 0, y: 0 },
      flag: false,
      cells: [
        { x: 4, y: 0 },
        { x: 0, y: 0 },
      ],
      last: { x: 0, y: 0 },
    });
  });
});

describe('a vector', () => {
  const V = vector(range(0, 9), 4);
  const numbers = V([5, 3, 5, 8]);

  test('has a size, and elements in order', () => {
    expect([numbers.size, numbers.toArray(), [...numbers], numbers.toJS()]).toEqual([4, [5, 3, 5, 8], [5, 3, 5, 8], [5, 3, 5, 8]]);
  });

  test('is written one element at a time', () => {
    expect(
      numbers
        .set(1, 0)
        .update(3, (value) => value + 1)
        .toArray(),
    ).toEqual([5, 0, 5, 9]);
    expect(numbers.toArray()).toEqual([5, 3, 5, 8]);
  });

  test('maps to a vector', () => {
    expectEqual(
      numbers.map((value, index) => value - index),
      V([5, 2, 3, 5]),
    );
    expect(numbers.map((value) => value)).toBe(numbers);
  });

  test('searches, and stops where the answer is known', () => {
    const asked: number[] = [];
    const isThree = (value: number) => {
      asked.push(value);
      return value === 3;
    };
    expect([numbers.some(isThree), numbers.findIndex(isThree), numbers.find(isThree), numbers.every(isThree)]).toEqual([true, 1, 3, false]);
    expect(asked).toEqual([5, 3, 5, 3, 5, 3, 5]);
    expect([numbers.count((value) => value === 5), numbers.filter((value) => value > 4), numbers.findIndex((value) => value < 1), numbers.find((value) => value === 1)]).toEqual([
      2,
      [5, 5, 8],
      -1,
      undefined,
    ]);
  });

  test('refuses an index that it does not have', () => {
    expect(() => numbers.get(4)).toThrow('there is no field 4 here');
    expect(() => numbers.set(-1, 0)).toThrow('there is no field -1 here');
  });
});

describe('a set', () => {
  const S = set(oneOf('a', 'b', 'c', 'd'));

  test('has what was added and not what was deleted', () => {
    const members = S().add('c').add('a').add('c').delete('b').delete('a').add('d');
    expect([members.size, members.toArray(), [...members], members.has('c'), members.has('a')]).toEqual([2, ['c', 'd'], ['c', 'd'], true, false]);
  });

  test('is equal to a set that was filled in another order', () => {
    expectEqual(S(['a', 'd']), S(['d', 'b', 'a']).delete('b'));
    expectEqual(S(['a', 'd']).clear(), S());
  });

  test('adding what is there and deleting what is not changes nothing', () => {
    const members = S(['a']);
    expectEqual(members.add('a'), members);
    expectEqual(members.delete('b'), members);
  });

  test('unites, subtracts, intersects and compares', () => {
    const [ab, bc] = [S(['a', 'b']), S(['b', 'c'])];
    expect([ab.union(bc), ab.subtract(bc), ab.intersect(bc), ab.intersect(['a', 'd'])].map((each) => each.toArray())).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['a']]);
    expect([ab.isSubset(bc), S(['b']).isSubset(bc), S().isSubset(S()), ab.isEmpty(), S().isEmpty()]).toEqual([false, true, true, false, true]);
  });

  test('refuses what is not in its domain', () => {
    const found = thrownBy(() => S().add('e' as never));
    expect([found.message, found.details]).toEqual([
      'a member of a set is not in its domain',
      [
        ['found', '"e"'],
        ['expected', 'one of "a", "b", "c", "d"'],
      ],
    ]);
    expect(() => S().has('e' as never)).toThrow('a member of a set is not in its domain');
  });

  test('holds numbers and booleans as such', () => {
    expect(set(range(-1, 1))([1, -1]).toArray()).toEqual([-1, 1]);
    expect(set(boolean)([true]).toArray()).toEqual([true]);
    expect(() => set(range(0, 1))().has('0' as never)).toThrow('a member of a set is not in its domain');
  });

  test('is shown with its members', () => {
    expect(String(S(['d', 'a']))).toBe('Set { "a", "d" }');
  });
});

describe('a map', () => {
  const M = map(oneOf('a', 'b', 'c'), Pair);

  test('has what was put in; what is absent reads as null', () => {
    const entries = M()
      .set('c', Pair({ x: 1 }))
      .set('a', Pair())
      .delete('a');
    expect([entries.size, entries.has('c'), entries.has('a'), entries.get('a'), entries.get('c')?.x, entries.keys(), entries.isEmpty()]).toEqual([1, true, false, null, 1, ['c'], false]);
    expect(entries.values().map((pair) => pair.toJS())).toEqual([{ x: 1, y: 0 }]);
    expect(entries.toJS()).toEqual({ c: { x: 1, y: 0 } });
  });

  test('updates what is there, or null', () => {
    const counters = map(oneOf('a', 'b'), range(0, 9))([['a', 4]]);
    expect(counters.update('a', (value) => (value ?? 0) + 1).get('a')).toBe(5);
    expect(counters.update('b', (value) => (value ?? 7) + 1).get('b')).toBe(8);
  });

  test('is equal to a map that was filled in another order', () => {
    expectEqual(
      M()
        .set('a', Pair({ x: 1 }))
        .set('b', Pair()),
      M()
        .set('b', Pair({ y: 2 }))
        .set('a', Pair({ x: 1 }))
        .set('b', Pair())
        .set('c', Pair())
        .delete('c'),
    );
    expectEqual(M([['b', Pair()]]).clear(), M());
  });

  test('tells a value that is null-like from one that is absent', () => {
    const flags = map(range(0, 1), boolean)([[0, false]]);
    expect([flags.has(0), flags.get(0), flags.has(1), flags.get(1), flags.size]).toEqual([true, false, false, null, 1]);
  });

  test('refuses a key that is not in its domain', () => {
    expect(thrownBy(() => M().has('d' as never))).toMatchObject({
      message: 'a key of a map is not in its domain',
      details: [
        ['found', '"d"'],
        ['expected', 'one of "a", "b", "c"'],
      ],
    });
    for (const call of [() => M().get('d' as never), () => M().set('d' as never, Pair()), () => M().update('d' as never, () => Pair()), () => M().delete('d' as never)]) {
      expect(call).toThrow(/is not in its domain|there is no field "d" here/);
    }
  });

  test('is shown with its entries', () => {
    expect(String(map(oneOf('a', 'b'), range(0, 9))([['b', 3]]))).toBe('Map { "b": 3 }');
  });
});

describe('a queue', () => {
  const Q = queue(Pair, 3);
  const [one, two, three] = [Pair({ x: 1 }), Pair({ x: 2 }), Pair({ x: 3 })];
  const xs = (elements: ValueOf<typeof Q>) => elements.toArray().map(({ x }) => x);

  test('gives first what came first', () => {
    const full = Q().push(one).push(two).push(three);
    expect([xs(full), full.size, full.capacity, full.isFull(), full.isEmpty(), full.first()?.x, full.at(2).x]).toEqual([[1, 2, 3], 3, 3, true, false, 1, 3]);
    expect(xs(full.shift())).toEqual([2, 3]);
    expect(xs(full.shift().push(one))).toEqual([2, 3, 1]);
    expect([Q().first(), Q().size, Q().isEmpty()]).toEqual([null, 0, true]);
  });

  test('equal queues with different histories are equal', () => {
    expectEqual(Q([two]), Q([one, two]).shift());
    expectEqual(Q(), Q([one, two, three]).shift().shift().shift());
    expectEqual(Q(), Q([one, two, three]).clear());
    expectEqual(Q([three, one]), Q([one, two]).shift().push(three).push(one).shift());
    expect(Q([one]).equals(Q([one, one]))).toBe(false);
    expect(Q().equals(Q([Pair()]))).toBe(false);
  });

  test('of leaves pads with the first value of their domain', () => {
    const L = queue(range(4, 9), 2);
    expectEqual(L([7, 8]).shift().shift(), L());
    expect(L([7, 8]).shift().toArray()).toEqual([8]);
  });

  test('searches only what is in it', () => {
    const elements = Q([one, two]);
    expect([elements.some(({ x }) => x === 0), elements.every(({ x }) => x > 0), [...elements].length, Q().every(() => false)]).toEqual([false, true, 2, true]);
  });

  test('refuses to give or take what it cannot', () => {
    expect(thrownBy(() => Q([one, two, three]).push(one))).toMatchObject({ message: 'a queue of 3 is full', details: [['to do', 'guard the push with isFull(), or give the queue more room']] });
    expect(thrownBy(() => Q().shift())).toMatchObject({ message: 'a queue is empty', details: [['to do', 'guard the shift with isEmpty()']] });
    for (const index of [2, -1, 0.5]) expect(() => Q([one, two]).at(index)).toThrow(`there is no element ${index} in a queue of length 2`);
  });

  test('is shown with its elements', () => {
    expect(String(queue(oneOf('a', 'b'), 3)(['b', 'a']))).toBe('Queue [ "b", "a" ]');
  });
});

test('values of one schema at different places are equal', () => {
  const state = State()
    .setIn(['cells', 0, 'x'], 4)
    .set('pair', Pair({ x: 4 }));
  expectEqual(state.pair, state.cells.get(0));
  expectEqual(state.set('last', state.pair), State({ pair: Pair({ x: 4 }), cells: vector(Pair, 2)([Pair({ x: 4 })]), last: Pair({ x: 4 }) }));
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
