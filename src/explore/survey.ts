/**
 * One worker's share of a pass over the explored states that counts them in a projection. The transitions are computed
 * again from the tables; where they lead need not be looked up, because a key tells the node.
 */
import type { Layout } from '../layout/index.js';
import type { Model, PropertyInstances } from '../model/index.js';
import { gap, type Order, type Table } from '../store/index.js';
import { type FunctionTable, isFalse, type PropertyTable, repeats, type Tables } from '../tables/index.js';
import { isStopped, type Range, Shared } from './messages.js';
import type { ProjectionTally } from './projection.js';

/** States that are read at once, so that their cache misses overlap. */
const group = 64;

export class Surveyor {
  readonly #model: Model;
  readonly #tables: Tables;
  readonly #table: Table;
  readonly #order: Order;
  readonly #shared: Int32Array;
  readonly #words: number;
  readonly #tally: ProjectionTally;
  readonly #events: Int32Array;
  /** The state that is being looked at, and behind it room for a next state. */
  readonly #pair: Int32Array;
  #nexts: Int32Array;

  constructor(model: Model, layout: Layout, tables: Tables, table: Table, order: Order, shared: Int32Array, tally: ProjectionTally) {
    this.#model = model;
    this.#tables = tables;
    this.#table = table;
    this.#order = order;
    this.#shared = shared;
    this.#words = layout.words;
    this.#tally = tally;
    const { actions, watched } = tables.functions;
    this.#events = new Int32Array(2 * (actions.length + watched.length));
    this.#pair = new Int32Array(2 * layout.words);
    this.#nexts = new Int32Array(16 * layout.words);
    // What had its answer already is asked of every state.
    tables.settle([]);
  }

  get tally(): ProjectionTally {
    return this.#tally;
  }

  /** The state that was looked at last: the one in which a function failed. */
  get state(): Int32Array {
    return this.#pair.slice(0, this.#words);
  }

  /** Counts the states of a level at a depth, and with `follow` their transitions, among the chunks that this worker claims. Throws a FunctionFault. */
  run(level: Range, chunk: number, depth: number, follow: boolean): void {
    const order = this.#order.view;
    const { view, words } = this.#table;
    for (;;) {
      const begin = Atomics.add(this.#shared, Shared.next, chunk) >>> 0;
      if (begin >= level.end) return;
      const end = Math.min(begin + chunk, level.end);
      for (let from = begin; from < end; from += group) {
        if (this.#tally.full || isStopped(this.#shared)) return;
        const entries = order.subarray(from, Math.min(from + group, end)).filter((entry) => entry !== gap);
        let warmth = 0;
        for (const entry of entries) warmth ^= view[entry * words] as number;
        this.#table.warmth ^= warmth;
        for (const entry of entries) {
          this.#table.read(entry, this.#pair, 0);
          this.#look(depth, follow);
          if (this.#tally.full) return;
        }
      }
    }
  }

  /** Counts the state at hand. */
  #look(depth: number, follow: boolean): void {
    const { actions, ends } = this.#tables.functions;
    const events = this.#events;
    const from = this.#tally.node(this.#pair, 0);
    this.#tally.count(from, depth);
    const told = this.#tables.forest.walk(this.#pair, events);
    let outgoing = 0;
    let violated = false;
    for (let event = 0; event < told && !this.#tally.full; event += 2) {
      const id = events[event] as number;
      const leaf = events[event + 1] as number;
      if (id >= actions.length) violated = this.#isViolated(id - actions.length, leaf) || violated;
      else if (follow) outgoing += this.#follow(from, id, leaf || this.#tables.resolve(actions[id] as FunctionTable, this.#pair));
    }
    if (follow && outgoing === 0) violated = ends.some((table) => this.#isFalse(table)) || violated;
    if (violated) this.#tally.violate(from);
  }

  /** Counts the transitions of the state at hand by one action, and returns how many they are. Equal ones count once. */
  #follow(from: number, action: number, leaf: number): number {
    const words = this.#words;
    const pair = this.#pair;
    const { code } = this.#tables.effects;
    const count = code[-leaf] as number;
    if (count * words > this.#nexts.length) this.#nexts = new Int32Array(2 * count * words);
    const nexts = this.#nexts;
    let filled = 0;
    let at = 1 - leaf;
    for (let next = 0; next < count; next++) {
      for (let to = filled * words; to < (filled + 1) * words; to++) {
        nexts[to] = ((pair[to - filled * words] as number) & (code[at] as number)) | (code[at + 1] as number);
        at += 2;
      }
      if (next === 0 || !repeats(nexts, 0, filled, words)) filled += 1;
    }
    const asked = this.#tables.functions.steps[action] as readonly PropertyTable[];
    for (let next = 0; next < filled && !this.#tally.full; next++) {
      let violated = false;
      if (asked.length > 0) {
        for (let word = 0; word < words; word++) pair[words + word] = nexts[next * words + word] as number;
        for (const table of asked) violated = this.#isFalse(table) || violated;
      }
      this.#tally.step(from, action, this.#tally.node(nexts, next * words), violated);
    }
    return filled;
  }

  /** Whether a watched property is one that must hold, and does not in the state at hand. */
  #isViolated(index: number, known: number): boolean {
    const table = this.#tables.functions.watched[index] as PropertyTable;
    const { property } = this.#model.properties[table.property] as PropertyInstances;
    return property.kind === 'invariant' && (known || this.#tables.resolve(table, this.#pair)) === isFalse;
  }

  #isFalse(table: PropertyTable): boolean {
    return (table.diagram.find(this.#pair) || this.#tables.resolve(table, this.#pair)) === isFalse;
  }
}
