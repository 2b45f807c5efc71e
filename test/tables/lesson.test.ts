/** What one thread has learned, handed to another one. */
import { describe, expect, test } from 'vitest';
import { layOut, pack, unpack } from '../../src/layout/index.js';
import { instantiate, nextStates, type State } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { gossipMemory, Tables } from '../../src/tables/index.js';
import counters from '../support/counters.js';

const model = instantiate(counters, { counters: 3, top: 5, bad: 2 });
const layout = layOut(model.schema);
const properties = model.properties.map((_, index) => index);
const states = [...referenceExplore(model).states] as State[];
const [some, others] = [states.filter((_, index) => index % 2 === 0), states.filter((_, index) => index % 2 === 1)];

function packed(state: State): Int32Array {
  const words = new Int32Array(2 * layout.words);
  pack(layout, state, words);
  return words;
}

/** Tables that have learned all functions of a state in these states. */
function taught(by: readonly State[], budget?: number): Tables {
  const tables = new Tables(model, layout, properties, budget);
  for (const state of by) for (const table of tables.all()) if (table.learnable.arity === 1) tables.resolve(table, packed(state));
  return tables;
}

/** What the tables say that the actions lead to. */
function nexts(tables: Tables, state: State): string[] {
  const words = packed(state);
  return tables.functions.actions.flatMap((table) => {
    const leaf = tables.resolve(table, words);
    const { code } = tables.effects;
    return Array.from({ length: code[-leaf] as number }, (_, next) => {
      const at = -leaf + 1 + next * 2 * layout.words;
      return String(
        unpack(
          layout,
          Int32Array.from({ length: layout.words }, (_, word) => ((words[word] as number) & (code[at + 2 * word] as number)) | (code[at + 2 * word + 1] as number)),
        ),
      );
    });
  });
}

const bySpec = (state: State) => model.actions.flatMap((action) => nextStates(action, state).map(String));

describe('who takes a lesson', () => {
  test('knows what was learned, and asks nobody', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(some);
    const pupil = new Tables(model, layout, properties);
    pupil.take(structuredClone(teacher.lesson(gossip, 0)), gossip, 1);
    for (const state of some) {
      const words = packed(state);
      expect(pupil.all().map(({ diagram }) => diagram.find(words))).toEqual(teacher.all().map(({ diagram }) => diagram.find(words)));
      expect(nexts(pupil, state)).toEqual(bySpec(state));
      expect(() => pupil.audit(words)).not.toThrow();
    }
    expect(pupil.all().reduce((sum, { cost }) => sum + cost.misses, 0)).toBe(0);
    expect(teacher.all().reduce((sum, { cost }) => sum + cost.misses, 0)).toBeGreaterThan(0);
  });

  test('learns the rest by itself, and the teacher nothing of it', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(some.slice(0, 2));
    const before = teacher.all().map(({ diagram }) => diagram.size);
    const pupil = new Tables(model, layout, properties);
    pupil.take(teacher.lesson(gossip, 0), gossip, 1);
    for (const state of others) expect(nexts(pupil, state)).toEqual(bySpec(state));
    expect(pupil.all().some(({ cost }) => cost.misses > 0)).toBe(true);
    expect(teacher.all().map(({ diagram }) => diagram.size)).toEqual(before);
    for (const state of states) expect(nexts(teacher, state)).toEqual(bySpec(state));
  });

  test('calls a function directly where the teacher does', () => {
    const gossip = [gossipMemory(), gossipMemory()];
    const teacher = taught(states, 30);
    const pupil = new Tables(model, layout, properties, 30);
    pupil.take(structuredClone(teacher.lesson(gossip, 0)), gossip, 1);
    const full = (tables: Tables) => tables.all().map(({ fallback }) => fallback?.why ?? null);
    expect(full(teacher).some((why) => why !== null)).toBe(true);
    expect(full(pupil)).toEqual(full(teacher));
    expect(pupil.all().reduce((sum, { fallback }) => sum + (fallback?.calls ?? 0), 0)).toBe(0);
    for (const state of states) expect(nexts(pupil, state)).toEqual(bySpec(state));
  });
});
