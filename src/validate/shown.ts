import type { Layout } from '../layout/index.js';
import { type Model, observe, type ShownRecord, type State } from '../model/index.js';
import type { Observations } from '../spec/index.js';
import { type FunctionTable, functionTable, type Tables } from '../tables/index.js';

/**
 * What packed transitions leave in a log: learned, as all functions of the author are, so that most answers are a walk
 * through an array. A leaf `-1 - n` stands for the list of records number `n`.
 */
export class ShownTables {
  readonly #tables: Tables;
  /** Per action instance; null for those that nobody can see. */
  readonly #functions: readonly (FunctionTable | null)[];
  readonly #lists: (readonly ShownRecord[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #pair: Int32Array;
  /** The longest list so far. */
  longest = 0;

  constructor(model: Model, layout: Layout, tables: Tables, observations: Observations<unknown>, traced: readonly string[]) {
    this.#tables = tables;
    this.#pair = new Int32Array(2 * layout.words);
    const seen = { ...observations, records: observations.records.filter(({ name }) => traced.includes(name)) };
    this.#functions = model.actions.map((action) => {
      if (!seen.records.some(({ on }) => on.includes(action.action.name))) return null;
      return functionTable(`action ${action.label}`, 2, ([state, next]) => this.#leaf(observe(seen, action, state as State, next as State)));
    });
  }

  /** The records of a transition, in their order. `next` may begin anywhere in its array. */
  of(state: Int32Array, action: number, nexts: Int32Array, at: number): readonly ShownRecord[] {
    const table = this.#functions[action] ?? null;
    if (table === null) return nothing;
    const words = this.#pair.length / 2;
    for (let word = 0; word < words; word++) {
      this.#pair[word] = state[word] as number;
      this.#pair[words + word] = nexts[at + word] as number;
    }
    return this.#lists[-1 - this.#tables.resolve(table, this.#pair)] as readonly ShownRecord[];
  }

  #leaf(records: readonly ShownRecord[]): number {
    const key = records.map(({ observation, values }) => `${observation.name}:${values.join()}`).join(';');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.longest = Math.max(this.longest, records.length);
    const leaf = -this.#lists.push(records);
    this.#numbers.set(key, leaf);
    return leaf;
  }
}

const nothing: readonly ShownRecord[] = [];
