/** A spec with every kind of variable, one with a fault, and text that would be markup elsewhere. */
import { boolean, map, oneOf, optional, queue, range, record, set, spec, vector } from 'explore';

export const hostile = '<img src=x onerror="document.title=1">';

const Register = record({ state: oneOf('empty', 'full'), prio: range(0, 3) });
const Cpu = record({ pc: oneOf('idle', 'busy'), lr: optional(Register), never: range(1, 1) });
const State = record({ lock: boolean, cpus: vector(Cpu, 2), flags: vector(boolean, 3), waiting: set(range(0, 2)), jobs: queue(oneOf('a', hostile), 2), owner: map(range(0, 1), boolean) });

export const kinds = spec({
  name: 'kinds',
  about: 'Every kind of variable.',
  state: () => State,
  initial: () => State(),
  actions: (_, { action }) => [
    action('fill', { actor: 'cpu 1', about: 'Fills.', guard: ({ cpus, lock }) => cpus.get(1).pc === 'idle' && !lock, step: (state) => state.setIn(['cpus', 1, 'lr'], Register({ state: 'full' })) }),
    action('push', { actor: 'cpu 0', guard: ({ jobs }) => !jobs.isFull(), step: (state) => [state.update('jobs', (jobs) => jobs.push('a')), state.update('jobs', (jobs) => jobs.push(hostile))] }),
    action('lock', {
      actor: 'cpu 0',
      step: (state) =>
        state
          .set('lock', true)
          .update('waiting', (waiting) => waiting.add(2))
          .update('owner', (owner) => owner.set(1, true)),
    }),
    action('unlock', { actor: 'cpu 0', guard: ({ lock, flags }) => lock && flags.get(2), step: (state) => state.set('lock', false) }),
    action('wrong', { actor: hostile, guard: ({ lock }) => lock, step: (state) => state.setIn(['cpus', 0, 'pc'], 'bust' as 'busy') }),
  ],
  properties: (_, { invariant, witness, deadlockFreedom }) => [
    invariant('short', 'No job waits behind another.', { args: { place: range(0, 1) }, given: ({ lock }) => !lock, holds: ({ jobs }, { place }) => place === 0 || jobs.size < 2 }),
    witness('locked', hostile, ({ lock }) => lock),
    deadlockFreedom('alive', 'Something can always happen.'),
  ],
});

const Place = record({ at: range(0, 2) });

/** Who goes to and fro between 0 and 1 is fair, and never comes to 2; who stays at 0 is not. */
export const toAndFro = spec({
  name: 'to-and-fro',
  about: 'Arrives, or not.',
  state: () => Place,
  initial: () => Place(),
  actions: (_, { action }) => [
    action('stay', { actor: 'walker', guard: ({ at }) => at === 0, step: (state) => state }),
    action('up', { actor: 'walker', fairness: 'weak', guard: ({ at }) => at === 0, step: (state) => state.set('at', 1) }),
    action('back', { actor: 'walker', fairness: 'weak', guard: ({ at }) => at === 1, step: (state) => state.set('at', 0) }),
    action('leap', { actor: 'walker', guard: ({ at }) => at === 1, step: (state) => state.set('at', 2) }),
  ],
  properties: (_, { eventually }) => [eventually('arrives', 'The walker arrives at last.', ({ at }) => at === 2)],
});

/** For the workers: the other toy has its own address. */
export default toAndFro;
