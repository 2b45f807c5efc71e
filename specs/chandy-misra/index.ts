/** Dining philosophers who hand over dirty forks: no order of the forks, no butler, and nobody starves. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'chandy-misra',
  about:
    'Dining philosophers as Chandy and Misra solved them. A fork is dirty once somebody has eaten with it. Who holds a dirty fork cleans it and hands it to the neighbour; a clean one is kept until it has been eaten with. Who holds two clean forks may eat.',
  sources: ['K. M. Chandy, J. Misra, The Drinking Philosophers Problem, ACM TOPLAS 6(4), 1984', 'TLA+ Examples, specifications/DiningPhilosophers'],

  parameters: {
    n: parameter(range(2, 8), 5, 'philosophers, and forks'),
    bug: parameter(optional(oneOf('one-fork', 'never-dirty')), null, 'a mistake of the philosophers; none: as it was published'),
  },

  state: ({ n }) =>
    record({
      forks: vector(record({ holder: reference('philosopher', n), clean: boolean }), n),
      philosophers: vector(record({ at: oneOf('looking', 'eating', 'thinking'), hungry: boolean }), n),
    }),
  // Fork f lies between philosophers f - 1 and f. All are dirty, and the first philosopher has two, so that they are not held in a circle.
  initial: (_, state) => {
    const { forks, philosophers } = state();
    return state({ forks: forks.map((fork, index) => fork.set('holder', index === 1 ? 0 : index)), philosophers: philosophers.map((it) => it.set('hungry', true)) });
  },

  actions: ({ n, bug }, { action }) => {
    const args = { philosopher: reference('philosopher', n) };
    const actor = ({ philosopher }: { readonly philosopher: number }) => `philosopher ${philosopher}`;
    const right = (philosopher: number) => (philosopher + 1) % n;
    const left = (philosopher: number) => (philosopher + n - 1) % n;
    return [
      action('look', {
        actor,
        about: 'Hands a dirty fork over, if it has one; then looks whether it is hungry, and whether it had two clean forks.',
        args,
        guard: ({ philosophers }, { philosopher }) => philosophers.get(philosopher).at === 'looking',
        step: (state, { philosopher }) => {
          const [here, there] = [state.forks.get(philosopher), state.forks.get(right(philosopher))];
          const mine = (fork: typeof here) => fork.holder === philosopher;
          const canEat = mine(here) && (bug === 'one-fork' || (here.clean && mine(there) && there.clean));
          const { hungry } = state.philosophers.get(philosopher);
          const next = state.setIn(['philosophers', philosopher, 'at'], hungry ? (canEat ? 'eating' : 'looking') : 'thinking');
          if (mine(here) && !here.clean) return next.updateIn(['forks', philosopher], (fork) => fork.merge({ holder: left(philosopher), clean: true }));
          if (mine(there) && !there.clean) return next.updateIn(['forks', right(philosopher)], (fork) => fork.merge({ holder: right(philosopher), clean: true }));
          return next;
        },
      }),
      action('eat', {
        actor,
        about: 'Has eaten: the forks are dirty.',
        args,
        guard: ({ philosophers }, { philosopher }) => philosophers.get(philosopher).at === 'eating',
        step: (state, { philosopher }) => {
          const next = state.updateIn(['philosophers', philosopher], (it) => it.merge({ at: 'looking', hungry: false }));
          return bug === 'never-dirty' ? next : next.setIn(['forks', philosopher, 'clean'], false).setIn(['forks', right(philosopher), 'clean'], false);
        },
      }),
      action('think', {
        actor,
        about: 'Has thought, and is hungry.',
        args,
        guard: ({ philosophers }, { philosopher }) => philosophers.get(philosopher).at === 'thinking',
        step: (state, { philosopher }) => state.updateIn(['philosophers', philosopher], (it) => it.merge({ at: 'looking', hungry: true })),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => {
    const philosopher = reference('philosopher', n);
    return [
      invariant('exclusive', 'Of two neighbours only one eats.', {
        source: 'ExclusiveAccess in the TLA+ module',
        args: { philosopher },
        given: ({ philosophers }, chosen) => philosophers.get(chosen.philosopher).at === 'eating',
        holds: ({ philosophers }, chosen) => philosophers.get((chosen.philosopher + 1) % n).at !== 'eating',
      }),
      invariant('two-forks', 'Who eats holds two clean forks.', {
        source: 'Chandy and Misra 1984',
        args: { philosopher },
        given: ({ philosophers }, chosen) => philosophers.get(chosen.philosopher).at === 'eating',
        holds: {
          'the left fork is its own': ({ forks }, chosen) => forks.get(chosen.philosopher).holder === chosen.philosopher,
          'the left fork is clean': ({ forks }, chosen) => forks.get(chosen.philosopher).clean,
          'the right fork is its own': ({ forks }, chosen) => forks.get((chosen.philosopher + 1) % n).holder === chosen.philosopher,
          'the right fork is clean': ({ forks }, chosen) => forks.get((chosen.philosopher + 1) % n).clean,
        },
      }),
      deadlockFreedom('no-deadlock', 'Somebody can always do something.'),
      witness('eats', 'The philosopher eats.', { args: { philosopher }, reached: ({ philosophers }, chosen) => philosophers.get(chosen.philosopher).at === 'eating' }),
    ];
  },

  expect: { states: 67, transitions: 335, depth: 28 },
  variants: {
    'one-fork': {
      story: 'A philosopher takes its left fork for enough, clean or not, even while it hands it over. Neighbours eat at the same time.',
      set: { n: 4, bug: 'one-fork' },
      expect: { violated: { exclusive: 2, 'two-forks': 1 } },
    },
    'never-dirty': {
      story: 'Forks do not get dirty when somebody eats. Nobody ever hands them over again, and those without forks go hungry.',
      set: { bug: 'never-dirty' },
      expect: { unreached: ['eats'] },
    },
  },
});
