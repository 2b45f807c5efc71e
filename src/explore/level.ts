/**
 * One worker's share of a level: claim a chunk of the frontier, walk the tables for each of its states, insert what
 * comes out into the store. This is the hot loop: it calls none of the author's functions unless a table has no entry.
 */
import { isNeverZero, type Layout } from '../layout/index.js';
import { type Model, readAspects } from '../model/index.js';
import { gap, nowhere, Order, Table } from '../store/index.js';
import { auditAfter, FunctionFault, type FunctionTable, forestSize, isFalse, keptBy, type Lesson, type PropertyTable, repeats, Tables } from '../tables/index.js';
import { Kernel } from './kernel.js';
import {
  type ActionCounts,
  type Alone,
  type AskResult,
  type Candidate,
  type Command,
  compareCandidates,
  compareWords,
  type FaultReport,
  type Finding,
  isStopped,
  keyOf,
  type LevelResult,
  noActionCounts,
  type ProjectionCounts,
  type PropertyAddress,
  type Range,
  type Retracing,
  type SearchMemory,
  Shared,
  Signal,
  smallerFinding,
  type WorkerFigures,
} from './messages.js';
import type { Pass, SweepMemory, Swept } from './pass.js';
import { possiblePredecessors } from './predecessors.js';
import { ProjectionTally, Projector } from './projection.js';
import { Surveyor } from './survey.js';
import { Sweeper } from './sweep.js';

/** States of the frontier that are read at once, so that their cache misses overlap. */
const group = 64;
/** Successors that are inserted at once. */
const batchSize = 512;

/** So many states are looked up at most to find one's predecessors. */
const mostPossible = 2 ** 16;

/** Numbers of effects for which the kernel has room. */
const effectsSize = 2 ** 20;

/** What a worker needs to take part in a search. */
export interface Share {
  /** This worker's number. */
  readonly index: number;
  readonly model: Model;
  readonly layout: Layout;
  readonly properties: readonly number[];
  readonly tableBudget: number | undefined;
  readonly shared: Int32Array;
  /** This worker's two numbers of `Task.progress`. */
  readonly progress: Float64Array;
  readonly workers: number;
  readonly memory: SearchMemory;
  /** Called when the store is full or another worker found it so; blocks until it has grown, and says whether to go on. */
  readonly pause: () => boolean;
}

export class LevelWorker {
  readonly #share: Share;
  readonly #tables: Tables;
  /** Does what is plain; null when a batch of its own is too small, or the system has no room for it. */
  #kernel: Kernel | null;
  readonly #words: number;
  readonly #events: Int32Array;
  /** The state that is being expanded, and behind it room for a next state. */
  readonly #pair: Int32Array;
  readonly #states: Int32Array;
  readonly #entries = new Uint32Array(group);
  #batch: Int32Array;
  /** The action instance that led to each state of the batch. */
  #origin: Int32Array;
  #fresh: Uint32Array;
  /** Where the states of the batch lie. */
  #places: Uint32Array;
  #filled = 0;
  /** The kernel stopped because the batch has no room for the next states of the next state. */
  #full = false;
  /** See `LevelResult`. */
  #torn = false;
  #block = 1;
  #memory: SearchMemory;
  readonly #table: Table;
  readonly #order: Order;
  /** The step properties that are still to be asked, per action instance. */
  #steps: readonly (readonly PropertyTable[])[] = [];
  /** Per action instance: 1 if there are some; and whether there are any at all. */
  #asked = new Uint8Array(0);
  #someAsked = false;
  #ends: readonly PropertyTable[];
  #tally: Tally;
  #walked = 0;
  #nextAudit = 1;
  #sweeper: Sweeper | null = null;
  #surveyor: Surveyor | null = null;

  constructor(share: Share) {
    const { model, layout, shared, memory } = share;
    this.#share = share;
    this.#words = layout.words;
    const watches = share.properties.reduce((sum, number) => sum + (model.properties[number] as Model['properties'][number]).instances.length, 0);
    const kernel = Kernel.within({
      words: layout.words,
      group,
      batch: batchSize,
      actions: model.actions.length,
      functions: model.actions.length + watches,
      forest: forestSize,
      effects: effectsSize,
    });
    this.#kernel = kernel;
    this.#tables = new Tables(model, layout, share.properties, share.tableBudget, kernel?.forest);
    const { actions, watched, steps, ends } = this.#tables.functions;
    this.#events = new Int32Array(2 * (actions.length + watched.length));
    this.#askOf(steps);
    this.#ends = ends;
    this.#pair = new Int32Array(2 * layout.words);
    this.#states = kernel?.states ?? new Int32Array(group * layout.words);
    this.#batch = kernel?.batch ?? new Int32Array(batchSize * layout.words);
    this.#origin = kernel?.origin ?? new Int32Array(batchSize);
    this.#fresh = new Uint32Array(batchSize);
    this.#places = new Uint32Array(batchSize);
    this.#memory = memory;
    this.#table = new Table(memory.table, share.index > 0, isNeverZero(layout));
    this.#order = new Order(memory.order, shared, Shared.tail);
    this.#tally = new Tally(actions.length);
  }

  /** Goes on in a larger store. */
  adopt(memory: SearchMemory): void {
    this.#memory = memory;
    this.#table.adopt(memory.table);
    this.#order.adopt(memory.order);
  }

  /** States were taken out of the store again. */
  forget(): void {
    this.#table.forget();
    this.#kernel?.forgetRecent();
  }

  /** What this worker has learned, and how many states it has expanded until now. Others are about to take part. */
  teach(gossip: readonly SharedArrayBuffer[]): { readonly lesson: Lesson; readonly walked: number } {
    this.#table.share();
    return { lesson: this.#tables.lesson(gossip, this.#share.index), walked: this.#walked };
  }

  /** Begins with what another worker has learned, and audits as seldom as that one does. */
  learn(lesson: Lesson, walked: number, gossip: readonly SharedArrayBuffer[]): void {
    this.#tables.take(lesson, gossip, this.#share.index);
    this.#walked = walked;
    this.#nextAudit = auditAfter(walked);
  }

  get memory(): SearchMemory {
    return this.#memory;
  }

  /** These properties have their answer: they are not asked any more. */
  settle(addresses: readonly PropertyAddress[]): void {
    const { watched, steps, ends } = this.#tables.functions;
    const settled = (table: PropertyTable) => addresses.some(({ property, instance }) => table.property === property && table.instance === instance);
    this.#tables.settle(watched.filter(settled));
    this.#askOf(steps.map((tables) => tables.filter((table) => !settled(table))));
    this.#ends = ends.filter((table) => !settled(table));
  }

  /** Sets the step properties that are asked from now on, per action instance. */
  #askOf(steps: readonly (readonly PropertyTable[])[]): void {
    this.#steps = steps;
    this.#asked = Uint8Array.from(steps, (tables) => (tables.length > 0 ? 1 : 0));
    this.#someAsked = this.#asked.includes(1);
  }

  /** Expands chunks of a level until there is none left, or until it is told to stop. New states are appended to the order in blocks of `block`. */
  expand(level: Range, chunk: number, block: number): LevelResult {
    this.#tally = new Tally(this.#tables.functions.actions.length);
    this.#block = block;
    this.#torn = false;
    const rest = this.#claim(level, chunk, 'expand');
    // What the expanded states led to counts with them.
    if (!this.#torn) this.#flush();
    this.#filled = 0;
    this.#order.close();
    this.#kernel?.take(this.#tally.actions.enabled, this.#tally.actions.fired);
    return { ...this.#tally.figures(), level, open: rest === null ? [] : [rest], torn: this.#torn };
  }

  /** Expands a level, and the next ones while they are small and nothing was found. Nobody else is at work. */
  expandAlone(level: Range, { below, states, levels, milliseconds }: Alone): LevelResult[] {
    const until = performance.now() + milliseconds;
    const { shared } = this.#share;
    const results: LevelResult[] = [];
    let range = level;
    for (;;) {
      Atomics.store(shared, Shared.next, range.begin);
      const result = this.expand(range, 4096, 1);
      results.push(result);
      range = { begin: range.end, end: Atomics.load(shared, Shared.tail) >>> 0 };
      const size = range.end - range.begin;
      if (result.torn || result.open.length > 0 || result.findings.length > 0 || result.fault !== null || size === 0) return results;
      if (size >= below && Atomics.load(shared, Shared.states) >>> 0 >= states) return results;
      if (results.length >= levels || performance.now() > until) return results;
    }
  }

  /** Asks the state properties of a level, and counts the transitions out of it to states that are not in the store, unless it is told to stop. */
  ask(level: Range, chunk: number): AskResult {
    this.#tally = new Tally(this.#tables.functions.actions.length);
    const whole = this.#claim(level, chunk, 'ask') === null;
    this.#look();
    // Nothing was taken.
    this.#kernel?.forgetCounts();
    const { findings, fault } = this.#tally.figures();
    return { findings, fault, unseen: this.#tally.unseen, whole };
  }

  /** The effects of all transitions that this worker has taken (see `Effects.list`); null when there are others that were not learned. */
  effects(): Int32Array | null {
    const { effects, functions } = this.#tables;
    return functions.actions.every(({ fallback }) => fallback === null) ? effects.list() : null;
  }

  /** Backwards through the levels: in each the smallest state with a transition to the one before, among the chunks that this worker claims. */
  retrace({ levels, chunk, target, effects, expanded }: Retracing): Candidate[] {
    const way: Candidate[] = [];
    for (const level of levels) {
      const to = way.at(-1)?.state ?? target;
      // Several levels are for one who is alone.
      if (levels.length > 1) Atomics.store(this.#share.shared, Shared.next, level.begin);
      // Those who have taken every step out of a level know all effects by which a state may have been reached from there.
      const kept = effects === null || level.end > expanded ? new Int32Array(to.length) : keptBy(effects, to);
      const candidate = this.#predecessor(level, chunk, to, kept);
      if (candidate === null) break;
      way.push(candidate);
    }
    return way;
  }

  /** The smallest state of a level with a transition to `target`, among the chunks that this worker claims and the states that have the bits of the target in one of `kept` (see `keptBy`). */
  #predecessor(level: Range, chunk: number, target: Int32Array, kept: Int32Array): Candidate | null {
    const words = this.#words;
    let best: Candidate | null = null;
    const consider = (): void => {
      const action = this.#firstActionTo(target);
      if (action === null) return;
      const candidate = { state: this.#pair.slice(0, words), action };
      if (best === null || compareCandidates(candidate, best) < 0) best = candidate;
    };
    const possible = possiblePredecessors(kept, target, this.#table, Math.min(mostPossible, (level.end - level.begin) >> 2));
    if (possible === null) {
      this.#chunks(level, chunk, (count) => {
        for (let index = 0; index < count; index++) {
          if (!this.#mayLeadTo(index, target, kept)) continue;
          this.#load(index);
          consider();
        }
        return true;
      });
      return best;
    }
    // Most entries are told apart by their lower bits, without a look at the set.
    const near = new Uint8Array(2 ** 16);
    for (const entry of possible) near[entry & 0xffff] = 1;
    const order = this.#order.view;
    this.#positions(level, chunk, (begin, end) => {
      for (let position = begin; position < end; position++) {
        const entry = order[position] as number;
        if (near[entry & 0xffff] === 0 || !possible.has(entry)) continue;
        this.#table.read(entry, this.#pair, 0);
        consider();
      }
      return true;
    });
    return best;
  }

  /** The first action that leads from the loaded state to `target`; null: there is none. */
  #firstActionTo(target: Int32Array): number | null {
    const actions = this.#tables.functions.actions.length;
    const told = this.#tables.forest.walk(this.#pair, this.#events);
    let first: number | null = null;
    for (let event = 0; event < told; event += 2) {
      const action = this.#events[event] as number;
      if (action >= actions || (first !== null && action > first)) continue;
      const leaf = (this.#events[event + 1] as number) || this.#resolveAction(action);
      if (this.#leadsTo(leaf, target)) first = action;
    }
    return first;
  }

  /** `workers`: how many take part in the passes. */
  prepareSweeps(memory: SweepMemory, workers: number): void {
    const { model, layout, shared } = this.#share;
    this.#sweeper = new Sweeper(model, layout, this.#tables, this.#table, this.#order, shared, workers, memory, this.#kernel);
  }

  /** Takes part in a pass over all states. */
  sweep(liveness: number, pass: Pass, range: Range, chunk: number): { readonly swept: Swept; readonly fault: FaultReport | null } {
    if (this.#sweeper === null) throw new Error('nobody has prepared the sweeps');
    try {
      return { swept: this.#sweeper.run(liveness, pass, range, chunk), fault: null };
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      Atomics.store(this.#share.shared, Shared.signal, Signal.abort);
      return { swept: { counted: 0, left: false, changes: [] }, fault: faultReport(error, this.#sweeper.state) };
    } finally {
      this.#kernel?.forgetCounts();
    }
  }

  /** Takes part in counting the states of a level in a projection; `full`: it has more nodes than were allowed. */
  project({ level, chunk, depth, follow, on, most }: Extract<Command, { kind: 'project' }>): { readonly full: boolean; readonly fault: FaultReport | null } {
    const { model, layout, shared } = this.#share;
    this.#surveyor ??= new Surveyor(
      model,
      layout,
      this.#tables,
      this.#table,
      this.#order,
      shared,
      new ProjectionTally(new Projector(layout, on === null ? null : readAspects(model.schema, on)), most, model.actions.length),
    );
    try {
      this.#surveyor.run(level, chunk, depth, follow);
      return { full: this.#surveyor.tally.full, fault: null };
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      Atomics.store(shared, Shared.signal, Signal.abort);
      return { full: false, fault: faultReport(error, this.#surveyor.state) };
    }
  }

  /** What was counted in the projection, which is forgotten; null when nothing was. */
  takeProjection(): ProjectionCounts | null {
    const counts = this.#surveyor?.tally.counts() ?? null;
    this.#surveyor = null;
    return counts;
  }

  figures(): WorkerFigures {
    const tables = this.#tables;
    const { watched, steps, ends } = tables.functions;
    return {
      audits: tables.audits,
      functions: tables.all().map(({ learnable, diagram, cost }) => ({ label: learnable.label, nodes: diagram.nodes, misses: cost.misses, seconds: cost.milliseconds / 1000 })),
      fallbacks: tables.all().flatMap(({ learnable, fallback }) => (fallback === null ? [] : [{ label: learnable.label, ...fallback }])),
      asked: [...watched, ...steps.flat(), ...ends].filter((table) => table.asked).map(({ property, instance }) => ({ property, instance })),
    };
  }

  /** Claims chunks of a level and handles their states; returns what is left of the last one when the level was given up. */
  #claim(level: Range, chunk: number, purpose: 'expand' | 'ask'): Range | null {
    return this.#chunks(level, chunk, (count) => !isStopped(this.#share.shared) && (purpose === 'expand' ? this.#expandGroup(count) : this.#askGroup(count)));
  }

  /** Claims chunks of the positions of a level until there is none left, towards the end smaller ones: the others wait for the last. False when `handle` said so of one. */
  #positions(level: Range, chunk: number, handle: (begin: number, end: number) => boolean): boolean {
    const { shared, workers } = this.#share;
    for (;;) {
      const left = level.end - (Atomics.load(shared, Shared.next) >>> 0);
      const part = Math.max(16, Math.min(chunk, Math.floor(left / (4 * workers))));
      const begin = Atomics.add(shared, Shared.next, part) >>> 0;
      if (begin >= level.end) return true;
      if (!handle(begin, Math.min(begin + part, level.end))) return false;
    }
  }

  /** Reads the states of the chunks that this worker gets, `group` at a time, into `#states`. Where `handle` says false it ends, and returns what is left of the chunk. */
  #chunks(level: Range, chunk: number, handle: (count: number) => boolean): Range | null {
    const entries = this.#entries;
    const table = this.#table;
    let rest: Range | null = null;
    this.#positions(level, chunk, (begin, end) => {
      let position = begin;
      while (position < end) {
        const from = position;
        let count = 0;
        // Read anew for each group: the store may have grown in between.
        const order = this.#order.view;
        for (; position < end && count < group; position++) {
          const entry = order[position] as number;
          if (entry !== gap) entries[count++] = entry;
        }
        const { view, words } = table;
        let warmth = 0;
        for (let index = 0; index < count; index++) warmth ^= view[(entries[index] as number) * words] as number;
        table.warmth ^= warmth;
        for (let index = 0; index < count; index++) table.read(entries[index] as number, this.#states, index * words);
        if (handle(count)) continue;
        rest = { begin: from, end };
        return false;
      }
      return true;
    });
    return rest;
  }

  #load(index: number): void {
    const words = this.#words;
    for (let word = 0; word < words; word++) this.#pair[word] = this.#states[index * words + word] as number;
  }

  /** Expands the first `count` states of `#states`; false when that was torn. */
  #expandGroup(count: number): boolean {
    const { progress } = this.#share;
    const { forest } = this.#tables;
    const words = this.#words;
    const pair = this.#pair;
    const states = this.#states;
    const events = this.#events;
    const steps = this.#steps;
    const tally = this.#tally;
    const { enabled, fired } = tally.actions;
    const actions = fired.length;
    let transitions = 0;
    for (let index = 0; index < count; index++) {
      const before = this.#filled;
      // As far as the state before the one that is audited next.
      const end = this.#expandPlain(index, Math.min(count, index + this.#nextAudit - this.#walked - 1));
      this.#walked += end - index;
      if (end > index && this.#someAsked) this.#askPlain(index, end, before);
      index = end;
      transitions += this.#filled - before;
      if (index === count) break;
      if (this.#full && this.#filled > 0) {
        // The kernel did not say that this state is not plain: it goes on with it.
        if (!this.#flush()) return false;
        index -= 1;
        continue;
      }
      for (let word = 0; word < words; word++) pair[word] = states[index * words + word] as number;
      const audited = ++this.#walked >= this.#nextAudit;
      if (audited) this.#audit();
      const told = forest.walk(pair, events);
      // Whoever does not know something hears of what others have learned of anything.
      let effects = this.#tables.effects.code;
      let outgoing = 0;
      for (let event = 0; event < told; event += 2) {
        const id = events[event] as number;
        let leaf = events[event + 1] as number;
        if (id >= actions) {
          this.#watch(id - actions, leaf);
          continue;
        }
        if (leaf === 0) {
          leaf = this.#resolveAction(id);
          effects = this.#tables.effects.code;
        }
        let at = -leaf;
        const nexts = effects[at++] as number;
        if (this.#filled + nexts > this.#origin.length && !this.#makeRoom(nexts)) return false;
        const batch = this.#batch;
        const before = this.#filled;
        let filled = before;
        for (let next = 0; next < nexts; next++) {
          let to = filled * words;
          for (let word = 0; word < words; word++) {
            batch[to++] = ((pair[word] as number) & (effects[at] as number)) | (effects[at + 1] as number);
            at += 2;
          }
          if (next > 0 && repeats(batch, before, filled, words)) continue;
          this.#origin[filled] = id;
          filled += 1;
        }
        this.#filled = filled;
        outgoing += filled - before;
        fired[id] = (fired[id] as number) + filled - before;
        if (filled > before) enabled[id] = (enabled[id] as number) + 1;
        const asked = steps[id] as readonly PropertyTable[];
        if (asked.length > 0) this.#askSteps(asked, id, before, filled, audited);
      }
      if (outgoing === 0) this.#deadEnd();
      transitions += outgoing;
    }
    tally.transitions += transitions;
    tally.expanded += count;
    progress[0] = (progress[0] as number) + transitions;
    progress[1] = (progress[1] as number) + count;
    return true;
  }

  /** Leaves the states from `begin` to `until` (excluded) on to the kernel, and returns where it stopped. */
  #expandPlain(begin: number, until: number): number {
    const kernel = this.#kernel;
    const { effects, forest } = this.#tables;
    this.#full = false;
    if (kernel === null || forest.root === 0 || begin >= until || !kernel.learn(effects.code, effects.size)) return begin;
    const end = kernel.expand(begin, until, forest.root, this.#filled);
    this.#full = kernel.full;
    if (end === begin) return begin;
    this.#filled = kernel.filled;
    forest.passed(end - begin, this.#states, begin * this.#words);
    return end;
  }

  /** Asks the first `count` states of `#states`, and looks up where their transitions lead. */
  #askGroup(count: number): boolean {
    const forest = this.#tables.forest;
    const words = this.#words;
    const actions = this.#tables.functions.actions.length;
    for (let index = 0; index < count; index++) {
      index = this.#expandPlain(index, count);
      if (index === count) break;
      if (this.#full && this.#filled > 0) {
        this.#look();
        index -= 1;
        continue;
      }
      this.#load(index);
      const told = forest.walk(this.#pair, this.#events);
      let outgoing = 0;
      for (let event = 0; event < told; event += 2) {
        const id = this.#events[event] as number;
        let leaf = this.#events[event + 1] as number;
        if (id >= actions) {
          this.#watch(id - actions, leaf);
          continue;
        }
        if (leaf === 0) leaf = this.#resolveAction(id);
        const effects = this.#tables.effects.code;
        const nexts = effects[-leaf] as number;
        if (this.#filled + nexts > this.#origin.length) {
          this.#look();
          this.#enlarge(nexts);
        }
        const before = this.#filled;
        for (let next = 0; next < nexts; next++) {
          this.#apply(-leaf + 1 + next * 2 * words, this.#batch, this.#filled * words);
          if (next > 0 && repeats(this.#batch, before, this.#filled, words)) continue;
          this.#origin[this.#filled++] = id;
        }
        outgoing += this.#filled - before;
      }
      if (outgoing === 0) this.#deadEnd();
    }
    return true;
  }

  /** Counts the states of the batch that are not in the store, by the action that led to them. */
  #look(): void {
    const count = this.#filled;
    this.#filled = 0;
    this.#table.locate(this.#batch, count, this.#places);
    const { unseen } = this.#tally;
    for (let index = 0; index < count; index++) {
      const origin = this.#origin[index] as number;
      if (this.#places[index] === nowhere) unseen[origin] = (unseen[origin] as number) + 1;
    }
  }

  /** Empties the batch, and makes it large enough for `nexts` more; false when that was torn. */
  #makeRoom(nexts: number): boolean {
    if (!this.#flush()) return false;
    this.#enlarge(nexts);
    return true;
  }

  #enlarge(nexts: number): void {
    if (nexts <= this.#origin.length) return;
    if (this.#kernel !== null) this.#kernel.take(this.#tally.actions.enabled, this.#tally.actions.fired);
    this.#kernel = null;
    this.#batch = new Int32Array(nexts * this.#words);
    this.#origin = new Int32Array(nexts);
    this.#fresh = new Uint32Array(nexts);
    this.#places = new Uint32Array(nexts);
  }

  /** Inserts the batch. False when it cannot: what was expanded is then torn from what it led to, and counts for nothing. */
  #flush(): boolean {
    this.#torn = !this.#insertBatch();
    return !this.#torn;
  }

  #insertBatch(): boolean {
    const count = this.#filled;
    this.#filled = 0;
    if (count <= batchSize) return this.#insert(this.#batch, count, this.#origin);
    // An action with very many next states: not more at once than the store is sure to have room for.
    for (let begin = 0; begin < count; begin += batchSize) {
      const end = Math.min(begin + batchSize, count);
      if (!this.#insert(this.#batch.subarray(begin * this.#words, end * this.#words), end - begin, this.#origin.subarray(begin, end))) return false;
    }
    return true;
  }

  #insert(states: Int32Array, count: number, origin: Int32Array): boolean {
    const { shared, pause } = this.#share;
    for (;;) {
      const signal = Atomics.load(shared, Shared.signal);
      if (signal === Signal.tooManyStates) return false;
      // Who is to stop still brings in what it has in hand.
      const { limit, utmost } = this.#memory;
      const full = Atomics.load(shared, Shared.states) >>> 0 > (signal === Signal.abort ? utmost : limit);
      if (signal !== Signal.pause && !full) break;
      if (!pause()) return false;
    }
    const found = this.#kernel === null ? this.#table.insertAll(states, count, this.#fresh, origin) : this.#kernel.insert(this.#table, count, this.#fresh);
    if (found === 0) return true;
    const { discovered } = this.#tally.actions;
    for (let index = 0; index < found; index++) discovered[origin[index] as number] = (discovered[origin[index] as number] as number) + 1;
    this.#order.append(this.#fresh, found, this.#block);
    const known = (Atomics.add(shared, Shared.states, found) >>> 0) + found;
    if (known <= this.#memory.maxStates) return true;
    Atomics.store(shared, Shared.signal, Signal.tooManyStates);
    return false;
  }

  #resolveAction(id: number): number {
    const table = this.#tables.functions.actions[id] as FunctionTable;
    return this.#unmerged(table) ?? isFalse;
  }

  /** What the forest does not know: because the function's diagram is not part of it, or because it must be learned. */
  #unmerged(table: FunctionTable): number | undefined {
    const known = table.diagram.isTree ? 0 : table.diagram.find(this.#pair);
    return known || this.#guarded(() => this.#tables.resolve(table, this.#pair));
  }

  /** A watched property is false here, or it must be learned whether it is. */
  #watch(index: number, known: number): void {
    const table = this.#tables.functions.watched[index] as PropertyTable;
    const leaf = known || this.#unmerged(table);
    if (leaf === isFalse) this.#tally.tell({ property: table.property, instance: table.instance, state: this.#pair.slice(0, this.#words), transition: null });
  }

  /** Asks the step properties of what the kernel has put into the batch, from `filled` on, for the states from `begin` to `end` (excluded). */
  #askPlain(begin: number, end: number, filled: number): void {
    const { ends } = this.#kernel as Kernel;
    const asked = this.#asked;
    const origin = this.#origin;
    let at = filled;
    for (let index = begin; index < end; index++) {
      const last = ends[index] as number;
      let loaded = false;
      for (; at < last; at++) {
        const action = origin[at] as number;
        if (asked[action] === 0) continue;
        if (!loaded) this.#load(index);
        loaded = true;
        this.#askSteps(this.#steps[action] as readonly PropertyTable[], action, at, at + 1, false);
      }
    }
  }

  /** Asks step properties of the transitions that were put into the batch from `begin` to `end`. */
  #askSteps(asked: readonly PropertyTable[], action: number, begin: number, end: number, audited: boolean): void {
    const words = this.#words;
    for (let index = begin; index < end; index++) {
      for (let word = 0; word < words; word++) this.#pair[words + word] = this.#batch[index * words + word] as number;
      if (audited) this.#guarded(() => this.#tables.auditStep(asked, this.#pair));
      for (const table of asked) {
        const leaf = table.diagram.find(this.#pair) || this.#guarded(() => this.#tables.resolve(table, this.#pair));
        if (leaf !== isFalse) continue;
        this.#tally.tell({ property: table.property, instance: table.instance, state: this.#pair.slice(0, words), transition: { action, next: this.#pair.slice(words) } });
      }
    }
  }

  /** A state without a transition: is it a legal end? */
  #deadEnd(): void {
    this.#tally.deadEnds += 1;
    for (const table of this.#ends) {
      const leaf = table.diagram.find(this.#pair) || this.#guarded(() => this.#tables.resolve(table, this.#pair));
      if (leaf === isFalse) this.#tally.tell({ property: table.property, instance: table.instance, state: this.#pair.slice(0, this.#words), transition: null });
    }
  }

  #audit(): void {
    this.#nextAudit = auditAfter(this.#walked);
    this.#guarded(() => this.#tables.audit(this.#pair));
  }

  /** Whether a state of `#states` differs from the target in none of the bits that one of some effects has kept. */
  #mayLeadTo(index: number, target: Int32Array, kept: Int32Array): boolean {
    const words = this.#words;
    const states = this.#states;
    const from = index * words;
    for (let effect = 0; effect < kept.length; effect += words) {
      let word = 0;
      while (word < words && (((states[from + word] as number) ^ (target[word] as number)) & (kept[effect + word] as number)) === 0) word++;
      if (word === words) return true;
    }
    return false;
  }

  /** Whether a leaf's effects lead from the loaded state to `target`. */
  #leadsTo(leaf: number, target: Int32Array): boolean {
    const words = this.#words;
    const { code } = this.#tables.effects;
    for (let next = 0; next < (code[-leaf] as number); next++) {
      this.#apply(-leaf + 1 + next * 2 * words, this.#pair, words);
      let word = 0;
      while (word < words && this.#pair[words + word] === target[word]) word++;
      if (word === words) return true;
    }
    return false;
  }

  #apply(effect: number, target: Int32Array, to: number): void {
    const { code } = this.#tables.effects;
    for (let word = 0; word < this.#words; word++) {
      target[to + word] = ((this.#pair[word] as number) & (code[effect + 2 * word] as number)) | (code[effect + 2 * word + 1] as number);
    }
  }

  /** Calls what may run one of the author's functions; a fault of theirs is noted, and the answer is undefined. */
  #guarded<T>(call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      this.#tally.fail(faultReport(error, this.#pair.slice(0, this.#words)));
      if (this.#tally.faults > maxFaults) Atomics.store(this.#share.shared, Shared.signal, Signal.abort);
      return undefined;
    }
  }
}

function faultReport({ label, fault }: FunctionFault, state: Int32Array): FaultReport {
  return { label, message: fault.message, details: fault.details, state };
}

/** A spec that fails in every state need not be told so a million times. */
const maxFaults = 1000;

/** What a worker did in one level, while it is being counted. */
class Tally {
  readonly actions: ActionCounts;
  readonly unseen: Float64Array;
  readonly #findings = new Map<string, Finding>();
  #fault: FaultReport | null = null;
  expanded = 0;
  transitions = 0;
  deadEnds = 0;
  faults = 0;

  constructor(actions: number) {
    this.actions = noActionCounts(actions);
    this.unseen = new Float64Array(actions);
  }

  /** Keeps the smallest finding of each property instance. */
  tell(finding: Finding): void {
    const key = keyOf(finding);
    const known = this.#findings.get(key);
    this.#findings.set(key, known === undefined ? finding : smallerFinding(known, finding));
  }

  /** Keeps the fault in the smallest state. */
  fail(fault: FaultReport): void {
    this.faults += 1;
    if (this.#fault === null || compareWords(fault.state, this.#fault.state) < 0) this.#fault = fault;
  }

  figures(): Omit<LevelResult, 'level' | 'open' | 'torn'> {
    const { expanded, transitions, deadEnds, actions } = this;
    return { expanded, transitions, deadEnds, actions, findings: [...this.#findings.values()], fault: this.#fault };
  }
}
