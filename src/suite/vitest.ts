/**
 * Matchers for Vitest: `import 'explore/vitest';` in a test file, or in a setup file, and then
 *
 *     await expect(model('./lock.ts')).toHold();
 *     await expect(model('./lock.ts', { variant: 'two-steps' })).toViolate('exclusion', { steps: 4 });
 *     await expect(model('./lock.ts')).toReach('entry');
 *
 * A test that fails shows the counterexample in columns. A check that met a bound fails, with and without `not`.
 */
import { performance } from 'node:perf_hooks';
import { expect, type MatcherState } from 'vitest';
import type { Budget } from './check.js';
import { type Call, type HoldOptions, type RunOptions, toHold, toReach, toViolate } from './matchers.js';

export type { Budget, Options } from './check.js';
export type { HoldOptions, RunOptions } from './matchers.js';

/** What `expect` of a model, of a path or of an address offers. Each is asynchronous: await it. */
export interface ModelMatchers {
  /** Every property holds and every witness is reached, on the whole space. */
  toHold(options?: HoldOptions): Promise<void>;
  /** The property is violated, by a shortest run of `steps` steps if that is given. */
  toViolate(property: string, options?: RunOptions): Promise<void>;
  /** The witness is reached, by a shortest run of `steps` steps if that is given. */
  toReach(witness: string, options?: RunOptions): Promise<void>;
}

declare module 'vitest' {
  interface Matchers<T> extends ModelMatchers {}
}

expect.extend({
  toHold(given: unknown, options: HoldOptions = {}) {
    return toHold(given, options, callOf(this));
  },
  toViolate(given: unknown, property: string, options: RunOptions = {}) {
    return toViolate(given, property, options, callOf(this));
  },
  toReach(given: unknown, witness: string, options: RunOptions = {}) {
    return toReach(given, witness, options, callOf(this));
  },
});

/** A search is to end before its test does: then the message says how far it came, and nothing goes on behind the next test. */
function callOf({ isNot, task }: MatcherState): Call {
  const budget = (): Budget => {
    if (task === undefined) return {};
    const { timeout, context, result } = task;
    const { signal } = context;
    if (!(timeout > 0 && Number.isFinite(timeout))) return { signal };
    const left = result?.startTime === undefined ? timeout : result.startTime + timeout - (performance.timeOrigin + performance.now());
    // Of a test that is tried again the time has begun anew, but nobody says when.
    return { signal, timeLimit: searchTime(left > 0 ? left : timeout) / 1000 };
  };
  return { isNot, budget };
}

/** How many of the milliseconds of a test are the search's. It may end a little late, and on a busy machine what comes after it takes a while: a fifth is left for that, of short times 2 s, but no more than half. */
function searchTime(left: number): number {
  return Math.min(0.8 * left, Math.max(0.5 * left, left - 2000));
}
