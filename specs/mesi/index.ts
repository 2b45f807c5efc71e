/** MESI: the caches of several processors keep one line of memory coherent by listening on the bus. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'mesi',
  about:
    'The Illinois protocol for one line of memory. A cache has it modified, exclusive, shared or invalid. All listen on a bus that carries one transaction at a time, and do what it demands of them before the next one.',
  sources: ['M. S. Papamarcos, J. H. Patel, A Low-Overhead Coherence Solution for Multiprocessors with Private Cache Memories, ISCA 1984'],

  parameters: {
    n: parameter(range(2, 8), 3, 'caches'),
    bug: parameter(optional(oneOf('silent-upgrade', 'no-write-back', 'always-exclusive')), null, 'a mistake of the caches; none: as it was published'),
  },

  state: ({ n }) =>
    record({
      caches: vector(oneOf('invalid', 'shared', 'exclusive', 'modified'), n),
      /** Memory has not what was written last. */
      stale: boolean,
    }),
  initial: (_, state) => state(),

  actions: ({ n, bug }, { action }) => {
    const args = { cache: reference('cache', n) };
    const actor = ({ cache }: { readonly cache: number }) => `cache ${cache}`;
    return [
      action('readMiss', {
        actor,
        about: 'Its processor reads what it does not have: reads it over the bus. Whoever has it shares it, and writes back what memory does not have.',
        args,
        guard: ({ caches }, { cache }) => caches.get(cache) === 'invalid',
        step: (state, { cache }) => {
          const alone = bug === 'always-exclusive' || state.caches.every((held) => held === 'invalid');
          const caches = state.caches.map((held, index) => (index === cache ? (alone ? 'exclusive' : 'shared') : held === 'invalid' || bug === 'always-exclusive' ? held : 'shared'));
          return state.merge({ caches, stale: state.stale && bug === 'no-write-back' });
        },
      }),
      action('writeMiss', {
        actor,
        about: 'Its processor writes what it does not have: reads it over the bus in order to write. All others let go of it.',
        args,
        guard: ({ caches }, { cache }) => caches.get(cache) === 'invalid',
        step: (state, { cache }) => state.merge({ caches: state.caches.map((_, index) => (index === cache ? 'modified' : 'invalid')), stale: true }),
      }),
      action('upgrade', {
        actor,
        about: 'Its processor writes what others may have as well: tells them over the bus to let go of it.',
        args,
        guard: ({ caches }, { cache }) => caches.get(cache) === 'shared',
        step: (state, { cache }) => state.merge({ caches: state.caches.map((held, index) => (index === cache ? 'modified' : bug === 'silent-upgrade' ? held : 'invalid')), stale: true }),
      }),
      action('write', {
        actor,
        about: 'Its processor writes what nobody else has: nobody need be told.',
        args,
        guard: ({ caches }, { cache }) => caches.get(cache) === 'exclusive',
        step: (state, { cache }) => state.setIn(['caches', cache], 'modified').set('stale', true),
      }),
      action('evict', {
        actor,
        about: 'Gives the line up; one that is modified is written back.',
        args,
        guard: ({ caches }, { cache }) => caches.get(cache) !== 'invalid',
        step: (state, { cache }) => (state.caches.get(cache) === 'modified' ? state.set('stale', false) : state).setIn(['caches', cache], 'invalid'),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => {
    const cache = reference('cache', n);
    return [
      invariant('single-owner', 'While a cache has the line modified or exclusive, no other one has it.', {
        source: 'Papamarcos and Patel 1984, section 3',
        args: { cache, other: cache },
        where: (pair) => pair.cache !== pair.other,
        given: ({ caches }, pair) => caches.get(pair.cache) === 'modified' || caches.get(pair.cache) === 'exclusive',
        holds: ({ caches }, { other }) => caches.get(other) === 'invalid',
      }),
      invariant('nothing-is-lost', 'What memory does not have, a cache has modified.', {
        source: 'Papamarcos and Patel 1984, section 3',
        given: ({ stale }) => stale,
        holds: ({ caches }) => caches.some((held) => held === 'modified'),
      }),
      deadlockFreedom('no-deadlock', 'Some cache can always do something.'),
      witness('shared-by-all', 'All caches have the line.', ({ caches }) => caches.every((held) => held === 'shared')),
      witness('modified', 'The cache has the line modified.', { args: { cache }, reached: ({ caches }, chosen) => caches.get(chosen.cache) === 'modified' }),
    ];
  },

  expect: { states: 14, transitions: 81 },
  variants: {
    'silent-upgrade': {
      story: 'A cache that writes a shared line does not tell the others. They go on reading what is out of date.',
      set: { bug: 'silent-upgrade' },
      expect: { violated: { 'single-owner': 3 } },
    },
    'no-write-back': {
      story: 'A cache that has the line modified shares it without writing it back. When those that share it let go of it, what was written is lost.',
      set: { bug: 'no-write-back' },
      expect: { violated: { 'nothing-is-lost': 2 } },
    },
    'always-exclusive': {
      story: 'Nobody says that it has the line when another one reads it over the bus, and so each takes it for its own.',
      set: { bug: 'always-exclusive' },
      expect: { violated: { 'single-owner': 2 }, unreached: ['shared-by-all'] },
    },
  },
});
