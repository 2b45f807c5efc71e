import { type Layout, readSlot, type Slot } from '../layout/index.js';

/**
 * One function's decision diagram in one flat array. A node tests up to six bits of one slot (a wide slot takes several
 * nodes, one below the other); a leaf says what the function does. References are integers: 0 is "not learned yet", a
 * positive number is the offset of a node, a negative one a leaf.
 *
 * A node is four numbers (word, shift, mask, and twice the slot, plus 1 when it has several parents) and one reference
 * for each value of the tested bits. A diagram is a tree until it is large. From then on its equal parts are merged now
 * and then; a path that is added later leaves what it has in common with others alone, and takes copies.
 */
export class Diagram {
  /** The nodes; grows, so ask for it again after every `add`. */
  code = new Int32Array(64);
  /** The reference to begin with. */
  root = 0;
  /** Numbers in use in `code`; offset 0 is never a node. */
  size = 1;
  nodes = 0;
  /** No node has several parents. */
  isTree = true;
  /** More numbers than this call for merging. */
  #large: number;

  constructor(large = largestTree) {
    this.#large = large;
  }

  /** The leaf for a packed state, or 0 when it was not learned yet; looked for from a reference on. */
  find(words: Int32Array, from = this.root): number {
    const { code } = this;
    let at = from;
    while (at > 0) at = code[at + header + (((words[code[at] as number] as number) >>> (code[at + 1] as number)) & (code[at + 2] as number))] as number;
    return at;
  }

  /**
   * Adds the path of one run: the slots that it read, in order, and the leaf where it ended. Returns null, or what is
   * wrong: a function that reads something else, or does something else, after the same readings is not pure.
   */
  add(reads: readonly TestedSlot[], words: Int32Array, leaf: number): Conflict | null {
    if (this.size > this.#large) this.#merge();
    let parent = -1; // Where the reference that we follow stands in `code`; -1 is the root.
    let at = this.root;
    for (const tested of reads) {
      for (const { shift, mask } of tested.digits) {
        if (at < 0) return { expected: null, found: tested.number };
        at = this.#link(parent, at === 0 ? this.#node(tested, shift, mask) : this.#own(at));
        const slot = (this.code[at + 3] as number) >> 1;
        if (slot !== tested.number) return { expected: slot, found: tested.number };
        parent = at + header + (((words[tested.word] as number) >>> shift) & mask);
        at = this.code[parent] as number;
      }
    }
    if (at > 0) return { expected: (this.code[at + 3] as number) >> 1, found: null };
    if (at < 0) return at === leaf ? null : { expected: null, found: null };
    this.#link(parent, leaf);
    return null;
  }

  /** All of it as plain data, for another thread. */
  copy(): DiagramCopy {
    return { code: this.code.slice(0, this.size), root: this.root, nodes: this.nodes, isTree: this.isTree, large: this.#large };
  }

  /** Becomes what another one was; what it was itself is forgotten. */
  become({ code, root, nodes, isTree, large }: DiagramCopy): void {
    this.code = code;
    this.size = code.length;
    this.root = root;
    this.nodes = nodes;
    this.isTree = isTree;
    this.#large = large;
  }

  #link(parent: number, reference: number): number {
    if (parent < 0) this.root = reference;
    else this.code[parent] = reference;
    return reference;
  }

  #node(tested: TestedSlot, shift: number, mask: number): number {
    const at = this.#room(header + mask + 1);
    this.code[at] = tested.word;
    this.code[at + 1] = shift;
    this.code[at + 2] = mask;
    this.code[at + 3] = 2 * tested.number;
    return at;
  }

  #room(numbers: number): number {
    const at = this.size;
    this.nodes += 1;
    this.size += numbers;
    if (this.size > this.code.length) {
      const bigger = new Int32Array(Math.max(this.size, 2 * this.code.length));
      bigger.set(this.code);
      this.code = bigger;
    }
    return at;
  }

  /** A node that may be changed on behalf of one parent: itself, or a copy of it when it has several. */
  #own(at: number): number {
    if (((this.code[at + 3] as number) & 1) === 0) return at;
    const numbers = header + (this.code[at + 2] as number) + 1;
    const copy = this.#room(numbers);
    const { code } = this;
    code.copyWithin(copy, at, at + numbers);
    code[copy + 3] = (code[copy + 3] as number) & ~1;
    for (let reference = copy + header; reference < copy + numbers; reference++) {
      const child = code[reference] as number;
      if (child > 0) code[child + 3] = (code[child + 3] as number) | 1;
    }
    return copy;
  }

  /** Writes the diagram anew with one node where there were several equal ones, from the leaves upwards. */
  #merge(): void {
    const old = this.code;
    this.code = new Int32Array(old.length);
    this.size = 1;
    this.nodes = 0;
    this.isTree = false;
    const moved = new Map<number, number>();
    const known = new Map<string, number>();
    const move = (at: number): number => {
      if (at <= 0) return at;
      const before = moved.get(at);
      if (before !== undefined) return this.#sharedNode(before);
      const node = Array.from(old.subarray(at, at + header + (old[at + 2] as number) + 1));
      node[3] = (node[3] as number) & ~1;
      for (let reference = header; reference < node.length; reference++) node[reference] = move(node[reference] as number);
      const key = node.join();
      const equal = known.get(key);
      const to = equal === undefined ? this.#room(node.length) : this.#sharedNode(equal);
      if (equal === undefined) this.code.set(node, to);
      known.set(key, to);
      moved.set(at, to);
      return to;
    };
    this.root = move(this.root);
    // Rarely: what is merged is copied again as it grows.
    this.#large = Math.max(2 * this.size, Math.min(2 * this.#large, largestRest));
  }

  #sharedNode(at: number): number {
    this.code[at + 3] = (this.code[at + 3] as number) | 1;
    return at;
  }
}

/** A diagram as plain data. */
export interface DiagramCopy {
  readonly code: Int32Array<ArrayBuffer>;
  readonly root: number;
  readonly nodes: number;
  readonly isTree: boolean;
  readonly large: number;
}

/** A diagram of more numbers than this is merged: it is still growing. The forest has only trees, so this is no smaller than it must be. */
const largestTree = 2 ** 17;

/** So many numbers may come together between two merges, however little was left. */
const largestRest = 2 ** 18;

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
