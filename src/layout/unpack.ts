import type { State } from '../model/index.js';
import { instance, type Raw } from '../spec/index.js';
import { type CompositePosition, type Layout, type Position, readSlot } from './slots.js';

/** The state that is packed in `words` from `base` on, as the author's functions see it. */
export function unpack(layout: Layout, words: Int32Array, base = 0): State {
  return unpackComposite(layout.root, words, base, (position) => position.schema.type.prototype) as unknown as State;
}

/** Unpacks with a prototype of the caller's choice for each position: this is how a state is made that notes what is read of it. */
export function unpackComposite(position: CompositePosition, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw): Raw {
  return instance(
    prototypeOf(position),
    position.parts.map((part) => unpackPart(part, words, base, prototypeOf)),
  );
}

function unpackPart(position: Position, words: Int32Array, base: number, prototypeOf: (position: CompositePosition) => Raw): unknown {
  switch (position.kind) {
    case 'leaf':
      return position.slot.domain.at(readSlot(position.slot, words, base));
    case 'optional':
      return readSlot(position.present, words, base) === 0 ? null : unpackComposite(position.inner, words, base, prototypeOf);
    case 'composite':
      return unpackComposite(position, words, base, prototypeOf);
  }
}
