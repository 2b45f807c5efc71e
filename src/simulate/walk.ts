import { type Layout, pack } from '../layout/index.js';
import type { Model } from '../model/index.js';
import { type FunctionTable, isFalse, type PropertyTable, repeats, Successors, type Tables } from '../tables/index.js';
import type { Random } from './random.js';

/** How a walk chooses: an action among those that are enabled and then one of its next states, or one of all next states. */
export type Uniform = 'actions' | 'successors';

/** What a walk has shown: the property, and after how many steps. */
export interface Sighting {
  readonly table: PropertyTable;
  readonly steps: number;
}

/** One random walk after the other, on packed words. Throws a FunctionFault where one of the author's functions fails; `states` then ends with the state in which it did. */
export class Walker {
  readonly #model: Model;
  readonly #layout: Layout;
  readonly #tables: Tables;
  readonly #successors: Successors;
  readonly #uniform: Uniform;
  readonly #pair: Int32Array;
  readonly #initial: readonly Int32Array[];
  #steps: readonly (readonly PropertyTable[])[];
  #ends: readonly PropertyTable[];
  /** The walk: its states one behind the other, and the action of each step. */
  readonly states: Int32Array;
  readonly actions: Int32Array;
  length = 0;
  /** Per action instance, in all walks: how often it was taken. */
  readonly taken: Float64Array;

  constructor(model: Model, layout: Layout, tables: Tables, depth: number, uniform: Uniform) {
    const { words } = layout;
    this.#model = model;
    this.#layout = layout;
    this.#tables = tables;
    this.#successors = new Successors(layout, tables);
    this.#uniform = uniform;
    this.#pair = new Int32Array(2 * words);
    this.#initial = model.initial.map((state) => {
      const packed = new Int32Array(words);
      pack(layout, state, packed);
      return packed;
    });
    this.#steps = tables.functions.steps;
    this.#ends = tables.functions.ends;
    this.states = new Int32Array((depth + 1) * words);
    this.actions = new Int32Array(depth);
    this.taken = new Float64Array(model.actions.length);
  }

  /** These have been seen, and are not asked any more. */
  settle(seen: (table: PropertyTable) => boolean): void {
    const { watched, steps, ends } = this.#tables.functions;
    this.#tables.settle(watched.filter(seen));
    this.#steps = steps.map((tables) => tables.filter((table) => !seen(table)));
    this.#ends = ends.filter((table) => !seen(table));
  }

  /** Walks until the depth is reached or nothing can happen, and says which. What the states and steps show goes to `sightings`. */
  walk(random: Random, sightings: Sighting[]): 'depth' | 'dead-end' {
    const words = this.#layout.words;
    const pair = this.#pair;
    const successors = this.#successors;
    this.length = 0;
    pair.set(random.among(this.#initial));
    this.states.set(pair.subarray(0, words));
    for (;;) {
      const count = successors.of(pair);
      for (const table of successors.violated) sightings.push({ table, steps: this.length });
      if (count === 0) {
        for (const table of this.#ends) if (this.#says(table)) sightings.push({ table, steps: this.length });
        return 'dead-end';
      }
      if (this.length === this.actions.length) return 'depth';
      const chosen = this.#uniform === 'actions' ? this.#amongActions(count, random) : this.#amongStates(count, random);
      const action = successors.actions[chosen] as number;
      for (let word = 0; word < words; word++) pair[words + word] = successors.states[chosen * words + word] as number;
      for (const table of this.#steps[action] as readonly PropertyTable[]) if (this.#says(table)) sightings.push({ table, steps: this.length + 1 });
      pair.copyWithin(0, words);
      this.actions[this.length] = action;
      this.length += 1;
      for (let word = 0; word < words; word++) this.states[this.length * words + word] = pair[word] as number;
      this.taken[action] = (this.taken[action] as number) + 1;
    }
  }

  /** Runs along actions, leaving out those that cannot be taken, until `goal` is seen. Null when it is not. */
  follow(path: Path, goal: PropertyTable): Path | null {
    const words = this.#layout.words;
    const pair = this.#pair;
    const steps: PathStep[] = [];
    const kind = this.#model.properties[goal.property]?.property.kind;
    pair.set(path.initial);
    for (let index = 0; ; index++) {
      const count = kind === 'deadlock-freedom' ? this.#successors.of(pair) : -1;
      if (kind !== 'step' && count <= 0 && this.#says(goal)) return { initial: path.initial, steps };
      const wanted = path.steps[index];
      if (wanted === undefined) return null;
      const next = this.#take(wanted, count < 0 ? this.#successors.of(pair) : count);
      if (next === null) continue;
      pair.set(next, words);
      steps.push({ action: wanted.action, state: next });
      if (kind === 'step' && this.#asks(goal, wanted.action) && this.#says(goal)) return { initial: path.initial, steps };
      pair.copyWithin(0, words);
    }
  }

  /** The walk so far, up to a number of steps. */
  path(steps: number): Path {
    const words = this.#layout.words;
    const at = (index: number) => this.states.slice(index * words, (index + 1) * words);
    return { initial: at(0), steps: Array.from({ length: steps }, (_, index) => ({ action: this.actions[index] as number, state: at(index + 1) })) };
  }

  /** The next state by the same action: the wanted one if it leads there, or else the first. Null when the action cannot be taken. */
  #take(wanted: PathStep, count: number): Int32Array | null {
    const words = this.#layout.words;
    let found: Int32Array | null = null;
    for (let index = 0; index < count; index++) {
      if (this.#successors.actions[index] !== wanted.action) continue;
      const state = this.#successors.states.slice(index * words, (index + 1) * words);
      if (state.every((word, at) => word === wanted.state[at])) return state;
      found ??= state;
    }
    return found;
  }

  #asks({ property, instance }: PropertyTable, action: number): boolean {
    return (this.#tables.functions.steps[action] as readonly PropertyTable[]).some((table) => table.property === property && table.instance === instance);
  }

  /** Whether a property says false of the state (or the step) at hand: it is violated; or a witness is reached. */
  #says(table: FunctionTable): boolean {
    return (table.diagram.find(this.#pair) || this.#tables.resolve(table, this.#pair)) === isFalse;
  }

  #amongActions(count: number, random: Random): number {
    const { actions } = this.#successors;
    let kinds = 1;
    for (let index = 1; index < count; index++) if (actions[index] !== actions[index - 1]) kinds += 1;
    let left = random.below(kinds);
    let begin = 0;
    while (left > 0) {
      begin += 1;
      if (actions[begin] !== actions[begin - 1]) left -= 1;
    }
    let end = begin + 1;
    while (end < count && actions[end] === actions[begin]) end += 1;
    return begin + (end - begin > 1 ? random.below(end - begin) : 0);
  }

  #amongStates(count: number, random: Random): number {
    const { states } = this.#successors;
    const words = this.#layout.words;
    let distinct = 0;
    for (let index = 0; index < count; index++) if (!repeats(states, 0, index, words)) distinct += 1;
    let left = random.below(distinct);
    for (let index = 0; ; index++) {
      if (repeats(states, 0, index, words)) continue;
      if (left === 0) return index;
      left -= 1;
    }
  }
}

/** A run on packed words. */
export interface Path {
  readonly initial: Int32Array;
  readonly steps: readonly PathStep[];
}

export interface PathStep {
  readonly action: number;
  readonly state: Int32Array;
}
