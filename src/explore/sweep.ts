/**
 * One worker's share of a pass over all explored states, in search of those that can lie on a fair cycle. A state's
 * transitions are computed again each time, so that what is kept of it are two bytes and a few bits: a mark (a word, where
 * many assumptions are made and there is room), how many transitions lead to it, whether it is still a candidate
 * (`inside`), and whether its neighbours have yet to hear of it (`waiting`).
 */
import type { Layout } from '../layout/index.js';
import { type Model, type Obligation, obligationOf } from '../model/index.js';
import type { Bound, Liveness } from '../spec/index.js';
import { gap, type Order, Rank, type Table } from '../store/index.js';
import type { LivenessTables, Tables } from '../tables/index.js';
import { Bits } from './bits.js';
import { Cells } from './cells.js';
import { Hand, handSize } from './hand.js';
import type { Kernel } from './kernel.js';
import { isStopped, type Range, Shared } from './messages.js';
import { followsOrder, type Group, type Pass, type Region, type SweepMemory, type Swept, uncounted, wordsOf } from './pass.js';
import { Walker } from './walk.js';

/** Entries that a worker keeps for itself; the others find their way through `waiting`. */
const mostKept = 2 ** 14;

export class Sweeper {
  readonly #model: Model;
  readonly #tables: Tables;
  readonly #table: Table;
  readonly #order: Order;
  readonly #shared: Int32Array;
  readonly #walker: Walker;
  /** By its number a state has its cell among the marks and counts. */
  readonly #rank: Rank;
  readonly #cells: Cells;
  readonly #inside: Bits;
  readonly #waiting: Bits;
  /** By entry: what `classify` finds out. */
  readonly #candidates: Bits;
  readonly #due: Bits;
  readonly #hand: Hand;
  /** Of each state in hand: 1 if nobody had visited it before. */
  readonly #isFirst = new Uint8Array(handSize);
  readonly #kept = new Uint32Array(mostKept);
  #keptCount = 0;
  #obligation: Obligation = { assumptions: [], by: [], finitely: [] };
  /** Per action instance: 1 if what lies behind its steps is looked at too, and if a cycle may take them. */
  #followed = new Uint8Array(0);
  #onward = new Uint8Array(0);
  /** Of a bound, per action instance: 1 if its steps count. */
  #steps = new Uint8Array(0);
  #liveness = -1;
  #counted = 0;
  /** An entry waits that this worker could not keep. */
  #left = false;

  constructor(model: Model, layout: Layout, tables: Tables, table: Table, order: Order, shared: Int32Array, workers: number, memory: SweepMemory, kernel: Kernel | null) {
    this.#model = model;
    this.#tables = tables;
    this.#table = table;
    this.#order = order;
    this.#shared = shared;
    this.#rank = new Rank(wordsOf(memory.rank));
    this.#cells = new Cells(memory, workers > 1);
    const bitsOf = (region: Region) => new Bits(wordsOf(region), workers > 1);
    this.#inside = bitsOf(memory.inside);
    this.#waiting = bitsOf(memory.waiting);
    this.#candidates = bitsOf(memory.candidates);
    this.#due = bitsOf(memory.due);
    // What was asked in each state has its answer.
    tables.settle(tables.functions.watched);
    this.#walker = new Walker(layout, tables, table, kernel);
    this.#hand = new Hand(layout, this.#walker, this.#rank, this.#cells);
  }

  /** The state that was looked at last: the one in which a function failed. */
  get state(): Int32Array {
    return this.#walker.state;
  }

  /** Does this worker's share of a pass over a range of the order, for the liveness property with this number. */
  run(liveness: number, pass: Pass, range: Range, chunk: number): Swept {
    this.#take(liveness);
    this.#counted = 0;
    this.#left = false;
    const each = followsOrder(pass) ? this.#eachInOrder : this.#eachCandidate;
    const over = (choose: (cell: number) => boolean, handle: (count: number) => void) => this.#over((handle) => each(range, chunk, handle), choose, handle);
    switch (pass.kind) {
      case 'classify':
        this.#classifyAll(pass, range, chunk);
        break;
      case 'learn':
        this.#hand.changes.learn(pass.oneWay);
        break;
      case 'queue':
        each(range, chunk, (_, cell) => {
          if (!this.#inside.has(cell)) return;
          this.#waiting.set(cell);
          this.#counted += 1;
        });
        break;
      case 'reach': {
        const bits = this.#bitsOf(pass.group);
        over(this.#takeWaiting, (count) => this.#tell(count, bits, true, pass.inOrder ? 'queue' : 'keep'));
        break;
      }
      case 'restrict':
        each(range, chunk, (_, cell) => {
          if (!this.#inside.has(cell)) return;
          if ((this.#cells.markOf(cell) & this.#cells.visited) === 0) this.#inside.clear(cell);
          else this.#counted += 1;
        });
        break;
      case 'count':
        over(this.#takeInside, this.#count);
        break;
      case 'trim':
        over(this.#takeUnreached, pass.raise === true ? this.#trimCounting : this.#trim);
        break;
      case 'meet': {
        const bits = this.#bitsOf(pass.group);
        // What `check` has taken out waits too, for `trim`.
        over(
          (cell) => this.#inside.has(cell) && (this.#takeWaiting(cell) || (this.#cells.markOf(cell) & this.#cells.visited) === 0),
          (count) => this.#tell(count, bits, pass.counting, 'leave'),
        );
        break;
      }
      case 'check': {
        const bits = this.#bitsOf(pass.group);
        over(
          (cell) => {
            if (!this.#inside.has(cell)) return false;
            const missing = bits.all & ~this.#cells.markOf(cell);
            // Only under strong fairness it matters what is enabled in a state.
            if ((missing & ~bits.strong) !== 0) this.#takeOut(cell);
            return missing !== 0 && (missing & ~bits.strong) === 0;
          },
          (count) => this.#check(count, bits),
        );
        break;
      }
      case 'raise':
        over(this.#takeWaiting, this.#raise);
        break;
      case 'measure':
        over(this.#takeInside, this.#measure);
        break;
      case 'seed':
        each(range, chunk, (entry, cell) => this.#inside.has(cell) && this.#seed(entry, cell));
        break;
      case 'lower':
        over(
          (cell) => this.#waiting.has(cell) && this.#cells.countOf(cell) === pass.count && this.#waiting.clear(cell),
          (count) => this.#lower(count, pass.count),
        );
        break;
    }
    return { counted: this.#counted, left: this.#left, changes: pass.kind === 'classify' && pass.noting ? [this.#hand.changes.seen()] : [] };
  }

  #take(liveness: number): void {
    if (liveness === this.#liveness) return;
    this.#liveness = liveness;
    const { property, instance } = this.#livenessTables();
    const subject = this.#model.properties[property] as Model['properties'][number];
    this.#obligation = obligationOf(this.#model, subject.property as Liveness<unknown> | Bound<unknown>, (subject.instances[instance] as (typeof subject.instances)[number]).chosen);
    const { by, finitely, assumptions } = this.#obligation;
    this.#followed = Uint8Array.from(by, (own) => (own ? 0 : 1));
    this.#onward = Uint8Array.from(by, (own, action) => (own || finitely[action] === true ? 0 : 1));
    const [first] = assumptions;
    this.#steps = subject.property.kind === 'bound' ? Uint8Array.from(first?.members ?? [], Number) : new Uint8Array(0);
  }

  #livenessTables(): LivenessTables {
    return this.#tables.functions.liveness[this.#liveness] as LivenessTables;
  }

  #classifyAll(pass: Extract<Pass, { kind: 'classify' }>, range: Range, chunk: number): void {
    const { entries, changes } = this.#hand;
    changes.forget();
    let count = 0;
    this.#eachEntry(range, chunk, (entry) => {
      if (!this.#classify(entry, pass) || !pass.noting) return;
      entries[count++] = entry;
      if (count < handSize) return;
      this.#survey(count, pass.inside);
      count = 0;
    });
    this.#survey(count, pass.inside);
  }

  /** Whether a state is a candidate. */
  #classify(entry: number, { inside, due }: Extract<Pass, { kind: 'classify' }>): boolean {
    if (!this.#table.holds(entry)) return false;
    const { from, goal } = this.#livenessTables();
    const isCandidate = inside === 'all' || !this.#walker.asks(goal, entry);
    if (isCandidate) this.#candidates.set(entry);
    if (due === 'nowhere' || !this.#walker.asks(from, entry)) return isCandidate;
    this.#counted += 1;
    this.#due.set(entry);
    return isCandidate;
  }

  /** Notes what transitions between candidates change. Whether the next state is one is asked only where there is something new. */
  #survey(count: number, inside: 'without-goal' | 'all'): void {
    const hand = this.#hand;
    const { goal } = this.#livenessTables();
    const transitions = hand.derive(count);
    const { action } = this.#walker;
    for (let index = 0; index < transitions; index++) {
      if (this.#onward[action[index] as number] === 0 || hand.isNoted(index)) continue;
      if (inside === 'all' || !this.#walker.asksNext(goal, index)) hand.note(index);
    }
  }

  #takeWaiting = (cell: number): boolean => this.#waiting.has(cell) && this.#waiting.clear(cell);

  #takeInside = (cell: number): boolean => {
    if (!this.#inside.has(cell)) return false;
    this.#waiting.clear(cell);
    return true;
  };

  #takeUnreached = (cell: number): boolean => this.#takeWaiting(cell) || (this.#inside.has(cell) && this.#cells.incomingTo(cell) === 0 && this.#inside.clear(cell));

  #count = (count: number): void => {
    const transitions = this.#expandCyclic(count);
    for (let index = 0; index < transitions; index++) {
      const to = this.#cellAhead(index);
      if (to >= 0) this.#cells.increment(to);
    }
    for (let index = 0; index < count; index++) this.#countEnd(index);
  };

  /** A run that ends stays where it is. */
  #countEnd(state: number): void {
    const { first } = this.#walker;
    if (first[state] === first[state + 1]) this.#cells.increment(this.#hand.cells[state] as number);
  }

  /** A state is taken when all that lead to it have told it their counts: so it has its own. */
  #trimCounting = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count, this.#onward);
    for (let index = 0; index < transitions; index++) {
      const to = this.#cellAhead(index);
      if (to < 0) continue;
      this.#cells.enlarge(to, this.#countAfter(index));
      if (this.#cells.decrement(to) && this.#inside.clear(to)) this.#keep(walker.target[index] as number, to);
    }
  };

  #raise = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count, this.#followed);
    for (let index = 0; index < transitions; index++) {
      const to = this.#cellAhead(index);
      if (to >= 0 && this.#cells.enlarge(to, this.#countAfter(index))) this.#keep(walker.target[index] as number, to);
    }
  };

  #measure = (count: number): void => {
    const transitions = this.#expand(count, this.#followed);
    let largest = -1;
    let arrived = -1;
    for (let index = 0; index < count; index++) largest = Math.max(largest, this.#cells.countOf(this.#hand.cells[index] as number));
    for (let index = 0; index < transitions; index++) {
      if (this.#cellAhead(index) < 0) arrived = Math.max(arrived, this.#countAfter(index));
    }
    this.#gaugeLargest(Shared.largest, largest);
    this.#gaugeLargest(Shared.arrived, arrived);
  };

  #seed(entry: number, cell: number): void {
    const isFirst = this.#walker.asks(this.#livenessTables().from, entry);
    this.#cells.setCount(cell, isFirst ? 0 : uncounted);
    if (!isFirst) return;
    this.#waiting.set(cell);
    this.#counted += 1;
  }

  #lower(count: number, from: number): void {
    const walker = this.#walker;
    const transitions = this.#expand(count, this.#followed);
    for (let index = 0; index < transitions; index++) {
      const to = this.#cellAhead(index);
      const after = from + (this.#steps[walker.action[index] as number] as number);
      if (to < 0) this.#gaugeSmallest(Shared.arrived, after);
      else if (this.#cells.diminish(to, after)) {
        this.#waiting.set(to);
        // What has a larger count waits for its own pass. Perhaps this one did too until now, and was passed by.
        if (after === from) this.#retain(walker.target[index] as number);
      }
    }
  }

  /** The count with which a transition arrives. */
  #countAfter(index: number): number {
    const walker = this.#walker;
    return this.#cells.countOf(this.#hand.cells[walker.from[index] as number] as number) + (this.#steps[walker.action[index] as number] as number);
  }

  #trim = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expandCyclic(count);
    for (let index = 0; index < transitions; index++) {
      const to = this.#cellAhead(index);
      if (to >= 0 && this.#cells.decrement(to) && this.#inside.clear(to)) this.#keep(walker.target[index] as number, to);
    }
  };

  /**
   * Marks states as visited, and tells their successors what has been met on the way to them. `onward` says what is done
   * with a successor that was not visited yet. It may be left where each state inside is visited anyway: then only steps
   * that a cycle may take are looked at.
   */
  #tell(count: number, bits: GroupBits, counting: boolean, onward: 'queue' | 'keep' | 'leave'): void {
    const hand = this.#hand;
    const { cells } = hand;
    const { visited } = this.#cells;
    const isFirst = this.#isFirst;
    this.#counted += count;
    for (let state = 0; state < count; state++) isFirst[state] = (this.#cells.markOf(cells[state] as number) & visited) === 0 ? 1 : 0;
    if (onward === 'leave') hand.expandCyclic(count, this.#onward);
    else hand.expandCyclic(count, this.#onward, isFirst, this.#followed);
    const { first: begins, action, target } = this.#walker;
    for (let state = 0; state < count; state++) {
      const cell = cells[state] as number;
      const begin = begins[state] as number;
      const end = begins[state + 1] as number;
      // Where it is taken once more, it has only something more to tell.
      const first = this.#cells.mark(cell, visited);
      if (first) this.#markMet(state, bits);
      if (first && counting) this.#countEnd(state);
      const told = this.#cells.markOf(cell) & ~visited;
      for (let index = begin; index < end; index++) {
        const to = this.#cellAhead(index);
        if (to < 0) continue;
        let isNews = false;
        if (hand.cyclic[index] === 1) {
          if (first && counting) this.#cells.increment(to);
          isNews = this.#cells.mark(to, told | (bits.ofAction[action[index] as number] as number));
        }
        // Who is not visited yet tells what it has heard when it is.
        if ((this.#cells.markOf(to) & visited) !== 0) {
          if (isNews) this.#keep(target[index] as number, to);
        } else if (onward === 'keep') this.#keep(target[index] as number, to);
        else if (onward === 'queue') this.#waiting.set(to);
      }
    }
  }

  /** Marks a state with the assumptions that are met in it. */
  #markMet(state: number, bits: GroupBits): void {
    let met = bits.weak === 0 ? 0 : bits.weak & ~this.#enabled(state, bits);
    if (bits.withoutGoal !== 0 && !this.#walker.asks(this.#livenessTables().goal, this.#hand.entries[state] as number)) met |= bits.withoutGoal;
    if (met !== 0) this.#cells.mark(this.#hand.cells[state] as number, met);
  }

  #check(count: number, bits: GroupBits): void {
    this.#hand.derive(count);
    for (let state = 0; state < count; state++) {
      const cell = this.#hand.cells[state] as number;
      if ((bits.strong & this.#enabled(state, bits) & ~this.#cells.markOf(cell)) !== 0) this.#takeOut(cell);
    }
  }

  /** What a state told its successors has yet to be taken back. */
  #takeOut(cell: number): void {
    this.#inside.clear(cell);
    this.#waiting.set(cell);
    this.#counted += 1;
  }

  /** Computes the transitions of the first `count` states in hand, counts these, and returns how many transitions there are. Where those of the chosen actions lead is known then. */
  #expand(count: number, chosen: Uint8Array): number {
    this.#counted += count;
    return this.#hand.expand(count, chosen);
  }

  /** The same for those that a cycle may take. */
  #expandCyclic(count: number): number {
    this.#counted += count;
    return this.#hand.expandCyclic(count, this.#onward);
  }

  /** The cell to which a transition in hand leads, or -1: its action was not chosen, or its next state is not inside. */
  #cellAhead(index: number): number {
    const cell = this.#hand.ahead[index] as number;
    return cell >= 0 && this.#inside.has(cell) ? cell : -1;
  }

  /** The assumptions of which some action is enabled in one of the states in hand. */
  #enabled(state: number, bits: GroupBits): number {
    const { action, first } = this.#walker;
    const end = first[state + 1] as number;
    let enabled = 0;
    for (let index = first[state] as number; index < end; index++) enabled |= bits.ofAction[action[index] as number] as number;
    return enabled;
  }

  #bitsOf({ assumptions, withoutGoal }: Group): GroupBits {
    const ofAction = new Int32Array(this.#model.actions.length);
    let weak = 0;
    let strong = 0;
    let always = 0;
    for (const [bit, number] of assumptions.entries()) {
      const { strength, members } = this.#obligation.assumptions[number] as Obligation['assumptions'][number];
      if (strength === 'weak') weak |= 1 << bit;
      else if (strength === 'strong') strong |= 1 << bit;
      else always |= 1 << bit;
      for (const [action, member] of members.entries()) if (member) ofAction[action] = (ofAction[action] as number) | (1 << bit);
    }
    const goalBit = withoutGoal ? 1 << assumptions.length : 0;
    return { weak, strong, always, withoutGoal: goalBit, all: weak | strong | always | goalBit, ofAction };
  }

  /** Hands the candidates of the parts of the order that this worker gets to `handle`. */
  #eachInOrder = (range: Range, chunk: number, handle: Handle): void => {
    const order = this.#order.view;
    for (let part = this.#claim(range, chunk); part !== null; part = this.#claim(range, chunk)) {
      for (let position = part.begin; position < part.end; position++) {
        const entry = order[position] as number;
        if (entry === gap) continue;
        const cell = this.#rank.find(entry);
        if (cell >= 0) handle(entry, cell);
      }
    }
  };

  /** Hands the candidates of the parts of the table that this worker gets to `handle`. */
  #eachCandidate = (range: Range, chunk: number, handle: Handle): void => {
    for (let part = this.#claim(range, chunk); part !== null; part = this.#claim(range, chunk)) this.#rank.each(part.begin, part.end, handle, this.#matters);
  };

  /** Of states that have been taken out, and told their neighbours so, there is nothing more to say. */
  #matters = (first: number, count: number): boolean => this.#inside.hasAny(first, count) || this.#waiting.hasAny(first, count);

  /** Hands every entry of the parts of the table that this worker gets to `handle`, the empty ones too. */
  #eachEntry(range: Range, chunk: number, handle: (entry: number) => void): void {
    for (let part = this.#claim(range, chunk); part !== null; part = this.#claim(range, chunk)) {
      for (let entry = part.begin; entry < part.end; entry++) handle(entry);
    }
  }

  /** The next part for this worker; null: there is none left, or the sweep is over before its end. */
  #claim(range: Range, chunk: number): Range | null {
    const begin = Atomics.add(this.#shared, Shared.next, chunk) >>> 0;
    return begin >= range.end || isStopped(this.#shared) ? null : { begin, end: Math.min(begin + chunk, range.end) };
  }

  /** Of those that `each` hands over, and of those that are kept meanwhile, hands the ones that `choose` takes to `handle`, some at once. */
  #over(each: (handle: Handle) => void, choose: (cell: number) => boolean, handle: (count: number) => void): void {
    const { entries, cells } = this.#hand;
    let count = 0;
    const take = (entry: number, cell: number) => {
      if (!choose(cell)) return;
      entries[count] = entry;
      cells[count++] = cell;
    };
    const handleAll = () => {
      handle(count);
      count = 0;
      if (isStopped(this.#shared)) return;
      while (this.#keptCount > 0 && count < handSize) {
        const entry = this.#kept[--this.#keptCount] as number;
        take(entry, this.#rank.of(entry));
      }
    };
    each((entry, cell) => {
      take(entry, cell);
      while (count === handSize) handleAll();
    });
    while (count > 0) handleAll();
    this.#keptCount = 0;
  }

  /** The neighbours of an entry have yet to hear of it. */
  #keep(entry: number, cell: number): void {
    if (this.#waiting.set(cell)) this.#retain(entry);
  }

  /** Looks at an entry that waits again before the end of this pass. */
  #retain(entry: number): void {
    if (this.#keptCount < mostKept) this.#kept[this.#keptCount++] = entry;
    else this.#left = true;
  }

  #gaugeLargest(place: number, count: number): void {
    for (let known = Atomics.load(this.#shared, place); count > known; known = Atomics.load(this.#shared, place)) Atomics.compareExchange(this.#shared, place, known, count);
  }

  #gaugeSmallest(place: number, count: number): void {
    for (let known = Atomics.load(this.#shared, place); known < 0 || count < known; known = Atomics.load(this.#shared, place)) Atomics.compareExchange(this.#shared, place, known, count);
  }
}

type Handle = (entry: number, cell: number) => void;

/** A group of assumptions as bits of a mark. */
interface GroupBits {
  readonly weak: number;
  readonly strong: number;
  readonly always: number;
  readonly withoutGoal: number;
  readonly all: number;
  /** Per action instance: the assumptions that it is a member of. */
  readonly ofAction: Int32Array;
}
