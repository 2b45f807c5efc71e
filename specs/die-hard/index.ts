/** Two jugs and a tap: measure four gallons with jugs of five and three. A first spec to read. */
import { oneOf, parameter, range, record, spec } from 'explore';

export default spec({
  name: 'die-hard',
  about: 'Two jugs without marks, and a tap. A jug can be filled, emptied, or poured into the other one. Can exactly so many gallons be measured?',
  sources: ['Die Hard with a Vengeance, 1995', 'TLA+ Examples, specifications/DieHard'],

  parameters: {
    big: parameter(range(2, 9), 5, 'gallons that the big jug holds'),
    small: parameter(range(1, 8), 3, 'gallons that the small jug holds'),
    goal: parameter(range(1, 9), 4, 'gallons that are to be measured'),
    pour: parameter(oneOf('all-that-fits', 'a-gallon'), 'all-that-fits', 'what is poured at once; a single gallon cannot be measured'),
  },
  constraint: ({ big, small }) => (small < big ? null : 'the small jug is not smaller than the big one'),

  state: ({ big, small }) => record({ big: range(0, big), small: range(0, small) }),
  initial: (_, state) => state(),

  actions: ({ big, small, pour }, { action }) => {
    const sizes = { big, small };
    const args = { jug: oneOf('big', 'small') };
    const actor = 'hero';
    const other = { big: 'small', small: 'big' } as const;
    return [
      action('fill', { actor, about: 'Fills a jug at the tap.', args, step: (state, { jug }) => state.set(jug, sizes[jug]) }),
      action('empty', { actor, about: 'Pours a jug onto the ground.', args, step: (state, { jug }) => state.set(jug, 0) }),
      action('pour', {
        actor,
        about: 'Pours a jug into the other one, until that is full or this is empty.',
        args,
        step: (state, { jug }) => {
          const fits = Math.min(state[jug], sizes[other[jug]] - state[other[jug]]);
          const poured = pour === 'a-gallon' ? Math.min(1, fits) : fits;
          return state.merge({ [jug]: state[jug] - poured, [other[jug]]: state[other[jug]] + poured });
        },
      }),
    ];
  },

  properties: ({ big, small, goal }, { invariant, witness }) => [
    invariant('a-jug-is-full-or-empty', 'One of the jugs is full or empty: a jug that is neither cannot be told from another level.', {
      holds: (state) => [0, big].includes(state.big) || [0, small].includes(state.small),
    }),
    witness('measured', 'One of the jugs holds what is to be measured.', (state) => state.big === goal || state.small === goal),
  ],

  expect: { states: 16, transitions: 96 },
  variants: {
    'even-jugs': {
      story: 'With jugs of six and three gallons only multiples of three can be measured: what is poured, filled and emptied are sums and differences of the two sizes.',
      set: { big: 6, small: 3, goal: 4 },
      expect: { unreached: ['measured'] },
    },
    'by-the-gallon': {
      story: 'A single gallon is poured at a time, as if the jugs had marks. Then after two steps neither jug is full or empty, and any amount can be measured.',
      set: { pour: 'a-gallon' },
      expect: { violated: { 'a-jug-is-full-or-empty': 2 }, states: 24, transitions: 144 },
    },
  },
});
