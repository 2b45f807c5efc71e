import { Sequences } from './sequences.js';
import type { Effect } from './track.js';

/**
 * What actions do, once for all tables of a thread: a leaf `-offset` of an action's diagram points at
 * [number of next states, then for each of them and each word: bits to keep, bits to set].
 */
export class Effects {
  /** Grows, so ask for it again after every `leaf` and `direct`. */
  code = new Int32Array(1024);
  readonly #words: number;
  /** Where in `code` begins what is said. */
  readonly #known = new Sequences();
  /** What a leaf that is asked for says. */
  #said = new Int32Array(64);
  #size: number;
  /** Room for the effects of functions that are called directly; overwritten by the next of them. */
  #directAt = 0;
  #directRoom = 0;

  constructor(words: number) {
    this.#words = words;
    this.#size = 1;
    this.leaf([]);
  }

  /** The leaf for a list of effects; equal effects count once, equal lists give equal leaves. */
  leaf(effects: readonly Effect[]): number {
    const width = 2 * this.#words;
    const room = 1 + effects.length * width;
    if (this.#said.length < room) this.#said = new Int32Array(2 * room);
    const said = this.#said;
    let distinct = 0;
    for (const effect of effects) {
      const at = 1 + distinct * width;
      this.#write(effect, said, at);
      if (!repeats(said.subarray(1), 0, distinct, width)) distinct += 1;
    }
    said[0] = distinct;
    return this.#leaf(said, 1 + distinct * width);
  }

  /** The numbers in which a leaf says what it does. */
  said(leaf: number): Int32Array {
    return this.code.subarray(-leaf, -leaf + 1 + (this.code[-leaf] as number) * 2 * this.#words);
  }

  /** The leaf that says what another thread's leaf has said. */
  repeat(said: Int32Array): number {
    return this.#leaf(said, said.length);
  }

  #leaf(said: Int32Array, length: number): number {
    const known = this.#known.find(said, length);
    if (known !== 0) return -known;
    const at = this.#reserve(length);
    for (let index = 0; index < length; index++) this.code[at + index] = said[index] as number;
    this.#known.add(said, length, at);
    return -at;
  }

  /** All of them as plain data, for another thread. */
  copy(): EffectsCopy {
    return { code: this.code.slice(0, this.#size), leaves: [...this.#known.numbers()].map((at) => -at) };
  }

  /** Becomes what others were; what these were themselves is forgotten. */
  become({ code, leaves }: EffectsCopy): void {
    this.code = code;
    this.#size = code.length;
    this.#known.clear();
    for (const leaf of leaves) {
      const said = this.said(leaf);
      this.#known.add(said, said.length, -leaf);
    }
    this.#directRoom = 0;
  }

  /** Every effect that was learned, one behind the other: for each word the bits to keep, and the bits to set. */
  list(): Int32Array {
    const effects = new Map<string, Int32Array>();
    for (const at of this.#known.numbers()) {
      for (let next = 0; next < (this.code[at] as number); next++) {
        const begin = at + 1 + next * 2 * this.#words;
        const effect = this.code.slice(begin, begin + 2 * this.#words);
        effects.set(effect.join(), effect);
      }
    }
    return Int32Array.from([...effects.values()].flatMap((effect) => [...effect]));
  }

  /** A leaf for whole next states, good until the next call. */
  direct(states: readonly Int32Array[]): number {
    const width = 2 * this.#words;
    const room = 1 + states.length * width;
    if (room > this.#directRoom) {
      this.#directAt = this.#reserve(2 * room);
      this.#directRoom = 2 * room;
    }
    const clear = new Int32Array(this.#words).fill(-1);
    this.code[this.#directAt] = states.length;
    for (const [next, set] of states.entries()) this.#write({ clear, set }, this.code, this.#directAt + 1 + next * width);
    return -this.#directAt;
  }

  #write({ clear, set }: Effect, target: Int32Array, at: number): void {
    let to = at;
    for (let word = 0; word < this.#words; word++) {
      target[to++] = ~(clear[word] as number);
      target[to++] = set[word] as number;
    }
  }

  /** Numbers in use in `code`. */
  get size(): number {
    return this.#size;
  }

  #reserve(numbers: number): number {
    const at = this.#size;
    this.#size += numbers;
    if (this.#size > this.code.length) {
      const bigger = new Int32Array(Math.max(this.#size, 2 * this.code.length));
      bigger.set(this.code);
      this.code = bigger;
    }
    return at;
  }
}

/** Effects as plain data. */
export interface EffectsCopy {
  readonly code: Int32Array<ArrayBuffer>;
  readonly leaves: readonly number[];
}

/**
 * The bits that those of some effects (see `list`) which may lead to a packed state have kept, as one state's words behind
 * the other: by none of them is there a way to that state from one that differs from it in such bits. Of several that say
 * the same only the weakest is there.
 */
export function keptBy(effects: Int32Array, target: Int32Array): Int32Array {
  const words = target.length;
  let kept: Int32Array[] = [];
  for (let at = 0; at < effects.length; at += 2 * words) {
    const keep = Int32Array.from({ length: words }, (_, word) => effects[at + 2 * word] as number);
    if (keep.some((bits, word) => ((target[word] as number) & ~bits) !== (effects[at + 2 * word + 1] as number))) continue;
    if (kept.some((weaker) => isWithin(weaker, keep))) continue;
    kept = [...kept.filter((stronger) => !isWithin(keep, stronger)), keep];
  }
  return Int32Array.from(kept.flatMap((keep) => [...keep]));
}

function isWithin(bits: Int32Array, others: Int32Array): boolean {
  return bits.every((word, index) => (word & ~(others[index] as number)) === 0);
}

/** The leaf of an action whose guard is false: the first that `Effects` makes. */
export const disabled = -1;

/** Whether the state at `index` of the batch is among those from `begin` on. */
export function repeats(batch: Int32Array, begin: number, index: number, words: number): boolean {
  for (let other = begin; other < index; other++) {
    let word = 0;
    while (word < words && batch[other * words + word] === batch[index * words + word]) word++;
    if (word === words) return true;
  }
  return false;
}
