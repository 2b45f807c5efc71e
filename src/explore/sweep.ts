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
import type { Kernel } from './kernel.js';
import { type Range, Shared, Signal } from './messages.js';
import { bytesOf, type Group, type Marks, many, marksOf, type Pass, type SweepMemory, type Swept, uncounted, wordsOf } from './pass.js';
import { Walker } from './walk.js';

const group = 64;
/** Entries that a worker keeps for itself; the others find their way through `waiting`. */
const mostKept = 2 ** 14;

export class Sweeper {
  readonly #model: Model;
  readonly #tables: Tables;
  readonly #table: Table;
  readonly #order: Order;
  readonly #shared: Int32Array;
  /** Others write too. */
  readonly #others: boolean;
  readonly #walker: Walker;
  /** By its number a state has its cell among the marks and counts. */
  readonly #rank: Rank;
  readonly #marks: Marks;
  /** The bit of a mark that says so. */
  readonly #visited: number;
  readonly #incoming: Uint8Array;
  readonly #inside: Int32Array;
  readonly #waiting: Int32Array;
  readonly #counts: Int32Array;
  readonly #entries = new Uint32Array(group);
  readonly #kept = new Uint32Array(mostKept);
  #keptCount = 0;
  #obligation: Obligation = { assumptions: [], by: [], finitely: [] };
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
    this.#others = workers > 1;
    this.#rank = new Rank(wordsOf(memory.rank));
    this.#marks = marksOf(memory);
    this.#visited = memory.wide ? 1 << 31 : 1 << 7;
    this.#incoming = bytesOf(memory.incoming);
    this.#inside = wordsOf(memory.inside);
    this.#waiting = wordsOf(memory.waiting);
    this.#counts = memory.counts === null ? new Int32Array(0) : wordsOf(memory.counts);
    // What was asked in each state has its answer.
    tables.settle(tables.functions.watched);
    this.#walker = new Walker(layout, tables, table, kernel);
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
    switch (pass.kind) {
      case 'classify':
        this.#eachEntry(range, chunk, (entry) => this.#classify(entry, pass));
        break;
      case 'queue':
        this.#each(range, chunk, (entry) => {
          if (!isSet(this.#inside, entry)) return;
          this.#set(this.#waiting, entry);
          this.#counted += 1;
        });
        break;
      case 'reach': {
        const bits = this.#bitsOf(pass.group);
        this.#over(range, chunk, this.#takeWaiting, (count) => this.#reach(count, bits, pass.inOrder));
        break;
      }
      case 'restrict':
        this.#eachEntry(range, chunk, (entry) => {
          if (!isSet(this.#inside, entry)) return;
          if (((this.#marks[this.#rank.of(entry)] as number) & this.#visited) === 0) this.#clear(this.#inside, entry);
          else this.#counted += 1;
        });
        break;
      case 'count':
        this.#over(range, chunk, this.#takeInside, this.#count);
        break;
      case 'trim':
        this.#over(range, chunk, this.#takeUnreached, pass.raise === true ? this.#trimCounting : this.#trim);
        break;
      case 'meet': {
        const bits = this.#bitsOf(pass.group);
        this.#over(range, chunk, this.#takeInside, (count) => this.#meet(count, bits, pass.counting));
        break;
      }
      case 'spread':
        // What `check` has taken out waits too, for `trim`.
        this.#over(range, chunk, (entry) => isSet(this.#inside, entry) && this.#takeWaiting(entry), this.#spread);
        break;
      case 'check': {
        const bits = this.#bitsOf(pass.group);
        const missing = (entry: number) => isSet(this.#inside, entry) && (bits.all & ~(this.#marks[this.#rank.of(entry)] as number)) !== 0;
        // Only under strong fairness it matters what is enabled in a state.
        if (bits.strong !== 0) this.#over(range, chunk, missing, (count) => this.#check(count, bits), this.#eachEntry);
        else this.#eachEntry(range, chunk, (entry) => missing(entry) && this.#takeOut(entry));
        break;
      }
      case 'raise':
        this.#over(range, chunk, this.#takeWaiting, this.#raise);
        break;
      case 'measure':
        this.#over(range, chunk, this.#takeInside, this.#measure);
        break;
      case 'seed':
        this.#eachEntry(range, chunk, (entry) => this.#seed(entry));
        break;
      case 'lower': {
        const chosen = (entry: number) => isSet(this.#waiting, entry) && this.#countOf(this.#rank.of(entry)) === pass.count && this.#clear(this.#waiting, entry);
        this.#over(range, chunk, chosen, (count) => this.#lower(count, pass.count));
        break;
      }
    }
    return { counted: this.#counted, left: this.#left };
  }

  #take(liveness: number): void {
    if (liveness === this.#liveness) return;
    this.#liveness = liveness;
    const { property, instance } = this.#livenessTables();
    const subject = this.#model.properties[property] as Model['properties'][number];
    this.#obligation = obligationOf(this.#model, subject.property as Liveness<unknown> | Bound<unknown>, (subject.instances[instance] as (typeof subject.instances)[number]).chosen);
    const [first] = this.#obligation.assumptions;
    this.#steps = subject.property.kind === 'bound' ? Uint8Array.from(first?.members ?? [], Number) : new Uint8Array(0);
  }

  #livenessTables(): LivenessTables {
    return this.#tables.functions.liveness[this.#liveness] as LivenessTables;
  }

  #classify(entry: number, { inside, due }: Extract<Pass, { kind: 'classify' }>): void {
    if (!this.#table.holds(entry)) return;
    const { from, goal } = this.#livenessTables();
    this.#marks[this.#rank.of(entry)] = 0;
    const candidate = inside === 'all' || !this.#walker.asks(goal, entry);
    if (candidate) this.#set(this.#inside, entry);
    else this.#clear(this.#inside, entry);
    if (due === 'nowhere' || (due === 'from' && !this.#walker.asks(from, entry))) return;
    this.#counted += 1;
    if (candidate) this.#set(this.#waiting, entry);
  }

  #takeWaiting = (entry: number): boolean => isSet(this.#waiting, entry) && this.#clear(this.#waiting, entry);

  #takeInside = (entry: number): boolean => {
    if (!isSet(this.#inside, entry)) return false;
    this.#clear(this.#waiting, entry);
    return true;
  };

  #takeUnreached = (entry: number): boolean => this.#takeWaiting(entry) || (isSet(this.#inside, entry) && this.#incomingTo(this.#rank.of(entry)) === 0 && this.#clear(this.#inside, entry));

  #reach(count: number, bits: Bits, inOrder: boolean): void {
    const { by, finitely } = this.#obligation;
    const walker = this.#walker;
    const visited = this.#visited;
    this.#expand(count);
    for (let state = 0; state < count; state++) {
      const entry = this.#entries[state] as number;
      const cell = this.#rank.of(entry);
      const begin = walker.first[state] as number;
      const end = walker.first[state + 1] as number;
      // Where it is taken once more, it has only something more to tell.
      const first = this.#mark(cell, visited);
      if (first) this.#markMet(entry, cell, begin, end, bits);
      const told = this.#read(cell) & ~visited;
      for (let index = begin; index < end; index++) {
        const action = walker.action[index] as number;
        const target = walker.target[index] as number;
        if (by[action] === true || !isSet(this.#inside, target)) continue;
        const to = this.#rank.of(target);
        let news = (this.#read(to) & visited) === 0;
        if (finitely[action] === false) {
          if (first) this.#increment(to);
          if (this.#mark(to, told | (bits.ofAction[action] as number))) news = true;
        }
        if (!news) continue;
        if (inOrder) this.#set(this.#waiting, target);
        else this.#keep(target);
      }
      if (first && begin === end) this.#increment(cell);
    }
  }

  #count = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      if (!this.#goesOn(index)) continue;
      const target = walker.target[index] as number;
      if (isSet(this.#inside, target)) this.#increment(this.#rank.of(target));
    }
    this.#countEnds(count);
  };

  /** A run that ends stays where it is. */
  #countEnds(count: number): void {
    const { first } = this.#walker;
    for (let index = 0; index < count; index++) if (first[index] === first[index + 1]) this.#increment(this.#rank.of(this.#entries[index] as number));
  }

  /** A state is taken when all that lead to it have told it their counts: so it has its own. */
  #trimCounting = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      const target = walker.target[index] as number;
      if (!this.#goesOn(index) || !isSet(this.#inside, target)) continue;
      const cell = this.#rank.of(target);
      this.#enlarge(cell, this.#countAfter(index));
      if (this.#decrement(cell) && this.#clear(this.#inside, target)) this.#keep(target);
    }
  };

  #raise = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      const target = walker.target[index] as number;
      if (!this.#arrives(index) && this.#enlarge(this.#rank.of(target), this.#countAfter(index))) this.#keep(target);
    }
  };

  #measure = (count: number): void => {
    const transitions = this.#expand(count);
    let largest = -1;
    let arrived = -1;
    for (let index = 0; index < count; index++) largest = Math.max(largest, this.#countOf(this.#rank.of(this.#entries[index] as number)));
    for (let index = 0; index < transitions; index++) {
      if (this.#arrives(index)) arrived = Math.max(arrived, this.#countAfter(index));
    }
    this.#gaugeLargest(Shared.largest, largest);
    this.#gaugeLargest(Shared.arrived, arrived);
  };

  #seed(entry: number): void {
    if (!isSet(this.#inside, entry)) return;
    const isFirst = this.#walker.asks(this.#livenessTables().from, entry);
    this.#counts[this.#rank.of(entry)] = isFirst ? 0 : uncounted;
    if (!isFirst) return;
    this.#set(this.#waiting, entry);
    this.#counted += 1;
  }

  #lower(count: number, from: number): void {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      const target = walker.target[index] as number;
      const after = from + (this.#steps[walker.action[index] as number] as number);
      if (this.#arrives(index)) this.#gaugeSmallest(Shared.arrived, after);
      else if (this.#diminish(this.#rank.of(target), after)) {
        this.#set(this.#waiting, target);
        // What has a larger count waits for its own pass. Perhaps this one did too until now, and was passed by.
        if (after === from) this.#retain(target);
      }
    }
  }

  /** Whether a transition of a state on the way of a bound comes to the end of the count. */
  #arrives(index: number): boolean {
    const walker = this.#walker;
    return this.#obligation.by[walker.action[index] as number] === true || !isSet(this.#inside, walker.target[index] as number);
  }

  /** The count with which a transition arrives. */
  #countAfter(index: number): number {
    const walker = this.#walker;
    return this.#countOf(this.#rank.of(this.#entries[walker.from[index] as number] as number)) + (this.#steps[walker.action[index] as number] as number);
  }

  #trim = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      if (!this.#goesOn(index)) continue;
      const target = walker.target[index] as number;
      if (isSet(this.#inside, target) && this.#decrement(this.#rank.of(target)) && this.#clear(this.#inside, target)) this.#keep(target);
    }
  };

  #meet(count: number, bits: Bits, counting: boolean): void {
    const walker = this.#walker;
    this.#expand(count);
    if (counting) this.#countEnds(count);
    for (let state = 0; state < count; state++) {
      const entry = this.#entries[state] as number;
      const cell = this.#rank.of(entry);
      const begin = walker.first[state] as number;
      const end = walker.first[state + 1] as number;
      this.#markMet(entry, cell, begin, end, bits);
      const told = this.#read(cell);
      for (let index = begin; index < end; index++) {
        if (!this.#goesOn(index)) continue;
        const target = walker.target[index] as number;
        if (!isSet(this.#inside, target)) continue;
        const to = this.#rank.of(target);
        if (counting) this.#increment(to);
        if (this.#mark(to, told | (bits.ofAction[walker.action[index] as number] as number))) this.#set(this.#waiting, target);
      }
    }
  }

  /** Marks a state with the assumptions that are met in it. */
  #markMet(entry: number, cell: number, begin: number, end: number, bits: Bits): void {
    let met = bits.weak === 0 ? 0 : bits.weak & ~this.#enabled(begin, end, bits);
    if (bits.withoutGoal !== 0 && !this.#walker.asks(this.#livenessTables().goal, entry)) met |= bits.withoutGoal;
    if (met !== 0) this.#mark(cell, met);
  }

  #spread = (count: number): void => {
    const walker = this.#walker;
    const transitions = this.#expand(count);
    for (let index = 0; index < transitions; index++) {
      if (!this.#goesOn(index)) continue;
      const target = walker.target[index] as number;
      if (isSet(this.#inside, target) && this.#mark(this.#rank.of(target), this.#read(this.#rank.of(this.#entries[walker.from[index] as number] as number)))) this.#keep(target);
    }
  };

  #check(count: number, bits: Bits): void {
    const walker = this.#walker;
    walker.expand(this.#entries, count);
    for (let state = 0; state < count; state++) {
      const entry = this.#entries[state] as number;
      const enabled = this.#enabled(walker.first[state] as number, walker.first[state + 1] as number, bits);
      const needed = bits.weak | bits.always | bits.withoutGoal | (bits.strong & enabled);
      if ((needed & ~this.#read(this.#rank.of(entry))) !== 0) this.#takeOut(entry);
    }
  }

  /** What a state told its successors has yet to be taken back. */
  #takeOut(entry: number): void {
    this.#clear(this.#inside, entry);
    this.#set(this.#waiting, entry);
    this.#counted += 1;
  }

  /** Computes the transitions of the first `count` of the entries in hand, counts these, and returns how many transitions there are. */
  #expand(count: number): number {
    this.#counted += count;
    return this.#walker.expand(this.#entries, count);
  }

  /** The assumptions of which some action is enabled, by the transitions of a state. */
  #enabled(begin: number, end: number, bits: Bits): number {
    let enabled = 0;
    for (let index = begin; index < end; index++) enabled |= bits.ofAction[this.#walker.action[index] as number] as number;
    return enabled;
  }

  /** Whether a cycle may take a transition: it is not the goal, and may be taken infinitely often. */
  #goesOn(index: number): boolean {
    const action = this.#walker.action[index] as number;
    return this.#obligation.by[action] === false && this.#obligation.finitely[action] === false;
  }

  #bitsOf({ assumptions, withoutGoal }: Group): Bits {
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

  /** Hands every state of the parts of the order that this worker gets to `handle`. */
  #each = (range: Range, chunk: number, handle: (entry: number) => unknown): void => {
    const order = this.#order.view;
    for (let part = this.#claim(range, chunk); part !== null; part = this.#claim(range, chunk)) {
      for (let position = part.begin; position < part.end; position++) {
        const entry = order[position] as number;
        if (entry !== gap) handle(entry);
      }
    }
  };

  /** Hands every entry of the parts of the table that this worker gets to `handle`, the empty ones too. */
  #eachEntry = (range: Range, chunk: number, handle: (entry: number) => unknown): void => {
    for (let part = this.#claim(range, chunk); part !== null; part = this.#claim(range, chunk)) {
      for (let entry = part.begin; entry < part.end; entry++) handle(entry);
    }
  };

  /** The next part for this worker; null: there is none left, or the sweep is over before its end. */
  #claim(range: Range, chunk: number): Range | null {
    const begin = Atomics.add(this.#shared, Shared.next, chunk) >>> 0;
    return begin >= range.end || this.#stopped() ? null : { begin, end: Math.min(begin + chunk, range.end) };
  }

  /** Hands the entries that `choose` takes to `handle`, some at once, and those that were kept meanwhile. */
  #over(range: Range, chunk: number, choose: (entry: number) => boolean, handle: (count: number) => void, each = this.#each): void {
    const entries = this.#entries;
    let count = 0;
    const flush = () => {
      handle(count);
      count = 0;
      while (this.#keptCount > 0 && !this.#stopped()) {
        while (this.#keptCount > 0 && count < group) {
          const entry = this.#kept[--this.#keptCount] as number;
          if (choose(entry)) entries[count++] = entry;
        }
        handle(count);
        count = 0;
      }
    };
    each(range, chunk, (entry) => {
      if (!choose(entry)) return;
      entries[count++] = entry;
      if (count === group) flush();
    });
    flush();
  }

  /** The neighbours of an entry have yet to hear of it. */
  #keep(entry: number): void {
    if (this.#set(this.#waiting, entry)) this.#retain(entry);
  }

  /** Looks at an entry that waits again before the end of this pass. */
  #retain(entry: number): void {
    if (this.#keptCount < mostKept) this.#kept[this.#keptCount++] = entry;
    else this.#left = true;
  }

  /** The user stopped it, or the time is over. */
  #stopped(): boolean {
    return Atomics.load(this.#shared, Shared.signal) >= Signal.abort;
  }

  #read(cell: number): number {
    return this.#others ? Atomics.load(this.#marks, cell) : (this.#marks[cell] as number);
  }

  #countOf(cell: number): number {
    return this.#others ? Atomics.load(this.#counts, cell) : (this.#counts[cell] as number);
  }

  /** Gives a state a larger count; false when it had that much. */
  #enlarge(cell: number, count: number): boolean {
    const counts = this.#counts;
    for (;;) {
      const known = this.#countOf(cell);
      if (count <= known) return false;
      if (this.#write(counts, cell, known, count)) return true;
    }
  }

  #diminish(cell: number, count: number): boolean {
    const counts = this.#counts;
    for (;;) {
      const known = this.#countOf(cell);
      if (count >= known) return false;
      if (this.#write(counts, cell, known, count)) return true;
    }
  }

  #gaugeLargest(place: number, count: number): void {
    for (let known = Atomics.load(this.#shared, place); count > known; known = Atomics.load(this.#shared, place)) Atomics.compareExchange(this.#shared, place, known, count);
  }

  #gaugeSmallest(place: number, count: number): void {
    for (let known = Atomics.load(this.#shared, place); known < 0 || count < known; known = Atomics.load(this.#shared, place)) Atomics.compareExchange(this.#shared, place, known, count);
  }

  /** False when somebody else has written meanwhile. */
  #write(numbers: Int32Array, at: number, known: number, value: number): boolean {
    if (this.#others) return Atomics.compareExchange(numbers, at, known, value) === known;
    numbers[at] = value;
    return true;
  }

  /** Adds bits to a mark; whether there was one among them that it did not have. */
  #mark(cell: number, bits: number): boolean {
    const before = this.#marks[cell] as number;
    if ((bits & ~before) === 0) return false;
    if (!this.#others) {
      this.#marks[cell] = before | bits;
      return true;
    }
    return (bits & ~Atomics.or(this.#marks, cell, bits)) !== 0;
  }

  #incomingTo(cell: number): number {
    return this.#others ? Atomics.load(this.#incoming, cell) : (this.#incoming[cell] as number);
  }

  #increment(cell: number): void {
    const incoming = this.#incoming;
    if (!this.#others) {
      if ((incoming[cell] as number) < many) incoming[cell] = (incoming[cell] as number) + 1;
      return;
    }
    for (;;) {
      const before = Atomics.load(incoming, cell);
      if (before === many || Atomics.compareExchange(incoming, cell, before, before + 1) === before) return;
    }
  }

  /** Whether it was the last. */
  #decrement(cell: number): boolean {
    const incoming = this.#incoming;
    const before = incoming[cell] as number;
    // The number has been too large to be known: counted again, it will be.
    if (before === many) return false;
    if (this.#others) return Atomics.sub(incoming, cell, 1) === 1;
    incoming[cell] = before - 1;
    return before === 1;
  }

  /** Sets a bit; whether it was not set. */
  #set(bits: Int32Array, entry: number): boolean {
    const bit = 1 << (entry & 31);
    const word = entry >>> 5;
    const before = this.#others ? Atomics.or(bits, word, bit) : (bits[word] as number);
    if (!this.#others) bits[word] = before | bit;
    return (before & bit) === 0;
  }

  /** Clears a bit; whether it was set. Of several workers one is told so. */
  #clear(bits: Int32Array, entry: number): boolean {
    const bit = 1 << (entry & 31);
    const word = entry >>> 5;
    const before = this.#others ? Atomics.and(bits, word, ~bit) : (bits[word] as number);
    if (!this.#others) bits[word] = before & ~bit;
    return (before & bit) !== 0;
  }
}

/** A group of assumptions as bits of a mark. */
interface Bits {
  readonly weak: number;
  readonly strong: number;
  readonly always: number;
  readonly withoutGoal: number;
  readonly all: number;
  /** Per action instance: the assumptions that it is a member of. */
  readonly ofAction: Int32Array;
}

export function isSet(bits: Int32Array, entry: number): boolean {
  return ((bits[entry >>> 5] as number) & (1 << (entry & 31))) !== 0;
}
