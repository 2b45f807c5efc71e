/** Missionaries and cannibals: a boat for two, and nobody may be outnumbered. A puzzle whose answer is a witness. */
import { oneOf, parameter, range, record, spec } from 'explore';

export default spec({
  name: 'river-crossing',
  about: 'Missionaries and cannibals want to cross a river in a boat that needs somebody to row it. Wherever there are missionaries, cannibals must not outnumber them. Do all get across?',
  sources: ['S. Amarel, On Representations of Problems of Reasoning about Actions, Machine Intelligence 3, 1968', 'TLA+ Examples, specifications/MissionariesAndCannibals'],

  parameters: {
    n: parameter(range(1, 8), 3, 'missionaries, and as many cannibals'),
    boat: parameter(range(1, 4), 2, 'people that the boat carries'),
    care: parameter(oneOf('careful', 'careless'), 'careful', 'whether somebody looks before the boat leaves'),
  },

  state: ({ n }) =>
    record({
      boat: oneOf('left', 'right'),
      /** On the left bank; the others are on the right one. */
      missionaries: range(0, n),
      cannibals: range(0, n),
    }),
  initial: ({ n }, state) => state({ missionaries: n, cannibals: n }),

  actions: ({ n, boat, care }, { action }) => [
    action('cross', {
      actor: 'boat',
      about: 'The boat takes so many missionaries and cannibals across.',
      args: { missionaries: range(0, boat), cannibals: range(0, boat) },
      where: ({ missionaries, cannibals }) => missionaries + cannibals >= 1 && missionaries + cannibals <= boat && isSafe(missionaries, cannibals),
      guard: (state, aboard) => {
        const [missionaries, cannibals] = leftAfter(state, aboard);
        const possible = missionaries >= 0 && missionaries <= n && cannibals >= 0 && cannibals <= n;
        return possible && (care === 'careless' || (isSafe(missionaries, cannibals) && isSafe(n - missionaries, n - cannibals)));
      },
      step: (state, aboard) => {
        const [missionaries, cannibals] = leftAfter(state, aboard);
        return state.merge({ boat: state.boat === 'left' ? 'right' : 'left', missionaries, cannibals });
      },
    }),
  ],

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => [
    invariant('nobody-is-eaten', 'On neither bank cannibals outnumber missionaries.', {
      holds: {
        'those on the left bank are safe': ({ missionaries, cannibals }) => isSafe(missionaries, cannibals),
        'those on the right bank are safe': ({ missionaries, cannibals }) => isSafe(n - missionaries, n - cannibals),
      },
    }),
    witness('across', 'All are on the right bank.', ({ missionaries, cannibals }) => missionaries === 0 && cannibals === 0),
    deadlockFreedom('somebody-can-row', 'The boat can always leave: at worst back to where it came from.'),
  ],

  expect: { states: 16, transitions: 34 },
  variants: {
    careless: {
      story: 'Nobody looks before the boat leaves. One missionary rows across, and the two that stay are outnumbered.',
      set: { care: 'careless' },
      expect: { violated: { 'nobody-is-eaten': 1 } },
    },
    'four-pairs': {
      story: 'With four missionaries and four cannibals a boat for two is too small: they never get across.',
      set: { n: 4 },
      expect: { unreached: ['across'] },
    },
    'alone-in-the-boat': {
      story: 'A boat for one never gets anybody across for good: who rows over has to row back.',
      set: { n: 1, boat: 1 },
      expect: { unreached: ['across'] },
    },
  },
});

interface People {
  readonly missionaries: number;
  readonly cannibals: number;
}

/** Who is on the left bank when the boat has crossed. */
function leftAfter(state: People & { readonly boat: 'left' | 'right' }, aboard: People): readonly [missionaries: number, cannibals: number] {
  const sign = state.boat === 'left' ? -1 : 1;
  return [state.missionaries + sign * aboard.missionaries, state.cannibals + sign * aboard.cannibals];
}

function isSafe(missionaries: number, cannibals: number): boolean {
  return missionaries === 0 || missionaries >= cannibals;
}
