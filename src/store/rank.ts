/**
 * Numbers some states of a table from 0 on as they lie there, so that what is to be kept of each takes no room for the
 * others, nor for empty entries. Three words for every 64 entries: how many of these states lie before them, and which of
 * these entries hold one.
 */
export class Rank {
  readonly #words: Int32Array;

  /** `words`: as many as `wordsOfRank` says, made by `fill`. */
  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Numbers the states of the entries whose bits are set; returns how many there are. */
  static fill(words: Int32Array, bits: Int32Array): number {
    let states = 0;
    for (let word = 0, at = 0; word < bits.length; word += 2, at += 3) {
      const low = bits[word] as number;
      const high = bits[word + 1] ?? 0;
      words[at] = states;
      words[at + 1] = low;
      words[at + 2] = high;
      states += bitsIn(low) + bitsIn(high);
    }
    return states;
  }

  /** The number of the state of an entry, or -1. */
  find(entry: number): number {
    return (((this.#words[(entry >>> 6) * 3 + 1 + ((entry >>> 5) & 1)] as number) >>> (entry & 31)) & 1) === 0 ? -1 : this.of(entry);
  }

  /**
   * Hands the entries from `begin` to `end` (excluded) whose states have a number to `handle`, each with that. Up to 32 of them
   * at once are left out where `matters` says false of their numbers: the first one, and how many there are.
   */
  each(begin: number, end: number, handle: (entry: number, number: number) => unknown, matters?: (first: number, count: number) => boolean): void {
    let number = this.of(begin);
    for (let entry = begin; entry < end; entry++) {
      const held = (this.#words[(entry >>> 6) * 3 + 1 + ((entry >>> 5) & 1)] as number) >>> (entry & 31);
      // No more of these 32.
      if (held === 0) entry |= 31;
      else if (matters !== undefined && (entry & 31) === 0 && !matters(number, bitsIn(held))) {
        number += bitsIn(held);
        entry |= 31;
      } else if ((held & 1) !== 0) handle(entry, number++);
    }
  }

  /** The number of the state of an entry that has one; of any other one, how many lie before it. */
  of(entry: number): number {
    const at = (entry >>> 6) * 3;
    const before = ~(-1 << (entry & 31));
    // All ones in the upper half.
    const upper = (entry << 26) >> 31;
    return (this.#words[at] as number) + bitsIn((this.#words[at + 1] as number) & (before | upper)) + bitsIn((this.#words[at + 2] as number) & before & upper);
  }
}

/** 32-bit words for the numbers of the states of a table with so many entries. */
export function wordsOfRank(capacity: number): number {
  return 3 * Math.ceil(capacity / 64);
}

/** How many bits of a 32-bit number are set. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
