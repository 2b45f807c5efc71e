import type { Layout } from '../layout/index.js';
import { repeats } from './effects.js';
import { isFalse, type PropertyTable, type Table } from './functions.js';
import { auditAfter, type Tables } from './tables.js';

/**
 * The transitions of one packed state after the other, for whoever goes along runs instead of through levels. They come
 * in the order of the action instances, and per instance as its author gives them: what has been learned so far makes
 * no difference. A sample of the states is audited. Throws a FunctionFault where one of the author's functions fails.
 */
export class Successors {
  readonly #tables: Tables;
  readonly #words: number;
  readonly #events: Int32Array;
  readonly #ids: Int32Array;
  readonly #leaves: Int32Array;
  readonly #violated: PropertyTable[] = [];
  #walked = 0;
  #nextAudit = 1;
  /** Per transition its action instance, and its next state's words. */
  actions = new Int32Array(64);
  states: Int32Array;

  constructor(layout: Layout, tables: Tables) {
    const { actions, watched } = tables.functions;
    this.#tables = tables;
    this.#words = layout.words;
    this.#events = new Int32Array(2 * (actions.length + watched.length));
    this.#ids = new Int32Array(actions.length);
    this.#leaves = new Int32Array(actions.length);
    this.states = new Int32Array(64 * layout.words);
  }

  /** The watched properties that the state violates (of a witness: that it reaches). */
  get violated(): readonly PropertyTable[] {
    return this.#violated;
  }

  /** Finds the transitions of the packed state at the beginning of `from`, and returns how many there are. Equal ones of one action instance count once. */
  of(from: Int32Array): number {
    this.#audit(from);
    const enabled = this.#sort(from);
    const words = this.#words;
    const { actions } = this.#tables.functions;
    let filled = 0;
    for (let index = 0; index < enabled; index++) {
      const id = this.#ids[index] as number;
      const table = actions[id] as Table;
      const leaf = (this.#leaves[index] as number) || this.#tables.resolve(table, from);
      const { code } = this.#tables.effects;
      let at = -leaf;
      const nexts = code[at++] as number;
      if (filled + nexts > this.actions.length) this.#enlarge(filled + nexts);
      const before = filled;
      for (let next = 0; next < nexts; next++) {
        let to = filled * words;
        for (let word = 0; word < words; word++) {
          this.states[to++] = ((from[word] as number) & (code[at] as number)) | (code[at + 1] as number);
          at += 2;
        }
        if (next > 0 && repeats(this.states, before, filled, words)) continue;
        this.actions[filled++] = id;
      }
    }
    return filled;
  }

  /** Writes the enabled action instances, and what is known of their effects, in order; notes the properties. */
  #sort(from: Int32Array): number {
    const events = this.#events;
    const { actions, watched } = this.#tables.functions;
    const told = this.#tables.forest.walk(from, events);
    this.#violated.length = 0;
    let count = 0;
    for (let event = 0; event < told; event += 2) {
      const id = events[event] as number;
      const leaf = events[event + 1] as number;
      if (id >= actions.length) {
        const table = watched[id - actions.length] as PropertyTable;
        if ((leaf || this.#tables.resolve(table, from)) === isFalse) this.#violated.push(table);
        continue;
      }
      let place = count++;
      for (; place > 0 && (this.#ids[place - 1] as number) > id; place--) {
        this.#ids[place] = this.#ids[place - 1] as number;
        this.#leaves[place] = this.#leaves[place - 1] as number;
      }
      this.#ids[place] = id;
      this.#leaves[place] = leaf;
    }
    return count;
  }

  /** As often as in a search. */
  #audit(from: Int32Array): void {
    if (++this.#walked < this.#nextAudit) return;
    this.#nextAudit = auditAfter(this.#walked);
    this.#tables.audit(from);
  }

  #enlarge(needed: number): void {
    const size = Math.max(needed, 2 * this.actions.length);
    const enlarged = (old: Int32Array, numbers: number) => {
      const larger = new Int32Array(numbers);
      larger.set(old);
      return larger;
    };
    this.actions = enlarged(this.actions, size);
    this.states = enlarged(this.states, size * this.#words);
  }
}
