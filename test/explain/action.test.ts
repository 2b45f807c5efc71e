/** Why an action can or cannot be taken, and the smallest change that would let it. The answers are worked out by hand. */
import { boolean, oneOf, range, record, reference, spec, vector } from 'explore';
import { describe, expect, test } from 'vitest';
import { type ActionExplanation, explainAction, selectActions } from '../../src/explain/index.js';
import { instantiate, type State } from '../../src/model/index.js';

const Door = record({ level: range(0, 9), door: oneOf('shut', 'ajar', 'open'), locks: vector(boolean, 3), far: range(0, 1000) });

const toy = spec({
  name: 'toy',
  about: 'A door.',
  state: () => Door,
  initial: (_, state) => state({ level: 4 }),
  actions: (_, { action }) => [
    action('push', { actor: 'a', step: (state) => state.set('door', 'ajar') }),
    action('choose', { actor: 'a', step: (state) => [state.set('level', 5), state.set('level', 3)] }),
    action('rest', { actor: 'a', step: (state) => state }),
    action('high', { actor: 'a', guard: ({ level }) => level > 6, step: (state) => state }),
    action('either', { actor: 'a', guard: ({ level, door }) => level === 0 || door === 'open', step: (state) => state }),
    action('both', { actor: 'a', guard: ({ level, door }) => level === 0 && door === 'open', step: (state) => state }),
    action('all', { actor: 'a', guard: ({ locks }) => locks.every((lock) => lock), step: (state) => state }),
    action('two', { actor: 'a', guard: ({ locks }) => locks.count((lock) => lock) === 2, step: (state) => state }),
    action('never', { actor: 'a', guard: ({ level }) => level > 9, step: (state) => state }),
    action('blind', { actor: 'a', guard: () => false, step: (state) => state }),
    action('nowhere', { actor: 'a', step: ({ door }) => (door === 'open' ? Door() : []) }),
    action('throws', {
      actor: 'a',
      guard: ({ far }) => {
        if (far === 1) throw new Error('not to be');
        return far > 990;
      },
      step: (state) => state,
    }),
    action('lock', { actor: 'a', args: { lock: reference('lock', 3) }, where: ({ lock }) => lock !== 1, guard: ({ locks }, { lock }) => locks.get(lock), step: (state) => state }),
  ],
  properties: () => [],
});
const model = instantiate(toy);
const initial = model.initial[0] as State;
const explained = (name: string) => explainAction(model, initial, name);
const remedies = (name: string) =>
  explained(name).map((one: ActionExplanation) => (one.kind === 'disabled' ? one.remedies.map((changes) => changes.map(({ path, to }) => `${path}=${to}`).join(' ')) : one.kind));

describe('an action that can be taken', () => {
  test('is told with what each next state differs in', () => {
    expect(explained('push')).toEqual([{ kind: 'enabled', label: 'push', outcomes: [[{ path: 'door', from: 'shut', to: 'ajar' }]] }]);
    expect(explained('choose')).toMatchObject([{ outcomes: [[{ path: 'level', to: 5 }], [{ path: 'level', to: 3 }]] }]);
    expect(explained('rest')).toMatchObject([{ outcomes: [[]] }]);
  });
});

describe('an action that cannot be taken', () => {
  test('is told with what its guard has read', () => {
    expect(explained('high')).toEqual([{ kind: 'disabled', label: 'high', because: 'guard', read: [{ path: 'level', value: 4 }], remedies: [[{ path: 'level', from: 4, to: 7 }]] }]);
    expect(explained('nowhere')).toMatchObject([{ because: 'step', read: [{ path: 'door', value: 'shut' }] }]);
  });

  test.each([
    ['the nearest value that does it', 'high', ['level=7']],
    ['every variable that alone is enough', 'either', ['level=0', 'door=open']],
    ['two changes where one is not enough', 'both', ['level=0 door=open']],
    ['as many as the guard asks for', 'all', ['locks[0]=true locks[1]=true locks[2]=true']],
    ['two of three, which the guard reads at once', 'two', ['locks[0]=true locks[1]=true']],
    ['nothing helps', 'never', []],
    ['nothing is read', 'blind', []],
    ['a guard is true, and the step has no next state', 'nowhere', ['door=open']],
    ['a value at which the guard throws is none', 'throws', ['far=991']],
  ])('%s', (_, name, expected) => {
    expect(remedies(name)).toEqual([expected]);
  });

  test('instances: each is told, and those that "where" leaves out', () => {
    expect(remedies('lock')).toEqual([['locks[0]=true'], ['locks[2]=true'], 'left-out']);
    expect(explained('lock').map(({ label }) => label)).toEqual(['lock(lock 0)', 'lock(lock 2)', 'lock(lock 1)']);
    expect(explained('lock(lock 2)').map(({ label }) => label)).toEqual(['lock(lock 2)']);
  });
});

describe('names', () => {
  test('actions and instances are known', () => {
    expect(selectActions(model, ['push', 'lock(lock 1)'])).toEqual(['push', 'lock(lock 1)']);
  });

  test.each([
    ['psuh', '"push"'],
    ['lock(lock 3)', '"lock(lock 0)"'],
  ])('%s is refused with the nearest name', (name, nearest) => {
    expect(() => selectActions(model, [name])).toThrow(
      expect.objectContaining({ message: `unknown action "${name}" of spec toy with these parameters`, details: expect.arrayContaining([['nearest', nearest]]) }),
    );
  });
});
