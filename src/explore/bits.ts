/** One bit for each of many states or entries, by their numbers. Others may write at the same time. */
export class Bits {
  readonly #words: Int32Array;
  readonly #others: boolean;

  /** `others`: they do. */
  constructor(words: Int32Array, others: boolean) {
    this.#words = words;
    this.#others = others;
  }

  has(number: number): boolean {
    return isSet(this.#words, number);
  }

  /** Whether one of up to 32 bits is set, from one on. */
  hasAny(first: number, count: number): boolean {
    const words = this.#words;
    const at = first >>> 5;
    const shift = first & 31;
    const low = (words[at] as number) >>> shift;
    const high = shift === 0 ? 0 : (words[at + 1] ?? 0) << (32 - shift);
    return ((low | high) & (count === 32 ? -1 : (1 << count) - 1)) !== 0;
  }

  /** Sets a bit; whether it was not set. */
  set(number: number): boolean {
    const words = this.#words;
    const bit = 1 << (number & 31);
    const at = number >>> 5;
    const before = this.#others ? Atomics.or(words, at, bit) : (words[at] as number);
    if (!this.#others) words[at] = before | bit;
    return (before & bit) === 0;
  }

  /** Clears a bit; whether it was set. Of several workers one is told so. */
  clear(number: number): boolean {
    const words = this.#words;
    const bit = 1 << (number & 31);
    const at = number >>> 5;
    const before = this.#others ? Atomics.and(words, at, ~bit) : (words[at] as number);
    if (!this.#others) words[at] = before & ~bit;
    return (before & bit) !== 0;
  }
}

/** Whether the bit of a number is set. */
export function isSet(words: Int32Array, number: number): boolean {
  return ((words[number >>> 5] as number) & (1 << (number & 31))) !== 0;
}
