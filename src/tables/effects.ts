import type { Effect } from './track.js';

/**
 * What actions do, once for all tables of a thread: a leaf `-offset` of an action's diagram points at
 * [number of next states, then for each of them and each word: bits to keep, bits to set].
 */
export class Effects {
  /** Grows, so ask for it again after every `leaf` and `direct`. */
  code = new Int32Array(1024);
  readonly #words: number;
  #known = new Map<string, number>();
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
    const distinct = new Map(effects.map((effect) => [`${effect.clear.join()}:${effect.set.join()}`, effect]));
    const key = [...distinct.keys()].join(';');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const at = this.#reserve(1 + distinct.size * 2 * this.#words);
    this.#write(at, [...distinct.values()]);
    this.#known.set(key, -at);
    return -at;
  }

  /** The numbers in which a leaf says what it does. */
  said(leaf: number): Int32Array {
    return this.code.subarray(-leaf, -leaf + 1 + (this.code[-leaf] as number) * 2 * this.#words);
  }

  /** The leaf that says what another thread's leaf has said. */
  repeat(said: Int32Array): number {
    const words = this.#words;
    return this.leaf(
      Array.from({ length: said[0] as number }, (_, next) => {
        const word = (index: number) => said[1 + next * 2 * words + index] as number;
        return { clear: Int32Array.from({ length: words }, (_, index) => ~word(2 * index)), set: Int32Array.from({ length: words }, (_, index) => word(2 * index + 1)) };
      }),
    );
  }

  /** All of them as plain data, for another thread. */
  copy(): EffectsCopy {
    return { code: this.code.slice(0, this.#size), known: [...this.#known] };
  }

  /** Becomes what others were; what these were themselves is forgotten. */
  become({ code, known }: EffectsCopy): void {
    this.code = code;
    this.#size = code.length;
    this.#known = new Map(known);
    this.#directRoom = 0;
  }

  /** Every effect that was learned, one behind the other: for each word the bits to keep, and the bits to set. */
  list(): Int32Array {
    const effects = new Map<string, Int32Array>();
    for (const leaf of this.#known.values()) {
      for (let next = 0; next < (this.code[-leaf] as number); next++) {
        const at = -leaf + 1 + next * 2 * this.#words;
        const effect = this.code.slice(at, at + 2 * this.#words);
        effects.set(effect.join(), effect);
      }
    }
    return Int32Array.from([...effects.values()].flatMap((effect) => [...effect]));
  }

  /** A leaf for whole next states, good until the next call. */
  direct(states: readonly Int32Array[]): number {
    const room = 1 + states.length * 2 * this.#words;
    if (room > this.#directRoom) {
      this.#directAt = this.#reserve(2 * room);
      this.#directRoom = 2 * room;
    }
    this.#write(
      this.#directAt,
      states.map((set) => ({ clear: new Int32Array(this.#words).fill(-1), set })),
    );
    return -this.#directAt;
  }

  #write(at: number, effects: readonly Effect[]): void {
    this.code[at] = effects.length;
    let to = at + 1;
    for (const { clear, set } of effects) {
      for (let word = 0; word < this.#words; word++) {
        this.code[to++] = ~(clear[word] as number);
        this.code[to++] = set[word] as number;
      }
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
  readonly known: readonly (readonly [string, number])[];
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
