import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Contender, Counts } from './contenders/contender.js';
import { race, requireSame } from './race.js';

const found: Counts = { states: 8832, transitions: 58145, rounded: false };
const instance = { model: 'two-phase', size: 'small', parameters: { n: 5 } } as const;

/** A contender that needs these seconds, and finds these counts. */
function contender(name: string, wall: number, counts: Counts, turns: string[] = []): Contender {
  return {
    name,
    tool: 'spin',
    threads: 1,
    async run(_, folder) {
      turns.push(name);
      expect(existsSync(folder)).toBe(true);
      return { found: counts, build: 1, measured: { wall, cpu: wall, peak: 100 }, start: name === 'quick' ? { wall: 0.2, cpu: 0.3, peak: 50 } : null };
    },
  };
}

test('contenders take turns, and the slow one loses patience first', async () => {
  const turns: string[] = [];
  const told: string[] = [];
  const result = await race(instance, [contender('quick', 2, found, turns), contender('slow', 20, found, turns)], { repeat: 3, patience: 15 }, (line) => void told.push(line));
  expect(turns).toEqual(['quick', 'slow', 'quick', 'quick']);
  expect(told[2]).toBe('  quick 2.00 s, slow 20.00 s');
  expect(result).toMatchObject({ model: 'two-phase', states: 8832, transitions: 58145 });
  expect(result.contenders.map(({ name, build, wall, start }) => ({ name, build, wall, start }))).toEqual([
    { name: 'quick', build: [1, 1, 1], wall: [2, 2, 2], start: { wall: [0.2, 0.2, 0.2], cpu: [0.3, 0.3, 0.3] } },
    { name: 'slow', build: [1], wall: [20] },
  ]);
});

test('a contender that finds another number ends it before a time is told', async () => {
  const told: string[] = [];
  const other = contender('other', 1, { ...found, states: 8833 });
  await expect(race(instance, [contender('one', 1, found), other], { repeat: 1, patience: 1 }, (line) => void told.push(line))).rejects.toThrow(
    'two-phase n=5: one finds 8832 states, other finds 8833',
  );
  expect(told.join()).not.toMatch(/\d s\b/);
});

describe('the same machine', () => {
  const same = (transitions: number, rounded: boolean, mine = 147272580) =>
    requireSame('german n=5', { name: 'explore', found: { states: 1, transitions: mine, rounded: false } }, { name: 'SPIN', found: { states: 1, transitions, rounded } });

  test('has the same transitions', () => {
    expect(() => same(147272581, false)).toThrow('explore finds 147272580 transitions, SPIN finds 147272581');
    expect(() => same(147272580, false)).not.toThrow();
  });

  test('rounded numbers agree as far as they go', () => {
    expect(() => same(147272999, true)).not.toThrow();
    expect(() => same(147290000, true)).toThrow('SPIN finds 147290000');
  });
});
