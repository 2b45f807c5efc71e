/** One bit for each entry of the table. Others may write at the same time. */
export class EntryBits {
  readonly #words: Int32Array;
  readonly #others: boolean;

  /** `others`: they do. */
  constructor(words: Int32Array, others: boolean) {
    this.#words = words;
    this.#others = others;
  }

  has(entry: number): boolean {
    return isSet(this.#words, entry);
  }

  /** Sets a bit; whether it was not set. */
  set(entry: number): boolean {
    const words = this.#words;
    const bit = 1 << (entry & 31);
    const at = entry >>> 5;
    const before = this.#others ? Atomics.or(words, at, bit) : (words[at] as number);
    if (!this.#others) words[at] = before | bit;
    return (before & bit) === 0;
  }

  /** Clears a bit; whether it was set. Of several workers one is told so. */
  clear(entry: number): boolean {
    const words = this.#words;
    const bit = 1 << (entry & 31);
    const at = entry >>> 5;
    const before = this.#others ? Atomics.and(words, at, ~bit) : (words[at] as number);
    if (!this.#others) words[at] = before & ~bit;
    return (before & bit) !== 0;
  }
}

/** Whether the bit of an entry is set. */
export function isSet(words: Int32Array, entry: number): boolean {
  return ((words[entry >>> 5] as number) & (1 << (entry & 31))) !== 0;
}
