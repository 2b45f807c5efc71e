/** A search that is stopped inside a level: what it has counted is true, and it can go on from there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type CheckOptions, check, graphOf } from '../../src/check.js';
import type { Saved } from '../../src/explore/index.js';
import { layOut, unpack } from '../../src/layout/index.js';
import { instantiate, type State } from '../../src/model/index.js';
import { conclusion, type Run } from '../../src/report/index.js';
import { type CheckpointRequest, createCheckpoint, openCheckpoint } from '../../src/results/index.js';
import counters, { closedForm, whenWaiting } from '../support/counters.js';
import { toldBy } from '../support/told-by.js';

const source = { spec: counters, url: new URL('../../dist/test/support/counters.js', import.meta.url).href };

/** Whoever has come so far in the level of depth 20 that the first counter is at 0 waits until the search has been stopped. */
const depth = 20;
const parameters = { counters: 5, top: 24, bad: 4, wait: depth };
const whole = { counters: 5, top: 24, bad: 4 };
const level = closedForm(5, 24, depth);
const before = closedForm(5, 24, depth - 1);

const root = mkdtempSync(join(tmpdir(), 'explore-test-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

interface Halted {
  readonly run: Run;
  readonly folder: string;
  readonly saved: Saved;
  /** The kept states, by their counters. */
  readonly states: readonly (readonly number[])[];
}

/** Stops a search where its workers wait, and keeps it. */
async function halted(workers: number): Promise<Halted> {
  const folder = join(root, String(folders++));
  const request: CheckpointRequest = { from: 'counters', fingerprint: 'f', variant: null, parameters, properties: null, until: 'exhaustion' };
  const run = await stopped((options) => check(source, { ...options, keeper: createCheckpoint(folder, '1.0.0', request, 3600) }), workers);
  const { kept } = await openCheckpoint(folder, '1.0.0');
  const layout = layOut(instantiate(counters, whole).schema);
  const states = [...kept.states()].flatMap((words) =>
    Array.from({ length: words.length / layout.words }, (_, index) => {
      const state = unpack(layout, words.slice(index * layout.words, (index + 1) * layout.words)) as State & { readonly at: Iterable<number> };
      return [...state.at];
    }),
  );
  return { run, folder, saved: kept.saved, states };
}

async function stopped<T>(run: (options: CheckOptions) => Promise<T>, workers: number): Promise<T> {
  const stop = new AbortController();
  const end = whenWaiting(() => stop.abort());
  try {
    return await run({ parameters, workers, together: 0, until: 'exhaustion', signal: stop.signal });
  } finally {
    end();
  }
}

async function resume(folder: string, more: CheckOptions) {
  const { kept, keeper } = await openCheckpoint(folder, '1.0.0');
  return check(source, { parameters: whole, until: 'exhaustion', together: 0, kept, keeper: keeper(3600), ...more });
}

describe.each([1, 2])('with %i worker(s)', (workers) => {
  test('what was expanded counts, and nothing else', async () => {
    const { run, saved, states } = await halted(workers);
    expect(run.ending).toEqual({ kind: 'interrupted', inside: { depth, states: level.atDepth, expanded: expect.any(Number) } });
    const { expanded } = (run.ending as Extract<Run['ending'], { kind: 'interrupted' }>).inside;
    expect(expanded).toBeGreaterThan(0);
    expect(expanded).toBeLessThan(level.atDepth);

    // The states that it says were expanded, and where they lead.
    const open = new Set(saved.part?.open.flatMap(({ begin, end }) => Array.from({ length: end - begin }, (_, index) => before.states + begin + index)));
    expect(open.size).toBe(level.atDepth - expanded);
    const seen = new Set<string>([states[0]?.join() ?? '']);
    const fired = [0, 0, 0, 0, 0];
    for (const state of states.slice(0, level.states).filter((_, index) => !open.has(index))) {
      for (const [counter, value] of state.entries()) {
        if (value === 24) continue;
        fired[counter] = (fired[counter] as number) + 1;
        seen.add(state.with(counter, value + 1).join());
      }
    }
    expect(new Set(states.map((state) => state.join()))).toEqual(seen);
    expect(states.length).toBe(seen.size);
    expect(new Set(states.slice(level.states).map((state) => state.reduce((sum, value) => sum + value)))).toEqual(new Set([depth + 1]));
    const transitions = fired.reduce((sum, count) => sum + count, 0);
    expect(run.counts).toEqual({ states: states.length, transitions, depth: depth + 1, expanded: before.states + expanded, frontier: states.length - before.states - expanded, deadEnds: 0 });
    expect(run.actions.map(({ enabled, fired, firstDepth }) => ({ enabled, fired, firstDepth }))).toEqual(fired.map((count) => ({ enabled: count, fired: count, firstDepth: 0 })));
    expect(run.actions.reduce((sum, { discovered }) => sum + discovered, 0)).toBe(states.length - 1);
    expect(conclusion(run)).toMatch(`All states up to depth 19 were checked, and ${expanded.toLocaleString('en')} of the 10,626 at depth 20; nothing is said beyond.`);
  });

  test('a violation inside the level is one of the shortest, and a search that goes on tells what one that never stopped tells', async () => {
    const { run, folder } = await halted(workers);
    const [never] = run.verdicts.map(({ verdict }) => verdict);
    // It comes before the place where one worker waits; of two, one may not have come to it.
    if (workers === 1) expect(never?.kind).toBe('violated');
    if (never?.kind === 'violated') expect(never.trace.steps.length).toBe(depth);
    else expect(never).toEqual({ kind: 'unknown' });
    expect(run.verdicts.slice(1).map(({ verdict }) => verdict.kind)).toEqual(Array(5).fill('unknown'));
    const bounded = { until: 'exhaustion', together: 0, maxDepth: 24 } as const;
    const told = toldBy(await check(source, { parameters: whole, workers: 1, ...bounded }));
    const on = await resume(folder, { workers: 3 - workers, maxDepth: 24 });
    expect(on.resumed).toEqual({ states: run.counts.states, transitions: run.counts.transitions });
    expect(toldBy(on)).toEqual(told);
  });

  test('it may be stopped again before the level is done', async () => {
    const { folder } = await halted(workers);
    const stop = new AbortController();
    stop.abort();
    const again = await resume(folder, { workers, signal: stop.signal });
    expect(again.ending).toMatchObject({ kind: 'interrupted', inside: { depth, states: level.atDepth } });
    expect((await resume(folder, { workers, maxDepth: 21 })).counts).toMatchObject({ states: closedForm(5, 24, 21).states, transitions: closedForm(5, 24, 21).transitions });
  });

  test('a bound that is met at once takes the part of the level back', async () => {
    const { run, folder, saved } = await halted(workers);
    const bounds: readonly CheckOptions[] = [{ maxDepth: depth }, { maxStates: run.counts.states - 1 }, { maxStates: level.states }];
    for (const bound of bounds) {
      const cut = await resume(folder, { workers, ...bound });
      // Chance had a hand in the part.
      expect(toldBy(cut)).toEqual(toldBy(await check(source, { parameters: whole, workers: 1, until: 'exhaustion', ...bound })));
      expect(cut.counts.states).toBeLessThanOrEqual(bound.maxStates ?? level.states);
      // What was kept is still there.
      expect((await openCheckpoint(folder, '1.0.0')).kept.saved).toEqual(saved);
    }
  });

  test('a projection has the states that were found, and the transitions of those that were expanded', async () => {
    const { run, graph } = await stopped((options) => graphOf(source, { ...options, on: 'at[0], at[4] > 3' }), workers);
    const sum = (of: readonly { readonly count?: number; readonly states?: number }[]) => of.reduce((total, { count = 0, states = 0 }) => total + count + states, 0);
    expect(run.ending).toMatchObject({ kind: 'interrupted', inside: { depth } });
    expect([sum(graph?.nodes ?? []), sum(graph?.edges ?? [])]).toEqual([run.counts.states, run.counts.transitions]);
  });
});
