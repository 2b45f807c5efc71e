import { oneOf, range, record, spec } from 'explore';

export default spec({
  name: 'mailbox',
  about: 'A sender puts letters into a box. A worker takes them out, and sleeps while there are none.',

  state: () => record({ letters: range(0, 2), worker: oneOf('awake', 'dozing', 'asleep') }),
  initial: (_, state) => state(),

  actions: (_, { action }) => [
    action('send', {
      actor: 'sender',
      guard: ({ letters }) => letters < 2,
      step: (state) => state.update('letters', (letters) => letters + 1).update('worker', (worker) => (worker === 'asleep' ? 'awake' : worker)),
    }),
    action('take', {
      actor: 'worker',
      guard: ({ worker, letters }) => worker === 'awake' && letters > 0,
      step: (state) => state.update('letters', (letters) => letters - 1),
    }),
    action('look', {
      actor: 'worker',
      guard: ({ worker, letters }) => worker === 'awake' && letters === 0,
      step: (state) => state.set('worker', 'dozing'),
    }),
    action('sleep', {
      actor: 'worker',
      guard: ({ worker }) => worker === 'dozing',
      step: (state) => state.set('worker', 'asleep'),
    }),
  ],

  properties: (_, { invariant, witness }) => [
    invariant('no-letter-waits', 'While the worker is asleep, the box is empty.', ({ worker, letters }) => worker !== 'asleep' || letters === 0),
    witness('full', 'The box can be full.', ({ letters }) => letters === 2),
  ],
});
