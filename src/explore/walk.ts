import type { Layout } from '../layout/index.js';
import type { Table } from '../store/index.js';
import { type FunctionTable, isTrue, type PropertyTable, repeats, type Tables } from '../tables/index.js';
import type { Kernel } from './kernel.js';

/**
 * The transitions of states that are in the store, computed again from the tables: they are not kept anywhere. Whoever
 * passes over the explored space asks for some states at once, so that the cache misses of their successors overlap.
 * Throws a FunctionFault where one of the author's functions fails.
 */
export class Walker {
  readonly #tables: Tables;
  readonly #table: Table;
  readonly #words: number;
  /** Does what is plain, where there is one: at most so many states at once as it has room for. */
  readonly #kernel: Kernel | null;
  readonly #events: Int32Array;
  readonly #pair: Int32Array;
  #filled = 0;
  /** The packed states that were asked for. */
  states: Int32Array;
  /** Of each transition: the packed next state. */
  nexts: Int32Array;
  /** Of each transition: the number of its state among those that were asked for. */
  from: Uint32Array;
  /** Of each transition: its action instance. */
  action: Uint32Array;
  /** Of each transition: the entry of its next state. */
  target: Uint32Array;
  /** Transitions of the states before each of those that were asked for, and behind the last of them the sum. */
  first = new Uint32Array(1);

  /** Nobody may be inserting into `table`. `kernel`: one whose forest is that of `tables`, and which nobody else uses meanwhile. */
  constructor(layout: Layout, tables: Tables, table: Table, kernel: Kernel | null = null) {
    this.#tables = tables;
    this.#table = table;
    this.#words = layout.words;
    this.#kernel = kernel;
    this.#events = new Int32Array(2 * (tables.functions.actions.length + tables.functions.watched.length));
    this.#pair = new Int32Array(layout.words);
    this.states = kernel?.states ?? new Int32Array(0);
    this.nexts = new Int32Array(most * layout.words);
    this.from = new Uint32Array(most);
    this.action = new Uint32Array(most);
    this.target = new Uint32Array(most);
  }

  /** The packed state that was looked at last. */
  get state(): Int32Array {
    return this.#pair.slice();
  }

  /** Finds the transitions of the states of the first `count` of `entries`, state by state, and returns how many there are. Equal ones count once. */
  expand(entries: Uint32Array, count: number): number {
    const filled = this.derive(entries, count);
    this.locate(filled);
    return filled;
  }

  /** The same, but for `target`: it does not look where they lead. */
  derive(entries: Uint32Array, count: number): number {
    if (this.first.length <= count) this.first = new Uint32Array(count + 1);
    this.#warm(entries, count);
    this.#filled = 0;
    if (this.states.length < count * this.#words) this.states = new Int32Array(count * this.#words);
    const { states } = this;
    for (let index = 0; index < count; index++) this.#table.read(entries[index] as number, states, index * this.#words);
    for (let index = this.#expandPlain(0, count); index < count; index = this.#expandPlain(index + 1, count)) {
      this.first[index] = this.#filled;
      this.#table.read(entries[index] as number, this.#pair, 0);
      this.#expand(index);
    }
    this.first[count] = this.#filled;
    return this.#filled;
  }

  /** Looks where the first `count` of the transitions that were derived lead; with `chosen` only those for which it is 1. */
  locate(count: number, chosen?: Uint8Array): void {
    this.#table.locate(this.nexts, count, this.target, chosen);
  }

  /** Whether a table answers "true" for the state of an entry. */
  asks(table: PropertyTable, entry: number): boolean {
    this.#table.read(entry, this.#pair, 0);
    return this.#tables.resolve(table, this.#pair) === isTrue;
  }

  /** Whether it answers "true" for the next state of a transition. */
  asksNext(table: PropertyTable, index: number): boolean {
    for (let word = 0; word < this.#words; word++) this.#pair[word] = this.nexts[index * this.#words + word] as number;
    return this.#tables.resolve(table, this.#pair) === isTrue;
  }

  /** Leaves the states from `begin` on to the kernel, which has them, and returns which of them is the first that is not plain. */
  #expandPlain(begin: number, count: number): number {
    const kernel = this.#kernel;
    const { effects, forest } = this.#tables;
    if (kernel === null || !kernel.learn(effects.code, effects.size)) return begin;
    let index = begin;
    for (;;) {
      if (index >= count || forest.root === 0) return index;
      const end = kernel.expand(index, count, forest.root, 0);
      if (end === index) return index;
      this.#takeOver(kernel, index, end);
      forest.passed(end - index, kernel.states, index * this.#words);
      index = end;
      // With an empty batch it goes on.
      if (!kernel.full) return index;
    }
  }

  /** The kernel has expanded the states from `begin` to `end` (excluded). */
  #takeOver(kernel: Kernel, begin: number, end: number): void {
    const before = this.#filled;
    const { filled } = kernel;
    if (before + filled > this.from.length) this.#enlarge(before + filled);
    this.nexts.set(kernel.batch.subarray(0, filled * this.#words), before * this.#words);
    this.action.set(kernel.origin.subarray(0, filled), before);
    let at = before;
    for (let index = begin; index < end; index++) {
      this.first[index] = at;
      const last = before + (kernel.ends[index] as number);
      while (at < last) this.from[at++] = index;
    }
    this.#filled = before + filled;
  }

  /** Expands the state in `#pair`. */
  #expand(from: number): void {
    const words = this.#words;
    const { actions } = this.#tables.functions;
    const events = this.#events;
    const told = this.#tables.forest.walk(this.#pair, events);
    let filled = this.#filled;
    for (let event = 0; event < told; event += 2) {
      const id = events[event] as number;
      if (id >= actions.length) continue;
      const leaf = (events[event + 1] as number) || this.#tables.resolve(actions[id] as FunctionTable, this.#pair);
      const { code } = this.#tables.effects;
      const nexts = code[-leaf] as number;
      if (filled + nexts > this.from.length) this.#enlarge(filled + nexts);
      const batch = this.nexts;
      const before = filled;
      for (let next = 0; next < nexts; next++) {
        let at = 1 - leaf + next * 2 * words;
        let to = filled * words;
        for (let word = 0; word < words; word++) {
          batch[to++] = ((this.#pair[word] as number) & (code[at] as number)) | (code[at + 1] as number);
          at += 2;
        }
        if (next > 0 && repeats(batch, before, filled, words)) continue;
        this.from[filled] = from;
        this.action[filled++] = id;
      }
    }
    this.#filled = filled;
  }

  #warm(entries: Uint32Array, count: number): void {
    const { view, words } = this.#table;
    let warmth = 0;
    for (let index = 0; index < count; index++) warmth ^= view[(entries[index] as number) * words] as number;
    this.#table.warmth ^= warmth;
  }

  #enlarge(needed: number): void {
    const size = Math.max(needed, 2 * this.from.length);
    const enlarged = (old: Uint32Array) => {
      const larger = new Uint32Array(size);
      larger.set(old);
      return larger;
    };
    this.from = enlarged(this.from);
    this.action = enlarged(this.action);
    this.target = new Uint32Array(size);
    const batch = new Int32Array(size * this.#words);
    batch.set(this.nexts);
    this.nexts = batch;
  }
}

/** Transitions for which there is room at first. */
const most = 1024;
