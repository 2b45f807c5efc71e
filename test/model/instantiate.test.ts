/** A spec with its parameters bound: all instances in one order, and what is refused before any search. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { instantiate } from '../../src/model/index.js';
import { type Action, boolean, language, oneOf, parameter, range, record, reference, type Spec, type SpecDefinition, spec, type ValueOf, vector } from '../../src/spec/index.js';

const State = record({ line: boolean, at: vector(range(0, 3), 2) });
type Value = ValueOf<typeof State>;
const { action, invariant, step, witness, deadlockFreedom } = language<Value>();

/** A spec of which only some parts matter. */
function toy(parts: Partial<Record<keyof SpecDefinition<never, never>, unknown>>): Spec {
  return spec({ name: 'toy', about: 'A toy.', state: () => State, initial: () => State(), actions: () => [], properties: () => [], ...parts } as never);
}

const stay = (state: Value) => state;

test('actions come in the order of the spec, each with all choices of its arguments, the last of which varies fastest', () => {
  const model = instantiate(
    toy({
      actions: () => [
        action('b', { actor: ({ vcpu, on }) => `vcpu ${vcpu}${on ? '!' : ''}`, args: { vcpu: reference('vcpu', 2), on: boolean }, step: stay }),
        action('a', { actor: 'gic', step: stay }),
      ],
    }),
  );
  expect(model.actions.map(({ index, label, actor, chosen }) => [index, label, actor, chosen])).toEqual([
    [0, 'b(vcpu 0, on false)', 'vcpu 0', { vcpu: 0, on: false }],
    [1, 'b(vcpu 0, on true)', 'vcpu 0!', { vcpu: 0, on: true }],
    [2, 'b(vcpu 1, on false)', 'vcpu 1', { vcpu: 1, on: false }],
    [3, 'b(vcpu 1, on true)', 'vcpu 1!', { vcpu: 1, on: true }],
    [4, 'a', 'gic', {}],
  ]);
});

test('choices that do not exist are left out, and the numbers have no gaps', () => {
  const pairs = { from: range(0, 2), to: range(0, 2) };
  const model = instantiate(toy({ actions: () => [action('send', { actor: 'x', args: pairs, where: ({ from, to }) => from < to, step: stay })] }));
  expect(model.actions.map(({ index, label }) => [index, label])).toEqual([
    [0, 'send(from 0, to 1)'],
    [1, 'send(from 0, to 2)'],
    [2, 'send(from 1, to 2)'],
  ]);
});

test('properties have an instance for each choice, a step property and deadlock freedom just one', () => {
  const model = instantiate(
    toy({
      properties: () => [
        witness('W', 's', { args: { how: oneOf('x', 'y', 'z') }, where: ({ how }) => how !== 'y', reached: () => true }),
        deadlockFreedom('D', 's'),
        step('T', 's', { holds: () => true }),
        invariant('I', 's', () => true),
      ],
    }),
  );
  expect(model.properties.map(({ property, instances }) => [property.kind, instances.map(({ label }) => label)])).toEqual([
    ['witness', ['W(how x)', 'W(how z)']],
    ['deadlock-freedom', ['D']],
    ['step', ['T']],
    ['invariant', ['I']],
  ]);
});

test('equal initial states count once, in the order of their first mention', () => {
  const high = State({ line: true });
  const model = instantiate(toy({ initial: () => [high, State(), State().set('line', true), high] }));
  expect(model.initial.map((state) => state.get('line'))).toEqual([true, false]);
});

test('parameters shape everything', () => {
  const made = toy({
    parameters: { cpus: parameter(range(1, 4), 2, 'CPUs') },
    state: ({ cpus }: { cpus: number }) => record({ at: vector(range(0, 1), cpus) }),
    initial: (_: unknown, state: () => unknown) => state(),
    actions: ({ cpus }: { cpus: number }) => [action('go', { actor: 'x', args: { cpu: reference('cpu', cpus) }, step: stay })],
    constraint: ({ cpus }: { cpus: number }) => (cpus === 4 ? 'four is too many' : null),
  });
  expect([instantiate(made), instantiate(made, { cpus: 3 })].map(({ parameters, actions }) => [parameters, actions.length])).toEqual([
    [{ cpus: 2 }, 2],
    [{ cpus: 3 }, 3],
  ]);
  expect(faultOf(() => instantiate(made, { cpus: 4 }))).toEqual(['spec toy: these parameters do not go together', [['because', 'four is too many']]]);
  expect(faultOf(() => instantiate(made, { cpsu: 3 }))).toEqual([
    'spec toy has no parameter "cpsu"',
    [
      ['nearest', '"cpus"'],
      ['known', 'cpus'],
    ],
  ]);
});

describe('a spec that cannot be explored is refused', () => {
  const twoOf = (name: string) => [action(name, { actor: 'x', step: stay }), action(name, { actor: 'y', step: stay })];
  test.each<[string, Parameters<typeof toy>[0], string, readonly (readonly [string, string])[]]>([
    ['no initial state', { initial: () => [] }, 'spec toy: there is no initial state', [['to do', 'let "initial" return at least one state']]],
    [
      'an initial state outside its domain',
      { initial: () => [State(), State().setIn(['at', 1], 7)] },
      'spec toy: initial state 1 is not in its domain',
      [
        ['at', 'at[1]'],
        ['found', '7'],
        ['expected', '0 to 3'],
      ],
    ],
    [
      'an initial state that is none',
      { initial: () => undefined },
      'spec toy: initial state 0 is not in its domain',
      [
        ['found', 'undefined'],
        ['expected', "a record made by this spec's schema"],
      ],
    ],
    ['a schema that is no record', { state: () => vector(boolean, 2) }, 'spec toy: "state" must return a record(…)', []],
    ['two actions of one name', { actions: () => twoOf('go') }, 'spec toy has two of the same name: action go', []],
    ['two properties of one name', { properties: () => [invariant('I', 's', () => true), witness('I', 's', () => true)] }, 'spec toy has two of the same name: property I', []],
    ['an actor without a name', { actions: () => [action('go', { actor: () => '', step: stay })] }, 'spec toy, action go: the actor must be a text', [['found', '""']]],
    [
      'a property without an instance',
      { properties: () => [invariant('I', 's', { args: { at: range(0, 1) }, where: () => false, holds: () => true })] },
      'spec toy, property I: there is no choice of arguments',
      [['to do', 'leave the property out for parameters to which it does not apply']],
    ],
    [
      'a step property of an action that is not there',
      { actions: () => [action('start', { actor: 'x', step: stay })], properties: () => [step('T', 's', { on: { kind: 'action', name: 'strat' } as Action<Value>, holds: () => true })] },
      'spec toy, property T: this model has no action "strat"',
      [
        ['nearest', '"start"'],
        ['to do', 'leave the property out for parameters that have no such action'],
      ],
    ],
    ['a schema that throws', { state: () => fail(new TypeError('oops')) }, 'spec toy, "state" throws TypeError: oops', []],
    ['an initial state that cannot be made', { initial: () => fail('oops') }, 'spec toy, "initial" throws "oops"', []],
    ['a schema that the language refuses', { state: () => record({ at: range(3, 1) }) }, 'spec toy, "state": a domain needs at least one value', [['found', 'range(3, 1)']]],
    [
      'a choice of arguments that throws',
      { actions: () => [action('go', { actor: 'x', args: { at: range(0, 1) }, where: () => fail(new RangeError('oops')), step: stay })] },
      'spec toy, "where" of action go throws RangeError: oops',
      [],
    ],
  ])('%s', (_, parts, message, details) => {
    const [found, told] = faultOf(() => instantiate(toy(parts)));
    expect(found).toBe(message);
    if (details.length > 0) expect(told).toEqual(details);
  });

  test('an action that no choice of arguments leaves is no action of the model', () => {
    const never = action('never', { actor: 'x', args: { at: range(0, 1) }, where: () => false, step: stay });
    const made = toy({ actions: () => [never], properties: () => [step('T', 's', { on: never, holds: () => true })] });
    expect(() => instantiate(made)).toThrow('this model has no action "never"');
  });
});

function faultOf(call: () => unknown): [string, UserError['details']] {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return [error.message, error.details];
    throw error;
  }
  throw new Error('nothing was thrown');
}

function fail(thrown: unknown): never {
  throw thrown;
}
