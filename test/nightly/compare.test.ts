/** What is news, and what is not. */
import { describe, expect, test } from 'vitest';
import { newsOf } from '../../src/nightly/compare.js';
import type { NightLine } from '../../src/report/index.js';
import { holds, line, violated } from './lines.js';

const yesterday = line({ night: '2026-01-01T00-00-00.000Z', commit: 'aaa' });

/** The news as `kind what: before > now`. */
function told(now: NightLine, before: readonly NightLine[]): string[] {
  return newsOf(now, before).map(({ kind, what, before: was, now: is }) => `${kind} ${what}: ${was} > ${is}`);
}

test('the same as last night is no news, and neither is a first night as expected', () => {
  expect(newsOf(line(), [yesterday])).toEqual([]);
  expect(newsOf(line(), [])).toEqual([]);
});

test('news says between which commits it came', () => {
  expect(newsOf(line({ cells: [violated('one-open', 3)] }), [yesterday])).toMatchObject([{ key: 'airlock/default', range: 'aaa..bbb' }]);
  expect(newsOf(line({ cells: [violated('one-open', 3)], commit: null }), [yesterday])).toMatchObject([{ range: null }]);
});

describe('verdicts', () => {
  test('what differs from the expectation is news every night, and told once', () => {
    const bad = { differences: [{ what: 'one-open', expected: 'holds', found: 'violated by 3 steps' }], cells: [violated('one-open', 3)] };
    expect(told(line(bad), [yesterday])).toEqual(['expectation one-open: holds > violated by 3 steps']);
    expect(told(line(bad), [line(bad)])).toEqual(['expectation one-open: holds > violated by 3 steps']);
  });

  test('what differs from the last night', () => {
    expect(told(line({ cells: [violated('one-open', 1)] }), [yesterday])).toEqual(['verdict one-open: holds > violated (1 step)']);
    expect(told(line(), [line({ cells: [{ property: 'one-open', kind: 'vacuous', length: null }] })])).toEqual(['verdict one-open: vacuous > holds']);
  });

  test('a property that is new has nothing to differ from', () => {
    expect(newsOf(line({ cells: [holds('one-open'), violated('new', 3)] }), [yesterday])).toEqual([]);
  });

  test.each([
    [3, 5],
    [5, 3],
  ])('a shortest run of %d steps that becomes one of %d', (was, is) => {
    expect(told(line({ cells: [violated('one-open', is)] }), [line({ cells: [violated('one-open', was)] })])).toEqual([`length one-open: violated (${was} steps) > violated (${is} steps)`]);
  });
});

describe('sizes', () => {
  const other = { counts: { states: 100_001, transitions: 200_003, depth: 5 } };

  test('another size with the same spec and the same engine', () => {
    expect(told(line(other), [yesterday])).toEqual(['counts states: 100000 > 100001', 'counts transitions: 200000 > 200003']);
  });

  test.each([
    { spec: 't', engine: 'e' },
    { spec: 's', engine: 'f' },
  ])('is no news when one of them has changed', (fingerprint) => {
    expect(newsOf(line({ ...other, fingerprint }), [yesterday])).toEqual([]);
  });

  test('is no news when one of the two was cut, or when the plan asks for other parameters', () => {
    expect(newsOf(line(other), [line({ outcome: { kind: 'cut', bound: 'time', by: 'night' } })])).toEqual([]);
    expect(newsOf(line({ ...other, command: ['--spec', 'airlock', '--param', 'doors=3'] }), [yesterday])).toEqual([]);
  });
});

describe('rates', () => {
  /** Nights with these rates, in thousands of states a second. */
  const nights = (...rates: readonly number[]) => rates.map((rate) => line({ elapsed: 100 / rate }));

  test('more than 30 % below the median', () => {
    // The median of 8, 10, 30 is 10; of 8, 10, 12, 30 it is 11. The limit is 7 and 7.7.
    expect(told(line({ elapsed: 100 / 6.9 }), nights(30, 8, 10))).toEqual(['rate rate: 10 k states/s > 6,900 states/s']);
    expect(newsOf(line({ elapsed: 100 / 7.1 }), nights(30, 8, 10))).toEqual([]);
    expect(told(line({ elapsed: 100 / 7.5 }), nights(30, 8, 10, 12))).toEqual(['rate rate: 11 k states/s > 7,500 states/s']);
  });

  test('is not said after two nights, of another machine, or of a search of a second', () => {
    expect(newsOf(line({ elapsed: 1000 }), nights(10, 10))).toEqual([]);
    expect(newsOf(line({ elapsed: 1000, machine: 'other' }), nights(10, 10, 10))).toEqual([]);
    const short = line({ counts: { states: 100, transitions: 100, depth: 1 }, elapsed: 1 });
    expect(newsOf(short, [line({ ...short, elapsed: 0.1 }), line({ ...short, elapsed: 0.1 }), line({ ...short, elapsed: 0.1 })])).toEqual([]);
  });

  test('the median is that of the last ten', () => {
    expect(newsOf(line({ elapsed: 100 / 8 }), nights(99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10))).toEqual([]);
  });
});

describe('budgets and failures', () => {
  const cut = { outcome: { kind: 'cut', bound: 'time', by: 'run' }, cells: [{ property: 'one-open', kind: 'unknown', length: null }] } as const;

  test('a budget that sufficed once and does no longer', () => {
    expect(told(line(cut), [yesterday])).toEqual(['budget budget: done > cut by the bound on time']);
    expect(newsOf(line(cut), [line(cut)])).toEqual([]);
    expect(newsOf(line({ ...cut, outcome: { kind: 'cut', bound: 'time', by: 'night' } }), [yesterday])).toEqual([]);
  });

  test('a run that failed is news each night', () => {
    const failed = line({ outcome: { kind: 'failed', why: 'the signal SIGSEGV ended it' }, counts: null, cells: [] });
    expect(told(failed, [yesterday])).toEqual(['failure run: done > the signal SIGSEGV ended it']);
    expect(told(failed, [failed])).toEqual(['failure run: failed > the signal SIGSEGV ended it']);
  });

  test('behind a night that failed, or was cut, the one before is compared with', () => {
    const failed = line({ outcome: { kind: 'failed', why: 'x' }, counts: null, cells: [] });
    expect(told(line({ cells: [violated('one-open', 2)] }), [yesterday, line(cut), failed])).toEqual(['verdict one-open: holds > violated (2 steps)']);
    expect(told(line({ counts: { states: 1, transitions: 200_000, depth: 5 } }), [yesterday, line(cut), failed])).toEqual(['counts states: 100000 > 1']);
  });
});
