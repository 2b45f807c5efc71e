/** Random walks on toys that are worked out by hand, and on models whose violations are known. */
import { describe, expect, test } from 'vitest';
import vgicHw from '../../specs/vgic-hw/index.js';
import { instantiate, type Model, nextStates, readAspects, type State } from '../../src/model/index.js';
import { randomOf, type Simulation, simulate } from '../../src/simulate/index.js';
import type { Spec } from '../../src/spec/index.js';
import type { Trace } from '../../src/trace/index.js';
import { shows } from '../../src/verdict/index.js';
import { type GraphOptions, graph } from '../support/graph.js';

type Request = Parameters<typeof simulate>[1];

function walks(model: Model, request: Partial<Request> = {}): Promise<Simulation> {
  return simulate(model, { properties: model.properties.map((_, index) => index), seed: 1, depth: 50, count: 500, uniform: 'actions', until: 'exhaustion', aspects: null, ...request });
}

const toy = (line: string, options: GraphOptions = {}) => instantiate(graph(line, options).spec);

/** What is said of each property: the actions of a run, or `unknown`. */
function said({ findings }: Simulation): Readonly<Record<string, readonly string[] | string>> {
  return Object.fromEntries(findings.map(({ subject, verdict }) => [subject.property.name, 'trace' in verdict ? verdict.trace.steps.map(({ taken }) => taken.label) : verdict.kind]));
}

describe('what walks find', () => {
  test.each<[string, string, GraphOptions, Readonly<Record<string, readonly string[] | string>>]>([
    ['an invariant, without the loops on the way', 'a>b>a b>c>b c>bad', {}, { 'never bad': ['b', 'c', 'bad'] }],
    ['an initial state that is bad', 'bad>a', {}, { 'never bad': [] }],
    ['a step property', 'a>b>c>a', { notStep: ['c>a'] }, { 'no step c>a': ['b', 'c', 'a'] }],
    ['a step to the state where one is', 'a>b>b', { notStep: ['b>b'] }, { 'no step b>b': ['b', 'b'] }],
    ['an end that is not legal', 'a>b>a b>c>d', { ends: ['b'] }, { 'no deadlock': ['b', 'c', 'd'] }],
    ['a witness', 'a>b>a b>goal', {}, { 'reach goal': ['b', 'goal'] }],
    ['nothing, and then it does not say that anything holds', 'a>b>a c>bad', { ends: [] }, { 'never bad': 'unknown', 'no deadlock': 'unknown' }],
    ['only what lies within the depth', 'a>b>c>d>e>bad', {}, { 'never bad': ['b', 'c', 'd', 'e', 'bad'] }],
  ])('%s', async (_, line, options, expected) => {
    expect(said(await walks(toy(line, options)))).toEqual(expected);
  });

  test('a walk that is too short finds nothing', async () => {
    expect(said(await walks(toy('a>b>c>d>e>bad'), { depth: 4 }))).toEqual({ 'never bad': 'unknown' });
    expect(said(await walks(toy('a>b>c>d>e>bad'), { depth: 5 }))).toEqual({ 'never bad': ['b', 'c', 'd', 'e', 'bad'] });
  });

  test('of a witness with several instances each must be reached', async () => {
    const { findings } = await walks(toy('a>b', { reach: ['b,c'] }));
    expect(findings).toMatchObject([{ verdict: { kind: 'unknown' }, reached: 1 }]);
  });

  test('the first violation ends the walks, when nobody wants more', async () => {
    expect(await walks(toy('a>bad'), { until: 'first-violation' })).toMatchObject({ ending: 'violation', walks: 1, steps: 1 });
    expect(await walks(toy('a>bad'))).toMatchObject({ ending: 'count', walks: 500, steps: 500, deadEnds: 500 });
  });
});

describe('the seed', () => {
  const model = instantiate(vgicHw, vgicHw.variants.get('sync-clears-active')?.set);
  const steady = ({ elapsed: _, walking: __, request: ___, ...rest }: Simulation) => JSON.stringify(rest);

  test('decides everything', async () => {
    const [first, second, other] = [await walks(model, { seed: 7, count: 50 }), await walks(model, { seed: 7, count: 50 }), await walks(model, { seed: 8, count: 50 })];
    expect(steady(second)).toBe(steady(first));
    expect(other.taken).not.toEqual(first.taken);
  });

  test('decides each walk for itself: what was watched or found before makes no difference', async () => {
    const all = await walks(model, { seed: 7, count: 40 });
    expect((await walks(model, { seed: 7, count: 40, properties: [] })).taken).toEqual(all.taken);
    const short = await walks(model, { seed: 7, count: 39 });
    const last = all.taken.map((taken, index) => taken - (short.taken[index] as number));
    expect(last.reduce((sum, taken) => sum + taken, 0)).toBe(50);
  });
});

describe('the walks are uniform', () => {
  // One action leads to b, another one to c or d; five standard deviations are allowed.
  test.each([
    ['actions', { b: 1 / 2, c: 1 / 4, d: 1 / 4 }],
    ['successors', { b: 1 / 3, c: 1 / 3, d: 1 / 3 }],
  ] as const)('over %s', async (uniform, shares) => {
    const model = toy('a>b a>c,d');
    const count = 8000;
    const { projection } = await walks(model, { uniform, depth: 1, count, aspects: readAspects(model.schema, 'node') });
    for (const [node, share] of Object.entries(shares)) {
      const visits = projection?.find(({ state }) => state.get('node') === node)?.visits ?? 0;
      expect(Math.abs(visits - share * count)).toBeLessThan(5 * Math.sqrt(count * share * (1 - share)));
    }
    expect(projection?.reduce((sum, { visits }) => sum + visits, 0)).toBe(2 * count);
  });

  test('and the numbers behind them are', () => {
    const random = randomOf(3);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index++) {
      const at = random.below(10);
      counts[at] = (counts[at] as number) + 1;
    }
    for (const found of counts) expect(Math.abs(found - 2000)).toBeLessThan(5 * Math.sqrt(1800));
  });
});

describe('vgic-hw: what is violated is what is known to be, by runs that are not shorter than any and of which no step can be spared', () => {
  test.each(['sync-clears-active', 'level-owns-active', 'pending-and-active', 'fold-lr'])('%s', async (name) => {
    const variant = vgicHw.variants.get(name);
    const model = instantiate(vgicHw, variant?.set);
    const { findings } = await walks(model, { seed: 5, depth: 300, count: 1500 });
    const known = variant?.expect?.violated ?? {};
    const found = findings.filter(({ verdict }) => verdict.kind === 'violated');
    expect(found.map(({ subject }) => subject.property.name).sort()).toEqual(
      Object.keys(known)
        .filter((property) => known[property] !== undefined && !property.startsWith('L'))
        .sort(),
    );
    for (const { subject, verdict } of found) {
      if (verdict.kind !== 'violated') continue;
      expect(verdict.trace.steps.length).toBeGreaterThanOrEqual(Number(known[subject.property.name]));
      expect(shows(model, verdict.trace, subject, verdict.instance)).toBe(true);
      for (let left = 0; left < verdict.trace.steps.length; left++) {
        const shorter = without(verdict.trace, left);
        if (shorter !== null) expect(shows(model, shorter, subject, verdict.instance)).toBe(false);
      }
    }
  });
});

/** A run without one of its steps, by the plain functions; null when it cannot be taken. */
function without({ initial, steps }: Trace, left: number): Trace | null {
  const kept: Trace['steps'][number][] = [];
  let state: State = initial;
  for (const [index, { taken, state: wanted }] of steps.entries()) {
    if (index === left) continue;
    const possible = nextStates(taken, state);
    const next = possible.find((candidate) => candidate.equals(wanted)) ?? possible[0];
    if (next === undefined) return null;
    kept.push({ taken, state: next });
    state = next;
  }
  return { initial, steps: kept };
}

test('liveness is not checked', async () => {
  const model = instantiate(vgicHw, vgicHw.variants.get('never-active')?.set);
  const liveness = (await walks(model, { count: 20 })).findings.filter(({ subject }) => subject.property.kind === 'liveness');
  for (const { verdict } of liveness) expect(verdict.kind).toBe('unknown');
});

test('a signal and the time end the walks, with what was seen by then', async () => {
  const model = toy('a>b>a');
  const stop = new AbortController();
  const stopped = walks(model, { count: 1e9, signal: stop.signal, onProgress: () => stop.abort() });
  expect(await stopped).toMatchObject({ ending: 'interrupted' });
  expect(await walks(model, { count: 1e9, timeLimit: 0.05 })).toMatchObject({ ending: 'time' });
});

test('a function of the author that fails ends them with the run that leads there', async () => {
  const broken: { readonly default: Spec } = await import('../fixtures/throwing-step.js');
  await expect(walks(instantiate(broken.default))).rejects.toThrow(/spec throwing-step, action tick: the step throws RangeError/);
});
