/** The self-check agrees with an engine that is right, and does not with one that is wrong. */
import { expect, test } from 'vitest';
import { instantiate } from '../../src/model/index.js';
import drawnSpec from '../../src/nightly/drawn.js';
import { selfCheck } from '../../src/nightly/self-check.js';

test('engine and reference agree, about specs that are drawn and parameters that are', async () => {
  const { asked, agreed, disagreements } = await selfCheck(11, 16);
  expect(disagreements).toEqual([]);
  expect([asked, agreed]).toEqual([16, 16]);
});

test('an engine that misses a state is found out, with the model that shows it', async () => {
  const result = await selfCheck(11, 3, undefined, (run) => ({ ...run, counts: { ...run.counts, states: run.counts.states - 1 } }));
  expect([result.asked, result.agreed]).toEqual([3, 0]);
  expect(result.disagreements.map(({ what }) => what)).toEqual(['states', 'states', 'states']);
  for (const { model, engine, reference } of result.disagreements) {
    expect(Number(engine)).toBe(Number(reference) - 1);
    expect(model).not.toBe('');
  }
});

test('an engine that says "holds" of everything is found out', async () => {
  const result = await selfCheck(11, 12, undefined, (run) => ({ ...run, verdicts: run.verdicts.map(({ subject }) => ({ subject, verdict: { kind: 'holds', vacuous: false } })) }));
  expect(result.agreed).toBeLessThan(result.asked);
});

test('a seed makes the same spec each time, and seeds make different ones', () => {
  const shape = (seed: string) => {
    const model = instantiate(drawnSpec(seed), {});
    return JSON.stringify([model.actions.map(({ label, action }) => [label, model.initial.map((state) => action.guard(state, { cell: 0 }))]), model.schema.keys]);
  };
  expect(shape('5')).toBe(shape('5'));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => shape(String(seed)))).size).toBeGreaterThan(5);
});
