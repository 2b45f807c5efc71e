/** What one thread has learned, handed to another one. */
import { describe, expect, test } from 'vitest';
import type { State } from '../../src/model/index.js';
import { gossipMemory, type Tables } from '../../src/tables/index.js';
import { learn, newTables, nexts, nextsBySpec, packed, states } from './learned.js';

const [some, others] = [states.filter((_, index) => index % 2 === 0), states.filter((_, index) => index % 2 === 1)];

/** Tables that have learned all functions of a state in these states. */
function taught(by: readonly State[], budget?: number): Tables {
  const tables = newTables(budget);
  learn(tables, by);
  return tables;
}

describe('who takes a lesson', () => {
  test('knows what was learned, and asks nobody', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(some);
    const pupil = newTables();
    pupil.take(structuredClone(teacher.lesson(gossip, 0)), gossip, 1);
    for (const state of some) {
      const words = packed(state);
      expect(pupil.all().map(({ diagram }) => diagram.find(words))).toEqual(teacher.all().map(({ diagram }) => diagram.find(words)));
      expect(nexts(pupil, state)).toEqual(nextsBySpec(state));
      expect(() => pupil.audit(words)).not.toThrow();
    }
    expect(pupil.all().reduce((sum, { cost }) => sum + cost.misses, 0)).toBe(0);
    expect(teacher.all().reduce((sum, { cost }) => sum + cost.misses, 0)).toBeGreaterThan(0);
  });

  test('learns the rest by itself, and the teacher nothing of it', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(some.slice(0, 2));
    const before = teacher.all().map(({ diagram }) => diagram.size);
    const pupil = newTables();
    pupil.take(teacher.lesson(gossip, 0), gossip, 1);
    for (const state of others) expect(nexts(pupil, state)).toEqual(nextsBySpec(state));
    expect(pupil.all().some(({ cost }) => cost.misses > 0)).toBe(true);
    expect(teacher.all().map(({ diagram }) => diagram.size)).toEqual(before);
    for (const state of states) expect(nexts(teacher, state)).toEqual(nextsBySpec(state));
  });

  test('calls a function directly where the teacher does', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(states, 30);
    const pupil = newTables(30);
    pupil.take(structuredClone(teacher.lesson(gossip, 0)), gossip, 1);
    const full = (tables: Tables) => tables.all().map(({ fallback }) => fallback?.why ?? null);
    expect(full(teacher).some((why) => why !== null)).toBe(true);
    expect(full(pupil)).toEqual(full(teacher));
    expect(pupil.all().reduce((sum, { fallback }) => sum + (fallback?.calls ?? 0), 0)).toBe(0);
    for (const state of states) expect(nexts(pupil, state)).toEqual(nextsBySpec(state));
  });
});
