/** Protocols whose liveness is published: the engine says what the books say, with one worker and with two, and so does the reference. */
import { expect, test } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { agree, said } from '../agreement/agree.js';
import { textbook } from '../support/textbook.js';

/** Which of the liveness properties hold; the engine and the reference agree on everything, the stem's length included. */
async function answers(source: SpecSource): Promise<boolean[]> {
  const reference = referenceExplore(instantiate(source.spec));
  const alone = await agree(source, reference, { workers: 1 });
  expect(said(await agree(source, reference, { workers: 2, together: 0 }))).toBe(said(alone));
  return alone.verdicts.flatMap(({ subject, verdict }) => (subject.property.kind === 'liveness' ? [verdict.kind === 'holds'] : []));
}

test.each([
  [null, false],
  ['weak', false],
  ['strong', true],
] as const)('a semaphore whose entry has fairness %s: nobody starves: %s', async (enter, expected) => expect(await answers(textbook('semaphore', { enter }))).toEqual([expected]));

test.each([
  ['weak', false],
  ['strong', true],
] as const)('the alternating bit protocol whose receptions have fairness %s: everything arrives: %s', async (receive, expected) =>
  expect(await answers(textbook('alternatingBit', { receive }))).toEqual([expected]),
);

test.each([
  [null, [true, false]],
  ['weak', [true, true]],
] as const)('Peterson’s lock whose steps have fairness %s: nobody starves, and each gets in again and again: %s', async (goOn, expected) =>
  expect(await answers(textbook('peterson', { goOn }))).toEqual(expected),
);

test.each([
  ['all-left', 'strong', false],
  ['last-right', 'weak', false],
  ['last-right', 'strong', true],
] as const)('philosophers %s, taking a fork has fairness %s: everybody eats: %s', async (order, take, expected) => {
  for (const seats of [2, 3, 4]) expect(await answers(textbook('philosophers', { seats, order, take }))).toEqual([expected]);
});
