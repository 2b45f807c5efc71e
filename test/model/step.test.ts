/** What it means to take a step and to ask a property, and what is said of functions that fail. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { type ActionInstance, askInvariant, askLegalEnd, askStep, askWitness, instantiate, type Model, nextStates, SpecFault, type State, speaksOf } from '../../src/model/index.js';
import { type Action, type DeadlockFreedom, type Invariant, language, type Property, range, record, type StepProperty, spec, type ValueOf, type Witness } from '../../src/spec/index.js';

const Counter = record({ count: range(0, 9) });
type Value = ValueOf<typeof Counter>;
const { action, invariant, step, witness, deadlockFreedom } = language<Value>();

function modelOf(actions: readonly Action<Value, never>[], properties: readonly Property<Value>[] = []): Model {
  return instantiate(spec({ name: 'toy', about: 'x', state: () => Counter, initial: () => Counter(), actions: () => actions as never, properties: () => properties }));
}
const only = (made: Action<Value, never>): ActionInstance => modelOf([made]).actions[0] as ActionInstance;
const at = (count: number): State => Counter({ count }) as unknown as State;
const counts = (states: readonly State[]) => states.map((state) => state.get('count'));

test('a step leads to one state, to several in the order given, or to none', () => {
  const one = only(action('one', { actor: 'x', step: (state) => state.update('count', (count) => count + 1) }));
  const several = only(action('several', { actor: 'x', step: (state) => [state.set('count', 7), state, state.set('count', 7)] }));
  const none = only(action('none', { actor: 'x', step: () => [] }));
  expect([one, several, none].map((each) => counts(nextStates(each, at(2))))).toEqual([[3], [7, 2, 7], []]);
});

test('where the guard is false the step is not called', () => {
  const guarded = only(
    action('guarded', {
      actor: 'x',
      guard: ({ count }) => count > 3,
      step: (state) => {
        if (state.count <= 3) throw new Error('not to be called');
        return state;
      },
    }),
  );
  expect([counts(nextStates(guarded, at(3))), counts(nextStates(guarded, at(4)))]).toEqual([[], [4]]);
});

test('guard and step are given the arguments', () => {
  const model = modelOf([action('set', { actor: 'x', args: { to: range(0, 2) }, guard: ({ count }, { to }) => count !== to, step: (state, { to }) => state.set('count', to) }) as never]);
  expect(model.actions.map((each) => counts(nextStates(each, at(1))))).toEqual([[0], [], [2]]);
});

test('an invariant is kept, violated, or not spoken of where its premise is false', () => {
  const kept = invariant('I', 's', { given: ({ count }) => count > 2, holds: ({ count }) => count < 5 }) as Invariant<unknown>;
  expect([1, 3, 5].map((count) => askInvariant(kept, {}, at(count)))).toEqual(['vacuous', 'holds', 'violated']);
});

test('a step property sees the action, its actor, its arguments and both states', () => {
  const seen: unknown[] = [];
  const watching = step('T', 's', {
    given: (state) => state.count > 0,
    holds: (state, taken, next) => {
      seen.push([state.count, taken, next.count]);
      return next.count > state.count;
    },
  });
  const model = modelOf([action('set', { actor: ({ to }) => `cpu ${to}`, args: { to: range(4, 4) }, step: (state) => state }) as never], [watching]);
  const taken = model.actions[0] as ActionInstance;
  const property = model.properties[0]?.property as StepProperty<unknown>;
  expect([askStep(property, taken, at(0), at(4)), askStep(property, taken, at(1), at(4)), askStep(property, taken, at(5), at(4))]).toEqual(['vacuous', 'holds', 'violated']);
  expect(seen).toEqual([
    [1, { action: 'set', actor: 'cpu 4', args: { to: 4 } }, 4],
    [5, { action: 'set', actor: 'cpu 4', args: { to: 4 } }, 4],
  ]);
});

test('a step property speaks of the actions that it names', () => {
  const [go, stop] = ['go', 'stop'].map((name) => action(name, { actor: 'x', step: (state) => state }));
  const model = modelOf([go as never, stop as never], [step('T', 's', { on: stop as never, holds: () => true }), step('U', 's', { holds: () => true })]);
  const spoken = model.properties.map(({ property }) => model.actions.filter((each) => speaksOf(property as StepProperty<unknown>, each)).map(({ label }) => label));
  expect(spoken).toEqual([['stop'], ['go', 'stop']]);
});

test('a witness and a legal end are predicates', () => {
  const found = witness('W', 's', { args: { to: range(0, 9) }, reached: ({ count }, { to }) => count === to }) as Witness<unknown>;
  expect([askWitness(found, { to: 3 }, at(3)), askWitness(found, { to: 3 }, at(4))]).toEqual([true, false]);
  const ends = deadlockFreedom('D', 's', { legalEnd: ({ count }) => count === 9 }) as DeadlockFreedom<unknown>;
  expect([askLegalEnd(ends, at(9)), askLegalEnd(ends, at(8))]).toEqual([true, false]);
});

describe('a function that fails is told', () => {
  const fails = (call: () => unknown): readonly [string, UserError['details']] => {
    try {
      call();
    } catch (error) {
      if (error instanceof SpecFault) return [error.message, error.details];
      throw error;
    }
    throw new Error('nothing was thrown');
  };

  test.each<[string, Partial<Record<'guard' | 'step', unknown>>, string, readonly (readonly [string, string])[]]>([
    [
      'a guard that returns nothing',
      { guard: () => undefined },
      'the guard returns something that is not a boolean',
      [
        ['found', 'undefined'],
        ['expected', 'true or false'],
      ],
    ],
    [
      'a guard that returns a number',
      { guard: () => 1 },
      'the guard returns something that is not a boolean',
      [
        ['found', '1'],
        ['expected', 'true or false'],
      ],
    ],
    [
      'a step that returns nothing',
      { step: () => undefined },
      'the step returns something that is not a state',
      [
        ['found', 'undefined'],
        ['expected', 'a state, or an array of states'],
      ],
    ],
    [
      'a step with null among its states',
      { step: (state: Value) => [state, null] },
      'the step returns something that is not a state',
      [
        ['found', 'null'],
        ['expected', 'a state, or an array of states'],
      ],
    ],
    [
      'a step that throws what is no error',
      {
        step: () => {
          throw 'no';
        },
      },
      'the step throws "no"',
      [],
    ],
    ['a step that misspells a field', { step: (state: Value) => state.set('cuont' as 'count', 1) }, 'the step throws: there is no field "cuont" here', [['known', 'count']]],
  ])('%s', (_, functions, message, details) => {
    const made = only(action('act', { actor: 'x', step: (state: Value) => state, ...functions } as never));
    expect(fails(() => nextStates(made, at(1)))).toEqual([message, details]);
  });

  test('an exception is told with the line that threw it', () => {
    const made = only(
      action('act', {
        actor: 'x',
        guard: () => {
          throw new TypeError('x is not a function');
        },
        step: (state) => state,
      }),
    );
    const [message, details] = fails(() => nextStates(made, at(1)));
    expect(message).toBe('the guard throws TypeError: x is not a function');
    expect(details).toEqual([['thrown', expect.stringMatching(/^at .*step\.test\.ts:\d+:\d+/)]]);
  });

  test('a property that is not a boolean', () => {
    const odd = invariant('I', 's', { holds: () => undefined as never }) as Invariant<unknown>;
    const oddPremise = invariant('I', 's', { given: () => 'yes' as never, holds: () => true }) as Invariant<unknown>;
    expect(fails(() => askInvariant(odd, {}, at(0)))[0]).toBe('the property returns something that is not a boolean');
    expect(fails(() => askInvariant(oddPremise, {}, at(0)))).toEqual([
      'the premise returns something that is not a boolean',
      [
        ['found', '"yes"'],
        ['expected', 'true or false'],
      ],
    ]);
    expect(fails(() => askLegalEnd(deadlockFreedom('D', 's', { legalEnd: () => 0 as never }) as DeadlockFreedom<unknown>, at(0)))[0]).toBe(
      'the predicate of legal ends returns something that is not a boolean',
    );
  });

  test("is the author's fault, not ours", () => {
    const made = only(action('act', { actor: 'x', guard: () => 1 as never, step: (state) => state }));
    expect(() => nextStates(made, at(0))).toThrow(UserError);
  });
});
