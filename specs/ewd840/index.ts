/** Dijkstra's ring: a token goes around to find out whether all nodes have come to rest. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

const colour = oneOf('white', 'black');

export default spec({
  name: 'ewd840',
  about:
    'Termination detection in a ring. Nodes work, wake each other up, and come to rest. Node 0 sends a white token around; a node that has woken up one that the token has left already turns black, and stains the token. A white token that comes back to a white node at rest tells that all are at rest.',
  sources: [
    'E. W. Dijkstra, W. H. J. Feijen, A. J. M. van Gasteren, Derivation of a Termination Detection Algorithm for Distributed Computations, IPL 16(5), 1983 (EWD 840)',
    'TLA+ Examples, specifications/ewd840',
  ],

  parameters: {
    n: parameter(range(2, 6), 3, 'nodes'),
    bug: parameter(optional(oneOf('never-black', 'hasty-token', 'keeps-white')), null, 'a mistake in the algorithm; none: as it was published'),
  },

  state: ({ n }) => record({ active: vector(boolean, n), colours: vector(colour, n), token: reference('node', n), tokenColour: colour }),
  // The token is black; everything else is as it may be.
  initial: ({ n }, state) => {
    const { active, colours } = state();
    const sides = [...Array(2 ** n).keys()];
    const bit = (number: number, index: number) => Math.floor(number / 2 ** index) % 2 === 1;
    return [...Array(n).keys()].flatMap((token) =>
      sides.flatMap((a) =>
        sides.map((c) =>
          state({
            active: active.map((_, index) => bit(a, index)),
            colours: colours.map((_, index) => (bit(c, index) ? 'black' : 'white')),
            token,
            tokenColour: 'black',
          }),
        ),
      ),
    );
  },

  actions: ({ n, bug }, { action }) => {
    const node = reference('node', n);
    const actor = (chosen: { readonly node: number }) => `node ${chosen.node}`;
    return [
      action('initiate', {
        actor: 'node 0',
        about: 'The last round has shown nothing: node 0 sends a white token to the last node, and turns white.',
        guard: ({ token, tokenColour, colours }) => token === 0 && (tokenColour === 'black' || colours.get(0) === 'black'),
        step: (state) => state.merge({ token: n - 1, tokenColour: 'white' }).setIn(['colours', 0], 'white'),
      }),
      action('pass', {
        actor,
        about: 'A node at rest passes the token on, and turns white; a black one stains the token. Where the round is lost anyhow it need not be at rest.',
        args: { node },
        where: ({ node }) => node > 0,
        guard: ({ token, tokenColour, active, colours }, { node }) => token === node && (!active.get(node) || colours.get(node) === 'black' || tokenColour === 'black' || bug === 'hasty-token'),
        step: (state, { node }) =>
          state.merge({ token: node - 1, tokenColour: state.colours.get(node) === 'black' && bug !== 'keeps-white' ? 'black' : state.tokenColour }).setIn(['colours', node], 'white'),
      }),
      action('wake', {
        actor,
        about: 'A node at work wakes another one up. If that one has a higher number it turns black.',
        args: { node, other: node },
        where: ({ node, other }) => node !== other,
        guard: ({ active }, { node }) => active.get(node),
        step: (state, { node, other }) => {
          const woken = state.setIn(['active', other], true);
          return other > node && bug !== 'never-black' ? woken.setIn(['colours', node], 'black') : woken;
        },
      }),
      action('rest', {
        actor,
        about: 'A node has done its work.',
        args: { node },
        guard: ({ active }, { node }) => active.get(node),
        step: (state, { node }) => state.setIn(['active', node], false),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness }) => {
    const node = reference('node', n);
    return [
      invariant('detection', 'When node 0 detects termination, the node is at rest.', {
        source: 'TerminationDetection in the TLA+ module',
        args: { node },
        given: ({ token, tokenColour, active, colours }) => token === 0 && tokenColour === 'white' && colours.get(0) === 'white' && !active.get(0),
        holds: ({ active }, chosen) => !active.get(chosen.node),
      }),
      invariant('dijkstra', 'All nodes that the token has passed are at rest, or a node that it has not passed is black, or the token is.', {
        source: 'EWD 840, P0 or P1 or P2',
        holds: ({ token, tokenColour, active, colours }) =>
          tokenColour === 'black' || active.every((works, index) => index <= token || !works) || colours.some((held, index) => index <= token && held === 'black'),
      }),
      witness('detected', 'Node 0 detects that all are at rest.', ({ token, tokenColour, active, colours }) => token === 0 && tokenColour === 'white' && colours.get(0) === 'white' && !active.get(0)),
    ];
  },

  expect: { states: 302, transitions: 1625 },
  variants: {
    'never-black': {
      story: 'A node that wakes another one up stays white. Behind the token’s back a node is at work again, and nothing tells of it.',
      set: { bug: 'never-black' },
      expect: { violated: { detection: 5, dijkstra: 3 } },
    },
    'hasty-token': {
      story: 'A node that is at work passes a white token on, as if it were at rest.',
      set: { bug: 'hasty-token' },
      expect: { violated: { detection: 3, dijkstra: 2 } },
    },
    'keeps-white': {
      story: 'A black node turns white when it passes the token on, but does not stain it: what it knew is forgotten.',
      set: { bug: 'keeps-white' },
      expect: { violated: { detection: 3, dijkstra: 2 } },
    },
  },
});
