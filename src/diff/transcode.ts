import { blank, type Layout, readSlot, writeSlot } from '../layout/index.js';
import type { Domain } from '../spec/index.js';

/** Writes a packed state of one model as one of another model whose states have the same variables, if all its values are in the domains there. */
export type Transcode = (from: Int32Array, base: number, to: Int32Array, at: number) => boolean;

/** Both layouts must have slots of the same paths, in the same order. */
export function transcoder(from: Layout, to: Layout): Transcode {
  const pairs = from.slots.map((slot, index) => ({ slot, target: to.slots[index] as typeof slot, map: mapOf(slot.domain, (to.slots[index] as typeof slot).domain) }));
  return (words, base, out, at) => {
    blank(to, out, at);
    for (const { slot, target, map } of pairs) {
      const index = map(readSlot(slot, words, base));
      if (index < 0) return false;
      writeSlot(target, out, at, index);
    }
    return true;
  };
}

/** A larger domain is asked value by value. */
const tabled = 1 << 16;

/** The index that a value of one domain has in the other, or -1. */
function mapOf(from: Domain<unknown>, to: Domain<unknown>): (index: number) => number {
  if (from.size > tabled) return (index) => to.indexOf(from.at(index));
  const table = Int32Array.from({ length: from.size }, (_, index) => to.indexOf(from.at(index)));
  return (index) => table[index] as number;
}
