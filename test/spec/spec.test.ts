/** Defining a spec: what is checked at once, and what an action, a property and a match become. */
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { boolean, isSpec, language, match, oneOf, parameter, range, record, reference, type SpecDefinition, spec, type ValueOf } from '../../src/spec/index.js';

const State = record({ line: boolean, count: range(0, 3) });
const toy = { name: 'toy', about: 'A toy.', state: () => State, initial: () => State(), actions: () => [], properties: () => [] } as const;
const { action, invariant, step, witness, deadlockFreedom } = language<ValueOf<typeof State>>();

test('a spec is frozen, and recognised', () => {
  const made = spec(toy);
  expect(Object.isFrozen(made)).toBe(true);
  expect([isSpec(made), isSpec(toy), isSpec(null), isSpec({ kind: 'explore.spec' })]).toEqual([true, false, false, true]);
  expect([made.name, made.about, made.sources, made.parameters]).toEqual(['toy', 'A toy.', [], {}]);
});

test('the default parameters are a variant, the first one', () => {
  const parameters = { cpus: parameter(range(1, 4), 2, 'CPUs') };
  const made = spec({ ...toy, parameters, expect: { states: 3 }, variants: { four: { story: 'Four of them.', set: { cpus: 4 }, expect: { violated: { I: 2 } } } } });
  expect([...made.variants]).toEqual([
    ['default', { story: 'A toy.', set: {}, expect: { states: 3 } }],
    ['four', { story: 'Four of them.', set: { cpus: 4 }, expect: { violated: { I: 2 } } }],
  ]);
});

test('parameters go to the constraint, the state, the initial states, the actions and the properties', () => {
  const seen: string[] = [];
  const note = <T>(what: string, result: T) => {
    seen.push(what);
    return result;
  };
  const made = spec({
    name: 'noting',
    about: 'x',
    parameters: { cpus: parameter(range(1, 4), 2, 'CPUs') },
    constraint: ({ cpus }) => note(`constraint ${cpus}`, cpus === 4 ? 'four is too many' : null),
    state: ({ cpus }) => note(`state ${cpus}`, State),
    initial: ({ cpus }, state) => note(`initial ${cpus}`, state()),
    actions: ({ cpus }) => note(`actions ${cpus}`, []),
    properties: ({ cpus }) => note(`properties ${cpus}`, []),
  });
  expect([made.constraint({ cpus: 3 }), made.constraint({ cpus: 4 }), spec(toy).constraint({})]).toEqual([null, 'four is too many', null]);
  made.initial({ cpus: 1 }, made.state({ cpus: 1 }));
  made.actions({ cpus: 1 });
  made.properties({ cpus: 1 });
  expect(seen).toEqual(['constraint 3', 'constraint 4', 'state 1', 'initial 1', 'actions 1', 'properties 1']);
});

describe('a definition that makes no sense is refused', () => {
  test.each<[string, Partial<Record<keyof SpecDefinition<never, never>, unknown>>, string]>([
    ['no name', { name: undefined }, 'a spec needs a name of lower-case letters, digits and hyphens'],
    ['a name with a capital', { name: 'Toy' }, 'a spec needs a name of lower-case letters, digits and hyphens'],
    ['a name that looks like a path', { name: '../toy' }, 'a spec needs a name of lower-case letters, digits and hyphens'],
    ['no state', { state: undefined }, 'spec toy: "state" must be a function'],
    ['a state that is no function', { state: State.first }, 'spec toy: "state" must be a function'],
    ['no initial state', { initial: undefined }, 'spec toy: "initial" must be a function'],
    ['actions that are a list', { actions: [] }, 'spec toy: "actions" must be a function'],
    ['properties that are a list', { properties: [] }, 'spec toy: "properties" must be a function'],
    ['a variant called default', { variants: { default: { story: 'x', set: {} } } }, 'spec toy: a variant cannot be called "default"'],
    ['a variant without a story', { variants: { v: { story: ' ', set: {} } } }, 'spec toy: variant v has no story'],
    ['a variant of an unknown parameter', { variants: { v: { story: 'x', set: { cpus: 1 } } } }, 'spec toy, variant v has no parameter "cpus"'],
    [
      'a variant of a value outside its domain',
      { parameters: { cpus: parameter(range(1, 4), 2, 'CPUs') }, variants: { v: { story: 'x', set: { cpus: 5 } } } },
      'spec toy, variant v, parameter cpus: the value is not in its domain',
    ],
    ['a parameter with a hyphen', { parameters: { 'host-cpu': parameter(boolean, true, 'x') } }, 'spec toy: a parameter cannot be called "host-cpu"'],
  ])('%s', (_, change, message) => {
    const make = () => spec({ ...toy, ...change } as never);
    expect(make).toThrow(message);
    expect(make).toThrow(UserError);
  });
});

test('an action without guard, arguments or where can always be taken, in one way', () => {
  const go = action('go', { actor: 'gic', step: (state) => state.set('line', true) });
  expect([go.kind, go.name, go.arguments, go.about, go.actor({}), go.where({}), go.guard(State(), {})]).toEqual(['action', 'go', {}, undefined, 'gic', true, true]);
  expect(Object.isFrozen(go)).toBe(true);
});

test('the actor of an action may depend on its arguments', () => {
  const go = action('go', { actor: ({ vcpu }) => `guest ${vcpu}`, about: 'It goes.', args: { vcpu: reference('vcpu', 2) }, where: ({ vcpu }) => vcpu > 0, step: (state) => state });
  expect([go.actor({ vcpu: 1 }), go.where({ vcpu: 0 }), go.where({ vcpu: 1 }), go.about]).toEqual(['guest 1', false, true, 'It goes.']);
});

test('a property may be given by its function alone; its premise is then always true', () => {
  const short = invariant('I', 'the line is low', ({ line }) => !line);
  expect([short.kind, short.name, short.sentence, short.source, short.given(State(), {}), short.holds(State(), {}), short.holds(State({ line: true }), {})]).toEqual([
    'invariant',
    'I',
    'the line is low',
    undefined,
    true,
    true,
    false,
  ]);
  const found = witness('W', 'the line is high', ({ line }) => line);
  expect([found.kind, found.where({}), found.reached(State(), {}), found.reached(State({ line: true }), {})]).toEqual(['witness', true, false, true]);
});

test('a step property speaks of the named actions, or of all', () => {
  const [go, stop] = ['go', 'stop'].map((name) => action(name, { actor: 'x', step: (state) => state }));
  if (go === undefined || stop === undefined) throw new Error('there are two');
  const holds = () => true;
  expect([step('T', 's', { on: go, holds }).on, step('T', 's', { on: [go, stop], holds }).on, step('T', 's', { holds }).on]).toEqual([['go'], ['go', 'stop'], undefined]);
});

test('without legal ends a run must not end anywhere', () => {
  expect(deadlockFreedom('D', 's').legalEnd(State())).toBe(false);
  expect(deadlockFreedom('D', 's', { source: 'a mail', legalEnd: ({ line }) => line })).toMatchObject({ kind: 'deadlock-freedom', source: 'a mail' });
});

test('a match calls the case of its value, and only that', () => {
  const called: string[] = [];
  const cases = { idle: (value: string) => called.push(value), busy: (value: string) => called.push(value) };
  match<'idle' | 'busy', number>('busy', cases);
  expect(called).toEqual(['busy']);
  const Mode = oneOf('idle', 'busy');
  expect([...Array(Mode.size).keys()].map((index) => match(Mode.at(index), { idle: () => 0, busy: () => 1 }))).toEqual([0, 1]);
});

test('a value without its case, which the compiler forbids, is told', () => {
  const make = () => match('gone' as 'idle', { idle: () => 0 });
  expect(make).toThrow('no case for "gone"');
  expect(make).toThrow(UserError);
});
