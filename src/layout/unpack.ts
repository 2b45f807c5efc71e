import type { State } from '../model/index.js';
import { instance, type Raw } from '../spec/index.js';
import { type CompositePosition, type Layout, type Position, readSlot, type Slot } from './slots.js';

/** The state that is packed in `words` from `base` on, as the author's functions see it. */
export function unpack(layout: Layout, words: Int32Array, base = 0): State {
  return compose(layout.root, words, base, plain) as unknown as State;
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
    return this.#composite(this.#root, words, base) as unknown as State;
  }

  #composite(position: CompositePosition, words: Int32Array, base: number): Raw {
    const kept = this.#kept.get(position);
    if (kept === undefined) {
      const values: unknown[] = [];
      for (const part of position.parts) values.push(this.#part(part, words, base));
      return instance(this.#prototypeOf(position), values);
    }
    let key = 0;
    for (const slot of kept.slots) key = (key << slot.width) | readSlot(slot, words, base);
    const known = kept.values.get(key);
    if (known !== undefined) return known;
    const made = compose(position, words, base, this.#prototypeOf);
    kept.values.set(key, made);
    return made;
  }

  #part(position: Position, words: Int32Array, base: number): unknown {
    switch (position.kind) {
      case 'leaf':
        return position.slot.domain.at(readSlot(position.slot, words, base));
      case 'optional':
        return readSlot(position.present, words, base) === 0 ? null : this.#composite(position.inner, words, base);
      case 'composite':
        return this.#composite(position, words, base);
    }
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

function compose(position: CompositePosition, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw): Raw {
  return instance(
    prototypeOf(position),
    position.parts.map((part) => composePart(part, words, base, prototypeOf)),
  );
}

function composePart(position: Position, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw): unknown {
  switch (position.kind) {
    case 'leaf':
      return position.slot.domain.at(readSlot(position.slot, words, base));
    case 'optional':
      return readSlot(position.present, words, base) === 0 ? null : compose(position.inner, words, base, prototypeOf);
    case 'composite':
      return compose(position, words, base, prototypeOf);
  }
}
