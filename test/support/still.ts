/** A counter, with variables beside it that never change, change last of all, or differ between the initial states only. */
import { boolean, oneOf, range, record, type Spec, spec, vector } from 'explore';
import type { SpecSource } from '../../src/catalog.js';

interface Still {
  /** The counter's last value. */
  readonly top: number;
  /** There are two initial states. */
  readonly several?: boolean;
}

/** A size that takes several rounds through the table of states. */
export const counting = { many: 100_000 } as const;

export function source(still: Still): SpecSource {
  const argument = JSON.stringify(still);
  return { spec: stillOf(argument), url: new URL(import.meta.url.endsWith('.ts') ? '../../dist/test/support/still.js' : './still.js', import.meta.url).href, argument };
}

/** States: the counter from 0 to `top`, and one more in which `late` is true. */
export default function stillOf(argument: string): Spec {
  const { top, several = false } = JSON.parse(argument) as Still;
  return spec({
    name: 'still',
    about: 'A counter among things that do not move.',
    state: () => record({ count: range(0, top), still: range(0, 3), rest: vector(boolean, 2), late: boolean, chosen: boolean }),
    initial: (_, state) => (several ? [state(), state({ chosen: true })] : state()),
    actions: (_, { action }) => [
      action('count', { actor: 'counter', guard: ({ count }) => count < top, step: (state) => state.set('count', state.count + 1) }),
      action('end', { actor: 'counter', guard: ({ count, late }) => count === top && !late, step: (state) => state.set('late', true) }),
      // Writes what is there already: not a change.
      action('again', { actor: 'counter', guard: ({ count }) => count === 1, step: (state) => state.set('still', 0) }),
    ],
    properties: (_, { invariant }) => [
      invariant('idle', 'It stays at 0.', ({ still }) => still === 0),
      invariant('each-idle', 'Each rests.', { args: { which: range(0, 1) }, holds: ({ rest }, { which }) => !rest.get(which) }),
      invariant('mixed', 'It stays at 0, or the counter is small.', { args: { of: oneOf('still', 'count') }, holds: (state, { of }) => state[of] <= top }),
      invariant('bounded', 'The counter is small.', ({ count }) => count <= top),
      invariant('late', 'It comes last.', ({ late }) => late || !late),
      ...(several ? [invariant('free', 'Either is right.', ({ chosen }) => chosen || !chosen)] : [invariant('blind', 'Nothing is asked.', () => true)]),
    ],
  });
}
