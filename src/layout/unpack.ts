import type { State } from '../model/index.js';
import { instance, type Raw } from '../spec/index.js';
import { type CompositePosition, type Layout, type Position, readSlot, type Slot } from './slots.js';

/** The state that is packed in `words` from `base` on, as the author's functions see it. */
export function unpack(layout: Layout, words: Int32Array, base = 0): State {
  return compose(layout.root, words, base, plain, null) as unknown as State;
}

/**
 * Unpacks one state after the other, with a prototype of the caller's choice for each position: this is how states are
 * made that note what is read of them. Small parts of a state are kept: they are immutable, and most of them come
 * again and again, while to make one takes as long as a function that reads it.
 */
export class Unpacker {
  readonly #root: CompositePosition;
  readonly #prototypeOf: (position: CompositePosition) => Raw;
  readonly #kept = new Map<CompositePosition, Kept>();

  constructor(layout: Layout, prototypeOf: (position: CompositePosition) => Raw = plain) {
    this.#root = layout.root;
    this.#prototypeOf = prototypeOf;
    const keep = (position: Position): void => {
      if (position.kind === 'leaf') return;
      const composite = position.kind === 'optional' ? position.inner : position;
      const slots = layout.slots.slice(composite.begin, composite.end);
      if (slots.reduce((bits, { width }) => bits + width, 0) <= widestKept) this.#kept.set(composite, { slots, values: new Map() });
      else composite.parts.forEach(keep);
    };
    keep(layout.root);
  }

  /** The state that is packed in `words` from `base` on. */
  state(words: Int32Array, base = 0): State {
    return compose(this.#root, words, base, this.#prototypeOf, this.#kept) as unknown as State;
  }
}

/** What one position has been, by the bits of its slots. */
interface Kept {
  readonly slots: readonly Slot[];
  readonly values: Map<number, Raw>;
}

/** Positions of no more bits than this are kept: at most a thousand values of each. */
const widestKept = 10;

function plain(position: CompositePosition): Raw {
  return position.schema.type.prototype;
}

function compose(position: CompositePosition, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw, all: ReadonlyMap<CompositePosition, Kept> | null): Raw {
  const kept = all?.get(position);
  let key = 0;
  if (kept !== undefined) {
    for (const slot of kept.slots) key = (key << slot.width) | readSlot(slot, words, base);
    const known = kept.values.get(key);
    if (known !== undefined) return known;
  }
  const values: unknown[] = [];
  for (const part of position.parts) values.push(composePart(part, words, base, prototypeOf, all));
  const made = instance(prototypeOf(position), values);
  kept?.values.set(key, made);
  return made;
}

function composePart(position: Position, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw, all: ReadonlyMap<CompositePosition, Kept> | null): unknown {
  switch (position.kind) {
    case 'leaf':
      return position.slot.domain.at(readSlot(position.slot, words, base));
    case 'optional':
      return readSlot(position.present, words, base) === 0 ? null : compose(position.inner, words, base, prototypeOf, all);
    case 'composite':
      return compose(position, words, base, prototypeOf, all);
  }
}
