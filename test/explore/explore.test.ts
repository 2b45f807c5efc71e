/** The search against closed forms: whole spaces, and what each bound leaves of them, by any number of workers. */
import { describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../src/check.js';
import { UserError } from '../../src/errors.js';
import type { Inside } from '../../src/explore/index.js';
import { instantiate } from '../../src/model/index.js';
import type { Run } from '../../src/report/index.js';
import { brimOf, expectBrim } from '../agreement/brim.js';
import counters, { closedForm } from '../support/counters.js';
import { toldBy } from '../support/told-by.js';

const source = { spec: counters, url: new URL('../../dist/test/support/counters.js', import.meta.url).href };
const explore = (given: Record<string, unknown>, options: CheckOptions = {}) => check(source, { parameters: given, until: 'exhaustion', together: 0, ...options });

const kinds = (run: Run) => Object.fromEntries(run.verdicts.map(({ subject, verdict }) => [subject.property.name, verdict.kind]));

/** A search of 12 counters up to 255 that was stopped somewhere: all levels before that one are whole. */
function expectInside({ counts }: Run, inside: Inside | undefined): void {
  expect(inside).toBeDefined();
  const { depth, states, expanded } = inside as Inside;
  const [before, level, next] = [depth - 1, depth, depth + 1].map((end) => closedForm(12, 255, end));
  expect(states).toBe(level?.atDepth);
  expect(expanded).toBeLessThanOrEqual(states);
  expect(counts).toMatchObject({ depth: counts.states > (level?.states ?? 0) ? depth + 1 : depth, expanded: (before?.states ?? 0) + expanded, frontier: counts.states - counts.expanded, deadEnds: 0 });
  // No counter is at its end: each state has as many transitions as there are counters.
  expect(counts.transitions).toBe(12 * counts.expanded);
  expect(counts.states).toBeGreaterThanOrEqual(level?.states ?? 0);
  expect(counts.states).toBeLessThanOrEqual(next?.states ?? 0);
}

describe('a whole space', () => {
  const whole = closedForm(4, 20);

  test('has the counts of the closed form, and the store grows to hold it', async () => {
    const run = await explore({ counters: 4, top: 20 }, { workers: 1 });
    expect(whole.states).toBe(21 ** 4);
    expect(run.ending).toEqual({ kind: 'exhausted' });
    expect(run.counts).toEqual({ states: whole.states, transitions: whole.transitions, depth: 80, expanded: whole.states, frontier: 0, deadEnds: 1 });
    const each = whole.transitions / 4;
    expect(run.actions.map(({ enabled, fired, firstDepth }) => ({ enabled, fired, firstDepth }))).toEqual(Array(4).fill({ enabled: each, fired: each, firstDepth: 0 }));
    expect(run.actions.reduce((sum, { discovered }) => sum + discovered, 0)).toBe(whole.states - 1);
    expect(run.memory.words).toBe(1);
    expect(run.memory.store).toBeGreaterThan(4 * whole.states);
  });

  test('is the same space, with the same traces, for 1, 2 and 4 workers', async () => {
    const runs = [];
    for (const workers of [1, 2, 4]) runs.push(await explore({ counters: 4, top: 20, bad: 9 }, { workers }));
    // The others may also come when the first worker has done most of it.
    runs.push(await explore({ counters: 4, top: 20, bad: 9 }, { workers: 2, together: 150_000 }));
    // By default they come when they are ready, in the middle of a level too.
    for (const workers of [4, 3, 2]) runs.push(await check(source, { parameters: { counters: 4, top: 20, bad: 9 }, until: 'exhaustion', workers }));
    const [one, two, four, late, ...ready] = runs.map(toldBy);
    expect(two).toEqual(one);
    expect(four).toEqual(one);
    expect(late).toEqual(one);
    for (const run of ready) expect(run).toEqual(one);
    // The run tells how many took part.
    expect(runs.slice(0, 4).map(({ workers }) => workers)).toEqual([1, 2, 4, 2]);
    expect((await check(source, { parameters: { counters: 4, top: 12 }, until: 'exhaustion', workers: 4 })).workers).toBe(1);
    expect(runs[0]?.verdicts[0]?.verdict).toMatchObject({ kind: 'violated' });
  });

  test.each([1, 2])('has its steps asked when everything about the state before is known already, by %i workers', async (workers) => {
    const { verdicts } = await explore({ counters: 3, top: 15, stuck: 11 }, { workers, properties: ['only-up'] });
    // Each counter has met all its places by the 15th step, and it is the 35th that is forbidden.
    expect(verdicts.map(({ verdict }) => (verdict.kind === 'violated' ? verdict.trace.steps.length : verdict.kind))).toEqual([3 * 11 + 1 + 1]);
  });

  test('may outgrow the addresses that are reserved at first', async () => {
    const large = closedForm(5, 19);
    const run = await explore({ counters: 5, top: 19, bad: 18 }, { workers: 2, properties: ['never-all', 'ends'] });
    expect(run.memory.store).toBeGreaterThan(4 * 2 ** 22);
    expect(run.counts).toEqual({ states: large.states, transitions: large.transitions, depth: 95, expanded: large.states, frontier: 0, deadEnds: 1 });
    expect(run.verdicts.map(({ verdict }) => ('trace' in verdict ? verdict.trace.steps.length : verdict.kind))).toEqual([90, 'holds']);
  });

  test('may need several words a state', async () => {
    const run = await explore({ counters: 12, top: 1 }, { workers: 2 });
    expect(run.counts.states).toBe(2 ** 12);
    const wide = await explore({ counters: 12, top: 255 }, { workers: 1, maxDepth: 4 });
    expect(wide.memory.words).toBeGreaterThan(2);
    expect(wide.counts.states).toBe(closedForm(12, 255, 4).states);
  });
});

describe('verdicts', () => {
  test('of the whole space', async () => {
    const run = await explore({ counters: 3, top: 4, bad: 2 }, { workers: 2 });
    expect(kinds(run)).toEqual({ 'never-all': 'violated', premise: 'holds', 'only-up': 'holds', corner: 'reached', beyond: 'unreached', ends: 'holds' });
    const [{ verdict }, premise, , corner] = run.verdicts as [Run['verdicts'][0], ...Run['verdicts']];
    expect('trace' in verdict && verdict.trace.steps.length).toBe(6);
    expect(premise?.verdict).toEqual({ kind: 'holds', vacuous: true });
    expect(corner !== undefined && 'trace' in corner.verdict && corner.verdict.trace.steps.length).toBe(12);
  });

  test('of a run that ends with the first violation leave the rest open', async () => {
    const run = await explore({ counters: 3, top: 4, bad: 2 }, { workers: 2, until: 'first-violation' });
    expect(run.ending).toEqual({ kind: 'settled' });
    expect(kinds(run)).toEqual({ 'never-all': 'violated', premise: 'unknown', 'only-up': 'unknown', corner: 'unknown', beyond: 'unknown', ends: 'unknown' });
    // Found when the states at depth 6 were expanded.
    expect(run.counts).toMatchObject({ expanded: closedForm(3, 4, 6).states, states: closedForm(3, 4, 7).states, transitions: closedForm(3, 4, 7).transitions });
  });

  test('are asked only of the properties that were requested', async () => {
    const run = await explore({ counters: 3, top: 4, bad: 2 }, { workers: 1, properties: ['ends', 'corner'] });
    expect(kinds(run)).toEqual({ corner: 'reached', ends: 'holds' });
  });

  test('a search for witnesses alone ends when all are found', async () => {
    const run = await explore({ counters: 2, top: 9 }, { workers: 1, properties: ['corner'], until: 'first-violation' });
    expect(kinds(run)).toEqual({ corner: 'reached' });
  });
});

/** By the textbook. */
const brim = brimOf(instantiate(counters, { counters: 5, top: 12 }), 12_000);
/** What the first one says of a larger bound. */
let large: unknown;

describe.each([
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [2, 40_000],
])('what a bound leaves, with %i workers from %i states on', (workers, together) => {
  const explore = (given: Record<string, unknown>, options: CheckOptions) => check(source, { parameters: given, until: 'exhaustion', together, ...options });
  const size = { counters: 5, top: 12 };
  const open = { 'never-all': 'unknown', premise: 'unknown', 'only-up': 'unknown', corner: 'unknown', beyond: 'unknown', ends: 'unknown' };

  /** Whole levels up to the depth at which the run stopped, and what led out of the last. */
  function expectLevels(run: Run): void {
    const { depth, states, transitions, expanded, frontier } = run.counts;
    const seen = closedForm(5, 12, depth);
    expect({ states, frontier, expanded, transitions }).toEqual({ states: seen.states, frontier: seen.atDepth, expanded: seen.states - seen.atDepth, transitions: seen.transitions });
    expect(kinds(run)).toEqual(open);
  }

  /** All levels but the last two are whole, and some states of the last but one were expanded. */
  function expectPart(run: Run): void {
    const { inside } = run.ending.kind === 'cut' ? run.ending.cut : {};
    const { depth, states, expanded } = inside as Inside;
    const before = closedForm(5, 12, depth - 1);
    expect(states).toBe(closedForm(5, 12, depth).atDepth);
    expect(expanded).toBeGreaterThan(0);
    expect(expanded).toBeLessThan(states);
    expect(run.counts).toMatchObject({ depth: depth + 1, expanded: before.states + expanded, frontier: run.counts.states - run.counts.expanded });
    expect(run.counts.states).toBeLessThan(closedForm(5, 12, depth + 1).states);
    expect(run.counts.transitions).toBeLessThan(closedForm(5, 12, depth + 1).transitions);
    expect(kinds(run)).toEqual(open);
  }

  test('--max-depth', async () => {
    const run = await explore(size, { workers, maxDepth: 17 });
    const beyond = closedForm(5, 12, 18).transitions - closedForm(5, 12, 17).transitions;
    expect(run.counts.depth).toBe(17);
    expect(run.ending).toEqual({ kind: 'cut', bound: 'depth', limit: 17, cut: { frontier: closedForm(5, 12, 17).atDepth, transitions: new Map([['up', beyond]]) } });
    expectLevels(run);
  });

  test('--max-depth at the end of the space and beyond cuts nothing', async () => {
    for (const maxDepth of [60, 61]) {
      const run = await explore(size, { workers, maxDepth });
      expect(run.ending).toEqual({ kind: 'exhausted' });
      expect(run.counts).toMatchObject({ states: 13 ** 5, depth: 60 });
    }
  });

  test('--max-states', async () => {
    expectBrim(await explore(size, { workers, maxStates: 12_000 }), 12_000, brim);
    const run = await explore(size, { workers, maxStates: 100_000 });
    expect(run.ending).toMatchObject({ kind: 'cut', bound: 'states', limit: 100_000 });
    // The next state has five next states at most.
    expect(run.counts.states).toBeGreaterThan(100_000 - 5);
    expectPart(run);
    large ??= toldBy(run);
    expect(toldBy(run)).toEqual(large);
  });

  test.each([650_000, 1_000_000])('--memory %i', async (memory) => {
    const run = await explore(size, { workers, memory });
    expect(run.ending).toMatchObject({ kind: 'cut', bound: 'memory', limit: memory });
    // The table, and the order of what is in it.
    const used = run.memory.store + 4 * run.counts.states;
    expect(used).toBeLessThanOrEqual(memory);
    expect(used).toBeGreaterThan(0.95 * memory);
    expectPart(run);
    // The same as with a bound on states.
    const same = await explore(size, { workers: 1, maxStates: run.counts.states });
    expect({ ...(toldBy(same) as object), ending: null }).toEqual({ ...(toldBy(run) as object), ending: null });
  });

  test('--time-limit', async () => {
    const run = await explore({ counters: 12, top: 255 }, { workers, timeLimit: 0.3, memory: 1e9 });
    expect(run.ending).toMatchObject({ kind: 'cut', bound: 'time', limit: 0.3, cut: { transitions: null, frontier: run.counts.frontier } });
    expectInside(run, run.ending.kind === 'cut' ? run.ending.cut.inside : undefined);
  });

  test('an interruption', async () => {
    const stop = new AbortController();
    const told: number[] = [];
    const run = await check(source, {
      parameters: { counters: 12, top: 255 },
      workers,
      together,
      until: 'exhaustion',
      memory: 1e9,
      signal: stop.signal,
      onProgress: ({ states }) => {
        told.push(states);
        stop.abort();
      },
    });
    expect(told.length).toBeGreaterThan(0);
    expect(run.ending).toMatchObject({ kind: 'interrupted' });
    expectInside(run, run.ending.kind === 'interrupted' ? run.ending.inside : undefined);
  });
});

test('a store that has no room for even the smallest table says so', async () => {
  const run = await explore({}, { workers: 1, memory: 1000 });
  expect(run.ending).toMatchObject({ kind: 'cut', bound: 'memory', limit: 1000 });
  expect(kinds(run)).toMatchObject({ 'never-all': 'unknown', corner: 'unknown' });
});

test('a search may end while others are on their way to it', async () => {
  const stop = new AbortController();
  const run = await check(source, {
    parameters: { counters: 12, top: 255 },
    workers: 4,
    until: 'exhaustion',
    memory: 1e9,
    signal: stop.signal,
    // For a level of 65,536 states the others are called.
    onLevel: (states) => {
      if (states >= 65_536) setImmediate(() => stop.abort());
    },
  });
  expect(run.ending).toMatchObject({ kind: 'interrupted' });
  expectInside(run, run.ending.kind === 'interrupted' ? run.ending.inside : undefined);
  // The next search finds threads.
  expect((await explore({ counters: 4, top: 20 }, { workers: 4 })).workers).toBe(4);
});

describe.each([1, 2])('faults, with %i workers', (workers) => {
  test('an action that throws ends the run with the shortest way to the state it threw in', async () => {
    const failure = await explore({ counters: 3, top: 6, fault: 'throws' }, { workers }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    const { message, details } = failure as UserError;
    expect(message).toMatch(/^spec counters, action up\(counter 0\): the step throws Error: the first counter is stuck$/);
    expect(details.find(([label]) => label === 'after')?.[1]).toBe('1. up(counter 0)\n2. up(counter 0)\n3. up(counter 0)');
  });

  test('a worker that is lost is an error, and never a verdict', async () => {
    await expect(explore({ counters: 3, top: 6, fault: 'thread-ends' }, { workers })).rejects.toThrow(/worker/i);
    // The next search gets new workers.
    expect((await explore({ counters: 3, top: 6 }, { workers })).counts.states).toBe(7 ** 3);
  });
});

test.each([
  [{ workers: 0 }, /number of workers/],
  [{ workers: 1.5 }, /number of workers/],
  [{ maxStates: 0 }, /bound on states/],
  [{ maxDepth: -1 }, /bound on depth/],
  [{ timeLimit: Number.NaN }, /bound on time/],
  [{ memory: -5 }, /bound on memory/],
  [{ properties: ['corners'] }, /unknown property "corners"/],
  [{ variant: 'buggy' }, /unknown variant "buggy"/],
] as const)('%j is refused', async (options, message) => {
  await expect(explore({}, options)).rejects.toThrow(message);
});
