/** Every search passes the contract: the engine with 1, 2 and 4 workers, with full tables, and the reference. */
import { describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import { graph } from '../support/graph.js';
import { type Search, searchContract, type Told } from './search.js';

for (const workers of [1, 2, 4]) searchContract(`the engine, ${workers} worker${workers === 1 ? '' : 's'}`, engine({ workers }));
searchContract('the engine, all functions called directly', engine({ workers: 2, tableBudget: 0 }));
searchContract('the reference', {
  tellsNoRuns: 'it keeps no levels, and says of a property only how long the shortest run is',
  explore: async ({ spec }, { properties }) => {
    const model = instantiate(spec);
    const { states, transitions, depth, deadEnds, fired, findings } = referenceExplore(model);
    const verdicts: Record<string, Told> = {};
    for (const { property } of model.properties) {
      const finding = findings.get(property.name);
      if (finding === undefined || properties?.includes(property.name) === false) continue;
      const { broken, length, vacuous } = finding;
      const good = property.kind === 'witness' ? 'reached' : vacuous ? 'vacuous' : 'holds';
      verdicts[property.name] = { verdict: broken ? (property.kind === 'witness' ? 'unreached' : 'violated') : good, ...(length !== null && { length }) };
    }
    return { states: states.size, transitions, depth, deadEnds, fired: Object.fromEntries(model.actions.map(({ label }, index) => [label, fired[index] as number])), verdicts };
  },
});

// The reference always explores everything, so what follows is asked of the engine alone.
describe.each([1, 2])('the engine that may stop, %i worker(s)', (workers) => {
  test('it ends with the level in which a violation was found', async () => {
    const run = await check(graph('a>bad>b>c>d', { never: ['bad', 'c'] }), { workers });
    expect(run.ending).toEqual({ kind: 'settled' });
    expect(told(run)).toMatchObject({ 'never bad': { verdict: 'violated', length: 1 }, 'never c': { verdict: 'unknown' } });
    expect(run.counts.states).toBeLessThan(5);
  });

  test('a violation of a transition is found before a state that lies beyond it', async () => {
    const run = await check(graph('a>b>bad', { notStep: ['b>bad'], never: ['bad'] }), { workers });
    expect(told(run)).toMatchObject({ 'no step b>bad': { verdict: 'violated', length: 2, run: ['a', 'b', 'bad'] } });
  });

  test('it ends when all witnesses were reached and nothing else was asked', async () => {
    const run = await check(graph('a>goal>b>c>d'), { workers });
    expect(run.ending).toEqual({ kind: 'settled' });
    expect(told(run)).toMatchObject({ 'reach goal': { verdict: 'reached', length: 1 } });
  });

  test('a reached witness does not end the search for violations', async () => {
    const run = await check(graph('a>goal>b>bad'), { workers });
    expect(told(run)).toMatchObject({ 'reach goal': { verdict: 'reached' }, 'never bad': { verdict: 'violated', length: 3 } });
  });

  test('a bound on the depth leaves open what lies beyond, and says what it cut', async () => {
    const run = await check(graph('a>b,c c>d>bad>e', { never: ['bad', 'b'], reach: ['d', 'e'] }), { workers, maxDepth: 1, until: 'exhaustion' });
    expect(run.ending).toEqual({ kind: 'cut', bound: 'depth', limit: 1, cut: { frontier: 2, transitions: new Map([['d', 1]]) } });
    expect(told(run)).toMatchObject({ 'never bad': { verdict: 'unknown' }, 'never b': { verdict: 'violated', length: 1 }, 'reach d': { verdict: 'unknown' }, 'reach e': { verdict: 'unknown' } });
    expect(run.counts).toMatchObject({ states: 3, depth: 1, expanded: 1 });
  });

  test('a bound on the depth beyond which nothing lies does not spoil the result', async () => {
    const run = await check(graph('a>b>c>a', { never: ['d'] }), { workers, maxDepth: 2 });
    expect(run.ending).toEqual({ kind: 'exhausted' });
    expect(told(run)).toMatchObject({ 'never d': { verdict: 'holds' } });
  });

  test('a bound on the states leaves open what lies beyond', async () => {
    const run = await check(graph('a>b>c>d>bad'), { workers, maxStates: 2 });
    expect(run.ending).toMatchObject({ kind: 'cut', bound: 'states', limit: 2 });
    expect(told(run)).toMatchObject({ 'never bad': { verdict: 'unknown' } });
  });
});

function engine(options: CheckOptions): Search {
  return {
    explore: async (source, { properties }) => {
      const run = await check(source, { ...options, until: 'exhaustion', ...(properties && { properties }) });
      expect(run.ending).toEqual({ kind: 'exhausted' });
      const { states, transitions, depth, deadEnds } = run.counts;
      const verdicts = told(run) as Record<string, Told>;
      return { states, transitions, depth, deadEnds, fired: Object.fromEntries(run.model.actions.map(({ label }, index) => [label, run.actions[index]?.fired ?? 0])), verdicts };
    },
  };
}

function told({ verdicts }: Run): Record<string, { readonly verdict: Told['verdict'] | 'unknown' } & Omit<Told, 'verdict'>> {
  return Object.fromEntries(
    verdicts.map(({ subject, verdict }) => {
      const kind = verdict.kind === 'holds' && verdict.vacuous ? 'vacuous' : verdict.kind;
      const missing = verdict.kind === 'unreached' ? { missing: verdict.missing.map(({ label }) => label) } : {};
      const { trace } = 'trace' in verdict ? verdict : { trace: undefined };
      const run = trace && { length: trace.steps.length, run: [trace.initial, ...trace.steps.map(({ state }) => state)].map((state) => String(state.get('node'))) };
      return [subject.property.name, { verdict: kind, ...missing, ...run }];
    }),
  );
}
