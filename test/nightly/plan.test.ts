/** What a night is to do, and in which order. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { specNames } from '../../src/catalog.js';
import { concerned } from '../../src/nightly/changed.js';
import { ordered } from '../../src/nightly/order.js';
import { cataloguePlan, type PlannedRun, readPlan } from '../../src/nightly/plan.js';
import { line } from './lines.js';

describe('by default', () => {
  test('every variant of every spec is planned, and every large model with its size', async () => {
    const { runs } = await cataloguePlan();
    for (const name of specNames())
      expect(
        runs.some(({ key }) => key === `${name}/default`),
        name,
      ).toBe(true);
    expect(runs.find(({ key }) => key === 'vgic-hw/scale/large')).toMatchObject({
      parameters: ['vcpus=4', 'pcpus=2'],
      judged: false,
      expected: { states: 29_371_904, transitions: 115_861_056, depth: 70 },
    });
    expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length);
  });

  test('or those of one spec, without the large ones', async () => {
    const { runs } = await cataloguePlan({ specs: ['peterson'], scale: false });
    expect(runs.map(({ key }) => key).sort()).toEqual(['peterson/barging', 'peterson/default', 'peterson/no-turn', 'peterson/one-rung-short', 'peterson/progress']);
  });
});

describe('a plan in a file', () => {
  const plan = (content: object) => readPlan('plan.json', JSON.stringify({ format: 'explore.plan', version: 1, ...content }));

  test('says spec, variant, parameters, properties, budget, repetitions and priority', async () => {
    const run = {
      spec: 'vgic-hw',
      variant: 'sync-clears-active',
      parameters: { vcpus: 1, 'host-cpu': 0 },
      properties: ['S2'],
      budget: { time: 60, memory: 1e9, states: 10 },
      repetitions: 2,
      priority: 5,
    };
    const { time, memory, runs } = await plan({ time: 600, memory: 2e9, runs: [run] });
    expect([time, memory]).toEqual([600, 2e9]);
    expect(runs.map(({ key }) => key)).toEqual(['vgic-hw/sync-clears-active/vcpus=1/host-cpu=0/S2', 'vgic-hw/sync-clears-active/vcpus=1/host-cpu=0/S2#2']);
    expect(runs[0]).toMatchObject({ parameters: ['vcpus=1', 'host-cpu=0'], properties: ['S2'], budget: { time: 60, memory: 1e9, states: 10 }, priority: 5, judged: false });
  });

  test('the one that the README shows is one', async () => {
    const readme = readFileSync(new URL('../../results/README.md', import.meta.url), 'utf8');
    const [, shown = ''] = /^```json\n(.*?)^```$/ms.exec(readme) ?? [];
    const { time, memory, runs } = await readPlan('plan.json', shown.replace('./mine.ts', 'test/fixtures/airlock.ts'));
    expect([time, memory]).toEqual([7200, 8e9]);
    expect(runs.map(({ key, judged }) => [key, judged])).toEqual([
      ['vgic-hw/sync-clears-active/vcpus=3/S2', true],
      ['vgic-hw/sync-clears-active/vcpus=3/S2#2', true],
      ['vgic-hw/sync-clears-active/vcpus=3/S2#3', true],
      ['airlock/default', true],
    ]);
  });

  test('takes the expectation of the spec for what the spec has declared, of the properties that are asked for', async () => {
    const { runs } = await plan({
      runs: [
        { spec: 'vgic-hw', variant: 'sync-clears-active' },
        { spec: 'vgic-hw', variant: 'sync-clears-active', properties: ['I2'] },
      ],
    });
    expect(runs[0]).toMatchObject({ judged: true, expected: { violated: { S2: 16 } } });
    expect(runs[1]?.expected.violated).toEqual({});
  });
});

describe('the order', () => {
  const run = (key: string, more: Partial<PlannedRun> = {}): PlannedRun => ({
    key,
    from: 'x',
    spec: 'x',
    variant: null,
    parameters: [],
    properties: null,
    expected: {},
    judged: true,
    budget: { time: null, memory: null, states: null },
    priority: 0,
    fingerprint: 's',
    ...more,
  });
  const keys = (runs: readonly PlannedRun[], ...history: Parameters<typeof ordered>[1]) => ordered(runs, history, 'e').map(({ key }) => key);

  test('what changed since it was good comes before what did not, and cheap before dear', () => {
    const runs = [run('dear'), run('cheap'), run('changed', { fingerprint: 'other' }), run('new', { expected: { states: 10 } })];
    const history = [line({ key: 'dear', wall: 50 }), line({ key: 'cheap', wall: 2 }), line({ key: 'changed', wall: 90 })];
    expect(keys(runs, ...history)).toEqual(['new', 'changed', 'cheap', 'dear']);
  });

  test('what was not good last time it was asked has not been good', () => {
    const failed = line({ key: 'b', wall: 90, differences: [{ what: 'states', expected: '1', found: '2' }] });
    expect(keys([run('a'), run('b')], line({ key: 'a', wall: 1 }), failed)).toEqual(['b', 'a']);
  });

  test('a priority comes before everything, and sizes that are promised stand in for times', () => {
    expect(keys([run('small', { expected: { states: 10 } }), run('large', { expected: { states: 1e9 } }), run('unknown'), run('first', { priority: 1 })])).toEqual([
      'first',
      'small',
      'unknown',
      'large',
    ]);
  });
});

test.each([
  [['specs/peterson/index.ts'], ['peterson']],
  [['specs/peterson/README.md', 'README.md', 'test/a.test.ts', 'src/report/steps.ts', 'src/README.md'], []],
  [['src/store/table.ts'], ['peterson', 'german']],
  [['specs/index.ts'], ['peterson', 'german']],
  [['package-lock.json'], ['peterson', 'german']],
])('a change of %j concerns %j', (files, specs) => {
  expect(concerned(files, ['peterson', 'german'])).toEqual(specs);
});
