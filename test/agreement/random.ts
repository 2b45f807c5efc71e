import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { instantiate } from '../../src/model/index.js';
import type { Reference } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import { descriptions } from '../support/random/arbitrary.js';
import type { Description } from '../support/random/description.js';
import randomSpec from '../support/random-spec.js';
import { agree, referenceWithin, said } from './agree.js';

/** Guards that the reference may call for one spec: what takes it longer is left to larger machines. */
const mostCalls = 4000;

/**
 * Tests random specs, each with what the reference says of it. The seed changes from run to run and stands in the test's
 * name: EXPLORE_SEED repeats a run, EXPLORE_RUNS makes it longer. `turn` counts from 1.
 */
export function testRandomSpecs(
  title: string,
  { runs, ...kind }: { readonly runs: number } & Parameters<typeof descriptions>[0],
  ask: (source: SpecSource, reference: Reference, turn: number) => Promise<void>,
  inTheEnd: (runs: number) => void = () => undefined,
): void {
  const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
  const numRuns = Number(process.env.EXPLORE_RUNS ?? runs);
  test(`${title}, ${numRuns} random specs (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(descriptions(kind), async (description) => {
        turn += 1;
        const source = sourceOf(description);
        const reference = referenceWithin(instantiate(source.spec), mostCalls);
        fc.pre(reference !== null);
        await ask(source, reference, turn);
      }),
      { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
    );
    inTheEnd(numRuns);
  });
}

/** The same for what one worker and two say alike. `answersOf` names what is interesting in it: each kind of `answers` must be seen now and then, as agreement on specs without it would prove little. */
export function testAgreement<Answer extends string>(
  title: string,
  kind: Parameters<typeof testRandomSpecs>[1],
  answers: readonly Answer[],
  answersOf: (verdict: Run['verdicts'][number]['verdict']) => readonly Answer[],
): void {
  const tally = new Map<Answer, number>(answers.map((answer) => [answer, 0]));
  testRandomSpecs(
    title,
    kind,
    async (source, reference) => {
      const alone = await agree(source, reference, { workers: 1 });
      // The second worker joins at once.
      expect(said(await agree(source, reference, { workers: 2, together: 0 }))).toBe(said(alone));
      for (const { verdict } of alone.verdicts) for (const answer of answersOf(verdict)) tally.set(answer, (tally.get(answer) as number) + 1);
    },
    (runs) => {
      for (const [answer, count] of tally) expect(count, answer).toBeGreaterThan(runs / 50);
    },
  );
}

/** The spec of a description, and where a worker finds it. */
function sourceOf(description: Description): SpecSource {
  const argument = JSON.stringify(description);
  return { spec: randomSpec(argument), url: new URL('../../dist/test/support/random-spec.js', import.meta.url).href, argument };
}
