/** The states that were seen, in the order in which they were found, and how each was first reached: for one thread, growing as it needs to. */
export class SeenStates {
  readonly #words: number;
  #states: Int32Array;
  /** Open addressing: the number of a state plus one, 0 for an empty place. */
  #places = new Int32Array(1 << 12);
  #parents = new Int32Array(1 << 10);
  #actions = new Int32Array(1 << 10);
  size = 0;

  constructor(words: number) {
    this.#words = words;
    this.#states = new Int32Array(words << 10);
  }

  /** Adds the state at `base`, reached from the state `parent` by an action; whether it was new. */
  add(words: Int32Array, base: number, parent: number, action: number): boolean {
    if (2 * (this.size + 1) > this.#places.length) this.#spread();
    const place = this.#find(words, base);
    if (this.#places[place] !== 0) return false;
    if (this.size === this.#parents.length) this.#enlarge();
    for (let word = 0; word < this.#words; word++) this.#states[this.size * this.#words + word] = words[base + word] as number;
    this.#parents[this.size] = parent;
    this.#actions[this.size] = action;
    this.#places[place] = ++this.size;
    return true;
  }

  /** The words of a state, good until the next one is added. */
  state(number: number): Int32Array {
    return this.#states.subarray(number * this.#words, (number + 1) * this.#words);
  }

  /** How a state was first reached: the numbers of the states from an initial one to it, and the actions between them. */
  way(number: number): { readonly states: readonly number[]; readonly actions: readonly number[] } {
    const states = [number];
    const actions: number[] = [];
    for (let at = number; (this.#parents[at] as number) >= 0; ) {
      actions.unshift(this.#actions[at] as number);
      at = this.#parents[at] as number;
      states.unshift(at);
    }
    return { states, actions };
  }

  /** The place of a state, or the empty one where it belongs. */
  #find(words: Int32Array, base: number): number {
    const mask = this.#places.length - 1;
    let hash = 0x2f0b4c47;
    for (let word = 0; word < this.#words; word++) {
      hash = Math.imul(hash ^ (words[base + word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const there = (this.#places[place] as number) - 1;
      if (there < 0) return place;
      let word = 0;
      while (word < this.#words && this.#states[there * this.#words + word] === words[base + word]) word++;
      if (word === this.#words) return place;
    }
  }

  #spread(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    for (let number = 0; number < this.size; number++) this.#places[this.#find(this.#states, number * this.#words)] = number + 1;
  }

  #enlarge(): void {
    const larger = (old: Int32Array) => {
      const made = new Int32Array(2 * old.length);
      made.set(old);
      return made;
    };
    this.#states = larger(this.#states);
    this.#parents = larger(this.#parents);
    this.#actions = larger(this.#actions);
  }
}
