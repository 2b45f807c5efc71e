import type { Table } from './table.js';

/**
 * Numbers the states of a table, or some of them, from 0 on as they lie there, so that what is to be kept of each takes no room for empty
 * entries. Two words for every 32 entries: how many states lie before these, and which of these hold one. The table may
 * not change any more.
 */
export class Rank {
  readonly #words: Int32Array;

  /** `words`: as many as `wordsOfRank` says, made by `fill`. */
  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Numbers the states of a table; returns how many there are. */
  static fill(words: Int32Array, table: Table): number {
    const { capacity } = table;
    let states = 0;
    for (let begin = 0, at = 0; begin < capacity; begin += 32, at += 2) {
      let held = 0;
      const end = Math.min(begin + 32, capacity);
      for (let entry = begin; entry < end; entry++) if (table.holds(entry)) held |= 1 << (entry & 31);
      words[at] = states;
      words[at + 1] = held;
      states += bitsIn(held);
    }
    return states;
  }

  /** Numbers some states only, those of which a bit is set for their entry; returns how many there are. */
  static fillSome(words: Int32Array, bits: Int32Array): number {
    let states = 0;
    for (let word = 0; word < bits.length; word++) {
      words[2 * word] = states;
      words[2 * word + 1] = bits[word] as number;
      states += bitsIn(bits[word] as number);
    }
    return states;
  }

  /** The number of the state of an entry, if it has one. */
  of(entry: number): number {
    const at = (entry >>> 5) * 2;
    return (this.#words[at] as number) + bitsIn((this.#words[at + 1] as number) & ~(-1 << (entry & 31)));
  }
}

/** 32-bit words for the numbers of the states of a table with so many entries. */
export function wordsOfRank(capacity: number): number {
  return 2 * Math.ceil(capacity / 32);
}

/** How many bits of a 32-bit number are set. */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
