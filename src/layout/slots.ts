import { below, type Model } from '../model/index.js';
import { boolean, type Composite, type Domain, isDomain, type Schema } from '../spec/index.js';

/** One leaf of the state: where it lies in the tree, what it can be, and where its bits are. */
export interface Slot {
  /** Its place in `Layout.slots`. */
  readonly index: number;
  /** As an author would write it: `vcpus[1].lrs[0].state`. */
  readonly path: string;
  readonly domain: Domain<unknown>;
  readonly word: number;
  /** Bits to the right of it in its word. */
  readonly shift: number;
  /** Bits that it occupies, 0 to 32: none for a domain of one value. */
  readonly width: number;
  /** `width` ones at the right; as a signed 32-bit integer. */
  readonly mask: number;
}

/** A node of the state's tree, with the slots below it. */
export type Position = LeafPosition | CompositePosition | OptionalPosition;

export interface LeafPosition {
  readonly kind: 'leaf';
  readonly slot: Slot;
}

export interface CompositePosition {
  readonly kind: 'composite';
  readonly schema: Composite<unknown>;
  readonly path: string;
  readonly parts: readonly Position[];
  /** The slots below it, as a range of indices; `end` is excluded. */
  readonly begin: number;
  readonly end: number;
}

/** A composite that may be absent: then `present` is false and every slot below it has its first value. */
export interface OptionalPosition {
  readonly kind: 'optional';
  readonly present: Slot;
  readonly inner: CompositePosition;
}

/** Where each leaf of a model's states lives in the packed words. */
export interface Layout {
  readonly root: CompositePosition;
  readonly slots: readonly Slot[];
  /** 32-bit words of one packed state. */
  readonly words: number;
  /** What each word of a packed state has beside its slots: a bit that is set, where there is one to spare, so that the word is never 0. Nothing in word 0. */
  readonly filler: Int32Array;
}

/** The lowest bits of word 0 belong to the store, which marks there whether an entry is empty, being written, or complete. */
export const reservedBits = 2;

/** Gives every leaf its place: in the order of the schema, each in the first word that has room, never across two words. */
export function layOut(schema: Model['schema']): Layout {
  const slots: Slot[] = [];
  const used = [reservedBits];
  const place = (path: string, domain: Domain<unknown>): Slot => {
    const width = domain.size === 1 ? 0 : 32 - Math.clz32(domain.size - 1) || 32;
    let word = used.findIndex((bits) => bits + width <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = used[word] as number;
    used[word] = shift + width;
    const slot: Slot = { index: slots.length, path, domain, word, shift: shift & 31, width, mask: width === 32 ? -1 : (1 << width) - 1 };
    slots.push(slot);
    return slot;
  };
  const compose = (composite: Composite<unknown>, path: string): CompositePosition => {
    const begin = slots.length;
    const parts = composite.keys.map((key, index) => position(composite.parts[index] as Schema<unknown>, below(path, key)));
    return { kind: 'composite', schema: composite, path, parts, begin, end: slots.length };
  };
  const position = (part: Schema<unknown>, path: string): Position => {
    if (isDomain(part)) return { kind: 'leaf', slot: place(path, part) };
    if (part.kind === 'optional-composite') return { kind: 'optional', present: place(path, boolean), inner: compose(part.inner, path) };
    return compose(part, path);
  };
  const root = compose(schema, '');
  const filler = Int32Array.from(used, (bits, word) => (word === 0 || bits === 32 ? 0 : 1 << bits));
  return { root, slots, words: used.length, filler };
}

/** Whether no word of a packed state but perhaps the first is ever 0. */
export function isNeverZero({ filler }: Layout): boolean {
  return filler.every((bits, word) => word === 0 || bits !== 0);
}

/** The index of a slot's value in a packed state; `base` is where the state's words begin. */
export function readSlot(slot: Slot, words: Int32Array, base: number): number {
  return (((words[base + slot.word] as number) >>> slot.shift) & slot.mask) >>> 0;
}

/** Writes the index of a slot's value into a packed state. */
export function writeSlot(slot: Slot, words: Int32Array, base: number, value: number): void {
  const at = base + slot.word;
  words[at] = ((words[at] as number) & ~(slot.mask << slot.shift)) | (value << slot.shift);
}
