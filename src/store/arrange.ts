import { hashAll } from './hash.js';
import { gap } from './order.js';
import type { Table } from './table.js';

/**
 * Puts the states of a part of the order, from `begin` to `end` (excluded), into one that does not depend on who found them,
 * or when: by their hashes, those with the same hash by themselves. Gaps come last. Returns how many states there are.
 * Nobody may be inserting.
 *
 * An entry lies where its hash says, or a little behind: so the entries are sorted as numbers, which is quick and makes
 * all that is read of the table lie side by side, and then only neighbours change their places.
 */
export function arrange(order: Uint32Array, begin: number, end: number, table: Table): number {
  const states = withoutGaps(order.subarray(begin, end));
  const part = order.subarray(begin, begin + states);
  sortEntries(part, table.capacity);
  const reader = new Reader(table);
  wrapAround(part, reader);
  sortNeighbours(part, reader);
  return states;
}

/** Moves the gaps behind the entries, and returns how many of these there are. */
function withoutGaps(part: Uint32Array): number {
  let count = 0;
  for (const entry of part) if (entry !== gap) part[count++] = entry;
  part.fill(gap, count);
  return count;
}

/** Sorts numbers below `capacity` that are spread evenly. V8 sorts shared memory in a copy, so what it is given are small pieces. */
function sortEntries(part: Uint32Array, capacity: number): void {
  const pieces = Math.ceil(part.length / piece);
  const scale = pieces / capacity;
  const ends = new Uint32Array(pieces);
  for (const entry of part) ends[Math.floor(entry * scale)] = (ends[Math.floor(entry * scale)] as number) + 1;
  const begins = new Uint32Array(pieces);
  for (let number = 1; number < pieces; number++) {
    begins[number] = ends[number - 1] as number;
    ends[number] = (ends[number] as number) + (ends[number - 1] as number);
  }
  const next = begins.slice();
  for (let number = 0; number < pieces; number++) {
    while ((next[number] as number) < (ends[number] as number)) {
      let entry = part[next[number] as number] as number;
      // Each goes where it belongs, and what was there goes on.
      for (let home = Math.floor(entry * scale); home !== number; home = Math.floor(entry * scale)) {
        const at = next[home] as number;
        next[home] = at + 1;
        const other = part[at] as number;
        part[at] = entry;
        entry = other;
      }
      const at = next[number] as number;
      part[at] = entry;
      next[number] = at + 1;
    }
    part.subarray(begins[number], ends[number]).sort();
  }
}

/** Those for which there was no room at the end of the table lie at its beginning. They are the last ones, and go there at once: each of the others would have to be moved past them. */
function wrapAround(part: Uint32Array, reader: Reader): void {
  const wrapped: number[] = [];
  let kept = 0;
  let at = 0;
  for (; at < part.length && reader.isJoined(part[at] as number); at++) {
    const entry = part[at] as number;
    if (reader.home(entry) > entry) wrapped.push(entry);
    else part[kept++] = entry;
  }
  if (wrapped.length === 0) return;
  part.copyWithin(kept, at);
  part.set(wrapped, part.length - wrapped.length);
}

function sortNeighbours(part: Uint32Array, reader: Reader): void {
  let last = -1;
  for (let begin = 0; begin < part.length; begin += batch) {
    const hashes = reader.hashes(part.subarray(begin, begin + batch));
    for (let index = 0; index < hashes.length; index++) {
      const hash = hashes[index] as number;
      if (hash > last) {
        last = hash;
        continue;
      }
      // The greatest so far stays where it is, or moves one place up.
      const entry = part[begin + index] as number;
      let to = begin + index;
      for (; to > 0 && reader.isBefore(entry, part[to - 1] as number); to--) part[to] = part[to - 1] as number;
      part[to] = entry;
    }
  }
}

/** Looks at the states of entries. */
class Reader {
  readonly #table: Table;
  readonly #states: Int32Array;
  readonly #hashes = new Uint32Array(batch);
  /** The first entry that is empty. */
  #empty = 0;

  constructor(table: Table) {
    this.#table = table;
    this.#states = new Int32Array(batch * table.words);
    while (this.#empty < table.capacity && table.holds(this.#empty)) this.#empty += 1;
  }

  /** No entry before this one is empty. */
  isJoined(entry: number): boolean {
    return entry < this.#empty;
  }

  /** Of at most `batch` entries. */
  hashes(entries: Uint32Array): Uint32Array {
    const { words } = this.#table;
    for (let index = 0; index < entries.length; index++) this.#table.read(entries[index] as number, this.#states, index * words);
    hashAll(this.#states, entries.length, words, this.#hashes);
    return this.#hashes.slice(0, entries.length);
  }

  /** Where an entry was looked for first. */
  home(entry: number): number {
    return Math.floor((this.#hash(entry, 0) * this.#table.capacity) / 2 ** 32);
  }

  /** Whether the state of one entry comes before that of another one. */
  isBefore(one: number, other: number): boolean {
    const difference = this.#hash(one, 0) - this.#hash(other, 1);
    if (difference !== 0) return difference < 0;
    const { words } = this.#table;
    for (let word = 0; word < words; word++) {
      const [a, b] = [(this.#states[word] as number) >>> 0, (this.#states[words + word] as number) >>> 0];
      if (a !== b) return a < b;
    }
    return false;
  }

  /** Reads the state to one of the places for states. */
  #hash(entry: number, place: number): number {
    const { words } = this.#table;
    this.#table.read(entry, this.#states, place * words);
    hashAll(this.#states.subarray(place * words, (place + 1) * words), 1, words, this.#hashes);
    return this.#hashes[0] as number;
  }
}

const piece = 4096;
const batch = 512;
