import { type Layout, Unpacker } from '../layout/index.js';
import { type Model, SpecFault, type State } from '../model/index.js';
import type { Diagram, DiagramCopy } from './diagram.js';
import { Effects, type EffectsCopy } from './effects.js';
import { Forest, type ForestCopy } from './forest.js';
import { emptyTables, type Functions, isFalse, isTrue, isVacuous, type PropertyTable, type Table } from './functions.js';
import { Gossip, type LearnedPath } from './gossip.js';
import { auditFault, Learner, TableFull } from './learn.js';
import { pure } from './pure.js';

/** A fault in one of the author's functions, and which one. */
export class FunctionFault extends Error {
  constructor(
    readonly label: string,
    readonly fault: SpecFault,
  ) {
    super(`${label}: ${fault.message}`);
  }
}

/** What one thread has learned, as plain data for another one. */
export interface Lesson {
  readonly effects: EffectsCopy;
  /** For each table its diagram, and why there is no more of it (null: there may be). */
  readonly tables: readonly { readonly diagram: DiagramCopy; readonly full: string | null }[];
  /** Numbers of the tables that need not be asked any more. */
  readonly settled: readonly number[];
  readonly forest: ForestCopy | null;
  /** What has been told by others and is part of it, see `Gossip`. */
  readonly heard: readonly number[];
}

/** Everything that one thread has learned of a model. */
export class Tables {
  readonly effects: Effects;
  readonly functions: Functions;
  readonly #layout: Layout;
  /** For states that the author's functions are called with as they are. */
  readonly #unpacker: Unpacker;
  readonly #learner: Learner;
  readonly #forest: Forest;
  /** Every table, actions first, and the number of each. */
  readonly #all: readonly Table[];
  readonly #numbers: ReadonlyMap<Table, number>;
  #settled: ReadonlySet<PropertyTable> = new Set();
  /** Null: there is nobody else who learns. */
  #gossip: Gossip | null = null;
  audits = 0;

  constructor(model: Model, layout: Layout, properties: readonly number[], budget = defaultBudget, forestCode: Int32Array = new Int32Array(forestSize)) {
    this.#layout = layout;
    this.#unpacker = new Unpacker(layout);
    this.effects = new Effects(layout.words);
    this.functions = emptyTables(model, layout, this.effects, properties);
    this.#learner = new Learner(layout, budget);
    const { actions, watched, steps, ends, liveness } = this.functions;
    this.#all = [...actions, ...watched, ...steps.flat(), ...ends, ...liveness.flatMap(({ from, goal }) => [from, goal])];
    this.#numbers = new Map(this.#all.map((table, number) => [table, number]));
    this.#forest = new Forest(
      layout.words,
      actions.length,
      () => [...actions.map(merged), ...watched.map((table) => (this.#settled.has(table) ? null : merged(table)))],
      (id, leaf) => (leaf === 0 || id >= actions.length ? -1 : (this.effects.code[-leaf] as number)),
      forestCode,
    );
  }

  /** Every table, actions first. */
  all(): readonly Table[] {
    return this.#all;
  }

  /** What was learned so far. From now on what is learned is told to others, see `Gossip`: this is the thread with the number `own`. */
  lesson(gossip: readonly SharedArrayBuffer[], own: number): Lesson {
    this.#gossip ??= new Gossip(gossip, own);
    return {
      effects: this.effects.copy(),
      tables: this.#all.map(({ diagram, fallback }) => ({ diagram: diagram.copy(), full: fallback?.why ?? null })),
      settled: Array.from(this.#settled, (table) => this.#numbers.get(table) as number),
      forest: this.#forest.copy(),
      heard: [...this.#gossip.heard],
    };
  }

  /** Knows from now on what another thread has learned of the same model and properties, and what it and others learn; for tables that have learned nothing yet. */
  take({ effects, tables, settled, forest, heard }: Lesson, gossip: readonly SharedArrayBuffer[], own: number): void {
    this.effects.become(effects);
    for (const [index, table] of this.#all.entries()) {
      const { diagram, full } = tables[index] as Lesson['tables'][number];
      table.diagram.become(diagram);
      if (full !== null) table.fallback = { calls: 0, why: full };
    }
    this.#settled = new Set(settled.map((number) => this.#all[number] as PropertyTable));
    if (forest === null) this.#forest.forget();
    else this.#forest.become(forest);
    this.#gossip = new Gossip(gossip, own, heard);
  }

  /** Properties that need not be asked any more. */
  settle(tables: Iterable<PropertyTable>): void {
    const before = this.#settled;
    const settled = new Set(tables);
    const added = [...settled].filter((table) => !before.has(table));
    this.#settled = settled;
    // Some are to be asked again.
    if (settled.size < before.size + added.length) this.#forest.forget();
    else if (added.length > 0) this.#forest.drop(new Set(added.map((table) => this.functions.actions.length + this.functions.watched.indexOf(table))));
  }

  /** The merged diagrams of all actions and watched properties. */
  get forest(): Forest {
    return this.#forest;
  }

  /** The leaf of one function for a packed state (or two, one behind the other), learned if need be. Throws a FunctionFault. */
  resolve(table: Table, words: Int32Array): number {
    const found = table.diagram.find(words);
    if (found !== 0) return found;
    const begun = performance.now();
    const leaf = this.#learn(table, words) ?? this.#direct(table, words);
    table.cost.milliseconds += performance.now() - begun;
    if ('asked' in table && leaf !== isVacuous) (table as PropertyTable).asked = true;
    return leaf;
  }

  /** Undefined when the function is not learned any more. */
  #learn(table: Table, words: Int32Array): number | undefined {
    if (table.fallback === null) {
      const heard = this.#listen() ? table.diagram.find(words) : 0;
      if (heard !== 0) return heard;
      try {
        table.cost.misses += 1;
        const { leaf, reads } = this.#extending(table, () => this.#learner.learn(table.learnable, table.diagram, words, table.cost.misses));
        this.#gossip?.tell({
          table: this.#numbers.get(table) as number,
          reads,
          words: words.subarray(0, table.learnable.arity * this.#layout.words),
          said: 'asked' in table ? Int32Array.of(leaf) : this.effects.said(leaf),
        });
        return leaf;
      } catch (error) {
        if (!(error instanceof TableFull)) throw faultOf(table, error);
        table.cost.misses -= 1;
        table.fallback = { calls: 0, why: `its table passed ${table.diagram.size} numbers` };
        this.#forest.forget();
      }
    }
    table.fallback.calls += 1;
    return undefined;
  }

  /** Learns what others have learned since the last time; false when they have not. Throws a FunctionFault when it contradicts what is known. */
  #listen(): boolean {
    return this.#gossip?.listen((path) => this.#repeat(this.#all[path.table] as Table, path)) ?? false;
  }

  #repeat(table: Table, { reads, words, said }: LearnedPath): void {
    if (table.fallback !== null || this.#learner.isFull(table.diagram)) return;
    const leaf = 'asked' in table ? (said[0] as number) : this.effects.repeat(said);
    try {
      this.#extending(table, () => this.#learner.repeat(table.diagram, words, { reads, leaf }));
    } catch (error) {
      throw faultOf(table, error);
    }
  }

  /** Calls what extends a table's diagram. The forest has none that is not a tree any more. */
  #extending<T>({ diagram }: Table, extend: () => T): T {
    const { isTree } = diagram;
    const result = extend();
    if (diagram.isTree !== isTree) this.#forest.forget();
    return result;
  }

  /** Compares what every table says of a state with what the author's functions say. Throws a FunctionFault where they differ. */
  audit(words: Int32Array): void {
    const { actions, watched } = this.functions;
    this.#auditAll([...actions, ...watched], words, [this.#unpacker.state(words)]);
  }

  /** The same for one transition: the words of the state, and behind them those of the next. */
  auditStep(tables: readonly PropertyTable[], words: Int32Array): void {
    this.#auditAll(tables, words, [this.#unpacker.state(words), this.#unpacker.state(words, this.#layout.words)]);
  }

  #auditAll(tables: Iterable<Table>, words: Int32Array, states: readonly State[]): void {
    for (const table of tables) {
      const recorded = table.fallback === null ? table.diagram.find(words) : 0;
      if (recorded !== 0) this.#compare(table, words, states, recorded);
    }
  }

  #compare(table: Table, words: Int32Array, states: readonly State[], recorded: number): void {
    this.audits += 1;
    const leaf = this.#called(table, states);
    // Mostly an action is disabled, and stays so.
    if (leaf === recorded || (!('asked' in table) && this.#isDisabled(leaf) && this.#isDisabled(recorded))) return;
    const before = this.#successors(table, recorded, words);
    const now = this.#successors(table, leaf, words);
    if (before !== now) throw new FunctionFault(table.learnable.label, auditFault(this.#words(table, before), this.#words(table, now)));
  }

  /** Whether an action's leaf has no next states. */
  #isDisabled(leaf: number): boolean {
    return this.effects.code[-leaf] === 0;
  }

  /** What a leaf means in a state, in a form that can be compared. */
  #successors(table: Table, leaf: number, words: Int32Array): string {
    if ('asked' in table) return String(leaf);
    const { code } = this.effects;
    const width = this.#layout.words;
    const states = new Set<string>();
    for (let index = 0; index < (code[-leaf] as number); index++) {
      const at = -leaf + 1 + index * 2 * width;
      const state = Array.from({ length: width }, (_, word) => ((words[word] as number) & (code[at + 2 * word] as number)) | (code[at + 2 * word + 1] as number));
      states.add(state.join());
    }
    return [...states].sort().join(';');
  }

  #words(table: Table, meaning: string): string {
    if ('asked' in table) return `it says ${meaning === String(isFalse) ? 'false' : meaning === String(isTrue) ? 'true' : 'that its premise is false'}`;
    return meaning === '' ? 'it is disabled' : `it has ${meaning.split(';').length} next state(s)`;
  }

  #direct(table: Table, words: Int32Array): number {
    const states = [this.#unpacker.state(words)];
    if (table.learnable.arity === 2) states.push(this.#unpacker.state(words, this.#layout.words));
    return this.#called(table, states);
  }

  #called(table: Table, states: readonly State[]): number {
    try {
      return pure(() => table.direct(states));
    } catch (error) {
      throw faultOf(table, error);
    }
  }
}

/** Which state is audited after the `walked`-th: the first ones all, then ever fewer, at the end one in 65,536. */
export function auditAfter(walked: number): number {
  return walked + Math.min(65_536, Math.max(1, walked >> 4));
}

/** How many numbers one function's diagram may take: 16 MiB. */
const defaultBudget = 4 * 2 ** 20;

/** How many numbers the forest may take: 8 MiB. */
export const forestSize = 2 * 2 ** 20;

/**
 * What the forest shall know of a table. A diagram that is not a tree any more stays out: it is written anew now and then.
 * So does one that is not extended any more: the forest would come to its end again and again.
 */
function merged({ diagram, fallback }: Table): Diagram | 'asked' {
  return diagram.isTree && fallback === null ? diagram : 'asked';
}

function faultOf(table: Table, error: unknown): unknown {
  return error instanceof SpecFault ? new FunctionFault(table.learnable.label, error) : error;
}
