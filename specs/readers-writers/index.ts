/** Readers and writers that are served in the order in which they ask. */
import { oneOf, optional, parameter, queue, range, record, reference, set, spec } from 'explore';

export default spec({
  name: 'readers-writers',
  about:
    'Actors that read and write something together. Whoever wants to stands in a queue; who is first in it begins as soon as nobody is in the way. An actor may ask again before it is served, but for the same only once.',
  sources: ['P. J. Courtois, F. Heymans, D. L. Parnas, Concurrent Control with “Readers” and “Writers”, CACM 14(10), 1971', 'TLA+ Examples, specifications/ReadersWriters'],

  parameters: {
    n: parameter(range(1, 4), 3, 'actors'),
    bug: parameter(optional(oneOf('hasty-writer', 'hasty-all')), null, 'a mistake in the lock; none: as it was published'),
  },

  state: ({ n }) => {
    const actors = reference('actor', n);
    return record({ readers: set(actors), writers: set(actors), waiting: queue(request(n), 2 * n) });
  },
  initial: (_, state) => state(),

  actions: ({ n, bug }, { action }) => {
    const Request = request(n);
    const args = { actor: reference('actor', n) };
    const actor = (chosen: { readonly actor: number }) => `actor ${chosen.actor}`;
    return [
      action('ask', {
        actor,
        about: 'Goes to the end of the queue, to read or to write.',
        args: { ...args, wants: oneOf('read', 'write') },
        guard: ({ waiting }, { actor: who, wants }) => !waiting.some((one) => one.actor === who && one.wants === wants),
        step: (state, { actor: who, wants }) => state.set('waiting', state.waiting.push(Request({ actor: who, wants }))),
      }),
      action('serve', {
        actor: 'lock',
        about: 'The first in the queue begins.',
        guard: ({ waiting, readers, writers }) => {
          const first = waiting.first();
          if (first === null || (!writers.isEmpty() && bug !== 'hasty-all')) return false;
          return first.wants === 'read' || readers.isEmpty() || bug !== null;
        },
        step: (state) => {
          const { actor: who, wants } = state.waiting.at(0);
          const served = state.set('waiting', state.waiting.shift());
          return wants === 'read' ? served.set('readers', state.readers.add(who)) : served.set('writers', state.writers.add(who));
        },
      }),
      action('stop', {
        actor,
        about: 'Has read or written.',
        args,
        guard: ({ readers, writers }, { actor: who }) => readers.has(who) || writers.has(who),
        step: (state, { actor: who }) => (state.readers.has(who) ? state.set('readers', state.readers.delete(who)) : state.set('writers', state.writers.delete(who))),
      }),
    ];
  },

  properties: ({ n }, { invariant, witness, deadlockFreedom }) => [
    invariant('safety', 'Who writes is alone.', {
      source: 'Safety in the TLA+ module',
      holds: {
        'nobody reads while somebody writes': ({ readers, writers }) => readers.isEmpty() || writers.isEmpty(),
        'at most one writes': ({ writers }) => writers.size <= 1,
      },
    }),
    deadlockFreedom('no-deadlock', 'Somebody can always do something.'),
    witness('all-read', 'All actors read at the same time.', ({ readers }) => readers.size === n),
    witness('writes', 'The actor writes.', { args: { actor: reference('actor', n) }, reached: ({ writers }, { actor }) => writers.has(actor) }),
  ],

  expect: { states: 21_527, transitions: 59_673, depth: 12 },
  variants: {
    'hasty-writer': {
      story: 'A writer looks for other writers only, and begins while somebody reads.',
      set: { n: 2, bug: 'hasty-writer' },
      expect: { violated: { safety: 4 } },
    },
    'hasty-all': {
      story: 'The lock does not wait for a writer to stop. The next in the queue reads or writes beside it.',
      set: { n: 2, bug: 'hasty-all' },
      expect: { violated: { safety: 4 } },
    },
  },
});

function request(n: number) {
  return record({ wants: oneOf('read', 'write'), actor: reference('actor', n) });
}
