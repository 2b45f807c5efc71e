/** German's directory protocol: n caches, one home, three channels each, and one bit of data. */
import { boolean, oneOf, optional, parameter, range, record, reference, set, spec, type ValueOf, vector } from 'explore';

type State = ValueOf<ReturnType<typeof schema>>;

export default spec({
  name: 'german',
  about:
    'German’s cache coherence protocol: one line of memory, a home with a directory of its copies, and n caches. A cache asks for a shared or an exclusive copy; the home takes one request at a time, invalidates the copies that are in the way, waits for each answer, and grants.',
  sources: [
    'S. German’s protocol, as published in: A. Pnueli, S. Ruah, L. Zuck, Automatic Deductive Verification with Invisible Invariants, TACAS 2001',
    'C.-T. Chou, P. Mannava, S. Park, A Simple Method for Parameterized Verification of Cache Coherence Protocols, FMCAD 2004 (with data)',
  ],

  parameters: {
    n: parameter(range(2, 6), 3, 'caches'),
    bug: parameter(optional(oneOf('unlisted-sharer', 'lost-write-back', 'ghost-holder')), null, 'a mistake in the protocol; none: as it was published'),
  },

  state: ({ n }) => schema(n),
  initial: (_, State) => State(),

  actions: ({ n, bug }, { action }) => {
    const home = 'home';
    const actor = ({ node }: { readonly node: number }) => `cache ${node}`;
    const node = reference('cache', n);
    const args = { node };

    /** A grant ends the home's work on a request; the client counts as a holder as soon as it is on its way. */
    const granted = (state: State, to: number, grant: 'grant-shared' | 'grant-exclusive') =>
      state
        .merge({ serving: 'none', client: null })
        .update('holders', (holders) => (bug === 'unlisted-sharer' && grant === 'grant-shared' ? holders : holders.add(to)))
        .updateIn(['nodes', to], (it) => it.merge({ reply: grant, replyData: state.memory }));

    return [
      action('cache.store', {
        actor,
        about: 'Writes to its exclusive copy.',
        args: { node, value: Value },
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).cache === 'exclusive',
        step: (state, chosen) => state.setIn(['nodes', chosen.node, 'data'], chosen.value).set('latest', chosen.value),
      }),
      action('cache.askShared', {
        actor,
        about: 'Asks for a shared copy.',
        args,
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).request === 'none' && nodes.get(chosen.node).cache === 'invalid',
        step: (state, chosen) => state.setIn(['nodes', chosen.node, 'request'], 'shared'),
      }),
      action('cache.askExclusive', {
        actor,
        about: 'Asks for an exclusive copy; it may have a shared one.',
        args,
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).request === 'none' && nodes.get(chosen.node).cache !== 'exclusive',
        step: (state, chosen) => state.setIn(['nodes', chosen.node, 'request'], 'exclusive'),
      }),
      action('home.take', {
        actor: home,
        about: 'Takes a request, and notes whose copies may have to go.',
        args,
        guard: ({ serving, nodes }, chosen) => serving === 'none' && nodes.get(chosen.node).request !== 'none',
        step: (state, chosen) => {
          const { request } = state.nodes.get(chosen.node);
          return state.merge({ serving: request, client: chosen.node, toInvalidate: state.holders }).setIn(['nodes', chosen.node, 'request'], 'none');
        },
      }),
      action('home.invalidate', {
        actor: home,
        about: 'Tells a holder to drop its copy: for an exclusive request, or when there is an exclusive copy.',
        args,
        guard: ({ serving, exclusive, toInvalidate, nodes }, chosen) =>
          (serving === 'exclusive' || (serving === 'shared' && exclusive)) && toInvalidate.has(chosen.node) && nodes.get(chosen.node).reply === 'none',
        step: (state, chosen) => state.update('toInvalidate', (left) => left.delete(chosen.node)).setIn(['nodes', chosen.node, 'reply'], 'invalidate'),
      }),
      action('cache.acknowledge', {
        actor,
        about: 'Drops its copy; an exclusive one goes back with the acknowledgement.',
        args,
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).reply === 'invalidate' && !nodes.get(chosen.node).acknowledged,
        step: (state, chosen) =>
          state.updateIn(['nodes', chosen.node], (it) => {
            const dropped = it.merge({ reply: 'none', acknowledged: true, cache: 'invalid', data: 0 });
            return it.cache === 'exclusive' ? dropped.set('writtenBack', it.data) : dropped;
          }),
      }),
      action('home.collect', {
        actor: home,
        about: 'Receives an acknowledgement: one holder less, and what was written to an exclusive copy is in memory again.',
        args,
        guard: ({ serving, nodes }, chosen) => serving !== 'none' && nodes.get(chosen.node).acknowledged,
        step: (state, chosen) => {
          const collected = state.updateIn(['nodes', chosen.node], (it) => it.merge({ acknowledged: false, writtenBack: 0 }));
          const counted = bug === 'ghost-holder' ? collected : collected.update('holders', (holders) => holders.delete(chosen.node));
          if (!state.exclusive) return counted;
          return bug === 'lost-write-back' ? counted.set('exclusive', false) : counted.merge({ exclusive: false, memory: state.nodes.get(chosen.node).writtenBack });
        },
      }),
      action('home.grantShared', {
        actor: home,
        about: 'Grants a shared copy: nobody has an exclusive one.',
        args,
        guard: ({ serving, client, exclusive, nodes }, chosen) => serving === 'shared' && client === chosen.node && !exclusive && nodes.get(chosen.node).reply === 'none',
        step: (state, chosen) => granted(state, chosen.node, 'grant-shared'),
      }),
      action('home.grantExclusive', {
        actor: home,
        about: 'Grants an exclusive copy: nobody has any.',
        args,
        guard: ({ serving, client, exclusive, holders, nodes }, chosen) =>
          serving === 'exclusive' && client === chosen.node && !exclusive && holders.isEmpty() && nodes.get(chosen.node).reply === 'none',
        step: (state, chosen) => granted(state, chosen.node, 'grant-exclusive').set('exclusive', true),
      }),
      action('cache.receiveShared', {
        actor,
        about: 'Receives a shared copy.',
        args,
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).reply === 'grant-shared',
        step: (state, chosen) => state.updateIn(['nodes', chosen.node], (it) => it.merge({ cache: 'shared', data: it.replyData, reply: 'none', replyData: 0 })),
      }),
      action('cache.receiveExclusive', {
        actor,
        about: 'Receives an exclusive copy.',
        args,
        guard: ({ nodes }, chosen) => nodes.get(chosen.node).reply === 'grant-exclusive',
        step: (state, chosen) => state.updateIn(['nodes', chosen.node], (it) => it.merge({ cache: 'exclusive', data: it.replyData, reply: 'none', replyData: 0 })),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => {
    const node = reference('cache', n);
    return [
      invariant('coherence', 'While a cache has an exclusive copy, no other cache has any copy.', {
        source: 'Pnueli, Ruah and Zuck 2001; CtrlProp in Chou, Mannava and Park 2004',
        args: { node, other: node },
        where: (pair) => pair.node !== pair.other,
        given: ({ nodes }, pair) => nodes.get(pair.node).cache === 'exclusive',
        holds: ({ nodes }, { other }) => nodes.get(other).cache === 'invalid',
      }),
      invariant('memory-is-current', 'Unless an exclusive copy was granted, memory has the value that was written last.', {
        source: 'DataProp in Chou, Mannava and Park 2004',
        given: ({ exclusive }) => !exclusive,
        holds: ({ memory, latest }) => memory === latest,
      }),
      invariant('copies-are-current', 'Whatever copy a cache has, it has the value that was written last.', {
        source: 'DataProp in Chou, Mannava and Park 2004',
        args: { node },
        given: ({ nodes }, chosen) => nodes.get(chosen.node).cache !== 'invalid',
        holds: ({ nodes, latest }, chosen) => nodes.get(chosen.node).data === latest,
      }),
      deadlockFreedom('deadlock-freedom', 'Some cache or the home can always take a step.'),
      witness('shared-by-all', 'All caches have a shared copy of what one of them wrote.', ({ latest, nodes }) => latest === 1 && nodes.every(({ cache }) => cache === 'shared')),
      witness('exclusive', 'The cache has an exclusive copy, of what another one wrote.', {
        args: { node },
        reached: ({ nodes, memory }, chosen) => nodes.get(chosen.node).cache === 'exclusive' && memory === 1,
      }),
    ];
  },

  expect: { states: 58_077, transitions: 235_764, depth: 34 },
  variants: {
    'unlisted-sharer': {
      story:
        'The home forgets to enter the receiver of a shared copy into its directory. When another cache asks for an exclusive copy, nobody is told to drop theirs: one cache writes while another still reads the old value.',
      set: { n: 2, bug: 'unlisted-sharer' },
      expect: { violated: { coherence: 8, 'copies-are-current': 9 } },
    },
    'lost-write-back': {
      story:
        'When an exclusive copy comes back, the home forgets to write its value to memory. What was stored is lost, and the next cache is granted the old value. As memory never changes, nobody ever gets to see what another cache wrote.',
      set: { n: 2, bug: 'lost-write-back' },
      expect: { violated: { 'memory-is-current': 10, 'copies-are-current': 12 }, unreached: ['exclusive'] },
    },
    'ghost-holder': {
      story:
        'The home receives an acknowledgement, but leaves the cache in its directory. The next exclusive request is never granted, because the directory never becomes empty; when all caches have asked for something, everything stands still.',
      set: { n: 2, bug: 'ghost-holder' },
      expect: { violated: { 'deadlock-freedom': 11 }, unreached: ['exclusive'] },
    },
  },
});

const Value = range(0, 1);

function schema(n: number) {
  const Node = record({
    cache: oneOf('invalid', 'shared', 'exclusive'),
    data: Value,
    /** The first channel, to the home. */
    request: oneOf('none', 'shared', 'exclusive'),
    /** The second channel, from the home. */
    reply: oneOf('none', 'invalidate', 'grant-shared', 'grant-exclusive'),
    replyData: Value,
    /** The third channel, to the home. */
    acknowledged: boolean,
    writtenBack: Value,
  });
  return record({
    /** The request that the home works on, and whose it is. */
    serving: oneOf('none', 'shared', 'exclusive'),
    client: optional(reference('cache', n)),
    /** An exclusive copy was granted. */
    exclusive: boolean,
    /** The directory: who has a copy, or is about to. */
    holders: set(reference('cache', n)),
    /** Who has still to be told to drop its copy. */
    toInvalidate: set(reference('cache', n)),
    memory: Value,
    /** What was written last, by anybody. No step looks at it; the properties do. */
    latest: Value,
    nodes: vector(Node, n),
  });
}
