/**
 * The entries of all states in the order in which they were found, so that each level is one range of it: the frontier
 * of a search, and the levels that a counterexample is traced back through. Four bytes a state, in shared memory.
 * Threads append in blocks of their own; what a thread does not need of its last block of a level is marked as a gap.
 */
export class Order {
  #view: Uint32Array;
  readonly #tail: Int32Array;
  readonly #tailAt: number;
  #at = 0;
  #end = 0;

  /** `tail[tailAt]` is the position behind the last block, shared by all threads. */
  constructor(buffer: SharedArrayBuffer, tail: Int32Array, tailAt: number) {
    this.#view = new Uint32Array(buffer);
    this.#tail = tail;
    this.#tailAt = tailAt;
  }

  /** All positions. It is another one after `adopt`. */
  get view(): Uint32Array {
    return this.#view;
  }

  /** Goes on elsewhere, after all that is there has been copied. */
  adopt(buffer: SharedArrayBuffer): void {
    if (this.#view.buffer !== buffer) this.#view = new Uint32Array(buffer);
  }

  append(entries: Uint32Array, count: number, block: number): void {
    const view = this.#view;
    for (let index = 0; index < count; index++) {
      if (this.#at === this.#end) {
        this.#at = Atomics.add(this.#tail, this.#tailAt, block);
        this.#end = this.#at + block;
      }
      view[this.#at++] = entries[index] as number;
    }
  }

  /** Gives up the rest of the current block. */
  close(): void {
    this.#view.fill(gap, this.#at, this.#end);
    this.#at = this.#end;
  }
}

/** Stands in the order where there is no entry. */
export const gap = 0xffffffff;
