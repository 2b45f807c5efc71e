/** Philosophers around a table: each needs two forks, and shares each of them with a neighbour. */
import { oneOf, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'dining-philosophers',
  about: 'Philosophers around a table, with a fork between every two. Who wants to eat takes one fork, then the other one, and puts both down afterwards.',
  sources: ['E. W. Dijkstra, Hierarchical Ordering of Sequential Processes, Acta Informatica 1(2), 1971 (EWD 310)'],

  parameters: {
    n: parameter(range(2, 12), 5, 'philosophers, and forks'),
    rule: parameter(oneOf('lowest-first', 'left-first', 'butler', 'grab'), 'lowest-first', 'which fork is taken first, and when'),
  },

  state: ({ n }) => record({ philosophers: vector(oneOf('thinking', 'one-fork', 'eating'), n) }),
  initial: (_, state) => state(),

  actions: ({ n, rule }, { action }) => {
    const { first, second, isHeld } = table(n, rule);
    const args = { philosopher: reference('philosopher', n) };
    const actor = ({ philosopher }: { readonly philosopher: number }) => `philosopher ${philosopher}`;
    return [
      action('reach', {
        actor,
        about: 'Takes the first fork.',
        args,
        guard: ({ philosophers }, { philosopher }) =>
          philosophers.get(philosopher) === 'thinking' &&
          !isHeld(philosophers, first(philosopher), philosopher) &&
          // The butler lets all but one sit down.
          (rule !== 'butler' || philosophers.count((at) => at !== 'thinking') < n - 1),
        step: (state, { philosopher }) => state.setIn(['philosophers', philosopher], 'one-fork'),
      }),
      action('eat', {
        actor,
        about: 'Takes the second fork, and eats.',
        args,
        guard: ({ philosophers }, { philosopher }) => philosophers.get(philosopher) === 'one-fork' && (rule === 'grab' || !isHeld(philosophers, second(philosopher), philosopher)),
        step: (state, { philosopher }) => state.setIn(['philosophers', philosopher], 'eating'),
      }),
      action('think', {
        actor,
        about: 'Puts both forks down.',
        args,
        guard: ({ philosophers }, { philosopher }) => philosophers.get(philosopher) === 'eating',
        step: (state, { philosopher }) => state.setIn(['philosophers', philosopher], 'thinking'),
      }),
    ];
  },

  properties: ({ n, rule }, { invariant, witness, deadlockFreedom }) => {
    const { holds } = table(n, rule);
    const philosopher = reference('philosopher', n);
    return [
      invariant('one-hand-per-fork', 'No fork is held by two philosophers.', {
        source: 'EWD 310',
        args: { fork: reference('fork', n) },
        holds: ({ philosophers }, { fork }) => philosophers.count((at, who) => holds(at, who, fork)) <= 1,
      }),
      deadlockFreedom('no-deadlock', 'Somebody can always do something.', { source: 'EWD 310' }),
      witness('eats', 'The philosopher eats.', { args: { philosopher }, reached: ({ philosophers }, chosen) => philosophers.get(chosen.philosopher) === 'eating' }),
    ];
  },

  expect: { states: 70, transitions: 219 },
  variants: {
    'left-first': {
      story: 'Each takes the fork on the left first. When all have done that, each holds one fork, and waits for the other for ever.',
      set: { rule: 'left-first' },
      expect: { violated: { 'no-deadlock': 5 }, states: 82 },
    },
    butler: {
      story: 'Each takes the fork on the left first, but a butler lets at most n - 1 of them hold a fork: one of these finds both.',
      set: { rule: 'butler' },
      expect: { states: 81 },
    },
    grab: {
      story: 'Who has one fork takes the other one out of the neighbour’s hand. Nobody waits, and two eat with the same fork.',
      set: { rule: 'grab' },
      expect: { violated: { 'one-hand-per-fork': 3 } },
    },
  },
});

type At = 'thinking' | 'one-fork' | 'eating';

/** Who holds which fork. Fork f lies to the left of philosopher f, and to the right of the one before. */
function table(n: number, rule: 'lowest-first' | 'left-first' | 'butler' | 'grab') {
  const turned = (who: number) => rule === 'lowest-first' && who === n - 1;
  const first = (who: number) => (turned(who) ? 0 : who);
  const second = (who: number) => (turned(who) ? who : (who + 1) % n);
  const holds = (at: At, who: number, fork: number): boolean => (at !== 'thinking' && first(who) === fork) || (at === 'eating' && second(who) === fork);
  /** Somebody else holds it; only the two neighbours of a fork can. */
  const isHeld = (philosophers: { get(index: number): At }, fork: number, by: number): boolean => {
    const neighbour = fork === by ? (by + n - 1) % n : fork;
    return holds(philosophers.get(neighbour), neighbour, fork);
  };
  return { first, second, holds, isHeld };
}
