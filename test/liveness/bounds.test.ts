/** Bounds of graphs whose numbers can be counted by hand; the reference must count the same. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check.js';
import { instantiate, type PropertyInstance } from '../../src/model/index.js';
import { referenceBound } from '../../src/reference/bound.js';
import { rangeText } from '../../src/report/index.js';
import { bound } from '../../src/spec/property.js';
import type { Trace } from '../../src/trace/index.js';
import { type GraphOptions, graph } from '../support/graph.js';

/** The numbers, with a question mark when a run need not come to the end of the count; the run to the largest, and that to the smallest, if it is another number. */
async function answer(line: string, options: GraphOptions): Promise<string> {
  const source = graph(line, options);
  const { verdicts } = await check(source, { workers: 1, until: 'exhaustion' });
  const [asked] = verdicts.filter(({ subject }) => subject.property.kind === 'bound');
  if (asked?.subject.property.kind !== 'bound') throw new Error('no bound was asked for');
  const { subject, verdict } = asked;
  const reference = referenceBound(instantiate(source.spec), asked.subject.property, subject.instances[0] as PropertyInstance);
  if (verdict.kind === 'holds' && verdict.vacuous) {
    expect(reference.largest).toBeNull();
    return 'says nothing';
  }
  if ((verdict.kind !== 'holds' && verdict.kind !== 'violated') || verdict.measured === undefined) return verdict.kind;
  const { smallest, largest, mayMiss } = verdict.measured;
  const numbers = { smallest: smallest?.count ?? null, largest: largest.count };
  const lengths = { smallest: smallest?.trace.steps.length ?? null, largest: largest.trace.loop ?? largest.trace.steps.length };
  expect(reference).toEqual({ ...numbers, mayMiss, lengths });
  const runs = [largest, ...(smallest === null || smallest.count === largest.count ? [] : [smallest])].map(({ trace }) => told(trace));
  return `${rangeText(numbers)}${mayMiss ? '?' : ''}: ${runs.join(', ')}`;
}

function told({ steps, loop = steps.length }: Trace): string {
  const taken = steps.map((step) => step.taken.action.name);
  return [...taken.slice(0, loop), ...(loop < taken.length ? [`(${taken.slice(loop).join(' ')})`] : [])].join(' ');
}

const bounds = ['b>c'];

describe('all steps count', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>c', { bounds }, '1: b c'],
    ['a>b>x>c b>c', { bounds }, '1..2: b x c, b c'],
    // What comes before the count begins, and after it has ended, is none of its business.
    ['a>y>b>x>c>b y>a', { bounds }, '2: y b x c'],
    // Both at once: no step is needed.
    ['a>b>c', { bounds: ['b>b,c'] }, '0: b'],
    ['*b>x>y>c *a>c', { bounds: ['a,b,c>c'] }, '0..3: x y c, c'],
    // A run that comes to the beginning again goes on counting.
    ['a>b>x>b x>c', { bounds }, '2..∞?: b (x b), b x c'],
    ['b>x>y>x y>c', { bounds }, '3..∞?: x (y x), x y c'],
    // The beginning lies behind the cycle.
    ['a>x>a a>b>c', { bounds }, '1: b c'],
    // A run that ends before it gets there has taken its steps nevertheless.
    ['a>b>x>y b>c', { bounds }, '1..2?: b x y, b c'],
    ['a>b>x b>c', { bounds }, '1?: b c'],
    ['a>b>x>y c', { bounds }, '..2?: b x y'],
    ['a>c b', { bounds }, 'says nothing'],
    ['b', { bounds: ['b>c'] }, '..0?: '],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('some steps count', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>x>y>c b>c', { bounds, counting: ['x'] }, '0..1: b x y c, b c'],
    // A cycle without a step that counts does not make it unbounded; it need not come to an end.
    ['b>x>y>x y>c', { bounds, counting: ['c'] }, '1?: x y c'],
    ['b>x>y>x y>c', { bounds, counting: ['y'] }, '1..∞?: x (y x), x y c'],
    // The largest number is behind a cycle that does not count, and the way around it is longer.
    ['b>x>y>x b>z>c y>w>v>c', { bounds, counting: ['w', 'v', 'z'] }, '1..2?: x y w v c, z c'],
    // The count of y rises again after it was known by a shorter way.
    ['b>y b>w>x>y y>c', { bounds, counting: ['w', 'x', 'c'] }, '1..3: w x y c, y c'],
    ['a>b>x>c', { bounds, counting: ['a'] }, '0: b x c'],
    // No step is needed in d, but steps that do not count come to an end sooner.
    ['b>x>c>d', { bounds: ['b,d>c,d'], counting: ['d'] }, '0: x c'],
    // What waits for its turn with a larger count is told of a smaller one before it comes.
    ['b>e,z b>m>e>c z>c', { bounds, counting: ['e,z'] }, '0..1: e,z c, m e c'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('a step ends it', () => {
  test.each<[string, GraphOptions, string]>([
    ['a>b>c', { bounds, by: ['c'] }, '1: b c'],
    // The step that ends it may count, or not.
    ['a>b>x>c', { bounds, by: ['c'], counting: ['x'] }, '1: b x c'],
    // It may lead to where a count begins, or to the way.
    ['b>x>b', { bounds, by: ['b'] }, '2: x b'],
    ['b>x>y>x y>c', { bounds, by: ['x'] }, '1: x'],
    ['b>x>y>x y>c', { bounds, by: ['c'], counting: ['c'] }, '1?: x y c'],
    ['b>x>y>x y>c', { bounds, by: ['c'] }, '3..∞?: x (y x), x y c'],
    // Another step leads to the same state and does not end it.
    ['a>b>c>b c>d>e d,c>f', { bounds, by: ['b'] }, '2..3?: b c d e, b c b'],
  ])('%s', async (line, options, expected) => expect(await answer(line, options)).toBe(expected));
});

describe('a promise', () => {
  const verdictOf = async (atMost: number, line: string) => {
    const { verdicts } = await check(graph(line, { bounds, atMost }), { workers: 1 });
    return verdicts.map(({ verdict }) => (verdict.kind === 'violated' ? told(verdict.trace) : verdict.kind));
  };
  test('is kept up to its number', async () => expect(await verdictOf(2, 'a>b>x>c b>c')).toEqual(['holds']));
  test('is broken by more', async () => expect(await verdictOf(1, 'a>b>x>c b>c')).toEqual(['b x c']));
  test('is broken by a cycle, whatever the number', async () => expect(await verdictOf(1000, 'b>x>b x>c')).toEqual(['(x b)']));
  test('without an end is refused', () => {
    expect(() => bound('B', 'nonsense', { from: () => true })).toThrow(/its count has no end/);
  });
  test('of a number that is none is refused', () => {
    expect(() => bound('B', 'nonsense', { from: () => true, to: () => false, atMost: -1 })).toThrow(/"atMost" makes no sense/);
    expect(() => bound('B', 'nonsense', { from: () => true, to: () => false, atMost: 1.5 })).toThrow(/"atMost" makes no sense/);
  });
});

test('on a space that was cut it is unknown', async () => {
  const { verdicts } = await check(graph('a>b>c>d', { bounds }), { workers: 1, maxDepth: 2 });
  expect(verdicts.map(({ verdict }) => verdict)).toEqual([{ kind: 'unknown' }]);
});
