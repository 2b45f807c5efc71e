import { type Layout, readSlot, type Slot } from '../layout/index.js';

/**
 * One function's decision diagram in one flat array. A node tests up to six bits of one slot (a wide slot takes several
 * nodes, one below the other); a leaf says what the function does. References are integers: 0 is "not learned yet", a
 * positive number is the offset of a node, a negative one a leaf.
 *
 * A node is four numbers (word, shift, mask, slot) and one reference for each value of the tested bits.
 */
export class Diagram {
  /** The nodes; grows, so ask for it again after every `add`. */
  code = new Int32Array(64);
  /** The reference to begin with. */
  root = 0;
  /** Numbers in use in `code`; offset 0 is never a node. */
  size = 1;
  nodes = 0;

  /** The leaf for a packed state, or 0 when it was not learned yet. */
  find(words: Int32Array): number {
    const { code } = this;
    let at = this.root;
    while (at > 0) at = code[at + header + (((words[code[at] as number] as number) >>> (code[at + 1] as number)) & (code[at + 2] as number))] as number;
    return at;
  }

  /**
   * Adds the path of one run: the slots that it read, in order, and the leaf where it ended. Returns null, or what is
   * wrong: a function that reads something else, or does something else, after the same readings is not pure.
   */
  add(reads: readonly TestedSlot[], words: Int32Array, leaf: number): Conflict | null {
    let parent = -1; // Where the reference that we follow stands in `code`; -1 is the root.
    let at = this.root;
    for (const tested of reads) {
      for (const { shift, mask } of tested.digits) {
        if (at < 0) return { expected: null, found: tested.number };
        if (at === 0) at = this.#link(parent, this.#node(tested, shift, mask));
        if (this.code[at + 3] !== tested.number) return { expected: this.code[at + 3] as number, found: tested.number };
        parent = at + header + (((words[tested.word] as number) >>> shift) & mask);
        at = this.code[parent] as number;
      }
    }
    if (at > 0) return { expected: this.code[at + 3] as number, found: null };
    if (at < 0) return at === leaf ? null : { expected: null, found: null };
    this.#link(parent, leaf);
    return null;
  }

  #link(parent: number, reference: number): number {
    if (parent < 0) this.root = reference;
    else this.code[parent] = reference;
    return reference;
  }

  #node(tested: TestedSlot, shift: number, mask: number): number {
    const at = this.size;
    this.nodes += 1;
    this.size += header + mask + 1;
    if (this.size > this.code.length) {
      const bigger = new Int32Array(Math.max(this.size, 2 * this.code.length));
      bigger.set(this.code);
      this.code = bigger;
    }
    this.code.set([tested.word, shift, mask, tested.number], at);
    return at;
  }
}

/** Numbers of a node before its references. */
export const header = 4;

/** How a slot is tested: its word, and the pieces of at most six bits in which its value is looked at. */
export interface TestedSlot {
  /** The slot's number in the log of reads. */
  readonly number: number;
  readonly slot: Slot;
  readonly word: number;
  readonly digits: readonly { readonly shift: number; readonly mask: number }[];
}

/** The second of two readings that differ though everything before was equal; null stands for the end of the function. */
export interface Conflict {
  readonly expected: number | null;
  readonly found: number | null;
}

/** How the slots of a state are tested that lies `base` words, and `first` slot numbers, behind the beginning. */
export function testedSlots(layout: Layout, base: number, first: number): readonly TestedSlot[] {
  return layout.slots.map((slot) => {
    const digits = [];
    for (let done = 0; done < slot.width; done += widest) {
      const width = Math.min(widest, slot.width - done);
      digits.push({ shift: slot.shift + done, mask: (1 << width) - 1 });
    }
    return { number: first + slot.index, slot, word: base + slot.word, digits };
  });
}

const widest = 6;

/** What a slot holds, as a message shows it. */
export function reading(tested: TestedSlot, words: Int32Array): string {
  return `${tested.slot.path} = ${JSON.stringify(tested.slot.domain.at(readSlot(tested.slot, words, tested.word - tested.slot.word)))}`;
}
