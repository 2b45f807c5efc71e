/**
 * The pairs of a packed state and a place in a log that have been visited, in the order in which they were found, each
 * with where it came from. A pair is compared whole; the table behind it holds nothing but numbers of pairs.
 */
export class Nodes {
  readonly #words: number;
  /** Per pair: the state's words, the position, the binding, the pair before it, and the action that led here. */
  #rows: Int32Array;
  #slots: Int32Array;
  size = 0;

  constructor(words: number) {
    this.#words = words;
    this.#rows = new Int32Array(1024 * (words + extra));
    this.#slots = new Int32Array(4096).fill(none);
  }

  /** Bytes in use. */
  get bytes(): number {
    return 4 * (this.#rows.length + this.#slots.length);
  }

  /** Bytes that growing may take while the old arrays are still there. */
  get bytesToGrow(): number {
    return this.size + 1 > this.#rows.length / (this.#words + extra) || 2 * (this.size + 1) > this.#slots.length ? 3 * this.bytes : this.bytes;
  }

  /** Adds a pair, unless it is there already. */
  add(states: Int32Array, at: number, position: number, binding: number, from: number, action: number): void {
    const words = this.#words;
    let slot = this.#hash(states, at, position, binding);
    for (;;) {
      const other = this.#slots[slot] as number;
      if (other === none) break;
      if (this.#equals(other, states, at, position, binding)) return;
      slot = slot + 1 === this.#slots.length ? 0 : slot + 1;
    }
    const width = words + extra;
    if ((this.size + 1) * width > this.#rows.length) this.#rows = enlarged(this.#rows);
    const row = this.size * width;
    for (let word = 0; word < words; word++) this.#rows[row + word] = states[at + word] as number;
    this.#rows[row + words] = position;
    this.#rows[row + words + 1] = binding;
    this.#rows[row + words + 2] = from;
    this.#rows[row + words + 3] = action;
    this.#slots[slot] = this.size;
    this.size += 1;
    if (2 * this.size > this.#slots.length) this.#rehash();
  }

  /** Copies the state of a pair to the beginning of `into`. */
  read(node: number, into: Int32Array): void {
    const row = node * (this.#words + extra);
    for (let word = 0; word < this.#words; word++) into[word] = this.#rows[row + word] as number;
  }

  position(node: number): number {
    return this.#column(node, 0);
  }

  binding(node: number): number {
    return this.#column(node, 1);
  }

  /** The pairs on the way from an initial state to this one. */
  wayTo(node: number): readonly { readonly node: number; readonly action: number }[] {
    const way: { readonly node: number; readonly action: number }[] = [];
    for (let at = node; at >= 0; at = this.#column(at, 2)) way.push({ node: at, action: this.#column(at, 3) });
    return way.reverse();
  }

  #column(node: number, column: number): number {
    return this.#rows[node * (this.#words + extra) + this.#words + column] as number;
  }

  #equals(node: number, states: Int32Array, at: number, position: number, binding: number): boolean {
    const row = node * (this.#words + extra);
    if (this.#rows[row + this.#words] !== position || this.#rows[row + this.#words + 1] !== binding) return false;
    for (let word = 0; word < this.#words; word++) if (this.#rows[row + word] !== states[at + word]) return false;
    return true;
  }

  #hash(states: Int32Array, at: number, position: number, binding: number): number {
    let hash = Math.imul(position, 0x9e3779b1) ^ Math.imul(binding + 1, 0x85ebca6b);
    for (let word = 0; word < this.#words; word++) {
      hash = Math.imul(hash ^ (states[at + word] as number), 0xcc9e2d51);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) & (this.#slots.length - 1);
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(none);
    const width = this.#words + extra;
    for (let node = 0; node < this.size; node++) {
      const row = node * width;
      let slot = this.#hash(this.#rows, row, this.#rows[row + this.#words] as number, this.#rows[row + this.#words + 1] as number);
      while (this.#slots[slot] !== none) slot = slot + 1 === this.#slots.length ? 0 : slot + 1;
      this.#slots[slot] = node;
    }
  }
}

/** Numbers of a pair beside its state. */
const extra = 4;

/** A slot of the table that is empty. */
const none = -1;

function enlarged(old: Int32Array): Int32Array {
  const larger = new Int32Array(2 * old.length);
  larger.set(old);
  return larger;
}
