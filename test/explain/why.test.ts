/** What a violated property has read, and which of its parts are not true. The answers are worked out by hand. */
import { boolean, oneOf, optional, type Property, queue, range, record, reference, set, spec, vector } from 'explore';
import { describe, expect, test } from 'vitest';
import { type Why, whyViolated } from '../../src/explain/index.js';
import { instantiate, nextStates, type State } from '../../src/model/index.js';

const Owner = record({ lock: range(0, 3), since: range(0, 9) });
const schema = record({
  flags: vector(boolean, 3),
  at: oneOf('out', 'in'),
  owner: optional(Owner),
  waiting: queue(range(0, 3), 2),
  seen: set(range(1, 3)),
  quiet: boolean,
});
type Value = typeof schema.first;
type Words = Parameters<Parameters<typeof spec>[0]['properties']>[1];

/** What is told of one property in the state (and after the step) of `enter`, which sets `flags[1]` and `at`, and takes an owner. */
function why(property: (words: Words) => Property<never>): Why {
  const made = spec({
    name: 'toy',
    about: 'One step.',
    state: () => schema,
    initial: (_, state) => state(),
    actions: (_, { action }) => [
      action('enter', {
        actor: 'one',
        args: { lock: reference('lock', 3) },
        guard: ({ at }) => at === 'out',
        step: (state, { lock }) =>
          state
            .setIn(['flags', 1], true)
            .set('at', 'in')
            .set('owner', Owner({ lock, since: 4 }))
            .set('waiting', state.waiting.push(2)),
      }),
    ],
    properties: (_, words) => [property(words as unknown as Words) as unknown as Property<Value>],
  });
  const model = instantiate(made);
  const initial = model.initial[0] as State;
  const taken = model.actions[2] as (typeof model.actions)[number];
  const subject = model.properties[0] as (typeof model.properties)[number];
  const instance = subject.instances[0] as (typeof subject.instances)[number];
  const state = nextStates(taken, initial)[0] as State;
  const told = whyViolated(model, { subject, verdict: { kind: 'violated', instance, trace: { initial, steps: [{ taken, state }] } } });
  if (told === null) throw new Error('nothing is told');
  return told;
}

const invariantOf = (holds: (state: Value) => boolean) => why(({ invariant }) => invariant('p', 'a promise', holds as never) as never);

describe('what an invariant has read', () => {
  test('stands there with its value, in the order of the schema; what it has not read does not', () => {
    expect(invariantOf(({ at, flags }) => at === 'out' && flags.get(0)).read).toEqual([{ path: 'at', value: 'in' }]);
    expect(invariantOf(({ at, flags }) => at === 'in' && !flags.get(1)).read).toEqual([
      { path: 'flags[1]', value: true },
      { path: 'at', value: 'in' },
    ]);
  });

  test('a loop that ends early has read no further', () => {
    expect(invariantOf(({ flags }) => flags.every((flag) => !flag)).read.map(({ path }) => path)).toEqual(['flags[0]', 'flags[1]']);
  });

  test('what may be absent is told as a whole where only that was asked, and otherwise by its fields', () => {
    expect(invariantOf(({ owner }) => owner === null).read).toEqual([{ path: 'owner', value: { lock: 2, since: 4 } }]);
    expect(invariantOf(({ owner }) => owner === null || owner.since > 4).read).toEqual([{ path: 'owner.since', value: 4 }]);
  });

  test('a queue and a set are told as a whole', () => {
    expect(invariantOf(({ waiting }) => waiting.isEmpty()).read).toEqual([{ path: 'waiting', value: [2] }]);
    expect(invariantOf(({ seen }) => seen.has(3)).read).toEqual([{ path: 'seen', value: [] }]);
  });

  test('its premise has read, too', () => {
    const told = why(({ invariant }) => invariant('p', 'a promise', { given: (state: Value) => state.at === 'in', holds: (state: Value) => state.flags.get(0) } as never) as never);
    expect(told).toMatchObject({
      failed: [],
      read: [
        { path: 'flags[0]', value: false },
        { path: 'at', value: 'in' },
      ],
    });
  });
});

describe('named parts', () => {
  test('those that are not true are told, and only what they have read', () => {
    const told = why(
      ({ invariant }) =>
        invariant('p', 'a promise', {
          holds: {
            'it is in': (state: Value) => state.at === 'in',
            'the first flag is set': (state: Value) => state.flags.get(0),
            'nobody owns it': (state: Value) => state.owner === null || state.owner.lock === 0,
            'it is not quiet': (state: Value) => !state.quiet,
          },
        } as never) as never,
    );
    expect(told.failed).toEqual(['the first flag is set', 'nobody owns it']);
    expect(told.read).toEqual([
      { path: 'flags[0]', value: false },
      { path: 'owner.lock', value: 2 },
    ]);
  });

  test('the whole holds only when all of them do, and a part is not asked behind one that fails', () => {
    const asked: string[] = [];
    const part = (name: string, answer: boolean) => () => {
      asked.push(name);
      return answer;
    };
    const made = spec({
      name: 'toy',
      about: 'Nothing happens.',
      state: () => schema,
      initial: (_, state) => state(),
      actions: () => [],
      properties: (_, { invariant }) => [
        invariant('good', 'a promise', { holds: { a: part('a', true), b: part('b', true) } }),
        invariant('bad', 'a promise', { holds: { c: part('c', true), d: part('d', false), e: part('e', true) } }),
      ],
    });
    const answers = made.properties({}).map((property) => property.kind === 'invariant' && property.holds(schema(), {}));
    expect([answers, asked]).toEqual([
      [true, false],
      ['a', 'b', 'c', 'd'],
    ]);
  });

  test.each([
    [{}, 'no part'],
    [{ open: true }, 'open: true'],
  ])('%j is refused', (holds, found) => {
    const made = spec({
      name: 'toy',
      about: 'Nothing.',
      state: () => schema,
      initial: (_, state) => state(),
      actions: () => [],
      properties: (_, { invariant }) => [invariant('p', 'a promise', { holds: holds as never })],
    });
    expect(() => instantiate(made)).toThrow(expect.objectContaining({ message: expect.stringContaining('property p: "holds" must be a function, or functions by name'), details: [['found', found]] }));
  });
});

test('a step property: what it has read before and after the step, and its parts', () => {
  const told = why(
    ({ step }) =>
      step('p', 'a promise', {
        holds: {
          'it goes out': (before: Value, _: unknown, after: Value) => before.at === 'out' && after.at === 'out',
          'the lock is 2': (_: Value, { args }: { readonly args: { readonly lock: number } }) => args.lock === 2,
        },
      } as never) as never,
  );
  expect(told).toEqual({ failed: ['it goes out'], read: [{ path: 'at', value: 'out' }], readAfter: [{ path: 'at', value: 'in' }], blocked: [] });
});

test('a deadlock: what the guard of each action has read, and what makes it no legal end', () => {
  const told = why(({ deadlockFreedom }) => deadlockFreedom('p', 'a promise', { legalEnd: ((state: Value) => state.quiet) as never }) as never);
  expect(told).toEqual({
    failed: [],
    read: [{ path: 'quiet', value: false }],
    readAfter: [],
    blocked: [0, 1, 2].map((lock) => ({ label: `enter(lock ${lock})`, read: [{ path: 'at', value: 'in' }] })),
  });
});
