import { bytesOf, type Marks, many, marksOf, type SweepMemory, wordsOf } from './pass.js';

/** What passes note of each state that was inside at first, by its number (see `Rank`): its mark, how many transitions lead to it, and its count. Others may write at the same time. */
export class Cells {
  readonly #marks: Marks;
  /** The bit of a mark that says that the state was visited. */
  readonly visited: number;
  readonly #incoming: Uint8Array;
  readonly #counts: Int32Array;
  readonly #others: boolean;
  /** What `warm` has read: nothing is to be concluded from it, but it must not be left out. */
  warmth = 0;

  /** `others`: they do. */
  constructor(memory: SweepMemory, others: boolean) {
    this.#marks = marksOf(memory);
    this.visited = memory.wide ? 1 << 31 : 1 << 7;
    this.#incoming = bytesOf(memory.incoming);
    this.#counts = memory.counts === null ? new Int32Array(0) : wordsOf(memory.counts);
    this.#others = others;
  }

  /** Touches what is noted of the first `count` cells, so that their cache misses overlap; -1 is none. */
  warm(cells: Int32Array, count: number): void {
    let warmth = 0;
    for (let index = 0; index < count; index++) {
      const cell = cells[index] as number;
      if (cell >= 0) warmth ^= (this.#marks[cell] as number) ^ (this.#incoming[cell] as number);
    }
    this.warmth ^= warmth;
  }

  markOf(cell: number): number {
    return this.#others ? Atomics.load(this.#marks, cell) : (this.#marks[cell] as number);
  }

  /** Adds bits to a mark; whether there was one among them that it did not have. */
  mark(cell: number, bits: number): boolean {
    const before = this.#marks[cell] as number;
    if ((bits & ~before) === 0) return false;
    if (!this.#others) {
      this.#marks[cell] = before | bits;
      return true;
    }
    return (bits & ~Atomics.or(this.#marks, cell, bits)) !== 0;
  }

  incomingTo(cell: number): number {
    return this.#others ? Atomics.load(this.#incoming, cell) : (this.#incoming[cell] as number);
  }

  /** One transition more leads to a state. */
  increment(cell: number): void {
    const incoming = this.#incoming;
    if (!this.#others) {
      if ((incoming[cell] as number) < many) incoming[cell] = (incoming[cell] as number) + 1;
      return;
    }
    for (;;) {
      const before = Atomics.load(incoming, cell);
      if (before === many || Atomics.compareExchange(incoming, cell, before, before + 1) === before) return;
    }
  }

  /** One less; whether it was the last. */
  decrement(cell: number): boolean {
    const incoming = this.#incoming;
    const before = incoming[cell] as number;
    // The number has been too large to be known: counted again, it will be.
    if (before === many) return false;
    if (this.#others) return Atomics.sub(incoming, cell, 1) === 1;
    incoming[cell] = before - 1;
    return before === 1;
  }

  countOf(cell: number): number {
    return this.#others ? Atomics.load(this.#counts, cell) : (this.#counts[cell] as number);
  }

  /** Nobody else writes to this one. */
  setCount(cell: number, count: number): void {
    this.#counts[cell] = count;
  }

  /** Gives a state a larger count; false when it had that much. */
  enlarge(cell: number, count: number): boolean {
    for (;;) {
      const known = this.countOf(cell);
      if (count <= known) return false;
      if (this.#replace(cell, known, count)) return true;
    }
  }

  /** Gives a state a smaller count; false when it had one as small. */
  diminish(cell: number, count: number): boolean {
    for (;;) {
      const known = this.countOf(cell);
      if (count >= known) return false;
      if (this.#replace(cell, known, count)) return true;
    }
  }

  /** False when somebody else has written meanwhile. */
  #replace(cell: number, known: number, count: number): boolean {
    if (this.#others) return Atomics.compareExchange(this.#counts, cell, known, count) === known;
    this.#counts[cell] = count;
    return true;
  }
}
