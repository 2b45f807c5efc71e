/**
 * A spec that a seed has drawn: cells with small numbers in them, actions that look at some and change some, and properties
 * of every kind. Nobody knows its answers; that two programs find the same ones is the point. Workers load it by its seed.
 */

import { type Random, randomOf } from '../simulate/index.js';
import { type Action, range, record, reference, type Spec, spec, vector } from '../spec/index.js';

/** Makes the spec of a seed, written as a decimal number. */
export default function drawnSpec(seed: string): Spec {
  const random = randomOf(Number(seed));
  const [size, top] = [2 + random.below(3), 1 + random.below(3)];
  const rules = Array.from({ length: 2 + random.below(4) }, () => draw(random, size, top));
  const [one, other, sum, from, far] = [random.below(size), random.below(size), random.below(2 * top + 1), random.below(top + 1), 1 + random.below(top)];
  const State = record({ cells: vector(range(0, top), size) });
  type State = ReturnType<typeof State>;
  const wrapped = (value: number) => value % (top + 1);
  return spec({
    name: 'drawn',
    about: `Drawn by the seed ${seed}.`,
    state: () => State,
    initial: () => State(),
    actions: (_, { action }) =>
      rules.map((rule, index): Action<State> => {
        // One action for each cell, which it looks at and changes beside those of its rule.
        const args = { cell: reference('cell', rule.each ? size : 1) };
        return action(`rule-${index}`, {
          actor: rule.each ? ({ cell }) => `actor ${cell}` : 'actor',
          args,
          ...(rule.fairness !== null && { fairness: rule.fairness }),
          guard: ({ cells }, { cell }) => rule.allowed.includes(cells.get((rule.looked + cell) % size)),
          step: (state, { cell }) => {
            const value = wrapped(state.cells.get((rule.source + cell) % size) + rule.added);
            const first = state.setIn(['cells', (rule.target + cell) % size], value);
            return rule.forks ? [first, state.setIn(['cells', rule.target], 0)] : first;
          },
        }) as Action<State>;
      }),
    properties: (_, { invariant, step, witness, deadlockFreedom, alwaysEventually, leadsTo }) => [
      invariant('sum', 'Two cells never have this sum.', {
        given: ({ cells }) => cells.get(one) >= from,
        holds: ({ cells }) => cells.get(one) + cells.get(other) !== sum,
      }),
      step('jump', 'A cell does not change by this much in one step.', { holds: ({ cells }, _taken, next) => Math.abs(cells.get(one) - next.cells.get(one)) !== far }),
      witness('full', 'Each cell is full at some time.', { args: { cell: reference('cell', size) }, reached: ({ cells }, { cell }) => cells.get(cell) === top }),
      alwaysEventually('again', 'A cell has this number again and again.', ({ cells }) => cells.get(one) === from),
      leadsTo('then', 'Where a cell is full, each other is at some time.', {
        args: { cell: reference('cell', size) },
        from: ({ cells }) => cells.get(other) === top,
        holds: ({ cells }, { cell }) => cells.get(cell) === top,
      }),
      deadlockFreedom('on', 'Something can always happen.', { legalEnd: ({ cells }) => cells.get(other) === top }),
    ],
  });
}

/** Where a worker finds it: in the build. */
export const drawnModule = new URL(import.meta.url.endsWith('.ts') ? '../../dist/src/nightly/drawn.js' : './drawn.js', import.meta.url).href;

function draw(random: Random, size: number, top: number) {
  const allowed = Array.from({ length: top + 1 }, (_, value) => value).filter(() => random.below(3) > 0);
  const fairness = random.among([null, 'weak', 'strong'] as const);
  return {
    each: random.below(2) === 0,
    looked: random.below(size),
    allowed,
    source: random.below(size),
    target: random.below(size),
    added: random.below(top + 1),
    forks: random.below(4) === 0,
    fairness,
  };
}
