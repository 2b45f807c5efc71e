/**
 * Transitions that lie on no cycle, told by a part of the state alone. A run that comes back to a state comes back to each
 * part of it; so a change of a part that no changes of this part take back is made at most once. The parts are the fields
 * of the state, and the elements of its vectors: mostly what belongs to one process. Each has few values and few changes:
 * these are noted in one pass, and from then on a transition is known to be one-way without looking where it leads.
 */
import type { Layout, Position, Slot } from '../layout/index.js';

/** Changes of parts of the state. */
export interface ChangesSeen {
  /** Of a packed state. */
  readonly words: number;
  /** Row by row: the number of the part, what it was, and what it became; each as a packed state in which everything else is 0. */
  readonly rows: Int32Array;
  /** Parts with too many changes. Nothing is said of them. */
  readonly dropped: readonly number[];
}

/** What is known of a transition. `stays`: it leads back to the state that it begins in. */
export const Step = { oneWay: 0, stays: 1, other: 2 } as const;

export class Changes {
  readonly #words: number;
  /** For each bit of a state the part to which it belongs. */
  readonly #partOf: Int32Array;
  /** For each part where its words begin in `#spans`, and behind the last part the end. */
  readonly #begin: Int32Array;
  /** Part by part: which words of a state it lies in, each with its bits there. */
  readonly #spans: Int32Array;
  /** For each word of a state the bits of the parts about which something may be known. */
  readonly #watched: Int32Array;
  /** How many changes have been noted of each part. */
  readonly #noted: Int32Array;
  #dropped: number[] = [];
  /** Open addressing. A row: the number of the part, and one more, so that an empty row begins with 0; then for each of its words what it was, and what it became. */
  #rows: Int32Array;
  readonly #stride: number;
  /** The number of the last row: a power of two less one. */
  #last = 63;
  #count = 0;

  constructor(layout: Layout) {
    const { words } = layout;
    const parts = partsOf(layout);
    this.#words = words;
    this.#partOf = new Int32Array(32 * words);
    this.#begin = new Int32Array(parts.length + 1);
    this.#watched = new Int32Array(words);
    this.#noted = new Int32Array(parts.length);
    const spans: number[] = [];
    for (const [part, slots] of parts.entries()) {
      const masks = new Int32Array(words);
      for (const { word, shift, mask } of slots) masks[word] = (masks[word] as number) | (mask << shift);
      for (const [word, mask] of masks.entries()) {
        if (mask !== 0) spans.push(word, mask);
        for (let bit = 0; bit < 32; bit++) if (((mask >>> bit) & 1) !== 0) this.#partOf[32 * word + bit] = part;
      }
      this.#begin[part + 1] = spans.length;
    }
    this.#spans = Int32Array.from(spans);
    this.#stride = 1 + Math.max(...parts.map((_, part) => (this.#begin[part + 1] as number) - (this.#begin[part] as number)));
    this.#rows = new Int32Array((this.#last + 1) * this.#stride);
    this.forget();
  }

  /** Nothing has been noted. */
  forget(): void {
    this.#rows.fill(0);
    this.#count = 0;
    this.#noted.fill(0);
    this.#dropped = [];
    for (let part = 0; part < this.#noted.length; part++) this.#watch(part, true);
  }

  /** Whether all that a transition changes has been noted: from the state at `from` in `states` to that at `to` in `nexts`. */
  has(states: Int32Array, from: number, nexts: Int32Array, to: number): boolean {
    return this.#missing(states, from, nexts, to) < 0;
  }

  /** Notes what a transition changes. */
  note(states: Int32Array, from: number, nexts: Int32Array, to: number): void {
    for (let part = this.#missing(states, from, nexts, to); part >= 0; part = this.#missing(states, from, nexts, to)) {
      this.#insert(part, states, from, nexts, to);
      this.#noted[part] = (this.#noted[part] as number) + 1;
      if ((this.#noted[part] as number) <= mostChanges) continue;
      this.#dropped.push(part);
      this.#watch(part, false);
    }
  }

  /** All that was noted. */
  seen(): ChangesSeen {
    const words = this.#words;
    const rows: number[] = [];
    for (let row = 0; row < this.#rows.length; row += this.#stride) {
      const part = (this.#rows[row] as number) - 1;
      if (part < 0 || this.#dropped.includes(part)) continue;
      const values = new Int32Array(2 * words);
      for (let at = this.#begin[part] as number, column = row + 1; at < (this.#begin[part + 1] as number); at += 2, column += 2) {
        const word = this.#spans[at] as number;
        values[word] = this.#rows[column] as number;
        values[words + word] = this.#rows[column + 1] as number;
      }
      rows.push(part, ...values);
    }
    return { words, rows: Int32Array.from(rows), dropped: this.#dropped };
  }

  /** From now on these changes are known to be one-way, and nothing else is known. */
  learn(oneWay: Int32Array): void {
    this.forget();
    this.#watched.fill(0);
    const words = this.#words;
    for (let at = 0; at < oneWay.length; at += 1 + 2 * words) {
      this.#watch(oneWay[at] as number, true);
      this.#insert(oneWay[at] as number, oneWay, at + 1, oneWay, at + 1 + words);
    }
  }

  /** What is known of a transition since `learn`. */
  stepOf(states: Int32Array, from: number, nexts: Int32Array, to: number): number {
    const words = this.#words;
    let changed = 0;
    for (let word = 0; word < words; word++) {
      const differs = (states[from + word] as number) ^ (nexts[to + word] as number);
      changed |= differs;
      for (let rest = differs & (this.#watched[word] as number); rest !== 0; ) {
        const part = this.#partOf[32 * word + 31 - Math.clz32(rest)] as number;
        if (this.#rows[this.#place(part, states, from, nexts, to)] !== 0) return Step.oneWay;
        rest &= ~this.#bitsOf(part, word);
      }
    }
    return changed === 0 ? Step.stays : Step.other;
  }

  /** A part of which a transition makes a change that has not been noted, or -1. */
  #missing(states: Int32Array, from: number, nexts: Int32Array, to: number): number {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      for (let rest = ((states[from + word] as number) ^ (nexts[to + word] as number)) & (this.#watched[word] as number); rest !== 0; ) {
        const part = this.#partOf[32 * word + 31 - Math.clz32(rest)] as number;
        if (this.#rows[this.#place(part, states, from, nexts, to)] === 0) return part;
        rest &= ~this.#bitsOf(part, word);
      }
    }
    return -1;
  }

  /** The bits of a part in one of its words. */
  #bitsOf(part: number, word: number): number {
    const spans = this.#spans;
    let at = this.#begin[part] as number;
    while (spans[at] !== word) at += 2;
    return spans[at + 1] as number;
  }

  /** Where the row of a change is, or an empty one where it belongs. */
  #place(part: number, states: Int32Array, from: number, nexts: Int32Array, to: number): number {
    const rows = this.#rows;
    const spans = this.#spans;
    const last = this.#last;
    const stride = this.#stride;
    const begin = this.#begin[part] as number;
    const end = this.#begin[part + 1] as number;
    let hash = part;
    for (let at = begin; at < end; at += 2) {
      const word = spans[at] as number;
      const bits = spans[at + 1] as number;
      hash = Math.imul(hash ^ ((states[from + word] as number) & bits), 0x9e3779b1);
      hash = Math.imul((hash ^ (hash >>> 15)) + ((nexts[to + word] as number) & bits), 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    for (let row = hash & last; ; row = (row + 1) & last) {
      const place = row * stride;
      const there = rows[place] as number;
      if (there === 0) return place;
      if (there !== part + 1) continue;
      let column = place + 1;
      let at = begin;
      for (; at < end; at += 2, column += 2) {
        const word = spans[at] as number;
        const bits = spans[at + 1] as number;
        if (rows[column] !== ((states[from + word] as number) & bits) || rows[column + 1] !== ((nexts[to + word] as number) & bits)) break;
      }
      if (at === end) return place;
    }
  }

  #insert(part: number, states: Int32Array, from: number, nexts: Int32Array, to: number): void {
    const rows = this.#rows;
    const place = this.#place(part, states, from, nexts, to);
    rows[place] = part + 1;
    for (let at = this.#begin[part] as number, column = place + 1; at < (this.#begin[part + 1] as number); at += 2, column += 2) {
      const word = this.#spans[at] as number;
      const bits = this.#spans[at + 1] as number;
      rows[column] = (states[from + word] as number) & bits;
      rows[column + 1] = (nexts[to + word] as number) & bits;
    }
    this.#count += 1;
    if (2 * this.#count > this.#last) this.#enlarge();
  }

  #enlarge(): void {
    const words = this.#words;
    const { rows } = this.seen();
    this.#last = 2 * this.#last + 1;
    this.#rows = new Int32Array((this.#last + 1) * this.#stride);
    this.#count = 0;
    for (let at = 0; at < rows.length; at += 1 + 2 * words) this.#insert(rows[at] as number, rows, at + 1, rows, at + 1 + words);
  }

  /** Whether anything is to be known of a part. */
  #watch(part: number, watching: boolean): void {
    for (let at = this.#begin[part] as number; at < (this.#begin[part + 1] as number); at += 2) {
      const word = this.#spans[at] as number;
      const bits = this.#spans[at + 1] as number;
      this.#watched[word] = watching ? (this.#watched[word] as number) | bits : (this.#watched[word] as number) & ~bits;
    }
  }
}

/** Which of the changes that were seen no others take back, as rows: those that lead from one strongly connected component of what was seen to another one. */
export function oneWayAmong(seen: readonly ChangesSeen[]): Int32Array {
  const dropped = new Set(seen.flatMap((one) => one.dropped));
  const nodes = new Map<string, number>();
  const nodeOf = (part: number, value: Int32Array): number => {
    const key = `${part}:${value.join()}`;
    const known = nodes.get(key) ?? nodes.size;
    nodes.set(key, known);
    return known;
  };
  const changes = new Map<string, { readonly row: Int32Array; readonly from: number; readonly to: number }>();
  const ofPart = new Map<number, number>();
  for (const { words, rows } of seen) {
    for (let at = 0; at < rows.length; at += 1 + 2 * words) {
      const row = rows.subarray(at, at + 1 + 2 * words);
      const part = row[0] as number;
      const [from, to] = [nodeOf(part, row.subarray(1, 1 + words)), nodeOf(part, row.subarray(1 + words))];
      const key = `${from}>${to}`;
      if (changes.has(key)) continue;
      changes.set(key, { row, from, to });
      const count = (ofPart.get(part) ?? 0) + 1;
      ofPart.set(part, count);
      if (count > mostChanges) dropped.add(part);
    }
  }
  const next: number[][] = Array.from(nodes, () => []);
  for (const { from, to } of changes.values()) (next[from] as number[]).push(to);
  const component = componentsOf(next);
  const oneWay = [...changes.values()].filter(({ row, from, to }) => !dropped.has(row[0] as number) && component[from] !== component[to]);
  return Int32Array.from(oneWay.flatMap(({ row }) => [...row]));
}

/** A number for each node: the same one for those of one strongly connected component (Tarjan 1972). */
function componentsOf(next: readonly (readonly number[])[]): Int32Array {
  const index = new Int32Array(next.length);
  const low = new Int32Array(next.length);
  const component = new Int32Array(next.length).fill(-1);
  const looked = new Int32Array(next.length);
  const stack: number[] = [];
  let counter = 0;
  for (let root = 0; root < next.length; root++) {
    if (index[root] !== 0) continue;
    const path: number[] = [];
    const visit = (node: number): void => {
      index[node] = low[node] = ++counter;
      stack.push(node);
      path.push(node);
    };
    visit(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const at = looked[node] as number;
      looked[node] = at + 1;
      const target = (next[node] as readonly number[])[at];
      if (target !== undefined) {
        if (index[target] === 0) visit(target);
        else if (component[target] === -1) low[node] = Math.min(low[node] as number, index[target] as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number);
      if (low[node] === index[node]) for (const member of stack.splice(stack.lastIndexOf(node))) component[member] = node;
    }
  }
  return component;
}

/** The slots of each part. What has only one field is looked into. */
function partsOf({ root }: Pick<Layout, 'root'>): Slot[][] {
  const [only, ...others] = root.parts;
  if (only?.kind === 'composite' && others.length === 0) return partsOf({ root: only });
  return root.parts.flatMap(elementsOf).map(slotsOf);
}

/** The elements of a vector, or of a vector of vectors; anything else as it is. */
function elementsOf(position: Position): readonly Position[] {
  return position.kind === 'composite' && position.schema.kind === 'vector' ? position.parts.flatMap(elementsOf) : [position];
}

function slotsOf(position: Position): Slot[] {
  if (position.kind === 'leaf') return [position.slot];
  return position.kind === 'optional' ? [position.present, ...slotsOf(position.inner)] : position.parts.flatMap(slotsOf);
}

/** So many changes of one part are told apart. */
const mostChanges = 2 ** 13;
