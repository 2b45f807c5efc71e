import { hashAll } from './hash.js';

/** Where a table lies: plain data, to be sent to other threads. */
export interface TableMemory {
  /** Room for more entries than are in use: the table grows in place, and the system gives pages only as they are touched. */
  readonly buffer: SharedArrayBuffer;
  /** 32-bit words of one state. */
  readonly words: number;
  /** Entries in use; any number, not only powers of two. */
  readonly capacity: number;
}

/** Memory for an empty table with room to grow to `reserved` entries. */
export function tableMemory(words: number, capacity: number, reserved = capacity): TableMemory {
  return { buffer: new SharedArrayBuffer(reserved * words * 4), words, capacity };
}

/**
 * The states that have been seen: one open-addressing table in shared memory, with linear probing. An entry is the
 * packed state itself, and nothing else: the layout leaves the two lowest bits of word 0 free, and they say whether the
 * entry is empty (0), claimed and being written (1), or complete (2). Where no other word is ever 0, each says for itself
 * whether it is written, and nobody needs the 1. So a state costs its words, there is no fingerprint to collide, and a
 * lookup compares whole states.
 */
export class Table {
  #view: Int32Array;
  readonly words: number;
  #capacity: number;
  /** More than one thread writes: entries are claimed with compare-and-swap. */
  #shared: boolean;
  /** A word of a state after the first may be 0, so only the first one says that the others are written. */
  readonly #marked: boolean;
  #hashes = new Uint32Array(512);
  /** States that this thread inserted lately, each where the lower bits of its hash say. */
  readonly #recent: Int32Array;
  /** States that this thread located lately, there too, each with its entry. */
  #located = new Int32Array(0);
  /** The numbers of those states of a batch that are to be located. */
  #asked = new Uint32Array(512);
  /** Keeps the loads that warm the cache from being removed; means nothing. */
  warmth = 0;

  /** `neverZero`: no word of a state but perhaps the first is ever 0. */
  constructor(memory: TableMemory, shared: boolean, neverZero = false) {
    this.#view = new Int32Array(memory.buffer);
    this.words = memory.words;
    this.#capacity = memory.capacity;
    this.#shared = shared;
    this.#marked = memory.words > 1 && !neverZero;
    this.#recent = new Int32Array((recentMask + 1) * memory.words);
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** The words of all entries. It is another one after `adopt`. */
  get view(): Int32Array {
    return this.#view;
  }

  /** Goes on with more entries, or elsewhere, after all that are there have been moved. */
  adopt({ buffer, capacity }: TableMemory): void {
    if (this.#view.buffer !== buffer) this.#view = new Int32Array(buffer);
    this.#capacity = capacity;
    this.#forget();
  }

  /**
   * Inserts the first `count` states of `states` (their lowest two bits are 0). The entries of those that were not there
   * go to `fresh`, in order, and what `tags` says of them moves to its beginning. Returns how many. The caller sees to it
   * that there is room. What the states are afterwards is not said.
   */
  insertAll(states: Int32Array, count: number, fresh: Uint32Array, tags: Int32Array): number {
    this.#hash(states, count);
    return this.insertHashed(states, this.#dropRecent(states, count, tags), this.#hashes, fresh, tags);
  }

  /** The same for states whose hashes are known, and of which none has been inserted a short while ago. */
  insertHashed(states: Int32Array, count: number, hashes: Uint32Array, fresh: Uint32Array, tags: Int32Array): number {
    this.#warm(count, hashes);
    return this.#shared ? this.#insertShared(states, count, hashes, fresh, tags) : this.#insertAlone(states, count, hashes, fresh, tags);
  }

  /** Whether `fetch` and `insertAt` may be called: every word has a number below 2^31. With numbers above it V8 computes places as floating-point numbers. */
  get isNear(): boolean {
    return this.#capacity * this.words < 2 ** 31;
  }

  /** From now on others insert too. */
  share(): void {
    this.#shared = true;
  }

  /** More than one thread inserts. */
  get isShared(): boolean {
    return this.#shared;
  }

  /**
   * Copies what is at the given places (numbers of words) to `found`, entry by entry, so that the cache misses overlap.
   * Where others insert, a word that they are about to write may be copied as 0, before or after others of the same entry:
   * a state is there if it equals what was copied, provided that none of its words but the first is 0 (the first never
   * is: it has its mark).
   */
  fetch(places: Int32Array, count: number, found: Int32Array): void {
    const { words } = this;
    const view = this.#view;
    if (words === 2) {
      for (let index = 0; index < count; index++) {
        const at = places[index] as number;
        found[2 * index] = view[at] as number;
        found[2 * index + 1] = view[at + 1] as number;
      }
      return;
    }
    for (let word = 0; word < words; word++) {
      for (let index = 0; index < count; index++) found[index * words + word] = view[(places[index] as number) + word] as number;
    }
  }

  /** Inserts states of which it is known where they are to be looked for first: at which word. Otherwise as `insertAll`. */
  insertAt(states: Int32Array, count: number, places: Int32Array, fresh: Uint32Array, tags: Int32Array): number {
    if (this.#shared) return this.#insertAtShared(states, count, places, fresh, tags);
    const { words } = this;
    const view = this.#view;
    const end = this.#capacity * words;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const from = index * words;
      const first = (states[from] as number) | complete;
      let at = places[index] as number;
      for (;;) {
        const there = view[at] as number;
        if (there === 0) {
          view[at] = first;
          for (let word = 1; word < words; word++) view[at + word] = states[from + word] as number;
          tags[found] = tags[index] as number;
          fresh[found++] = at / words;
          break;
        }
        if (there === first && (words === 2 ? view[at + 1] === states[from + 1] : this.#restEquals(at, states, from))) break;
        at += words;
        if (at === end) at = 0;
      }
    }
    return found;
  }

  /**
   * Inserts states that are all new and different from one another where their places are among the entries from
   * `lowest` to `highest` (excluded), which are this thread's alone. The entry of each goes to `entries`, or `nowhere`.
   */
  place(states: Int32Array, count: number, lowest: number, highest: number, entries: Uint32Array): void {
    this.#hash(states, count);
    this.#warm(count, this.#hashes);
    const { words } = this;
    const view = this.#view;
    const scale = this.#capacity / 2 ** 32;
    for (let index = 0; index < count; index++) {
      let entry = ((this.#hashes[index] as number) * scale) >>> 0;
      if (entry < lowest) entry = highest;
      while (entry < highest && view[entry * words] !== 0) entry++;
      if (entry >= highest) {
        entries[index] = nowhere;
        continue;
      }
      const from = index * words;
      const at = entry * words;
      view[at] = (states[from] as number) | complete;
      for (let word = 1; word < words; word++) view[at + word] = states[from + word] as number;
      entries[index] = entry;
    }
  }

  /**
   * Takes the states out of the entries from `begin` to `end` (excluded), as many as there is room for in `from`, to
   * which goes where each of them was, and returns how many. All of the table is about to be placed anew.
   */
  takeOut(begin: number, end: number, states: Int32Array, from: Uint32Array): number {
    const { words } = this;
    const view = this.#view;
    const room = from.length;
    let count = 0;
    for (let entry = begin; entry < end && count < room; entry++) {
      const at = entry * words;
      const first = view[at] as number;
      if (first === 0) continue;
      const to = count * words;
      states[to] = first & ~marks;
      view[at] = 0;
      for (let word = 1; word < words; word++) {
        states[to + word] = view[at + word] as number;
        view[at + word] = 0;
      }
      from[count++] = entry;
    }
    return count;
  }

  /** Adds to `bits`, word by word, in which bits the states of the entries from `begin` to `end` (excluded) differ from `state`; nobody may be inserting. */
  differences(begin: number, end: number, state: Int32Array, bits: Int32Array): void {
    const { words } = this;
    const view = this.#view;
    for (let entry = begin; entry < end; entry++) {
      const at = entry * words;
      if (view[at] === 0) continue;
      for (let word = 0; word < words; word++) bits[word] = (bits[word] as number) | ((view[at + word] as number) ^ (state[word] as number));
    }
  }

  /** Writes to `entries` where each of the first `count` states lies, or `nowhere`; nobody may be inserting. With `chosen`, only of those for which it is not 0. */
  locate(states: Int32Array, count: number, entries: Uint32Array, chosen?: Uint8Array): void {
    this.#hash(states, count);
    const asked = this.#locateRecent(states, count, entries, chosen);
    const { words } = this;
    const view = this.#view;
    const capacity = this.#capacity;
    const hashes = this.#hashes;
    const scale = capacity / 2 ** 32;
    let warmth = 0;
    for (let number = 0; number < asked; number++) warmth ^= view[(((hashes[this.#asked[number] as number] as number) * scale) >>> 0) * words] as number;
    this.warmth ^= warmth;
    const located = this.#located;
    for (let number = 0; number < asked; number++) {
      const index = this.#asked[number] as number;
      const from = index * words;
      const first = (states[from] as number) | complete;
      let entry = ((hashes[index] as number) * scale) >>> 0;
      for (let at = entry * words; view[at] !== 0; at = entry * words) {
        if (view[at] === first && this.#restEquals(at, states, from)) break;
        if (++entry === capacity) entry = 0;
      }
      entries[index] = view[entry * words] === 0 ? nowhere : entry;
      // Where it was noted as asked for, it is now known, unless another one has taken the place.
      const row = ((hashes[index] as number) & recentMask) * (words + 1);
      if (located[row + words] !== asking(index)) continue;
      if (entries[index] === nowhere) located[row] = 0;
      else located[row + words] = entry;
    }
    if (asked === count) return;
    for (let index = 0; index < count; index++) {
      const entry = entries[index] as number;
      if (chosen !== undefined && chosen[index] === 0) continue;
      if (entry > lastEntry && entry !== nowhere) entries[index] = entries[asking(entry)] as number;
    }
  }

  /**
   * Finds those that were located a short while ago, in the processor's cache; notes the others as asked for, and returns
   * how many they are. One that was asked for already gets the number of that (see `asking`) instead of its entry.
   */
  #locateRecent(states: Int32Array, count: number, entries: Uint32Array, chosen: Uint8Array | undefined): number {
    const { words } = this;
    const hashes = this.#hashes;
    if (this.#located.length === 0) this.#located = new Int32Array((recentMask + 1) * (words + 1));
    if (this.#asked.length < count) this.#asked = new Uint32Array(count);
    const located = this.#located;
    let asked = 0;
    for (let index = 0; index < count; index++) {
      if (chosen !== undefined && chosen[index] === 0) continue;
      const row = ((hashes[index] as number) & recentMask) * (words + 1);
      const from = index * words;
      const first = (states[from] as number) | complete;
      if (located[row] === first) {
        let word = 1;
        while (word < words && located[row + word] === states[from + word]) word++;
        if (word === words) {
          entries[index] = located[row + words] as number;
          continue;
        }
      }
      located[row] = first;
      for (let word = 1; word < words; word++) located[row + word] = states[from + word] as number;
      located[row + words] = asking(index);
      this.#asked[asked++] = index;
    }
    return asked;
  }

  /** Copies the state of an entry to `target`, without the marks of the table. */
  read(entry: number, target: Int32Array, to: number): void {
    const { words } = this;
    const view = this.#view;
    const at = entry * words;
    target[to] = (view[at] as number) & ~marks;
    for (let word = 1; word < words; word++) target[to + word] = view[at + word] as number;
  }

  /** Whether an entry holds a state (asked when nobody inserts). */
  holds(entry: number): boolean {
    return this.#view[entry * this.words] !== 0;
  }

  /**
   * Empties an entry. Only the youngest entries may be removed, all of those inserted since some moment: no search has
   * passed over them to an older one. A thread may still remember what was removed, see `forget`.
   */
  remove(entry: number): void {
    const { words } = this;
    const view = this.#view;
    const at = entry * words;
    for (let word = 0; word < words; word++) view[at + word] = 0;
    this.#forget();
  }

  /** Entries were removed: forgets what this thread remembers of them. */
  forget(): void {
    this.#recent.fill(0);
    this.#forget();
  }

  #forget(): void {
    if (this.#located.length > 0) this.#located = new Int32Array(0);
  }

  #hash(states: Int32Array, count: number): void {
    if (this.#hashes.length < count) this.#hashes = new Uint32Array(count);
    hashAll(states, count, this.words, this.#hashes);
  }

  /**
   * Moves the states that were not inserted a short while ago to the front of the batch, and returns how many they are.
   * Different orders of the same steps lead to the same state, mostly soon after one another: many lookups end here,
   * in the processor's cache.
   */
  #dropRecent(states: Int32Array, count: number, tags: Int32Array): number {
    const { words } = this;
    const hashes = this.#hashes;
    const recent = this.#recent;
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const hash = hashes[index] as number;
      const from = index * words;
      const at = (hash & recentMask) * words;
      let word = 0;
      // An empty place holds zeros with no mark, and so equals no state.
      if (recent[at] === ((states[from] as number) | complete)) {
        word = 1;
        while (word < words && recent[at + word] === states[from + word]) word++;
      }
      if (word === words) continue;
      recent[at] = (states[from] as number) | complete;
      for (let next = 1; next < words; next++) recent[at + next] = states[from + next] as number;
      if (kept < index) {
        hashes[kept] = hash;
        tags[kept] = tags[index] as number;
        const to = kept * words;
        for (let next = 0; next < words; next++) states[to + next] = states[from + next] as number;
      }
      kept += 1;
    }
    return kept;
  }

  /** Touches the first entry of each state of a batch, so that their cache misses overlap. */
  #warm(count: number, hashes: Uint32Array): void {
    const { words } = this;
    const view = this.#view;
    const scale = this.#capacity / 2 ** 32;
    let warmth = 0;
    for (let index = 0; index < count; index++) warmth ^= view[(((hashes[index] as number) * scale) >>> 0) * words] as number;
    this.warmth ^= warmth;
  }

  #insertAlone(states: Int32Array, count: number, hashes: Uint32Array, fresh: Uint32Array, tags: Int32Array): number {
    const { words } = this;
    const view = this.#view;
    const capacity = this.#capacity;
    const scale = capacity / 2 ** 32;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const from = index * words;
      const first = (states[from] as number) | complete;
      let entry = ((hashes[index] as number) * scale) >>> 0;
      for (;;) {
        const at = entry * words;
        const there = view[at] as number;
        if (there === 0) {
          view[at] = first;
          for (let word = 1; word < words; word++) view[at + word] = states[from + word] as number;
          tags[found] = tags[index] as number;
          fresh[found++] = entry;
          break;
        }
        if (there === first) {
          let word = 1;
          while (word < words && view[at + word] === states[from + word]) word++;
          if (word === words) break;
        }
        if (++entry === capacity) entry = 0;
      }
    }
    return found;
  }

  #insertShared(states: Int32Array, count: number, hashes: Uint32Array, fresh: Uint32Array, tags: Int32Array): number {
    const { words } = this;
    const scale = this.#capacity / 2 ** 32;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const at = this.#claim((((hashes[index] as number) * scale) >>> 0) * words, states, index * words);
      if (at < 0) continue;
      tags[found] = tags[index] as number;
      fresh[found++] = at / words;
    }
    return found;
  }

  /** First all of them are looked for with plain loads, whose cache misses overlap; an atomic would wait for each. */
  #insertAtShared(states: Int32Array, count: number, places: Int32Array, fresh: Uint32Array, tags: Int32Array): number {
    const { words } = this;
    if (words === 2 && !this.#marked) return this.#insertPairs(states, count, places, fresh, tags);
    const left = this.#sift(states, count, places, tags);
    let found = 0;
    for (let index = 0; index < left; index++) {
      const at = this.#claim(places[index] as number, states, index * words);
      if (at < 0) continue;
      tags[found] = tags[index] as number;
      fresh[found++] = at / words;
    }
    return found;
  }

  /** The same for two words of which the second is never 0, the usual size: in one pass, which is faster. */
  #insertPairs(states: Int32Array, count: number, places: Int32Array, fresh: Uint32Array, tags: Int32Array): number {
    const view = this.#view;
    const end = this.#capacity * 2;
    let found = 0;
    for (let index = 0; index < count; index++) {
      const first = (states[2 * index] as number) | complete;
      const second = states[2 * index + 1] as number;
      let at = places[index] as number;
      for (;;) {
        let there = view[at] as number;
        if (there === 0) {
          there = Atomics.compareExchange(view, at, 0, first);
          if (there === 0) {
            view[at + 1] = second;
            tags[found] = tags[index] as number;
            fresh[found++] = at >>> 1;
            break;
          }
        }
        if (there === first) {
          let rest = view[at + 1] as number;
          while (rest === 0) rest = Atomics.load(view, at + 1);
          if (rest === second) break;
        }
        at += 2;
        if (at === end) at = 0;
      }
    }
    return found;
  }

  /**
   * Drops the states that are surely there, moves the others to the front, and returns how many they are; the place of
   * each of these is now the first in which it may be. While threads insert, each word of an entry is written once: from
   * 0 to what it stays, the first one perhaps by way of `busy`. The writes need not be seen in their order, but whatever a plain
   * load says of a word, unless it is 0 or `busy`, is true and stays true. So this state is there when all words are its
   * own and none is 0, and another one is when a word is neither 0 nor its own.
   */
  #sift(states: Int32Array, count: number, places: Int32Array, tags: Int32Array): number {
    const { words } = this;
    const view = this.#view;
    const end = this.#capacity * words;
    let left = 0;
    for (let index = 0; index < count; index++) {
      const from = index * words;
      const first = (states[from] as number) | complete;
      let at = places[index] as number;
      let isThere = false;
      for (;;) {
        const there = view[at] as number;
        if (there === first) {
          let word = 1;
          let rest = first;
          while (word < words) {
            rest = view[at + word] as number;
            if (rest === 0 || rest !== states[from + word]) break;
            word += 1;
          }
          isThere = word === words;
          if (isThere || rest === 0) break;
        } else if (there === 0 || there === busy) break;
        at += words;
        if (at === end) at = 0;
      }
      if (isThere) continue;
      places[left] = at;
      if (left < index) {
        tags[left] = tags[index] as number;
        for (let word = 0; word < words; word++) states[left * words + word] = states[from + word] as number;
      }
      left += 1;
    }
    return left;
  }

  /**
   * Inserts one state where others insert too, looking for it from a word on: at which word it now is, or -1 when it was
   * there. A first word that is neither 0 nor `busy` stays what it is (see `#sift`), so an atomic is only needed where it is
   * one of these, or where the other words are to be looked at: those may still be seen as 0.
   */
  #claim(from: number, states: Int32Array, state: number): number {
    const { words } = this;
    const view = this.#view;
    const end = this.#capacity * words;
    const marked = this.#marked;
    const first = (states[state] as number) | complete;
    let at = from;
    for (;;) {
      let there = view[at] as number;
      if (there === 0) {
        there = Atomics.compareExchange(view, at, 0, marked ? busy : first);
        if (there === 0) {
          for (let word = 1; word < words; word++) view[at + word] = states[state + word] as number;
          // Published last: who sees the complete first word must see the others (Atomics.store orders them).
          if (marked) Atomics.store(view, at, first);
          return at;
        }
      }
      // Who has loaded the first word atomically sees all that was written before it was published.
      if (there === busy || (there === first && marked)) {
        do there = Atomics.load(view, at);
        while (there === busy);
      }
      if (there === first && (marked ? this.#restEquals(at, states, state) : this.#restBecomes(at, states, state))) return -1;
      at += words;
      if (at === end) at = 0;
    }
  }

  /** The same as `#restEquals` where each word may yet have to be written, and is not 0 then. */
  #restBecomes(at: number, states: Int32Array, from: number): boolean {
    const { words } = this;
    const view = this.#view;
    for (let word = 1; word < words; word++) {
      let there = view[at + word] as number;
      while (there === 0) there = Atomics.load(view, at + word);
      if (there !== states[from + word]) return false;
    }
    return true;
  }

  #restEquals(at: number, states: Int32Array, from: number): boolean {
    const { words } = this;
    const view = this.#view;
    for (let word = 1; word < words; word++) if (view[at + word] !== states[from + word]) return false;
    return true;
  }
}

/** 16,384 places: what fits beside everything else in a second-level cache. */
export const recentPlaces = 2 ** 14;
const recentMask = recentPlaces - 1;

/** The number of a state in a batch as it stands where its entry belongs, and the other way round: no entry, and not `nowhere`. */
function asking(index: number): number {
  return ~index - 1;
}

/** Entries are numbers below 2^31. */
const lastEntry = 2 ** 31 - 1;

/** Says that a state was not placed. */
export const nowhere = 0xffffffff;

const busy = 1;
const complete = 2;
const marks = 3;
