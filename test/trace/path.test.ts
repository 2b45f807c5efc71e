/** A trace as a short text: made, followed, refused with the step that is not possible. */
import { describe, expect, test } from 'vitest';
import { findSpec } from '../../src/catalog.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { followPath, formatPath, formatStep } from '../../src/trace/index.js';
import { graph } from '../support/graph.js';

// Actions are called after where they lead, in the order of the line: 0 is `b`, 1 is `c,d`, 2 is `a`.
const model = instantiate(graph('a>b>c,d *e d>a').spec);

const nodes = (text: string) => {
  const { initial, steps } = followPath(model, text);
  return [initial, ...steps.map(({ state }) => state)].map((state) => state.get('node'));
};

test('the numbers are those of the initial state, of actions and of outcomes', () => {
  const alone = instantiate(graph('a>b>c,d d>a').spec);
  expect(alone.actions.map(({ label }) => label)).toEqual(['b', 'c,d', 'a']);
  const trace = followPath(alone, '0/0/1.1/2');
  expect(trace.steps.map(({ state }) => state.get('node'))).toEqual(['b', 'd', 'a']);
  expect(formatPath(alone, trace)).toBe('0/0/1.1/2');
  expect([formatStep(7, 0), formatStep(7, 2)]).toEqual(['7', '7.2']);
});

test('a path without steps is an initial state', () => expect(nodes('0')).toEqual(['e']));

describe('a path that is none of this model', () => {
  const refused = (text: string) => {
    try {
      followPath(instantiate(graph('a>b>c,d d>a').spec), text);
    } catch (error) {
      return error;
    }
    return null;
  };

  test.each([
    ['', 'the path does not begin in an initial state'],
    ['1', 'the path does not begin in an initial state'],
    ['-1', 'the path does not begin in an initial state'],
    ['0/9', 'step 1 of the path is no step of this model'],
    ['0/', 'step 1 of the path is no step of this model'],
    ['0/0/../0', 'step 2 of the path is no step of this model'],
    ['0/1', 'step 1 of the path cannot be taken'],
    ['0/0/1.2', 'step 2 of the path cannot be taken'],
  ])('%j: %s', (text, message) => expect(refused(text)).toMatchObject({ name: 'UserError', message }));

  test('says which action it is, and why not', () => {
    expect(refused('0/0/1.2')).toMatchObject({
      details: [
        ['action', 'c,d'],
        ['because', 'it has 2 next states there, and no number 2'],
      ],
    });
  });
});

test('every run that the engine finds in the variants of a spec is followed to the same states', async () => {
  const source = await findSpec('peterson');
  for (const variant of source.spec.variants.keys()) {
    const run = await check(source, { variant, parameters: { n: 3 }, until: 'exhaustion', workers: 1 });
    for (const { verdict } of run.verdicts) {
      if (verdict.kind !== 'violated' && verdict.kind !== 'reached') continue;
      const again = followPath(run.model, formatPath(run.model, verdict.trace));
      expect(again.steps.map(({ state }) => state)).toSatisfy((states: (typeof again.initial)[]) => states.every((state, index) => state.equals(verdict.trace.steps[index]?.state)));
      expect(again.steps).toHaveLength(verdict.trace.steps.length);
    }
  }
});
