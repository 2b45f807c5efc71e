import { nowhere, type Table } from '../store/index.js';

/**
 * The entries of all states in the store that differ from `target` in no bit that one of some effects has kept: only from
 * these can one of the effects lead there. `kept` has the bits of each effect, one state's words behind the other
 * (see `Effects.keptBy`). The other bits can have any value, and each of them is looked up; null when that would be more
 * than `most`. To look them up is quicker than to read all states of a level, which lie anywhere in memory.
 */
export function possiblePredecessors(kept: Int32Array, target: Int32Array, table: Table, most: number): ReadonlySet<number> | null {
  const { words } = table;
  const effects: Int32Array[] = [];
  for (let effect = 0; effect < kept.length; effect += words) effects.push(kept.subarray(effect, effect + words));
  const free = effects.map(bitsLeft);
  const count = free.reduce((sum, { length }) => sum + 2 ** length, 0);
  if (count > most) return null;
  const states = new Int32Array(count * words);
  let at = 0;
  for (const [index, keep] of effects.entries()) {
    const bits = free[index] as readonly number[];
    for (let values = 0; values < 2 ** bits.length; values++) {
      for (let word = 0; word < words; word++) states[at + word] = (target[word] as number) & (keep[word] as number);
      for (const [place, bit] of bits.entries()) {
        const word = at + (bit >> 5);
        states[word] = (states[word] as number) | (((values >> place) & 1) << (bit & 31));
      }
      at += words;
    }
  }
  const entries = new Uint32Array(count);
  table.locate(states, count, entries);
  return new Set(entries.filter((entry) => entry !== nowhere));
}

/** The bits that are 0, as numbers. */
function bitsLeft(words: Int32Array): number[] {
  const bits: number[] = [];
  for (let bit = 0; bit < 32 * words.length; bit++) if ((((words[bit >> 5] as number) >>> (bit & 31)) & 1) === 0) bits.push(bit);
  return bits;
}
