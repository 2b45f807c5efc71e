/**
 * Random specs with bounds: the engine measures what the reference measures, with one worker and with two, and the runs
 * that it shows have these numbers and are shortest. See `random.test.ts` for the seed.
 */
import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiate } from '../../src/model/index.js';
import { descriptions } from '../support/random/arbitrary.js';
import { agree, referenceWithin, said } from './agree.js';
import { sourceOf } from './random.js';

const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.EXPLORE_RUNS ?? 150);
const mostCalls = 4000;

test(`engine and reference agree on bounds in ${numRuns} random specs (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
  const tally = { fixed: 0, range: 0, unbounded: 0, never: 0, missed: 0, violated: 0, vacuous: 0, cyclic: 0 };
  await fc.assert(
    fc.asyncProperty(descriptions({ bounds: true }), async (description) => {
      const source = sourceOf(description);
      const reference = referenceWithin(instantiate(source.spec), mostCalls);
      fc.pre(reference !== null);
      const alone = await agree(source, reference, { workers: 1 });
      // The second worker joins at once.
      expect(said(await agree(source, reference, { workers: 2, together: 0 }))).toBe(said(alone));
      for (const { verdict } of alone.verdicts) {
        if (verdict.kind === 'violated') tally.violated += 1;
        if (verdict.kind === 'holds' && verdict.vacuous) tally.vacuous += 1;
        if (!('measured' in verdict) || verdict.measured === undefined) continue;
        const { smallest, largest, mayMiss } = verdict.measured;
        const answer = largest.count === 'unbounded' ? 'unbounded' : smallest === null ? 'never' : smallest.count === largest.count ? 'fixed' : 'range';
        tally[answer] += 1;
        if (mayMiss) tally.missed += 1;
        if (mayMiss && largest.count !== 'unbounded' && largest.count > 0) tally.cyclic += 1;
      }
    }),
    { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
  );
  // Agreement on specs of which none has an interesting answer would prove little.
  for (const [answer, count] of Object.entries(tally)) expect(count, answer).toBeGreaterThan(numRuns / 50);
});
