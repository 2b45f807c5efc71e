import { type Diagram, header } from './diagram.js';
import { type Digit, digitOf, type Group, groupFirst, groupRest } from './digits.js';
import { disabled } from './effects.js';
import { isFalse } from './functions.js';
import { Sequences } from './sequences.js';

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
  /** The node for what one asks. */
  readonly #nodes = new Sequences();
  #key = new Int32Array(1);
  /** The list for each answer that was given: how many numbers of events, the events, and what is still to be asked. */
  readonly #lists = new Sequences();
  #answer = new Int32Array(1);
  /** What is still to be asked: pairs of a function, and where in its diagram. */
  #rest = new Int32Array(1);
  /** The number of the part for what is still to be asked, and the nodes by which it is. */
  readonly #splits = new Sequences();
  #parts: (readonly number[])[] = [];
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

  /** These functions are not asked any more: nothing else that is kept is forgotten. */
  drop(ids: ReadonlySet<number>): void {
    if (this.#root === 0) return;
    this.#functions = this.#functions.map((diagram, id) => (ids.has(id) ? null : diagram));
    this.#strike(this.#root, ids);
    for (const node of this.#plans.keys()) {
      const { begin, end } = this.#tableOf(node);
      for (let entry = begin; entry < end; entry++) {
        const list = this.code[entry] as number;
        if (list !== 0) this.#strike(list, ids);
      }
    }
  }

  /** Takes what these functions say out of a list. */
  #strike(list: number, ids: ReadonlySet<number>): void {
    const { code } = this;
    const begin = list + 3;
    const behind = begin + (code[list] as number);
    const end = behind + (code[list + 1] as number);
    let to = begin;
    for (let at = begin; at < behind; at += 2) {
      if (ids.has(code[at] as number)) continue;
      code.copyWithin(to, at, at + 2);
      to += 2;
    }
    if (to === behind) return;
    code[list] = to - begin;
    code[list + 2] = this.#comingOf(code.subarray(begin, to));
    code.copyWithin(to, behind, end);
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
    this.#look();
    this.code.set(code);
    this.#size = code.length;
    this.#root = root;
    for (const [node = 0, ...items] of plans) {
      this.#key.set(items);
      this.#nodes.add(this.#key, items.length, node);
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

  /** Where a node's table lies. */
  #tableOf(node: number): { readonly begin: number; readonly end: number } {
    const { code } = this;
    const begin = code[node] as number;
    let keys = 1;
    for (let run = node + 1; run < begin; run += 4) keys *= (code[run + 2] as number) + 1;
    return { begin, end: begin + keys };
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
    this.#regroupAt *= 32;
    if (this.#root !== 0 && this.#size < dear && signatureOf(this.#firstGroups()) !== this.#signature) this.forget();
  }

  /** What the first nodes are to ask, and by which bits. */
  #firstGroups(): Group[] {
    const asked: number[] = [];
    for (const [id, diagram] of this.#functions.entries()) if (diagram !== null && diagram !== 'asked') asked.push(id);
    const sample = this.#sample.subarray(0, Math.min(this.#sampled, samples) * this.#words);
    return groupFirst(asked, (id) => this.#functions[id] as Diagram, sample, this.#words, this.#widest);
  }

  /** Which diagrams there are, and room for what may come of them. */
  #look(): void {
    this.#functions = this.#now();
    const { length } = this.#functions;
    this.#stack = new Int32Array(length + 1);
    this.#answer = new Int32Array(1 + 2 * length);
    this.#rest = new Int32Array(2 * length);
    this.#key = new Int32Array(2 * length);
  }

  #begin(): void {
    this.#look();
    const room = 3 + 3 * this.#functions.length;
    this.#plans.clear();
    this.#nodes.clear();
    this.#lists.clear();
    this.#splits.clear();
    this.#parts = [];
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
    const answer = this.#answer;
    const rest = this.#rest;
    let told = 0;
    let left = 0;
    for (let item = 0; item < items.length; item += 2) {
      const id = items[item] as number;
      const diagram = this.#functions[id] as Diagram | null;
      if (diagram === null) continue;
      const { code } = diagram;
      let at = items[item + 1] as number;
      if (at === fromRoot) at = diagram.root;
      while (at > 0) {
        const mask = code[at + 2] as number;
        if ((((known[code[at] as number] as number) >>> (code[at + 1] as number)) & mask) !== mask) break;
        at = code[at + header + (((words[code[at] as number] as number) >>> (code[at + 1] as number)) & mask)] as number;
      }
      if (at === 0) return this.#tell(items, words);
      if (at > 0) {
        rest[left++] = id;
        rest[left++] = at;
      } else if (this.#isWorthTelling(id, at)) {
        answer[++told] = id;
        answer[++told] = at;
      }
    }
    answer[0] = told;
    for (let index = 0; index < left; index++) answer[1 + told + index] = rest[index] as number;
    const length = 1 + told + left;
    let list = this.#lists.find(answer, length);
    if (list === 0) {
      list = this.#list(answer.subarray(1, 1 + told), this.#split(left));
      if (this.#full) return 0;
      this.#lists.add(answer, length, list);
    }
    this.code[entry] = list;
    return list;
  }

  /** The answer to this state alone: something is still to be learned. */
  #tell(items: readonly number[], words: Int32Array): number {
    const { code } = this;
    const list = 1;
    let to = list + 3;
    for (let item = 0; item < items.length; item += 2) {
      const id = items[item] as number;
      const diagram = this.#functions[id] as Diagram | null;
      if (diagram === null) continue;
      const leaf = diagram.find(words, (items[item + 1] as number) || diagram.root);
      if (leaf !== 0 && !this.#isWorthTelling(id, leaf)) continue;
      code[to++] = id;
      code[to++] = leaf;
    }
    code[list] = to - list - 3;
    code[list + 1] = 0;
    code[list + 2] = -1;
    return list;
  }

  #isWorthTelling(id: number, leaf: number): boolean {
    return id < this.#actions ? leaf !== disabled : leaf === isFalse;
  }

  #list(events: ArrayLike<number>, nodes: readonly number[]): number {
    const at = this.#reserve(3 + events.length + nodes.length);
    this.code.set([events.length, nodes.length, this.#comingOf(events)], at);
    this.code.set(events, at + 3);
    this.code.set(nodes, at + 3 + events.length);
    return at;
  }

  /** How many next states the events have, or -1 when one of them is more than that. */
  #comingOf(events: ArrayLike<number>): number {
    let coming = 0;
    for (let event = 0; event < events.length; event += 2) {
      const nexts = this.#nexts(events[event] as number, events[event + 1] as number);
      if (nexts < 0) return -1;
      coming += nexts;
    }
    return coming;
  }

  /** The nodes by which the first `left` numbers of the rest are asked. */
  #split(left: number): readonly number[] {
    if (left === 0) return [];
    const rest = this.#rest;
    let number = this.#splits.find(rest, left);
    if (number === 0) {
      // Counted from 1 on.
      number = this.#parts.push(this.#offsets(groupRest(rest.subarray(0, left), (id) => this.#functions[id] as Diagram, this.#narrow)));
      this.#splits.add(rest, left, number);
    }
    return this.#parts[number - 1] as readonly number[];
  }

  #offsets(groups: readonly Group[]): number[] {
    const key = this.#key;
    return groups.map(({ digits, items }) => {
      key.set(items);
      let node = this.#nodes.find(key, items.length);
      if (node === 0) {
        node = this.#node(digits);
        this.#nodes.add(key, items.length, node);
        this.#plans.set(node, { items, known: this.#knownTo(node) });
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
      if (leaf !== 0 && !this.#isWorthTelling(id, leaf)) continue;
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

/** More numbers than this took too long to ask to be forgotten for the sake of better bits. */
const dear = 2 ** 18;

/** Bits that a node looks at at most: of the first nodes, and of those behind them. */
const widest = 10;
const narrow = 8;

const samples = 64;
