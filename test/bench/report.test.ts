import { describe, expect, test } from 'vitest';
import { type BenchRecord, nothingYet, type Race, type Runs, withRace } from './record.js';
import { pageOf } from './report/markdown.js';
import { raceChart } from './report/race-chart.js';
import { scaleChart } from './report/scale-chart.js';
import { logarithmic } from './report/svg.js';
import { readRequest } from './request.js';
import { geometricMean, median, spreadOf } from './statistics.js';
import { answerTimes, comparisonOf, targetsOf } from './targets.js';

const conditions = {
  machine: { processor: 'a processor', cores: 2, memory: 2 ** 33, kernel: 'Linux 6' },
  versions: { explore: '1', node: 'v20', spin: '6', rumur: null, gcc: '12' },
  commit: 'abc',
};

const runs = (name: string, tool: Runs['tool'], threads: number, wall: number[], peak = 1e9, build = 0): Runs => ({
  name,
  tool,
  threads,
  build: wall.map(() => build),
  wall,
  cpu: wall,
  peak: wall.map(() => peak),
});

const race = (model: string, size: Race['size'], states: number, contenders: Runs[]): Race => ({
  model,
  size,
  parameters: { n: 5 },
  states,
  transitions: 3 * states,
  contenders,
  conditions,
  load: 0.5,
});

/** Twice 8 and 32 times as fast as Rumur, 4 times and once as fast as SPIN; two workers gain 2 and 1.6. */
const measured: BenchRecord = {
  ...nothingYet,
  races: [
    race('german', 'large', 2e7, [
      runs('explore, 1 worker', 'explore', 1, [10, 9, 30], 6e8),
      runs('explore, 2 workers', 'explore', 2, [5], 7e8),
      runs('SPIN, depth first', 'spin', 1, [40], 3e9, 2),
      runs('SPIN, breadth first', 'spin', 1, [50], 3e9, 2),
      runs('Rumur, 1 thread', 'rumur', 1, [80], 7e8, 1),
    ]),
    race('peterson', 'medium', 2e6, [
      runs('explore, 1 worker', 'explore', 1, [2]),
      runs('explore, 2 workers', 'explore', 2, [1.25]),
      runs('SPIN, depth first', 'spin', 1, [2], 1e9, 2),
      runs('Rumur, 1 thread', 'rumur', 1, [64], 7e8, 1),
    ]),
    race('german', 'small', 1e5, [runs('explore, 2 workers', 'explore', 2, [0.7]), runs('Rumur, 1 thread', 'rumur', 1, [0.2, 0.3, 0.4], 1e6, 0.5)]),
  ],
  scale: {
    workers: 2,
    steps: [
      { counters: 6, states: 1e6, transitions: 54e5, wall: [1.5], explore: [1], peak: [2e8], load: 0 },
      { counters: 8, states: 1e8, transitions: 72e7, wall: [201], explore: [200], peak: [3e9], load: 0 },
    ],
    conditions,
  },
};

test('few figures of few runs', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1])).toBe(2.5);
  expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5 });
  expect(geometricMean([2, 8])).toBeCloseTo(4);
  expect(() => median([])).toThrow();
  expect(answerTimes(runs('x', 'spin', 1, [1, 2], 0, 3))).toEqual([4, 5]);
});

describe('targets', () => {
  test('are held against the measurements', () => {
    expect(targetsOf(measured).map(({ found, met }) => [found, met])).toEqual([
      ['16.0 times; the least is 8.0 (german n=5)', true],
      ['2.0 times; the least is 1.0 (peterson n=5)', false],
      ['2.00 times in the geometric mean; the least is 2.00 (german n=5)', true],
      ['1.60 times in the geometric mean; the least is 1.60 (peterson n=5)', false],
      ['at worst 30.0 against 35.0 (german n=5)', true],
      ['at worst 0.70 s, and the best of the others 0.80 s (german n=5)', true],
      ['50 %', false],
    ]);
  });

  test('of liveness are held against what was measured above 10^7 states, by instance', () => {
    // 10 s and 10^9 bytes for the exploration; with two instances 70 s and 25 MB more.
    const figures = (wall: number, peak: number) => ({ wall: [wall], peak: [peak] });
    const step = { model: 'german', parameters: { n: 5 }, property: 'p', instances: 2, states: 2e7, explored: figures(10, 1e9), checked: figures(80, 1.025e9), spin: null, load: 0 };
    const small = { ...step, states: 1e6, checked: figures(1000, 2e9) };
    expect(targetsOf({ ...nothingYet, liveness: { workers: 1, steps: [step, small], conditions } }).map(({ found, met }) => [found, met])).toEqual([
      ['at worst 3.5 times (german n=5)', true],
      ['at worst 10 (german n=5)', true],
    ]);
  });

  test('two workers can gain no more than the start, and what one has left of two processors, allow', () => {
    const one = { ...runs('explore, 1 worker', 'explore', 1, [4]), cpu: [5], start: { wall: [1], cpu: [2] } };
    const two = runs('explore, 2 workers', 'explore', 2, [3.2]);
    // One second that nobody shares, and three of processor time for two.
    const compared = race('german', 'medium', 2e6, [one, two]);
    expect(comparisonOf(compared)).toMatchObject({ twoWorkers: 1.25, atMost: 1.6 });
    expect(targetsOf({ ...nothingYet, races: [compared] }).map(({ found, met }) => [found, met])).toEqual([
      ['1.25 times in the geometric mean; the least is 1.25 (german n=5); no more than 1.60 to 1.60 can be had, see below', false],
    ]);
    expect(comparisonOf(race('german', 'large', 2e7, [])).atMost).toBeUndefined();
  });

  test('that nobody has measured are not spoken of', () => {
    expect(targetsOf(nothingYet)).toEqual([]);
    const alone = race('german', 'large', 2e7, [runs('explore, 1 worker', 'explore', 1, [10])]);
    expect(targetsOf({ ...nothingYet, races: [alone] })).toEqual([]);
  });
});

test('a race takes the place of the earlier one of the same model and size', () => {
  const again = { ...(measured.races[1] as Race), load: 9 };
  expect(withRace(measured, again).races).toEqual(measured.races.with(1, again));
  expect(withRace(measured, { ...again, parameters: { n: 7 } }).races).toHaveLength(4);
});

test('the page shows medians, the spread, and what was not there', () => {
  const page = pageOf(measured);
  expect(page).toContain('### german n=5: 20,000,000 states, 60,000,000 transitions');
  expect(page).toMatch(/\| explore, 1 worker +\| +10\.0 s \| 10\.0 s \(9\.00 to 30\.00\) \| +10\.0 s \| +2 M \| +6 M \| +572 MiB \| +30\.0 \| +3 \|/);
  expect(page).toMatch(/\| SPIN, depth first +\| +42\.0 s \| +40\.0 s \|/);
  expect(page).toMatch(/\| everything .*\| 6 +\| not installed \| 12 +\|/);
  expect(pageOf(nothingYet)).not.toContain('What we want');
});

describe('charts', () => {
  test('ten times as much is one step on the axis', () => {
    const { at, marks } = logarithmic(2000, 80_000, 0, 100);
    expect(marks).toEqual([1000, 10_000, 100_000]);
    expect([1000, 10_000, 100_000].map(at)).toEqual([0, 50, 100]);
  });

  test('the race has a bar for everybody, of each model at its largest, and the longer one is the faster', () => {
    const chart = raceChart(measured.races);
    const lengths = [...chart.matchAll(/<rect class="c(\d)" x="220" y="[\d.]+" width="([\d.]+)"/g)].map(([, colour, width]) => [Number(colour), Number(width)]);
    expect(lengths.map(([colour]) => colour)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    const [two, one, spin, rumur] = lengths.map(([, width]) => width as number) as [number, number, number, number];
    expect([two > one, one > spin, spin > rumur]).toEqual([true, true, true]);
    // Both are twice as fast as another one, so both are longer by as much.
    expect(two - one).toBeCloseTo(spin - rumur, 0);
    expect(chart).toContain('2 M');
    expect(chart).not.toContain('100,000 states');
  });

  test('the scale shows time and memory', () => {
    const chart = scaleChart(measured.scale as NonNullable<BenchRecord['scale']>);
    for (const words of ['10⁸', '3 min 20 s', '2.79 GiB', 'distinct states']) expect(chart).toContain(words);
  });
});

describe('the request', () => {
  test('is the races of small and medium size, when nothing is said', () => {
    expect(readRequest([])).toMatchObject({ models: ['peterson', 'german', 'two-phase', 'forwarded-irq'], sizes: ['small', 'medium'], store: false, scale: false, repeat: 3 });
  });

  test('is the store or the scale alone, when they alone are asked for', () => {
    expect(readRequest(['--store'])).toMatchObject({ models: [], store: true });
    expect(readRequest(['--page'])).toMatchObject({ models: [], store: false, scale: false, page: true });
    expect(readRequest(['--store', '--large'])).toMatchObject({ sizes: ['small', 'medium', 'large'], store: true });
    expect(readRequest(['--scale', '--model', 'german', '--repeat', '5'])).toMatchObject({ models: ['german'], scale: true, repeat: 5 });
  });

  test('names what it does not know', () => {
    expect(() => readRequest(['--model', 'ticket'])).toThrow('--model ticket');
    expect(() => readRequest(['--repeat', '0'])).toThrow('--repeat 0');
    expect(readRequest(['--help'])).toBe('help');
  });
});
