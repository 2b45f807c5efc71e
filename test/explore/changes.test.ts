import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Changes, oneWayAmong, Step } from '../../src/explore/changes.js';
import { type Layout, layOut } from '../../src/layout/index.js';
import { boolean, range, record, type Schema, vector } from '../../src/spec/index.js';

/** A state as one number for each of its slots; a transition as two states. */
type State = readonly number[];
type Transition = readonly [State, State];

function layoutOf(schema: Schema<unknown>): Layout {
  return layOut(schema as Parameters<typeof layOut>[0]);
}

function packed({ slots, words }: Layout, state: State): Int32Array {
  const packed = new Int32Array(words);
  for (const { index, word, shift } of slots) packed[word] = (packed[word] as number) | ((state[index] as number) << shift);
  return packed;
}

/** What is known of each transition when some workers have noted them all between them. */
function learned(layout: Layout, transitions: readonly Transition[], workers: number): string[] {
  const noting = Array.from({ length: workers }, () => new Changes(layout));
  for (const [number, [from, to]] of transitions.entries()) noting[number % workers]?.note(packed(layout, from), 0, packed(layout, to), 0);
  const changes = new Changes(layout);
  changes.learn(oneWayAmong(noting.map((worker) => worker.seen())));
  const names = Object.entries(Step);
  return transitions.map(([from, to]) => {
    const step = changes.stepOf(packed(layout, from), 0, packed(layout, to), 0);
    return names.find(([, value]) => value === step)?.[0] ?? '';
  });
}

/** The same by the plain definition: a change of a part is taken back when what it became leads to what it was by changes of that part. */
function byDefinition(parts: readonly (readonly number[])[], transitions: readonly Transition[]): string[] {
  const valueIn = (part: readonly number[], state: State) => part.map((slot) => state[slot]).join();
  const leads = (part: readonly number[], from: string, to: string): boolean => {
    const found = new Set([from]);
    for (const value of found) for (const [before, after] of transitions) if (valueIn(part, before) === value) found.add(valueIn(part, after));
    return found.has(to);
  };
  return transitions.map(([from, to]) => {
    if (from.join() === to.join()) return 'stays';
    return parts.some((part) => !leads(part, valueIn(part, to), valueIn(part, from))) ? 'oneWay' : 'other';
  });
}

const process = record({ at: range(0, 3), holding: boolean });
const wide = range(0, 2 ** 20 - 1);
const shapes: readonly [string, Schema<unknown>, readonly (readonly number[])[], number][] = [
  ['fields, and elements of a vector', record({ turn: range(0, 2), all: vector(process, 2), on: boolean }), [[0], [1, 2], [3, 4], [5]], 6],
  ['one field only, of which the fields are parts', record({ machine: record({ a: range(0, 3), b: process }) }), [[0], [1, 2]], 3],
  ['a part in three words', record({ a: record({ b: wide, c: wide, d: wide }), e: boolean }), [[0, 1, 2], [3]], 4],
];

describe.each(shapes)('%s', (_, schema, parts, slots) => {
  const layout = layoutOf(schema);

  test.each([1, 2])('a step is one-way if it changes a part in a way that is not taken back; noted by %i', (workers) => {
    expect(layout.slots.length).toBe(slots);
    const state = fc.tuple(...layout.slots.map(({ domain }) => fc.nat({ max: Math.min(3, domain.size - 1) })));
    // Steps of one slot or two are taken back often enough, and often not.
    const step = fc
      .tuple(state, state, fc.array(fc.nat({ max: slots - 1 }), { maxLength: 2 }))
      .map(([from, other, changed]): Transition => [from, from.map((value, slot) => (changed.includes(slot) ? (other[slot] as number) : value))]);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 24 }), (transitions) => {
        expect(learned(layout, transitions, workers)).toEqual(byDefinition(parts, transitions));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a part with more changes than are told apart', () => {
  const layout = layoutOf(record({ count: range(0, 100_000), done: boolean }));
  const counting = (changes: number): Transition[] =>
    Array.from(
      { length: changes },
      (_, number) =>
        [
          [number, 0],
          [number + 1, 0],
        ] as const,
    );
  const end: Transition = [
    [3, 0],
    [3, 1],
  ];

  test.each([1, 2, 3])('8,192 changes are few enough, 8,193 are not; noted by %i', (workers) => {
    expect(new Set(learned(layout, counting(8192), workers))).toEqual(new Set(['oneWay']));
    expect(new Set(learned(layout, counting(8193), workers))).toEqual(new Set(['other']));
  });

  test.each([1, 2])('of the other parts it is known all the same; noted by %i', (workers) => {
    expect(learned(layout, [...counting(9000), end], workers).at(-1)).toBe('oneWay');
  });
});

test('what was noted of one question is forgotten for the next', () => {
  const layout = layoutOf(record({ on: boolean, off: boolean }));
  const changes = new Changes(layout);
  const [none, on] = [packed(layout, [0, 0]), packed(layout, [1, 0])];
  changes.note(none, 0, on, 0);
  expect(changes.has(none, 0, on, 0)).toBe(true);
  expect(changes.has(on, 0, none, 0)).toBe(false);
  changes.learn(oneWayAmong([changes.seen()]));
  expect(changes.stepOf(none, 0, on, 0)).toBe(Step.oneWay);
  changes.forget();
  expect(changes.has(none, 0, on, 0)).toBe(false);
  expect(oneWayAmong([changes.seen()]).length).toBe(0);
});
