import type { MessagePort } from 'node:worker_threads';
import { type Layout, pack } from '../layout/index.js';
import type { AdHocBound, Model } from '../model/index.js';
import { arrange, gap, type Leftover, moveRest, Order, stretches, Table } from '../store/index.js';
import { gossipMemory, Tables } from '../tables/index.js';
import type { ChangesSeen } from './changes.js';
import { type Crew, gatherCrew } from './crew.js';
import { countingMemory, firstMemory, largerMemory, sweepMemory } from './memory.js';
import {
  type ActionCounts,
  type AskResult,
  type Candidate,
  type Command,
  compareCandidates,
  compareWords,
  type FaultReport,
  type LevelResult,
  type ProjectionCounts,
  type PropertyAddress,
  type Range,
  type Reply,
  type SearchMemory,
  Shared,
  Signal,
  type WorkerFigures,
} from './messages.js';
import type { Pass, SweepMemory, Swept } from './pass.js';
import { mergeProjections, type Projection } from './projection.js';
import { Walker } from './walk.js';

/** Where a model comes from, for the workers to make it again. */
export interface ModelSource {
  readonly url: string;
  readonly argument?: string;
  /** An expression: the model has a witness for it as its last property (see `withGoal`). */
  readonly goal?: string;
  /** What the model has beside what the spec says. */
  readonly adHoc?: AdHocBound;
  /** The model that it is to refine. */
  readonly refines?: TargetSource;
}

/** Where the target of a refinement comes from. */
export interface TargetSource {
  readonly url: string;
  readonly argument?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface SearchOptions {
  /** Numbers of the properties to be checked. */
  readonly properties: readonly number[];
  readonly workers: number;
  /** Bytes for the store, which takes so many now. */
  readonly memory: (taken: number) => number;
  readonly maxStates: number;
  readonly tableBudget: number | undefined;
  /** See `ExploreRequest`. */
  readonly together: number | undefined;
  /** Milliseconds that the search may still take. */
  readonly remaining: () => number;
  /** The initial states are not inserted: those of a search that was kept will be. */
  readonly empty: boolean;
}

/** What a level came to. */
export interface Expanded {
  /** What was found in each; of the last one perhaps not everything: see `LevelResult`, and `stopped`. */
  readonly levels: readonly LevelResult[];
  /** Why the last of the levels was given up; null when it was not. */
  readonly stopped: 'memory' | 'states' | 'aborted' | null;
}

/** A part of the order, and what is to be counted of it in a projection. */
export interface Projecting {
  readonly range: Range;
  readonly depth: number;
  /** The transitions of its states too. */
  readonly follow: boolean;
}

/** One level is expanded by one worker alone while it has fewer states than this: a barrier costs more than it saves. */
const small = 2048;

/**
 * When a level of so many states is to be expanded the others are called. The first one goes on, and they take part as soon
 * as they are ready. What is to be done yet is not known, but it is as much as this, and mostly several times as much.
 */
const worthCalling = 2 ** 16;

/** With so many states known the others are called for passes over all of them. */
const worthSweeping = 2 ** 17;

/** Milliseconds after which a worker that goes on alone tells what it did. */
const alonePatience = 200;

/** Fewer states say nothing of how long it takes to move one. */
const worthTiming = 2 ** 20;

/** Entries of the store that are compared before it is asked whether the rest need be. */
const entriesAtOnce = 2 ** 16;

/** The store and the workers of one search: what can be done with a level, whoever does it. */
export class Search {
  readonly #crew: Crew;
  readonly #workers: number;
  readonly #memoryFor: SearchOptions['memory'];
  /** Bytes for the store. */
  #budget: number;
  readonly #maxStates: number;
  /** Bytes of the order that were used when the store grew. */
  #noted = 0;
  /** See `ExploreRequest`. */
  readonly #together: number | undefined;
  /** Those at work, the first one first. */
  readonly #ports: MessagePort[] = [];
  /** Those who are ready, and those on their way; neither knows the store as it is now. */
  readonly #waiting: MessagePort[] = [];
  readonly #coming: Promise<void>[] = [];
  /** By which the workers tell each other what they learn, once there are several; see `Gossip`. */
  #gossip: readonly SharedArrayBuffer[] = [];
  /** The level that is being expanded, if somebody may yet take part in it. */
  #joinable: Range | null = null;
  readonly #progress: Float64Array;
  readonly #shared: Int32Array;
  readonly #layout: Layout;
  #memory: SearchMemory;
  /** The main thread's own look at the store, for when the workers wait. */
  readonly #table: Table;
  readonly #order: Order;
  readonly #remaining: () => number;
  /** The largest part of the table that was in use before it grew. */
  #fullest = 0;
  /** Milliseconds that it takes to move a state when the store grows. */
  #moving = 6e-5;
  /** All states before this position of the order were expanded by those who are at work. */
  #expanded = 0;
  /** The effects by which they did so, told when they are first asked for; null: not all of them are known. */
  #effects: Int32Array | null | undefined;
  #lost: Error | null = null;

  private constructor(crew: Crew, options: SearchOptions, progress: Float64Array, shared: Int32Array, layout: Layout, memory: SearchMemory, budget: number) {
    this.#crew = crew;
    this.#workers = options.workers;
    this.#memoryFor = options.memory;
    this.#budget = budget;
    this.#maxStates = options.maxStates;
    this.#together = options.together;
    this.#remaining = options.remaining;
    this.#progress = progress;
    this.#shared = shared;
    this.#layout = layout;
    this.#memory = memory;
    this.#table = new Table(memory.table, false);
    this.#order = new Order(memory.order, shared, Shared.tail);
    // A worker that is lost is told of wherever the next reply is awaited.
    crew.lost.catch((error: unknown) => {
      this.#lost = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** Starts the first worker and inserts the initial states; the others come when there is work for them. Null when the budget does not allow even the smallest store. */
  static async start(model: Model, layout: Layout, source: ModelSource, options: SearchOptions): Promise<Search | null> {
    const { properties, workers } = options;
    const budget = options.memory(0);
    const memory = firstMemory(layout.words, model.initial.length, workers, budget, options.maxStates);
    if (memory === null) return null;
    const shared = new SharedArrayBuffer(4 * Shared.size);
    const progress = new SharedArrayBuffer(workers * 16 * 8);
    const crew = gatherCrew((index) => ({
      index,
      workers,
      url: source.url,
      argument: source.argument,
      goal: source.goal,
      adHoc: source.adHoc,
      refines: source.refines,
      parameters: model.parameters,
      properties,
      tableBudget: options.tableBudget,
      shared,
      progress,
      memory,
    }));
    const search = new Search(crew, options, new Float64Array(progress), new Int32Array(shared), layout, memory, budget);
    search.#ports.push(await crew.hire());
    if (!options.empty) search.#insertInitial(model);
    return search;
  }

  get memory(): SearchMemory {
    return this.#memory;
  }

  /** How many workers are at work. */
  get atWork(): number {
    return this.#ports.length;
  }

  /** Distinct states in the store, at this moment. */
  get states(): number {
    return Atomics.load(this.#shared, Shared.states) >>> 0;
  }

  /** More states than this are never kept. */
  get mostStates(): number {
    return this.#memory.maxStates;
  }

  /** The largest part of the table that was in use so far. */
  get fullest(): number {
    return Math.max(this.#fullest, this.states / this.#memory.table.capacity);
  }

  /** The position behind the last state of the order. */
  get tail(): number {
    return Atomics.load(this.#shared, Shared.tail) >>> 0;
  }

  /** Transitions and expanded states so far, those of levels under way included. */
  underWay(): { readonly transitions: number; readonly expanded: number } {
    let transitions = 0;
    let expanded = 0;
    for (let index = 0; index < this.#workers; index++) {
      transitions += this.#progress[index * 16] as number;
      expanded += this.#progress[index * 16 + 1] as number;
    }
    return { transitions, expanded };
  }

  /** Makes the workers give up the level that they are at. */
  abort(): void {
    Atomics.compareExchange(this.#shared, Shared.signal, Signal.go, Signal.abort);
    Atomics.compareExchange(this.#shared, Shared.signal, Signal.pause, Signal.abort);
  }

  /**
   * Expands a level, and after a small one perhaps more (not more than `levels`). One that is aborted is expanded in
   * part, and says which positions are open. What meets a bound is torn, and its new states are to be taken out again (see `rollBack`).
   */
  async expand(level: Range, settled: readonly PropertyAddress[], levels: number): Promise<Expanded> {
    const size = level.end - level.begin;
    if (size >= small) await this.#gather(size);
    // While nobody else was called there is no need to ask after each level.
    const below = this.#workers === 1 ? Number.POSITIVE_INFINITY : this.#together !== undefined || this.#coming.length > 0 ? small : worthCalling;
    const few = this.#together ?? 0;
    const alone = size < below || this.states < few;
    // Small ones: who has only just come is slow at first, and the others wait for its last chunk.
    const part = Math.min(4096, Math.floor(size / (32 * this.#workers)));
    const command: Command = {
      kind: 'expand',
      level,
      chunk: Math.max(16, part),
      // As large: equal next states come from states that are near each other, if what one worker has found stays together.
      block: Math.max(1, part),
      settled,
      alone: alone ? { below, states: few, levels, milliseconds: alonePatience } : null,
    };
    Atomics.store(this.#shared, Shared.next, level.begin);
    const ports = this.#ports.slice(0, alone ? 1 : undefined);
    const parts: (readonly LevelResult[])[] = [];
    let stopped: Expanded['stopped'] = null;
    this.#send(ports, command);
    this.#joinable = alone ? null : level;
    let at = ports;
    while (at.length > 0) {
      const paused: MessagePort[] = [];
      await this.#collect(at, (reply, port) => {
        if (reply.kind === 'expanded') parts.push(reply.levels);
        else if (reply.kind === 'paused') {
          paused.push(port);
          Atomics.compareExchange(this.#shared, Shared.signal, Signal.go, Signal.pause);
        }
      });
      if (paused.length === 0) break;
      at = paused;
      const signal = Atomics.load(this.#shared, Shared.signal);
      if (signal === Signal.tooManyStates) this.#send(paused, { kind: 'abandon' });
      // Who is to stop has but little to insert: for that the store need not grow.
      else if (signal === Signal.abort && this.states <= this.#memory.utmost) this.#send(paused, { kind: 'resume' });
      else if (await this.makeRoom()) {
        const joined = this.#joinable === null ? [] : await this.#admit();
        Atomics.compareExchange(this.#shared, Shared.signal, Signal.pause, Signal.go);
        this.#send(paused, { kind: 'resume' });
        this.#send(joined, command);
        at = [...paused, ...joined];
      } else {
        stopped = 'memory';
        this.#send(paused, { kind: 'abandon' });
      }
    }
    this.#joinable = null;
    const signal = Atomics.exchange(this.#shared, Shared.signal, Signal.go);
    if (signal === Signal.tooManyStates) stopped = 'states';
    else if (signal === Signal.abort && stopped === null) stopped = 'aborted';
    const results = this.#withOpen(merge(parts));
    this.#effects = undefined;
    for (const result of results) if (isWhole(result) && result.level.begin === this.#expanded) this.#expanded = result.level.end;
    return { levels: results, stopped: results.every(isWhole) ? null : stopped };
  }

  /** Nobody has claimed the last positions of a level that was given up. */
  #withOpen(results: readonly LevelResult[]): LevelResult[] {
    const last = results.at(-1) as LevelResult;
    const { end } = last.level;
    const begin = Atomics.load(this.#shared, Shared.next) >>> 0;
    const open = [...last.open, ...(begin < end ? [{ begin, end }] : [])].sort((a, b) => a.begin - b.begin);
    return [...results.slice(0, -1), { ...last, open }];
  }

  /** Grows the store if it is too full for another level; false when it cannot. Where the time is over before that would pay, it is allowed to become fuller. */
  async makeRoom(): Promise<boolean> {
    const { limit, utmost } = this.#memory;
    if (this.states <= limit) return true;
    if (this.states >= utmost || this.#remaining() > 1.5 * this.#moving * this.states) return this.#grow();
    await this.#take({ ...this.#memory, limit: utmost });
    return true;
  }

  /** The store cannot grow, though the budget would allow it: what it has room for is now the bound on states. */
  async stayAsLarge(): Promise<void> {
    const { utmost, maxStates } = this.#memory;
    await this.#take({ ...this.#memory, limit: utmost, maxStates: Math.min(maxStates, utmost) });
  }

  /** Asks the state properties of states that are not to be expanded, and counts what would have come of it; less of it, when that is aborted. */
  async ask(level: Range, settled: readonly PropertyAddress[]): Promise<AskResult[]> {
    Atomics.store(this.#shared, Shared.next, level.begin);
    const results: AskResult[] = [];
    this.#send(this.#ports, { kind: 'ask', level, chunk: chunkOf(level.end - level.begin, this.#ports.length), settled });
    await this.#collect(this.#ports, (reply) => {
      if (reply.kind === 'asked') results.push(reply.result);
    });
    return results;
  }

  /** Backwards through levels, the nearest one first: in each the smallest state with a transition to the one before, and the first action that leads there. */
  async way(levels: readonly Range[], target: Int32Array): Promise<Candidate[]> {
    const way: Candidate[] = [];
    const isLarge = ({ begin, end }: Range) => end - begin >= small;
    while (way.length < levels.length) {
      const left = levels.slice(way.length);
      const large = this.#ports.length === 1 ? -1 : left.findIndex(isLarge);
      const alone = left.slice(0, large < 0 ? undefined : large);
      way.push(...(await this.#wayThrough(alone.length > 0 ? alone : left.slice(0, 1), way.at(-1)?.state ?? target, this.#ports.slice(0, alone.length > 0 ? 1 : undefined))));
    }
    return way;
  }

  /** Through a level, or by one worker alone through several. */
  async #wayThrough(levels: readonly Range[], target: Int32Array, ports: readonly MessagePort[]): Promise<readonly Candidate[]> {
    const { begin, end } = levels[0] as Range;
    if (this.#effects === undefined) this.#effects = await this.#tellEffects();
    const ways: (readonly Candidate[])[] = [];
    Atomics.store(this.#shared, Shared.next, begin);
    this.#send(ports, { kind: 'retrace', levels, chunk: chunkOf(end - begin, ports.length), target, effects: this.#effects, expanded: this.#expanded });
    await this.#collect(ports, (reply) => {
      if (reply.kind === 'retraced' && reply.candidates.length > 0) ways.push(reply.candidates);
    });
    const [best] = ways.sort(([a], [b]) => compareCandidates(a as Candidate, b as Candidate));
    if (best === undefined) throw new Error('a state of the store has no predecessor in the level before it');
    return best;
  }

  async #tellEffects(): Promise<Int32Array | null> {
    const all: (Int32Array | null)[] = [];
    await this.#everyone({ kind: 'tell-effects' }, (reply) => {
      if (reply.kind === 'effects') all.push(reply.effects);
    });
    return all.includes(null) ? null : Int32Array.from(all.flatMap((effects) => [...(effects as Int32Array)]));
  }

  /** The entries of all states, in the order in which they were found, with gaps. */
  get order(): Uint32Array {
    return this.#order.view;
  }

  /** The packed state of an entry. */
  stateOf(entry: number): Int32Array {
    const state = new Int32Array(this.#layout.words);
    this.#table.read(entry, state, 0);
    return state;
  }

  /** The entry of a packed state that is in the store. */
  entryOf(state: Int32Array): number {
    const entries = new Uint32Array(1);
    this.#table.locate(state, 1, entries);
    return entries[0] as number;
  }

  /** The transitions of explored states, for the main thread; what it knows of the author's functions it learns again. */
  walker(model: Model, properties: readonly number[]): { readonly walker: Walker; readonly tables: Tables } {
    const tables = new Tables(model, this.#layout, properties);
    return { walker: new Walker(this.#layout, tables, this.#table), tables };
  }

  /** Where passes over all states mark them; null when the budget has no room for it. */
  async prepareSweeps(wide: boolean): Promise<SweepMemory | null> {
    const memory = sweepMemory(this.#memory, this.states, this.tail, this.#budget, wide);
    if (memory === null) return null;
    if (this.states >= (this.#together ?? worthSweeping)) await this.#await();
    await this.#everyone({ kind: 'prepare-sweeps', memory, workers: this.#ports.length });
    return memory;
  }

  /** The same with room for counts. */
  async prepareCounts(memory: SweepMemory): Promise<SweepMemory | null> {
    const larger = countingMemory(this.#memory, this.states, this.tail, this.#budget, memory);
    if (larger !== null) await this.#everyone({ kind: 'prepare-sweeps', memory: larger, workers: this.#ports.length });
    return larger;
  }

  /** What the last passes about a bound have gauged; -1: nothing. */
  get gauges(): { readonly largest: number; readonly arrived: number } {
    return { largest: Atomics.load(this.#shared, Shared.largest), arrived: Atomics.load(this.#shared, Shared.arrived) };
  }

  resetGauges(): void {
    Atomics.store(this.#shared, Shared.largest, -1);
    Atomics.store(this.#shared, Shared.arrived, -1);
  }

  /** Entries of the table. */
  get capacity(): number {
    return this.#memory.table.capacity;
  }

  /** A pass over the states of a range of the order, or of the table (see `followsOrder`), by all workers that are at work: what came of it, or the fault that one of them met. */
  async sweep(liveness: number, pass: Pass, range: Range): Promise<Swept | FaultReport> {
    Atomics.store(this.#shared, Shared.next, range.begin);
    let counted = 0;
    let left = false;
    const changes: ChangesSeen[] = [];
    let fault: FaultReport | null = null;
    await this.#everyone({ kind: 'sweep', liveness, pass, range, chunk: chunkOf(range.end - range.begin, this.#ports.length) }, (reply) => {
      if (reply.kind !== 'swept') return;
      counted += reply.swept.counted;
      left ||= reply.swept.left;
      changes.push(...reply.swept.changes);
      fault ??= reply.fault;
    });
    return fault ?? { counted, left, changes };
  }

  /**
   * What the states of some parts of the order are in the projection `on` (see `readAspects`; null: nothing is left out) of at
   * most `most` nodes, and their transitions.
   */
  async project(parts: readonly Projecting[], on: string | null, most: number): Promise<Projection> {
    let ended: Projection | null = null;
    // What stopped the search is no reason not to count what it found.
    Atomics.store(this.#shared, Shared.signal, Signal.go);
    for (const { range, depth, follow } of parts) {
      const size = range.end - range.begin;
      const ports = this.#ports.slice(0, size < small ? 1 : undefined);
      const faults: FaultReport[] = [];
      Atomics.store(this.#shared, Shared.next, range.begin);
      this.#send(ports, { kind: 'project', level: range, chunk: chunkOf(size, ports.length), depth, follow, on, most });
      await this.#collect(ports, (reply) => {
        if (reply.kind !== 'projecting') return;
        if (reply.fault !== null) faults.push(reply.fault);
        if (reply.full) ended = { kind: 'full' };
      });
      const [fault] = faults.sort((a, b) => compareWords(a.state, b.state));
      const signal = Atomics.exchange(this.#shared, Shared.signal, Signal.go);
      if (fault !== undefined) ended = { kind: 'fault', fault: { ...fault, depth } };
      else if (signal === Signal.abort) ended = { kind: 'stopped' };
      if (ended !== null) break;
    }
    const counted: ProjectionCounts[] = [];
    await this.#everyone({ kind: 'tell-projection' }, (reply) => {
      if (reply.kind === 'projected' && reply.counts !== null) counted.push(reply.counts);
    });
    return ended ?? mergeProjections(counted, most);
  }

  /** Takes everything out of the store again that was found behind a position of the order; `done`: what was done until then, for `underWay`. */
  async rollBack(end: number, states: number, done: ReturnType<Search['underWay']>): Promise<void> {
    const order = this.#order.view;
    for (let position = end; position < this.tail; position++) {
      const entry = order[position] as number;
      if (entry !== gap) this.#table.remove(entry);
    }
    Atomics.store(this.#shared, Shared.tail, end);
    Atomics.store(this.#shared, Shared.states, states);
    this.#progress.fill(0);
    this.#progress.set([done.transitions, done.expanded]);
    await this.#everyone({ kind: 'forget' });
  }

  /** Puts a level into an order that depends on its states alone (see `arrange`), with its gaps at the end; returns how many states it has. */
  arrange({ begin, end }: Range): number {
    return arrange(this.#order.view, begin, end, this.#table);
  }

  /** Distinct states among the positions of a range. */
  count(range: Range): number {
    const order = this.#order.view;
    let count = 0;
    for (let position = range.begin; position < range.end; position++) if (order[position] !== gap) count += 1;
    return count;
  }

  /** The slots that have the same value in all states of the store as in this one; nobody may be inserting. */
  unchanging(state: Int32Array): ReadonlySet<number> {
    const { slots } = this.#layout;
    const bits = new Int32Array(this.#layout.words);
    const left = () => slots.filter(({ word, shift, mask }) => (((bits[word] as number) >>> shift) & mask) === 0);
    const { capacity } = this.#table;
    // Mostly all of them are seen to change in the first few thousand states.
    for (let begin = 0; begin < capacity && left().length > 0; begin += entriesAtOnce) this.#table.differences(begin, Math.min(begin + entriesAtOnce, capacity), state, bits);
    return new Set(left().map(({ index }) => index));
  }

  async figures(): Promise<WorkerFigures[]> {
    const all: WorkerFigures[] = [];
    this.#send(this.#ports, { kind: 'figures' });
    await this.#collect(this.#ports, (reply) => {
      if (reply.kind === 'figures') all.push(reply.figures);
    });
    return all;
  }

  /** Lets the workers go. After a worker was lost this does nothing. */
  async close(): Promise<void> {
    if (this.#lost !== null) return;
    await this.#crew.finish((ports) => this.#send(ports, { kind: 'finish' }));
  }

  /** The packed states at positions of the order, some thousands at once. */
  *statesOf(range: Range): Generator<Int32Array> {
    const { words } = this.#layout;
    const order = this.#order.view;
    const states = new Int32Array(8192 * words);
    let count = 0;
    for (let position = range.begin; position < range.end; position++) {
      const entry = order[position] as number;
      if (entry === gap) continue;
      this.#table.read(entry, states, count++ * words);
      if (count * words < states.length) continue;
      yield states;
      count = 0;
    }
    if (count > 0) yield states.subarray(0, count * words);
  }

  /** Inserts states that are all new, in their order; false when there is no room for them. */
  async restore(states: Iterable<Int32Array>): Promise<boolean> {
    const { words } = this.#layout;
    for (const batch of states) {
      const count = batch.length / words;
      while (this.states + count > this.#memory.limit) if (!(await this.#grow())) return false;
      if (this.#insert(batch, count) < count) throw new Error('a state was saved twice; this must not happen');
    }
    return true;
  }

  #insertInitial(model: Model): void {
    const { words } = this.#layout;
    const packed = new Int32Array(model.initial.length * words);
    for (const [index, state] of model.initial.entries()) pack(this.#layout, state, packed, index * words);
    this.#insert(packed, model.initial.length);
  }

  /** Inserts states while the workers wait, and returns how many were new. */
  #insert(states: Int32Array, count: number): number {
    const fresh = new Uint32Array(count);
    const found = this.#table.insertAll(states.slice(), count, fresh, new Int32Array(count));
    this.#order.append(fresh, found, 1);
    Atomics.add(this.#shared, Shared.states, found);
    return found;
  }

  /** Makes the store larger; false when it cannot be. The workers are all waiting. */
  async #grow(): Promise<boolean> {
    const begun = performance.now();
    const from = this.#memory;
    const { words, capacity } = from.table;
    this.#budget = this.#memoryFor(4 * words * capacity + Math.max(4 * this.tail, this.#noted));
    const to = largerMemory(from, this.tail, this.#budget, this.#maxStates);
    if (to === null) return false;
    this.#fullest = this.fullest;
    this.#noted = 4 * (this.tail + capacity);
    // The level that is under way goes on afterwards where it was.
    const claimed = Atomics.load(this.#shared, Shared.next);
    if (to.table.buffer !== from.table.buffer) await this.#everyone({ kind: 'adopt', memory: { ...from, table: { ...to.table, capacity: from.table.capacity }, order: to.order } });
    const { tail } = this;
    const moved = new Uint32Array(to.order, 4 * tail);
    const left: Leftover[] = [];
    const plan = stretches(from.table.capacity, to.table.capacity);
    for (const stretch of plan.stretches) {
      Atomics.store(this.#shared, Shared.next, stretch.begin);
      await this.#everyone({ kind: 'move-entries', from: from.table.capacity, to: to.table, stretch, tail, chunk: this.#portion(stretch.end - stretch.begin) }, (reply) => {
        if (reply.kind === 'moved') left.push(reply.left);
      });
    }
    moveRest(to.table, plan.rest, left, moved);
    Atomics.store(this.#shared, Shared.next, 0);
    await this.#everyone({ kind: 'move-order', tail, chunk: this.#portion(tail) });
    await this.#take(to);
    Atomics.store(this.#shared, Shared.next, claimed);
    if (this.states > worthTiming) this.#moving = (performance.now() - begun) / this.states;
    return true;
  }

  /** From now on this is the store. */
  async #take(memory: SearchMemory): Promise<void> {
    await this.#everyone({ kind: 'adopt', memory });
    this.#memory = memory;
    this.#table.adopt(memory.table);
    this.#order.adopt(memory.order);
  }

  /** A level of `size` states is to be expanded: calls the others when there is work for them, and lets those take part who are ready. */
  async #gather(size: number): Promise<void> {
    if (this.#together !== undefined && this.states >= this.#together) return this.#await();
    if (this.#together === undefined && size >= worthCalling) this.#call();
    await this.#admit();
  }

  /** Calls the others, and waits until all of them take part. */
  async #await(): Promise<void> {
    this.#call();
    await Promise.all(this.#coming);
    await this.#admit();
  }

  #call(): void {
    while (this.#coming.length + 1 < this.#workers) {
      const coming = this.#crew.hire().then((port) => this.#welcome(port));
      // Who waits for a reply of anybody hears of it.
      coming.catch(() => undefined);
      this.#coming.push(coming);
    }
  }

  /** Somebody is ready: takes part from now on if much of a level is left, otherwise from the next one on. */
  #welcome(port: MessagePort): void {
    this.#waiting.push(port);
    const left = (this.#joinable?.end ?? 0) - (Atomics.load(this.#shared, Shared.next) >>> 0);
    // Whoever pauses asks what to do, and it is then that others are admitted.
    if (left >= small) Atomics.compareExchange(this.#shared, Shared.signal, Signal.go, Signal.pause);
  }

  /** Lets those take part who are ready, and returns who they are. They need not learn what the first one has learned: that would take them as long as it took. */
  async #admit(): Promise<readonly MessagePort[]> {
    const ports = this.#waiting.splice(0);
    if (ports.length === 0) return ports;
    const first = this.#ports.slice(0, 1);
    let taught: Extract<Reply, { kind: 'taught' }> | undefined;
    if (this.#gossip.length === 0) this.#gossip = Array.from({ length: this.#workers }, gossipMemory);
    this.#send(first, { kind: 'teach', gossip: this.#gossip });
    await this.#collect(first, (reply) => {
      if (reply.kind === 'taught') taught = reply;
    });
    if (taught === undefined) throw new Error('a worker that was to teach has said something else');
    this.#send(ports, { kind: 'join', memory: this.#memory, lesson: taught.lesson, walked: taught.walked, gossip: this.#gossip });
    await this.#collect(ports, () => undefined);
    this.#ports.push(...ports);
    return ports;
  }

  async #everyone(command: Command, take: (reply: Reply) => void = () => undefined): Promise<void> {
    this.#send(this.#ports, command);
    await this.#collect(this.#ports, take);
  }

  /** Positions or entries that a worker moves at once. */
  #portion(count: number): number {
    return Math.max(4096, Math.ceil(count / (4 * this.#ports.length)));
  }

  #send(ports: readonly MessagePort[], command: Command): void {
    for (const port of ports) port.postMessage(command);
    Atomics.add(this.#shared, Shared.commands, 1);
    Atomics.notify(this.#shared, Shared.commands);
  }

  /** Waits for one reply from each port. A worker that is lost rejects it: no result survives a lost chunk. */
  async #collect(ports: readonly MessagePort[], take: (reply: Reply, port: MessagePort) => void): Promise<void> {
    const replies = ports.map(
      (port) =>
        new Promise<void>((resolve) => {
          port.once('message', (reply: Reply) => {
            take(reply, port);
            resolve();
          });
        }),
    );
    await Promise.race([Promise.all(replies), this.#crew.lost]);
  }
}

/** Positions that a worker claims at once: few enough that all end at about the same time. */
function chunkOf(size: number, workers: number): number {
  return Math.max(16, Math.min(4096, Math.ceil(size / (8 * workers))));
}

function isWhole({ open, torn }: LevelResult): boolean {
  return open.length === 0 && !torn;
}

/** One result per level of what several workers did in it. */
function merge(parts: readonly (readonly LevelResult[])[]): LevelResult[] {
  const [first = [], ...others] = parts;
  if (others.length === 0) return [...first];
  const results = parts.map(([result]) => result as LevelResult);
  const sum = (of: (result: LevelResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const sumOf = (of: (counts: ActionCounts) => Float64Array) => of((results[0] as LevelResult).actions).map((_, index) => sum(({ actions }) => of(actions)[index] as number));
  const faults = results.flatMap(({ fault }) => (fault === null ? [] : [fault])).sort((a, b) => compareWords(a.state, b.state));
  return [
    {
      level: (results[0] as LevelResult).level,
      open: results.flatMap(({ open }) => open),
      torn: results.some(({ torn }) => torn),
      expanded: sum(({ expanded }) => expanded),
      transitions: sum(({ transitions }) => transitions),
      deadEnds: sum(({ deadEnds }) => deadEnds),
      actions: { enabled: sumOf(({ enabled }) => enabled), fired: sumOf(({ fired }) => fired), discovered: sumOf(({ discovered }) => discovered) },
      findings: results.flatMap(({ findings }) => findings),
      fault: faults[0] ?? null,
    },
  ];
}
