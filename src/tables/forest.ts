import { type Diagram, header } from './diagram.js';
import { type Digit, digitOf, type Group, groupFirst, groupRest } from './digits.js';
import { disabled } from './effects.js';
import { isFalse } from './functions.js';

/**
 * All diagrams of a state's functions, merged for one walk that is learned as it is taken. A node of the walk looks at up
 * to `widest` bits of the state at once, wherever they lie, and an entry of its table is the answer of many functions
 * together: what they say, and what is still to be asked of those that these bits do not decide. An entry is found when a
 * state comes to it for the first time, by following the diagrams, and from then on it is one look. So a state of
 * German's protocol takes some 10 looks instead of the 39 tests that its diagrams share.
 *
 * An answer in which a function said "not learned yet" is not kept, and a diagram only ever grows where it was not learned
 * yet: therefore what is kept stays true until a diagram is written anew, and then all of it is forgotten.
 *
 * `code` holds lists and nodes. A list: how many numbers of events, how many nodes, how many next states (-1: one is still to be learned, or
 * a property has something to say), then the events (pairs of a function and its leaf, 0: not learned yet), then the nodes' offsets. A node: where its table begins, then for each run of bits
 * that it looks at word, shift, mask and the place in the key; then the table: a list for each key, 0: not asked yet.
 */
export class Forest {
  readonly code: Int32Array;
  /** The list to begin with; 0: everything was forgotten. */
  #root = 0;
  #size = 0;
  #stack = new Int32Array(1);
  #functions: readonly (Diagram | 'asked' | null)[] = [];
  readonly #actions: number;
  readonly #words: number;
  readonly #nexts: (id: number, leaf: number) => number;
  readonly #now: () => readonly (Diagram | 'asked' | null)[];
  /** What the nodes know and ask. */
  readonly #plans = new Map<number, Plan>();
  readonly #nodes = new Map<string, number>();
  readonly #lists = new Map<string, number>();
  readonly #splits = new Map<string, readonly number[]>();
  /** Some of the states that were walked lately, by which the bits are chosen that are looked at together. */
  readonly #sample: Int32Array;
  #sampled = 0;
  #full = false;
  /** A walk has come to its end since the beginning. */
  #answered = false;
  /** There was no room even for the answers to one state. */
  #hopeless = false;
  /** How the first nodes are made. */
  #signature = '';
  #widest = widest;
  #narrow = narrow;
  #walks = 0;
  #untilSample = 1;
  #regroupAt = 2 ** 9;

  /** `now` gives the diagrams, those of the first `actions` functions being actions; 'asked': says nothing here and is asked by itself; null: is not asked. */
  constructor(words: number, actions: number, now: () => readonly (Diagram | 'asked' | null)[], nexts: (id: number, leaf: number) => number, code: Int32Array) {
    this.code = code;
    this.#nexts = nexts;
    this.#words = words;
    this.#actions = actions;
    this.#now = now;
    this.#sample = new Int32Array(samples * words);
  }

  /**
   * What all functions say of a packed state: pairs of a function's number and its leaf go to `events`, in no particular
   * order. Returns how many numbers were written. Functions that say nothing worth telling are not among them: disabled
   * actions, and properties that hold.
   */
  walk(words: Int32Array, events: Int32Array): number {
    if (this.#hopeless) return this.#follow(words, events);
    if (--this.#untilSample === 0) this.#keep(words);
    if (this.#root === 0) {
      this.#begin();
      if (this.#full) return this.#again(words, events);
    }
    const { code } = this;
    const stack = this.#stack;
    let told = 0;
    let waiting = 0;
    let list = this.#root;
    for (;;) {
      let at = list + 3;
      const behind = at + (code[list] as number);
      const end = behind + (code[list + 1] as number);
      while (at < behind) events[told++] = code[at++] as number;
      while (at < end) stack[waiting++] = code[at++] as number;
      if (waiting === 0) {
        this.#answered = true;
        return told;
      }
      const node = stack[--waiting] as number;
      const table = code[node] as number;
      let key = 0;
      for (let run = node + 1; run < table; run += 4) {
        key |= (((words[code[run] as number] as number) >>> (code[run + 1] as number)) & (code[run + 2] as number)) << (code[run + 3] as number);
      }
      list = code[table + key] as number;
      if (list === 0) list = this.#ask(node, table + key, words);
      if (list === 0) return this.#again(words, events);
    }
  }

  /** The list to begin with; 0: everything was forgotten, and the next walk begins anew. */
  get root(): number {
    return this.#root;
  }

  /** `count` states were walked by somebody else, one of which is at `at` in `states`. */
  passed(count: number, states: Int32Array, at: number): void {
    this.#untilSample -= count;
    if (this.#untilSample <= 0) this.#keep(states.subarray(at, at + this.#words));
  }

  /** A diagram was written anew, or a function is to be asked in another way. */
  forget(): void {
    this.#root = 0;
  }

  /** What was kept, as plain data for another thread that has the same diagrams; null: nothing was. */
  copy(): ForestCopy | null {
    if (this.#root === 0) return null;
    // Shared, because it passes through another thread on its way.
    const code = new Int32Array(new SharedArrayBuffer(4 * this.#size));
    code.set(this.code.subarray(0, this.#size));
    return {
      code,
      root: this.#root,
      plans: Array.from(this.#plans, ([node, { items }]) => [node, ...items]),
      sample: this.#sample.slice(),
      sampled: this.#sampled,
      signature: this.#signature,
      widest: this.#widest,
      narrow: this.#narrow,
      walks: this.#walks,
      regroupAt: this.#regroupAt,
    };
  }

  /** Begins with what another one had kept; for one that has kept nothing yet. */
  become({ code, root, plans, sample, sampled, signature, widest, narrow, walks, regroupAt }: ForestCopy): void {
    this.#functions = this.#now();
    this.#stack = new Int32Array(this.#functions.length + 1);
    this.code.set(code);
    this.#size = code.length;
    this.#root = root;
    for (const [node = 0, ...items] of plans) {
      this.#nodes.set(items.join(), node);
      this.#plans.set(node, { items, known: this.#knownTo(node) });
    }
    this.#sample.set(sample);
    this.#sampled = sampled;
    this.#signature = signature;
    this.#widest = widest;
    this.#narrow = narrow;
    this.#walks = walks;
    this.#regroupAt = regroupAt;
  }

  /** The bits of each word that a node knows. */
  #knownTo(node: number): Int32Array {
    const { code } = this;
    const known = new Int32Array(this.#words);
    for (let run = node + 1; run < (code[node] as number); run += 4) {
      const word = code[run] as number;
      known[word] = (known[word] as number) | ((code[run + 2] as number) << (code[run + 1] as number));
    }
    return known;
  }

  #keep(words: Int32Array): void {
    const since = Math.max(1, this.#walks >> 6);
    this.#walks += since;
    this.#untilSample = Math.max(1, this.#walks >> 6);
    this.#sample.set(words.subarray(0, this.#words), (this.#sampled++ % samples) * this.#words);
    if (this.#walks < this.#regroupAt) return;
    this.#regroupAt *= 64;
    if (this.#root !== 0 && signatureOf(this.#firstGroups()) !== this.#signature) this.forget();
  }

  /** What the first nodes are to ask, and by which bits. */
  #firstGroups(): Group[] {
    const asked: number[] = [];
    for (const [id, diagram] of this.#functions.entries()) if (diagram !== null && diagram !== 'asked') asked.push(id);
    const sample = this.#sample.subarray(0, Math.min(this.#sampled, samples) * this.#words);
    return groupFirst(asked, (id) => this.#functions[id] as Diagram, sample, this.#words, this.#widest);
  }

  #begin(): void {
    this.#functions = this.#now();
    const room = 3 + 3 * this.#functions.length;
    this.#stack = new Int32Array(this.#functions.length + 1);
    this.#plans.clear();
    this.#nodes.clear();
    this.#lists.clear();
    this.#splits.clear();
    this.code.fill(0, 0, this.#size);
    // Offset 0 is never a list; then the place of answers that are not kept.
    this.#size = 1;
    this.#full = false;
    this.#answered = false;
    this.#reserve(room);
    const alone: number[] = [];
    for (const [id, diagram] of this.#functions.entries()) if (diagram === 'asked') alone.push(id, 0);
    const groups = this.#firstGroups();
    this.#signature = signatureOf(groups);
    this.#root = this.#list(alone, this.#offsets(groups));
  }

  /** Follows the diagrams from a node on as far as its bits lead, and keeps the answer at `entry`. */
  #ask(node: number, entry: number, words: Int32Array): number {
    const { items, known } = this.#plans.get(node) as Plan;
    const events: number[] = [];
    const rest: number[] = [];
    let learned = true;
    for (let item = 0; item < items.length; item += 2) {
      const id = items[item] as number;
      const diagram = this.#functions[id] as Diagram;
      const { code } = diagram;
      let at = items[item + 1] as number;
      if (at === fromRoot) at = diagram.root;
      while (at > 0) {
        const mask = code[at + 2] as number;
        if ((((known[code[at] as number] as number) >>> (code[at + 1] as number)) & mask) !== mask) break;
        at = code[at + header + (((words[code[at] as number] as number) >>> (code[at + 1] as number)) & mask)] as number;
      }
      if (at > 0) rest.push(id, at);
      else if (at === 0) {
        events.push(id, 0);
        learned = false;
      } else if (id < this.#actions ? at !== disabled : at === isFalse) events.push(id, at);
    }
    if (!learned) {
      const nodes = this.#split(rest);
      if (this.#full) return 0;
      this.code.set([events.length, nodes.length, -1, ...events, ...nodes], 1);
      return 1;
    }
    const key = `${events.join()};${rest.join()}`;
    let list = this.#lists.get(key);
    if (list === undefined) {
      list = this.#list(events, this.#split(rest));
      this.#lists.set(key, list);
    }
    if (this.#full) return 0;
    this.code[entry] = list;
    return list;
  }

  #list(events: readonly number[], nodes: readonly number[]): number {
    const at = this.#reserve(3 + events.length + nodes.length);
    this.code.set([events.length, nodes.length, this.#comingOf(events), ...events, ...nodes], at);
    return at;
  }

  /** How many next states the events have, or -1 when one of them is more than that. */
  #comingOf(events: readonly number[]): number {
    let coming = 0;
    for (let event = 0; event < events.length; event += 2) {
      const nexts = this.#nexts(events[event] as number, events[event + 1] as number);
      if (nexts < 0) return -1;
      coming += nexts;
    }
    return coming;
  }

  /** The nodes by which the rest is asked: pairs of a function, and where in its diagram. */
  #split(rest: readonly number[]): readonly number[] {
    if (rest.length === 0) return rest;
    const key = rest.join();
    let nodes = this.#splits.get(key);
    if (nodes === undefined) {
      nodes = this.#offsets(groupRest(rest, (id) => this.#functions[id] as Diagram, this.#narrow));
      this.#splits.set(key, nodes);
    }
    return nodes;
  }

  #offsets(groups: readonly Group[]): number[] {
    return groups.map(({ digits, items: own }) => {
      const key = own.join();
      let node = this.#nodes.get(key);
      if (node === undefined) {
        node = this.#node(digits);
        this.#nodes.set(key, node);
        this.#plans.set(node, { items: own, known: this.#knownTo(node) });
      }
      return node;
    });
  }

  #node(digits: readonly Digit[]): number {
    const runs: number[] = [];
    let place = 0;
    const sorted = [...digits].sort((a, b) => digitOf(a) - digitOf(b));
    for (let first = 0; first < sorted.length; ) {
      const { word, shift } = sorted[first] as Digit;
      let bits = 0;
      while (first < sorted.length && sorted[first]?.word === word && sorted[first]?.shift === shift + bits) bits += (sorted[first++] as Digit).bits;
      runs.push(word, shift, 2 ** bits - 1, place);
      place += bits;
    }
    const table = 1 + runs.length;
    const at = this.#reserve(table + 2 ** place);
    this.code.set([at + table, ...runs], at);
    return at;
  }

  #reserve(numbers: number): number {
    if (this.#size + numbers > this.code.length) this.#full = true;
    // The place of answers that are not kept: when there is no room everything is about to be forgotten.
    if (this.#full) return 1;
    const at = this.#size;
    this.#size += numbers;
    return at;
  }

  /** There was no room: everything is forgotten, and what is kept from now on is smaller. */
  #again(words: Int32Array, events: Int32Array): number {
    this.#hopeless = this.#widest === 1 && !this.#answered;
    this.#widest = Math.max(1, this.#widest - 2);
    this.#narrow = Math.max(1, this.#narrow - 2);
    this.forget();
    return this.walk(words, events);
  }

  /** Asks each diagram by itself. */
  #follow(words: Int32Array, events: Int32Array): number {
    let told = 0;
    for (const [id, diagram] of this.#now().entries()) {
      if (diagram === null) continue;
      const leaf = diagram === 'asked' ? 0 : diagram.find(words);
      if (leaf !== 0 && (id < this.#actions ? leaf === disabled : leaf !== isFalse)) continue;
      events[told++] = id;
      events[told++] = leaf;
    }
    return told;
  }
}

/** What a node asks, pairs of a function and where in its diagram, and which bits of each word it knows. */
interface Plan {
  readonly items: readonly number[];
  readonly known: Int32Array;
}

/** A forest as plain data. */
export interface ForestCopy {
  readonly code: Int32Array;
  readonly root: number;
  /** Each node, and what it asks. */
  readonly plans: readonly (readonly number[])[];
  readonly sample: Int32Array;
  readonly sampled: number;
  readonly signature: string;
  readonly widest: number;
  readonly narrow: number;
  readonly walks: number;
  readonly regroupAt: number;
}

function signatureOf(groups: readonly Group[]): string {
  return groups
    .map(({ digits, items }) => `${digits.map(digitOf).sort((a, b) => a - b)}:${items}`)
    .sort()
    .join(';');
}

/** Stands for the root of a diagram, which is another one when the first path is learned. */
const fromRoot = 0;

/** Bits that a node looks at at most: of the first nodes, and of those behind them. */
const widest = 10;
const narrow = 8;

const samples = 64;
