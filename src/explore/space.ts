import { setImmediate } from 'node:timers/promises';
import type { Model } from '../model/index.js';
import { gap, Rank } from '../store/index.js';
import { FunctionFault, type LivenessTables } from '../tables/index.js';
import { entriesInside, forgetCandidates, numberCandidates } from './candidates.js';
import type { FaultReport, Range } from './messages.js';
import { bitsOfMark, bytesOf, followsOrder, type Marks, marksOf, type Pass, type SweepMemory, type Swept, wordsOf } from './pass.js';
import type { Search } from './search.js';
import type { Walker } from './walk.js';

/** Who ended a search before its time. */
export interface Watch {
  interrupted(): boolean;
  timedOut(): boolean;
  /** What is being asked of the explored space, for the progress line. */
  ask(label: string | null): void;
}

/** The passes over a space were ended before their answer was known. */
export class Stopped extends Error {
  constructor(readonly why: 'time' | 'memory' | 'interrupted') {
    super(`stopped: ${why}`);
  }
}

/** One of the author's functions failed in a state, after the search. */
export class SearchFault extends Error {
  constructor(readonly fault: FaultReport & { readonly depth: number }) {
    super(fault.message);
  }
}

/** What is noted of each candidate by its number: its mark, the transitions to it, and a bit that says whether it is still inside. */
export interface SweepMarks {
  readonly rank: Rank;
  readonly marks: Marks;
  readonly incoming: Uint8Array;
  readonly wide: boolean;
  readonly inside: Int32Array;
  readonly waiting: Int32Array;
  /** Before `classify`: there is no candidate. */
  forget(): void;
  /** After `classify`: gives the candidates their numbers, see `numberCandidates`. */
  number(): number;
  /** A bit for each entry: whether its state is inside. */
  entriesInside(): Int32Array;
}

/** One transition of a state: the action instance, and the entry of the next state. */
export interface Transition {
  readonly action: number;
  readonly target: number;
}

/** What a search has explored: its states, their transitions computed again, and passes over all of them by all workers. */
export class Space {
  readonly #model: Model;
  readonly #search: Search;
  readonly #properties: readonly number[];
  readonly #watch: Watch;
  /** One range of the order per depth. */
  readonly levels: readonly Range[];
  #walker: { readonly walker: Walker; readonly liveness: readonly LivenessTables[] } | null = null;
  #memory: SweepMemory | null = null;
  readonly #single = new Uint32Array(1);
  /** There is no room for wide marks. */
  #noRoom = false;

  constructor(model: Model, search: Search, levels: readonly Range[], properties: readonly number[], watch: Watch) {
    this.#model = model;
    this.#search = search;
    this.#properties = properties;
    this.#watch = watch;
    this.levels = levels;
  }

  /** The entries of a range of the order: the states in the order in which they were found. */
  *entries({ begin, end }: Range): Generator<number> {
    const { order } = this.#search;
    for (let position = begin; position < end; position++) {
      const entry = order[position] as number;
      if (entry !== gap) yield entry;
    }
  }

  /** All positions of the order. */
  get all(): Range {
    return { begin: 0, end: this.levels.at(-1)?.end ?? 0 };
  }

  /** All entries of the table. */
  get #entries(): Range {
    return { begin: 0, end: this.#search.capacity };
  }

  /** What the passes note. Marks of a word are made when a byte has not the bits that are wanted, if there is room for them. */
  async prepare(bits: number): Promise<SweepMarks> {
    const memory = await this.#prepared(bits);
    return {
      rank: new Rank(wordsOf(memory.rank)),
      marks: marksOf(memory),
      wide: memory.wide,
      inside: wordsOf(memory.inside),
      waiting: wordsOf(memory.waiting),
      incoming: bytesOf(memory.incoming),
      forget: () => forgetCandidates(memory),
      number: () => numberCandidates(memory),
      entriesInside: () => entriesInside(memory),
    };
  }

  /** The counts of all states, by their numbers, for bounds; and what passes about them have gauged, -1 where that is nothing. */
  async prepareCounts(): Promise<Int32Array> {
    const prepared = await this.#prepared(0);
    const memory = prepared.counts === null ? await this.#search.prepareCounts(prepared) : prepared;
    if (memory?.counts == null) throw new Stopped('memory');
    this.#memory = memory;
    return wordsOf(memory.counts);
  }

  get gauges(): { readonly largest: number; readonly arrived: number } {
    return this.#search.gauges;
  }

  resetGauges(): void {
    this.#search.resetGauges();
  }

  /** One pass over a range of the order (all states, when it is left out). `liveness` is the number of the property instance among those that were asked for. */
  async sweep(liveness: number, pass: Pass, range = followsOrder(pass) ? this.all : this.#entries): Promise<Swept> {
    this.#check();
    const swept = await this.#search.sweep(liveness, pass, range);
    if (!('counted' in swept)) throw this.#faultOf(swept);
    this.#check();
    return swept;
  }

  /** The number of a property instance among the properties of whole runs (liveness, and bounds) that were asked for. */
  wholeRunNumber(property: number, instance: number): number {
    return this.#main().liveness.findIndex((tables) => tables.property === property && tables.instance === instance);
  }

  /** The transitions of the state of an entry, computed on the main thread. A fault of one of the author's functions is told as one of the search. */
  transitionsOf(entry: number): Transition[] {
    const { walker } = this.#main();
    this.#single[0] = entry;
    const count = this.#guarded(() => walker.expand(this.#single, 1));
    return Array.from({ length: count }, (_, index) => ({ action: walker.action[index] as number, target: walker.target[index] as number }));
  }

  /** Whether the goal of a liveness property, or what makes it due, is true of the state of an entry. */
  asks(liveness: number, what: 'from' | 'goal', entry: number): boolean {
    const { walker, liveness: tables } = this.#main();
    return this.#guarded(() => walker.asks((tables[liveness] as LivenessTables)[what], entry));
  }

  /** The packed state of an entry. */
  stateOf(entry: number): Int32Array {
    return this.#search.stateOf(entry);
  }

  /** The depth of the state of an entry. */
  depthOf(entry: number): number {
    return this.levels.findIndex((level) => {
      for (const other of this.entries(level)) if (other === entry) return true;
      return false;
    });
  }

  /** Lets the progress line and the user have their turn in a long computation on the main thread. */
  async breathe(): Promise<void> {
    await setImmediate();
    this.#check();
  }

  /** Tells the progress line what is being asked. */
  ask(label: string | null): void {
    this.#watch.ask(label);
  }

  async #prepared(bits: number): Promise<SweepMemory> {
    const wide = bits > bitsOfMark.narrow;
    if (this.#memory !== null && (this.#memory.wide || !wide || this.#noRoom)) return this.#memory;
    let memory = await this.#search.prepareSweeps(wide);
    if (memory === null && wide) {
      this.#noRoom = true;
      memory = await this.#search.prepareSweeps(false);
    }
    if (memory === null) throw new Stopped('memory');
    this.#memory = memory;
    return memory;
  }

  #check(): void {
    if (this.#watch.interrupted()) throw new Stopped('interrupted');
    if (this.#watch.timedOut()) throw new Stopped('time');
  }

  #main(): { readonly walker: Walker; readonly liveness: readonly LivenessTables[] } {
    if (this.#walker === null) {
      const { walker, tables } = this.#search.walker(this.#model, this.#properties);
      this.#walker = { walker, liveness: tables.functions.liveness };
    }
    return this.#walker;
  }

  #guarded<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      throw this.#faultOf({ label: error.label, message: error.fault.message, details: error.fault.details, state: this.#main().walker.state });
    }
  }

  #faultOf(fault: FaultReport): SearchFault {
    return new SearchFault({ ...fault, depth: this.depthOf(this.#search.entryOf(fault.state)) });
  }
}
