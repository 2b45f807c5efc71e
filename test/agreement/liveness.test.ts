/**
 * Random specs with cycles, random fairness and liveness properties of every shape: the engine says of each what the
 * reference says, with one worker and with two, and its lassos are fair runs without the goal. See `random.test.ts` for the seed.
 */
import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiate } from '../../src/model/index.js';
import { descriptions } from '../support/random/arbitrary.js';
import { agree, referenceWithin, said } from './agree.js';
import { sourceOf } from './random.js';

const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.EXPLORE_RUNS ?? 250);
const mostCalls = 4000;

test(`engine and reference agree on liveness in ${numRuns} random specs (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
  const tally = { holds: 0, violated: 0, vacuous: 0, ended: 0 };
  await fc.assert(
    fc.asyncProperty(descriptions({ lively: true }), async (description) => {
      const source = sourceOf(description);
      const reference = referenceWithin(instantiate(source.spec), mostCalls);
      fc.pre(reference !== null);
      const alone = await agree(source, reference, { workers: 1 });
      // The second worker joins at once.
      expect(said(await agree(source, reference, { workers: 2, together: 0 }))).toBe(said(alone));
      for (const { verdict } of alone.verdicts) {
        if (verdict.kind === 'violated') tally[verdict.trace.loop === undefined ? 'ended' : 'violated'] += 1;
        else if (verdict.kind === 'holds') tally[verdict.vacuous ? 'vacuous' : 'holds'] += 1;
      }
    }),
    { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
  );
  // Agreement on specs of which none has an interesting answer would prove little.
  for (const [answer, count] of Object.entries(tally)) expect(count, answer).toBeGreaterThan(numRuns / 50);
});
