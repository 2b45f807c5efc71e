/** A number for each of many sequences of numbers, found by what is in them: without making a string of each that is asked for. */
export class Sequences {
  /** Where in `#kept` a sequence begins, found by its hash; 0: nowhere. */
  #places = new Int32Array(smallest);
  /** One behind the other: hash, number and length of a sequence, then the sequence. */
  #kept = new Int32Array(8 * smallest);
  #size = 1;
  #count = 0;

  /** The number of the first `length` numbers of `sequence`, or 0. */
  find(sequence: Int32Array, length: number): number {
    const place = this.#places[this.#placeOf(hashOf(sequence, length), sequence, length)] as number;
    return place === 0 ? 0 : (this.#kept[place + 1] as number);
  }

  /** Gives a number to a sequence that has none. */
  add(sequence: Int32Array, length: number, number: number): void {
    const hash = hashOf(sequence, length);
    const at = this.#size;
    this.#size += header + length;
    if (this.#size > this.#kept.length) {
      const larger = new Int32Array(2 * this.#size);
      larger.set(this.#kept);
      this.#kept = larger;
    }
    this.#kept[at] = hash;
    this.#kept[at + 1] = number;
    this.#kept[at + 2] = length;
    for (let index = 0; index < length; index++) this.#kept[at + header + index] = sequence[index] as number;
    this.#places[this.#placeOf(hash, sequence, length)] = at;
    this.#count += 1;
    if (2 * this.#count > this.#places.length) this.#spread();
  }

  /** The numbers of all sequences, in the order in which they were added. */
  *numbers(): Generator<number> {
    for (let at = 1; at < this.#size; at += header + (this.#kept[at + 2] as number)) yield this.#kept[at + 1] as number;
  }

  clear(): void {
    this.#places = new Int32Array(smallest);
    this.#kept = new Int32Array(8 * smallest);
    this.#size = 1;
    this.#count = 0;
  }

  /** Where a sequence is noted, or where it belongs. */
  #placeOf(hash: number, sequence: Int32Array, length: number): number {
    const last = this.#places.length - 1;
    let place = hash & last;
    for (;;) {
      const at = this.#places[place] as number;
      if (at === 0 || (this.#kept[at] === hash && this.#equals(at, sequence, length))) return place;
      place = (place + 1) & last;
    }
  }

  #equals(at: number, sequence: Int32Array, length: number): boolean {
    if (this.#kept[at + 2] !== length) return false;
    for (let index = 0; index < length; index++) if (this.#kept[at + header + index] !== sequence[index]) return false;
    return true;
  }

  #spread(): void {
    const places = new Int32Array(4 * this.#places.length);
    const last = places.length - 1;
    for (let at = 1; at < this.#size; at += header + (this.#kept[at + 2] as number)) {
      let place = (this.#kept[at] as number) & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = at;
    }
    this.#places = places;
  }
}

function hashOf(sequence: Int32Array, length: number): number {
  let hash = length;
  for (let index = 0; index < length; index++) {
    hash = Math.imul(hash ^ (sequence[index] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Numbers of a sequence before its own. */
const header = 3;

const smallest = 2 ** 10;
