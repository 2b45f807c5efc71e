import { boolean, oneOf, parameter, range, record, spec, strongly, vector } from 'explore';
import { expect, test } from 'vitest';
import { specsText, specText } from '../../src/report/index.js';
import { plainStyle } from './toys.js';

const toy = spec({
  name: 'toy',
  about: 'A lamp.',
  sources: ['the manual'],
  parameters: { top: parameter(range(1, 3), 2, 'how bright it gets'), lampKind: parameter(oneOf('desk', 'wall'), 'desk', 'where it stands') },
  variants: { dark: { story: 'Nobody\n  lights it.', set: { top: 1, lampKind: 'wall' } } },
  state: () => record({ light: range(0, 3) }),
  initial: (_, state) => state(),
  actions: ({ top }, { action }) => [
    action('light.up', { actor: 'hand', about: 'One step brighter.', guard: ({ light }) => light < top, step: (state) => state.update('light', (light) => light + 1) }),
  ],
  properties: ({ lampKind }, { invariant, witness }) => [
    invariant('dim', 'It is never bright.', { source: 'the manual, page 1', holds: ({ light }) => light < 3 }),
    ...(lampKind === 'wall' ? [witness('lit', 'It can be lit.', ({ light }) => light > 0)] : []),
  ],
});

test('a spec in full: parameters with domains and defaults, properties, actions, variants with stories', () => {
  expect(specText(toy, plainStyle)).toBe(`toy
  A lamp.

Sources
  the manual

Parameters (--param NAME=VALUE)
  top        how bright it gets
             1 to 3; by default 2
  lamp-kind  where it stands
             one of "desk", "wall"; by default desk

Properties (--property NAME)
  dim  invariant: It is never bright.
         the manual, page 1
  and, in some variants only:
  lit  witness: It can be lit.

Actions
  light.up  One step brighter.

Variants (--variant NAME)
  dark
      Nobody lights it.
      (top=1 lamp-kind=wall)
`);
});

test('all specs', () => {
  expect(specsText([toy], plainStyle)).toBe(`The specs that come with explore:

toy  2 variants
  A lamp.

explore list --spec NAME shows one in full; explore --spec NAME checks it.
`);
});

test('what liveness may assume stands with the actions', () => {
  const fair = spec({
    name: 'fair',
    about: 'Lamps.',
    state: () => record({ lamps: vector(boolean, 2) }),
    initial: (_, state) => state(),
    actions: (_, { action }) => {
      const args = { lamp: range(0, 1), hand: range(0, 1) };
      return [
        action('on', { actor: 'hand', about: 'Lights it.', args, fairness: { strong: ['lamp'] }, step: (state, { lamp }) => state.setIn(['lamps', lamp], true) }),
        action('off', { actor: 'hand', args, fairness: 'weak', step: (state, { lamp }) => state.setIn(['lamps', lamp], false) }),
        action('all-off', {
          actor: 'hand',
          fairness: 'weak',
          step: (state) =>
            state.set(
              'lamps',
              state.lamps.map(() => false),
            ),
        }),
      ];
    },
    properties: (_, { alwaysEventually }) => [alwaysEventually('lit', 'A lamp is lit again and again.', ({ lamps }) => lamps.some((lit) => lit))],
    fairness: () => [strongly('any hand', () => 'hand')],
  });
  expect(specText(fair, plainStyle)).toContain(`Properties (--property NAME)
  lit  liveness: A lamp is lit again and again.

Actions
  on       Lights it. (strongly fair for each lamp)
  off      (weakly fair for each lamp, hand)
  all-off  (weakly fair)
  and of several together liveness assumes:
  any hand  strongly fair
`);
});
