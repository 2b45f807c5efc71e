/** Runs of small specs, for the tests of the formats of traces. */
import { boolean, map, oneOf, optional, queue, range, record, type Spec, set, spec, vector } from 'explore';
import { instantiate, type Model, nextStates, type PropertyInstances, type State } from '../../src/model/index.js';
import type { PropertyVerdict } from '../../src/verdict/index.js';

export interface Told {
  readonly model: Model;
  readonly verdict: PropertyVerdict;
}

/** The run that takes the actions with these labels, each to its first next state, as a run that shows something of the first property. */
export function told(spec: Spec, labels: readonly string[], parameters: Readonly<Record<string, unknown>> = {}): Told {
  const model = instantiate(spec, parameters);
  const initial = model.initial[0] as State;
  let state = initial;
  const steps = labels.map((label) => {
    const taken = model.actions.find((action) => action.label === label);
    const next = taken && nextStates(taken, state)[0];
    if (taken === undefined || next === undefined) throw new Error(`${label} cannot be taken`);
    state = next;
    return { taken, state };
  });
  const subject = model.properties[0] as PropertyInstances;
  const kind = subject.property.kind === 'witness' ? 'reached' : 'violated';
  return { model, verdict: { subject, verdict: { kind, instance: subject.instances[0] as PropertyInstances['instances'][number], trace: { initial, steps } } } };
}

export const origin = { variant: 'default', from: './spec.ts' } as const;

/** Actors that each turn their own switch on: `actors('cpu0', 'cpu1')` has the actions `cpu0.turn`, … when `label` says so. */
export function switches(actors: readonly string[], { label = (actor: string) => `${actor}.turn`, field = 'on', property = 'off' } = {}): Spec {
  return spec({
    name: 'switches',
    about: 'Each actor turns a switch.',
    state: () => record({ [field]: vector(boolean, Math.max(1, actors.length)) }),
    initial: (_, state) => state(),
    actions: (_, { action }) => actors.map((actor, index) => action(label(actor), { actor, step: (state) => state.setIn([field, index] as never, true as never) })),
    properties: (_, { invariant }) => [invariant(property, 'All switches are off.', () => false)],
  });
}

const Inner = record({ deep: boolean });

/** A field of each kind, and an action that changes them all. */
export const everything = spec({
  name: 'everything',
  about: 'A field of each kind.',
  state: () =>
    record({
      flag: boolean,
      level: range(-2, 5),
      word: oneOf('idle', 'a "b" <c>; #d'),
      at: optional(range(0, 3)),
      list: vector(boolean, 2),
      members: set(range(1, 3)),
      line: queue(oneOf('x', 'y'), 2),
      owners: map(oneOf('p', 'q'), range(0, 9)),
      inner: optional(Inner),
    }),
  initial: (_, state) => state(),
  actions: (_, { action }) => [
    action('change', {
      actor: 'hand',
      step: (state) =>
        state
          .merge({ flag: true, level: 5, word: 'a "b" <c>; #d', at: 2, inner: Inner({ deep: true }) })
          .setIn(['list', 1], true)
          .set('members', state.members.add(3).add(1))
          .set('line', state.line.push('y').push('x'))
          .set('owners', state.owners.set('q', 7)),
    }),
    action('rest', { actor: 'hand', step: (state) => state }),
  ],
  properties: (_, { invariant }) => [invariant('unchanged', 'The flag is never set.', ({ flag }) => !flag)],
});
