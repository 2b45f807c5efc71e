/** Peterson's lock for n processes, also known as the filter lock: on each of n - 1 rungs, somebody stays behind. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, type ValueOf, vector, weakly } from 'explore';

type State = ValueOf<ReturnType<typeof schema>>;

export default spec({
  name: 'peterson',
  about:
    'Peterson’s lock for n processes. Each climbs n - 1 rungs to the critical section. On each rung it first says that it was the last to come, and goes on when somebody came after it, or when all others are further down.',
  sources: ['G. L. Peterson, Myths about the mutual exclusion problem, Information Processing Letters 12(3), 1981'],

  parameters: {
    n: parameter(range(2, 7), 4, 'processes'),
    bug: parameter(optional(oneOf('one-rung-short', 'no-turn', 'barging')), null, 'a mistake in the algorithm; none: as it was published'),
    progress: parameter(boolean, false, 'asks too whether everybody gets in at some time; that takes a few times as long'),
  },
  constraint: ({ n, bug }) => (bug === 'one-rung-short' && n < 3 ? 'bug one-rung-short needs at least 3 processes: with 2 there would be no rung' : null),

  state: ({ n }) => schema(n),
  initial: (_, State) => State(),

  actions: ({ n, bug }, { action }) => {
    const actor = ({ process }: { readonly process: number }) => `process ${process}`;
    const args = { process: reference('process', n) };
    const top = bug === 'one-rung-short' ? n - 2 : n - 1;

    const mayPass = ({ processes, last }: State, process: number, level: number): boolean =>
      (bug === 'barging' && processes.every(({ at }) => at !== 'critical')) ||
      (bug !== 'no-turn' && bug !== 'barging' && last.get(level - 1) !== process) ||
      processes.every((other, index) => index === process || other.level < level);

    return [
      action('compete', {
        actor,
        about: 'Leaves its own business and steps on the first rung.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'idle',
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'arriving', level: 1 })),
      }),
      action('arrive', {
        actor,
        about: 'Says that it is the last who came to its rung.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'arriving',
        step: (state, { process }) => {
          const { level } = state.processes.get(process);
          return state.setIn(['last', level - 1], process).setIn(['processes', process, 'at'], 'waiting');
        },
      }),
      action('climb', {
        actor,
        about: 'Somebody came after it, or all others are further down: on to the next rung.',
        args,
        guard: (state, { process }) => {
          const { at, level } = state.processes.get(process);
          return at === 'waiting' && level < top && mayPass(state, process, level);
        },
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'arriving', level: it.level + 1 })),
      }),
      action('enter', {
        actor,
        about: 'The same on the last rung: into the critical section.',
        args,
        guard: (state, { process }) => {
          const { at, level } = state.processes.get(process);
          return at === 'waiting' && level === top && mayPass(state, process, level);
        },
        step: (state, { process }) => state.setIn(['processes', process, 'at'], 'critical'),
      }),
      action('leave', {
        actor,
        about: 'Leaves the critical section and all rungs.',
        args,
        guard: ({ processes }, { process }) => processes.get(process).at === 'critical',
        step: (state, { process }) => state.updateIn(['processes', process], (it) => it.merge({ at: 'idle', level: 0 })),
      }),
    ];
  },

  // Nobody has to compete.
  fairness: () => [weakly('a process that competes', ({ action, actor }) => (action === 'compete' ? null : actor))],

  properties: ({ n, progress }, { invariant, witness, deadlockFreedom, leadsTo }) => {
    const process = reference('process', n);
    const starvationFreedom = leadsTo('starvation-freedom', 'A process that competes gets into the critical section in the end.', {
      source: 'Peterson 1981; M. Herlihy and N. Shavit, The Art of Multiprocessor Programming, chapter 2: the filter lock is starvation-free',
      args: { process },
      from: ({ processes }, chosen) => processes.get(chosen.process).at !== 'idle',
      holds: ({ processes }, chosen) => processes.get(chosen.process).at === 'critical',
    });
    return [
      invariant('mutual-exclusion', 'No two processes are in the critical section at the same time.', {
        source: 'Peterson 1981',
        args: { process, other: process },
        where: (pair) => pair.process < pair.other,
        given: ({ processes }, pair) => processes.get(pair.process).at === 'critical',
        holds: ({ processes }, { other }) => processes.get(other).at !== 'critical',
      }),
      deadlockFreedom('deadlock-freedom', 'Some process can always take a step.', { source: 'Peterson 1981' }),
      witness('enters', 'The process gets into the critical section while all others compete.', {
        args: { process },
        reached: ({ processes }, pair) => processes.get(pair.process).at === 'critical' && processes.every(({ at }) => at !== 'idle'),
      }),
      ...(progress ? [starvationFreedom] : []),
    ];
  },

  expect: { states: 4752, transitions: 13_080, depth: 24 },
  variants: {
    'one-rung-short': {
      story:
        'With n processes and n - 2 rungs. A rung keeps one process back as long as somebody competes, so n - 1 of them are needed to let only one through. With one less, two processes meet in the critical section. It takes all n of them: the last one to come pushes the second one in.',
      set: { n: 3, bug: 'one-rung-short' },
      expect: { violated: { 'mutual-exclusion': 8 } },
    },
    'no-turn': {
      story:
        'A process goes on only when all others are further down; it does not count that somebody came after it. Mutual exclusion still holds, but as soon as all processes stand on the first rung each waits for the others, and nothing moves any more.',
      set: { n: 3, bug: 'no-turn' },
      expect: { violated: { 'deadlock-freedom': 6 } },
    },
    progress: {
      story: 'As published, and asked whether everybody who competes gets in: each does, if each that can take its next step for ever takes it (weak fairness). Nobody has to compete.',
      set: { progress: true },
      expect: { states: 4752, transitions: 13_080, depth: 24 },
    },
    barging: {
      story:
        'Whoever finds nobody in the critical section may pass, no matter who came first. No two processes are ever inside, but one can go in and out for ever, while the other one looks only when somebody is inside. A lock of one flag that is tested and set is like that.',
      set: { n: 2, bug: 'barging', progress: true },
      expect: { violated: { 'starvation-freedom': 4 } },
    },
  },
});

function schema(n: number) {
  const Process = record({
    at: oneOf('idle', 'arriving', 'waiting', 'critical'),
    /** The rung that it is on; 0 while it does not compete. */
    level: range(0, n - 1),
  });
  return record({
    processes: vector(Process, n),
    /** Per rung, the first of which is rung 1: who came last. */
    last: vector(reference('process', n), n - 1),
  });
}
