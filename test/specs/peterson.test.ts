/** Peterson's lock: the counts of other model checkers, and what its variants break. */
import { expect, test } from 'vitest';
import spec from '../../specs/peterson/index.js';
import { variantOf } from '../../src/check.js';
import { instantiate, type Model } from '../../src/model/index.js';
import { referenceLiveness } from '../../src/reference/liveness.js';
import type { Liveness } from '../../src/spec/index.js';
import { testClassic } from './classic.js';

testClassic(spec, {
  reference: [{ given: { n: 4 }, states: 4752, transitions: 13_080 }],
  engine: [{ given: { n: 5 }, states: 88_560, transitions: 286_985 }],
});

test('who barges in starves the other one around four states, and not under strong fairness', () => {
  const model = instantiate(spec, variantOf(spec, 'barging'));
  expect(asked(model)).toMatchObject({ components: [{ depth: 4, size: 4 }] });
  expect(asked({ ...model, assumptions: model.assumptions.map((assumption) => ({ ...assumption, strength: 'strong' })) }).broken).toBe(false);
});

test('without fairness two of three can pass a third one that stands still, but nobody can pass alone', () => {
  const [two, three] = [2, 3].map((n) => instantiate(spec, { n, progress: true })) as [Model, Model];
  expect(asked(three).broken).toBe(false);
  expect(asked({ ...three, assumptions: [] }).broken).toBe(true);
  // Of two, whoever comes back waits for the other one: and a run goes on as long as anybody can take a step.
  expect(asked({ ...two, assumptions: [] }).broken).toBe(false);
});

function asked(model: Model) {
  const { property, instances } = model.properties.at(-1) as Model['properties'][number];
  return referenceLiveness(model, property as Liveness<unknown>, instances[0] as (typeof instances)[number]);
}
