/** A small model whose functions are learned, all its states, and what is to be known of them. */
import { layOut, pack, unpack } from '../../src/layout/index.js';
import { instantiate, nextStates, type State } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { Tables } from '../../src/tables/index.js';
import counters from '../support/counters.js';

const model = instantiate(counters, { counters: 3, top: 5, bad: 2 });
export const layout = layOut(model.schema);
export const states = [...referenceExplore(model).states] as State[];

/** Tables that have learned nothing yet, of all properties. */
export function newTables(budget?: number): Tables {
  return new Tables(
    model,
    layout,
    model.properties.map((_, index) => index),
    budget,
  );
}

export function packed(state: State): Int32Array {
  const words = new Int32Array(2 * layout.words);
  pack(layout, state, words);
  return words;
}

/** Learns all functions of a state in these states. */
export function learn(tables: Tables, from: readonly State[]): void {
  for (const state of from) for (const table of tables.all()) if (table.learnable.arity === 1) tables.resolve(table, packed(state));
}

/** What the tables say that the actions lead to. */
export function nexts(tables: Tables, state: State): string[] {
  const words = packed(state);
  return tables.functions.actions.flatMap((table) => {
    const leaf = tables.resolve(table, words);
    const { code } = tables.effects;
    return Array.from({ length: code[-leaf] as number }, (_, next) => {
      const at = -leaf + 1 + next * 2 * layout.words;
      const one = Int32Array.from({ length: layout.words }, (_, word) => ((words[word] as number) & (code[at + 2 * word] as number)) | (code[at + 2 * word + 1] as number));
      return String(unpack(layout, one));
    });
  });
}

/** What the author's functions say that they lead to. */
export function nextsBySpec(state: State): string[] {
  return model.actions.flatMap((action) => nextStates(action, state).map(String));
}
