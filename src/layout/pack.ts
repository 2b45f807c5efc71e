import type { State } from '../model/index.js';
import { type Layout, type Position, writeSlot } from './slots.js';

/** Packs a state, whose values must all be in their domains, into `words` from `base` on. Equal states give equal words. */
export function pack(layout: Layout, state: State, words: Int32Array, base = 0): void {
  blank(layout, words, base);
  packPart(layout.root, state, words, base);
}

/** Writes the packed state in which every leaf has the first value of its domain. */
export function blank(layout: Layout, words: Int32Array, base: number): void {
  words.set(layout.filler, base);
}

function packPart(position: Position, value: unknown, words: Int32Array, base: number): void {
  switch (position.kind) {
    case 'leaf': {
      const index = position.slot.domain.indexOf(value);
      if (index < 0) throw new Error(`${position.slot.path} is outside its domain; it must have been checked before`);
      writeSlot(position.slot, words, base, index);
      return;
    }
    case 'optional':
      // Absent: the slots below keep their zeros, which stand for the first value of each domain.
      writeSlot(position.present, words, base, value === null ? 0 : 1);
      if (value !== null) packPart(position.inner, value, words, base);
      return;
    case 'composite':
      for (const [index, part] of position.parts.entries()) packPart(part, (value as State).get(position.schema.keys[index] as string), words, base);
  }
}
