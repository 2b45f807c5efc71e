/** What `explore new` writes: a spec to begin with, which has a bug, and its test. The tutorial goes on from there. */

/** The spec, as the text of its file. */
export function starterSpec(name: string): string {
  return `// A spec says what can happen, who does it, and what must be true. explore tries every order of steps:
//
//     npx explore --spec ./${name}.ts
//
// There is a bug in this one. Replace it by a protocol of your own when you have seen how it goes.
import { oneOf, range, record, spec } from 'explore';

export default spec({
  name: '${name}',
  about: 'A sender puts letters into a box. A worker takes them out, and sleeps while there are none.',

  // What a state is made of. Each field has a finite domain.
  state: () =>
    record({
      /** How many are in the box. */
      letters: range(0, 2),
      worker: oneOf('awake', 'dozing', 'asleep'),
    }),

  // The state to begin with: every field has the first value of its domain.
  initial: (_, state) => state(),

  // What can happen. An action can be taken in each state in which its guard is true; its step makes the next state of it.
  // States are Immutable records, and a step is atomic: what others may come between must be two actions.
  actions: (_, { action }) => [
    action('send', {
      actor: 'sender',
      about: 'Puts a letter into the box, and wakes the worker if it is asleep.',
      guard: ({ letters }) => letters < 2,
      step: (state) => state.update('letters', (letters) => letters + 1).update('worker', (worker) => (worker === 'asleep' ? 'awake' : worker)),
    }),
    action('take', {
      actor: 'worker',
      about: 'Takes a letter out of the box.',
      guard: ({ worker, letters }) => worker === 'awake' && letters > 0,
      step: (state) => state.update('letters', (letters) => letters - 1),
    }),
    action('look', {
      actor: 'worker',
      about: 'Finds the box empty.',
      guard: ({ worker, letters }) => worker === 'awake' && letters === 0,
      step: (state) => state.set('worker', 'dozing'),
    }),
    action('sleep', {
      actor: 'worker',
      about: 'Falls asleep.',
      guard: ({ worker }) => worker === 'dozing',
      step: (state) => state.set('worker', 'asleep'),
    }),
  ],

  // What must be true: an invariant in every state that can be reached, a witness in some state, so that the invariant is
  // not true merely because nothing happens.
  properties: (_, { invariant, witness }) => [
    invariant('no-letter-waits', 'While the worker is asleep, the box is empty.', ({ worker, letters }) => worker !== 'asleep' || letters === 0),
    witness('full', 'The box can be full.', ({ letters }) => letters === 2),
  ],
});
`;
}

/** The test of that spec, as the text of its file. */
export function starterTest(name: string): string {
  return `import { model } from 'explore/check';
import 'explore/vitest';
import { expect, test } from 'vitest';

const box = model(new URL('./${name}.ts', import.meta.url));

test('every promise is kept', async () => {
  await expect(box).toHold();
});

test('the box can be full', async () => {
  await expect(box).toReach('full', { steps: 2 });
});
`;
}

/** What the terminal shows then. */
export function starterText(name: string): string {
  const width = name.length + 10;
  return `${`${name}.ts`.padEnd(width)}a spec, with a bug in it
${`${name}.test.ts`.padEnd(width)}its tests, for Vitest

  npx explore --spec ./${name}.ts      shows the shortest run to the bug
  npx vitest run ${name}.test.ts       fails, and shows the same run
`;
}
