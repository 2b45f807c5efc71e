/** Forwarded interrupts: the counts of other model checkers, how they follow from one pair, and what the variants break. */
import { expect, test } from 'vitest';
import spec from '../../specs/forwarded-irq/index.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { testClassic } from './classic.js';

testClassic(spec, {
  reference: [{ given: { n: 1, software: 1 }, states: 124, transitions: 400 }],
  engine: [{ given: { n: 3, software: 3 }, states: 1_429_968, transitions: 12_423_808 }],
});

test('physical CPUs do not touch one another: the counts of two are those of each, multiplied out', () => {
  const counts = (given: Readonly<Record<string, unknown>>) => {
    const { states, transitions } = referenceExplore(instantiate(spec, given));
    return { states: states.size, transitions };
  };
  const one = counts({ n: 1, software: 1 });
  const two = counts({ n: 2, software: 2, cpus: 1 });
  const both = (a: typeof one, b: typeof one) => [a.states * b.states, a.transitions * b.states + a.states * b.transitions];
  expect(both(one, one)).toEqual([15_376, 99_200]);
  expect(both(two, one)).toEqual([1_429_968, 12_423_808]);
});
