/** What the byte of a mark has no room for, and what a search that was cut short may say. */
import { describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../src/check.js';
import { exitCodeOf } from '../../src/cli/judged.js';
import { Bits, isSet } from '../../src/explore/bits.js';
import { entriesInside, forgetCandidates, numberCandidates } from '../../src/explore/candidates.js';
import { sweepMemory } from '../../src/explore/memory.js';
import { type Region, type SweepMemory, wordsOf } from '../../src/explore/pass.js';
import { conclusion } from '../../src/report/conclusion.js';
import { Rank } from '../../src/store/index.js';
import type { Verdict } from '../../src/verdict/index.js';
import { type GraphOptions, graph } from '../support/graph.js';

async function verdictOf(line: string, options: GraphOptions, search: CheckOptions = {}): Promise<Verdict> {
  const run = await check(graph(line, options), { workers: 1, until: 'exhaustion', ...search });
  const [asked] = run.verdicts.filter(({ subject }) => subject.property.kind === 'liveness');
  return (asked as (typeof run.verdicts)[number]).verdict;
}

const spokes = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

describe('more transitions to a state than a byte can count', () => {
  // Once all leaves are out, so is the hub, however many they were.
  test.each([254, 255, 256])('%i', async (count) => {
    const line = ['goal', ...spokes(count)].map((node) => (node === 'goal' ? 'root>s0>hub>goal' : `root>${node}>hub`)).join(' ');
    expect((await verdictOf(line, { eventually: ['goal'] })).kind).toBe('holds');
    expect((await verdictOf(line, { eventually: ['goal'] }, { workers: 2, together: 0 })).kind).toBe('holds');
    const verdict = await verdictOf(`${line} hub>hub`, { eventually: ['goal'] });
    expect(verdict.kind === 'violated' && verdict.trace.loop).toBe(2);
  });
});

describe('more transitions of neighbouring states than fit into a batch', () => {
  // From each node to each other: a run that avoids one of them for ever could go there all the time.
  test.each([12, 24, 36])('%i nodes', async (count) => {
    const nodes = spokes(count);
    const line = nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => `${from}>${to}`)).join(' ');
    const last = nodes.at(-1) as string;
    expect((await verdictOf(line, { again: [last], weak: [last] })).kind).toBe('holds');
    expect((await verdictOf(line, { again: [last], weak: nodes }, { workers: 2, together: 0 })).kind).toBe('holds');
    const verdict = await verdictOf(line, { again: [last], weak: [nodes[2] as string] });
    if (verdict.kind !== 'violated') throw new Error(verdict.kind);
    expect(verdict.trace.steps.length).toBe(2);
    expect(verdict.trace.loop).toBe(0);
  });
});

describe('more assumptions than a mark has bits', () => {
  // With so little memory a mark is a byte, and not a word: the assumptions are taken seven at a time.
  const bytes = { memory: 130_000 };
  const cases = [7, 8, 9, 16, 17, 30, 31, 32, 40].flatMap((count) => [[count, {}] as const, [count, bytes] as const]);
  test.each(cases)('%i %o', async (count, search) => {
    const nodes = spokes(count);
    const line = nodes.map((node) => `hub>${node}>hub`).join(' ');
    const last = nodes.at(-1) as string;
    expect((await verdictOf(line, { again: [last], strong: nodes }, search)).kind).toBe('holds');
    const verdict = await verdictOf(line, { again: [last], strong: nodes.slice(0, -1) }, search);
    if (verdict.kind !== 'violated') throw new Error(verdict.kind);
    const { steps, loop } = verdict.trace;
    // From the hub to each of the others and back.
    expect(loop).toBe(0);
    expect(steps.length).toBe(2 * (count - 1));
    // That the last node is left is one assumption more for "stays in the end".
    expect((await verdictOf(line, { settles: [last], strong: nodes }, search)).kind).toBe('violated');
    expect((await verdictOf(`${line} ${last}>${last}`, { settles: [last], finitely: ['hub'], weak: nodes }, search)).kind).toBe('holds');
  });
});

describe('a space that was not explored whole', () => {
  const line = 'a>b>c>d>b';
  test.each<[string, CheckOptions]>([
    ['a bound on depth', { maxDepth: 1 }],
    ['a bound on states', { maxStates: 2 }],
  ])('%s: nothing is said', async (_, search) => {
    expect(await verdictOf(line, { again: ['d'] }, search)).toEqual({ kind: 'unknown' });
    // Even when a cycle without the goal has been seen whole.
    expect(await verdictOf('a>b>a b>c>d>e', { again: ['e'] }, search)).toEqual({ kind: 'unknown' });
  });

  test('a violation of safety ends the search before', async () => {
    expect(await verdictOf('a>b>bad>a', { again: ['b'], never: ['bad'] }, { until: 'first-violation' })).toEqual({ kind: 'unknown' });
  });

  test('after the first violated liveness property the next one is not asked, unless everything is', async () => {
    const kinds = async (until: 'first-violation' | 'exhaustion') => (await check(graph('a>b>a a>c', { again: ['c', 'b,c'] }), { workers: 1, until })).verdicts.map(({ verdict }) => verdict.kind);
    expect(await kinds('first-violation')).toEqual(['violated', 'unknown']);
    expect(await kinds('exhaustion')).toEqual(['violated', 'holds']);
  });
});

describe('a search for fair cycles that was cut short', () => {
  test.each([
    ['time', 'Not established: again c: the search for cycles met --time-limit. All 2 reachable states were checked.', 3],
    ['memory', 'Not established: again c: the search for cycles needs more than --memory allows. All 2 reachable states were checked.', 3],
    ['interrupted', 'Not established: again c: the search for cycles was interrupted. All 2 reachable states were checked.', 130],
  ] as const)('%s: nothing is said, and the exit code tells', async (because, sentence, code) => {
    const run = await check(graph('a>b>a', { again: ['a'] }), { workers: 1 });
    const [asked] = run.verdicts as [(typeof run.verdicts)[number]];
    const subject = { ...asked.subject, property: { ...asked.subject.property, name: 'again c' } };
    const cut = { ...run, verdicts: [{ subject, verdict: { kind: 'unknown', because } }] } as typeof run;
    expect(conclusion(cut)).toBe(sentence);
    expect(exitCodeOf(cut, { strict: false })).toBe(code);
  });

  test('the marks count as memory of the store', () => {
    // 1000 entries of 2 words, 700 positions of the order; for each of 600 states two bytes and two bits (in words of 32), and three words for 64 entries, for the numbers.
    const memory = { table: { buffer: new SharedArrayBuffer(8000), words: 2, capacity: 1000 }, order: new SharedArrayBuffer(4), limit: 750, utmost: 800, maxStates: 1e9 };
    const needed = 8000 + 4 * 700 + 2 * 600 + 2 * 76 + 16 * 12;
    expect(sweepMemory(memory, 600, 700, needed - 1, false)).toBeNull();
    const marks = sweepMemory(memory, 600, 700, needed, false);
    expect([sweepMemory(memory, 600, 700, needed + 1799, true), sweepMemory(memory, 600, 700, needed + 1800, true)?.marks.bytes]).toEqual([null, 2400]);
    expect([marks?.marks.bytes, marks?.inside.bytes, marks?.waiting.bytes, marks?.candidates.bytes]).toEqual([600, 76, 76, 128]);
  });

  test('where there are more entries than eight for each state, the marks have room for what is found out of each', () => {
    const memory = { table: { buffer: new SharedArrayBuffer(8000), words: 2, capacity: 1000 }, order: new SharedArrayBuffer(4), limit: 750, utmost: 800, maxStates: 1e9 };
    const { marks, incoming, candidates, due } = sweepMemory(memory, 10, 10, 1e6, false) as SweepMemory;
    expect([marks.bytes, incoming.bytes, candidates.bytes, due.bytes]).toEqual([128, 128, 128, 128]);
  });

  test('the marks lie behind the order, one behind the other; what does not fit lies elsewhere', () => {
    const order = new SharedArrayBuffer(4 * 1000);
    const memory = { table: { buffer: new SharedArrayBuffer(8000), words: 2, capacity: 1000 }, order, limit: 750, utmost: 800, maxStates: 1e9 };
    // 300 positions are left, 1200 bytes: the numbers and the bits fit, then one byte for each state, and then 256 bytes are left.
    const { rank, inside, waiting, incoming, marks, candidates, due } = sweepMemory(memory, 600, 700, 1e6, false) as SweepMemory;
    expect([rank, inside, waiting, incoming, marks].map(({ buffer, begin }) => [buffer === order, begin])).toEqual([
      [true, 2800],
      [true, 2992],
      [true, 3068],
      [true, 3144],
      [false, 0],
    ]);
    expect([candidates.buffer === marks.buffer, candidates.begin, due.buffer === order, due.begin]).toEqual([true, 0, true, 3144]);
  });
});

describe('the states that a question is about', () => {
  test.each([0, 1, 31, 32, 33, 64, 100])('%i of 100 entries', (count) => {
    const memory = sweepMemory(
      { table: { buffer: new SharedArrayBuffer(800), words: 2, capacity: 100 }, order: new SharedArrayBuffer(4), limit: 75, utmost: 80, maxStates: 1e9 },
      100,
      0,
      1e6,
      false,
    ) as SweepMemory;
    for (const region of [memory.marks, memory.incoming, memory.inside, memory.waiting]) new Uint8Array(region.buffer, region.begin, region.bytes).fill(255);
    forgetCandidates(memory);
    // From the last one downwards; each third of them is due, and so is entry 0 in any case.
    const candidates = Array.from({ length: count }, (_, index) => 99 - index).toReversed();
    const due = candidates.filter((_, index) => index % 3 === 0);
    const set = (region: Region, entries: readonly number[]) => {
      for (const entry of entries) new Bits(wordsOf(region), false).set(entry);
    };
    set(memory.candidates, candidates);
    set(memory.due, [0, ...due]);
    expect(numberCandidates(memory)).toBe(count);
    const rank = new Rank(wordsOf(memory.rank));
    expect(Array.from({ length: 100 }, (_, entry) => rank.find(entry))).toEqual(Array.from({ length: 100 }, (_, entry) => candidates.indexOf(entry)));
    const numbersIn = (region: Region) => Array.from({ length: count }, (_, cell) => cell).filter((cell) => isSet(wordsOf(region), cell));
    expect(numbersIn(memory.inside)).toEqual([...candidates.keys()]);
    expect(numbersIn(memory.waiting)).toEqual([...candidates.keys()].filter((cell) => cell % 3 === 0 || candidates[cell] === 0));
    expect(Array.from(new Uint8Array(memory.marks.buffer, memory.marks.begin, count))).toEqual(new Array(count).fill(0));
    new Bits(wordsOf(memory.inside), false).clear(0);
    expect(Array.from({ length: 100 }, (_, entry) => entry).filter((entry) => isSet(entriesInside(memory), entry))).toEqual(candidates.slice(1));
  });
});
