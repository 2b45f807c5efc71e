/**
 * Random specs: the engine says of each what the reference says. The seed changes from run to run and stands in the test's
 * name; EXPLORE_SEED repeats a run, EXPLORE_RUNS makes it longer.
 */
import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiate } from '../../src/model/index.js';
import { descriptions } from '../support/random/arbitrary.js';
import { agree, agreeOnFirst, agreeResumed, referenceWithin, said } from './agree.js';
import { sourceOf } from './random.js';

const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.EXPLORE_RUNS ?? 250);
/** Guards that the reference may call for one spec: what takes it longer is left to larger machines. */
const mostCalls = 4000;

test(`engine and reference agree on ${numRuns} random specs (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(descriptions(), async (description) => {
      turn += 1;
      const source = sourceOf(description);
      const reference = referenceWithin(instantiate(source.spec), mostCalls);
      fc.pre(reference !== null);
      const workers = 1 + (turn % 2);
      const run = await agree(source, reference, { workers });
      if (turn % 4 === 0) await agreeOnFirst(source, reference, { workers });
      if (turn % 4 === 1) expect(said(await agree(source, reference, { workers: 3 - workers }))).toBe(said(run));
      // Tables that are full at once: most functions are called directly.
      if (turn % 4 === 2) expect(said(await agree(source, reference, { workers, tableBudget: 30 }))).toBe(said(run));
      if (turn % 4 === 3) expect(said(await agreeResumed(source, reference, turn % (reference.depth + 1), [workers, 3 - workers]))).toBe(said(run));
    }),
    { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
  );
});
