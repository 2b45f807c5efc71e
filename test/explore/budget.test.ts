/** What bounds mean before a search begins: how much of the memory is the store's, and how the store grows to have it all. */
import process from 'node:process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { budgetOf } from '../../src/explore/budget.js';
import { firstMemory, largerMemory } from '../../src/explore/memory.js';
import { cli } from '../support/run-cli.js';

const mebi = 2 ** 20;

describe('memory of the process', () => {
  const within = (memory: number, workers: number) => budgetOf({ memory: memory * mebi, memoryOf: 'process', workers });

  test('the store has what the program and its workers leave', () => {
    expect(within(500, 1).store(90 * mebi)).toBe((500 - 83 - 17) * mebi);
    expect(within(500, 2).store(0)).toBe((500 - 83 - 2 * 17) * mebi);
    expect(budgetOf({ memory: 500, workers: 2 }).store(400)).toBe(500);
  });

  test('a program that takes much more leaves less', () => {
    // 25 more than is reckoned, twice, are 150, and 8 go 19 times into that.
    expect(within(500, 1).store(125 * mebi)).toBe((500 - 152) * mebi);
    expect(within(500, 1).store(102 * mebi)).toBe((500 - 100) * mebi);
  });

  test('workers take no more than a quarter', () => {
    expect([within(1024, 64).workers, within(1024, 2).workers, within(120, 2).workers]).toEqual([15, 2, 1]);
    expect(budgetOf({ memory: 1000, workers: 64 }).workers).toBe(64);
  });

  test('what has no room for the program is refused', () => {
    expect(() => within(116, 1)).toThrow(/no room for the program/);
    expect(() => budgetOf({ memory: 1000, workers: 1 })).not.toThrow();
  });

  test('a small container is no bound that somebody named', () => {
    vi.spyOn(process, 'constrainedMemory').mockReturnValue(150 * mebi);
    onTestFinished(() => void vi.restoreAllMocks());
    expect(budgetOf({ memoryOf: 'process', workers: 2 })).toMatchObject({ memory: 117 * mebi, workers: 1 });
    expect(budgetOf({ workers: 2 }).memory).toBe(90 * mebi);
  });
});

describe('a store that grows to the end', () => {
  test.each([1, 2, 3, 7])('of %i words', (words) => {
    for (let budget = 200_000; budget < 4e9; budget = Math.floor(budget * 1.37)) {
      let memory = firstMemory(words, 1, 1, budget, Number.POSITIVE_INFINITY);
      if (memory === null) {
        // 16,384 entries are the least.
        expect(16_384 * (4 * words + 3.5)).toBeGreaterThan(budget);
        continue;
      }
      for (let turn = 0; ; turn++) {
        const { capacity } = memory.table;
        const next = largerMemory(memory, 0, budget, Number.POSITIVE_INFINITY);
        if (next === null) break;
        // The entries, the order of as many states as may have come in, and where each entry goes.
        expect(4 * words * next.table.capacity + 4 * (0.875 * capacity + capacity)).toBeLessThanOrEqual(budget);
        expect(next.limit).toBeGreaterThan(1.1 * memory.limit);
        memory = next;
        expect(turn).toBeLessThan(20);
      }
      expect(memory.limit).toBe(memory.maxStates);
      const used = 4 * words * memory.table.capacity + 4 * memory.limit;
      expect(used).toBeLessThanOrEqual(budget);
      expect(used).toBeGreaterThan(0.95 * budget);
    }
  });

  test('a budget that becomes less ends it where it is', () => {
    const memory = firstMemory(2, 1, 1, 1e8, 1e9);
    if (memory === null) throw new Error('there is room');
    expect(largerMemory(memory, 0, 1.1 * 12 * memory.table.capacity, 1e9)).toBeNull();
  });
});

test('--memory is what the process takes at its peak', async () => {
  const { code, stdout } = await cli(['--spec', 'two-phase', '--param', 'n=10', '--workers', '1', '--memory', '130M', '--json', '-', '--quiet']);
  const { ending, memory } = JSON.parse(stdout) as { readonly ending: unknown; readonly memory: { readonly peak: number } };
  expect(code).toBe(3);
  expect(ending).toMatchObject({ kind: 'cut', bound: 'memory', limit: 130 * mebi });
  expect(memory.peak / (130 * mebi)).toBeGreaterThan(0.85);
  expect(memory.peak / (130 * mebi)).toBeLessThanOrEqual(1);
});
