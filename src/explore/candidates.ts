/** The states that a question is about, between the pass that finds them and those that pass over them: see `classify`. */
import { Rank } from '../store/index.js';
import { Bits, isSet } from './bits.js';
import { marksOf, type SweepMemory, wordsOf } from './pass.js';

/** Nothing is a candidate, and nothing due. */
export function forgetCandidates({ candidates, due }: SweepMemory): void {
  wordsOf(candidates).fill(0);
  wordsOf(due).fill(0);
}

/** Gives the candidates their numbers. All of them are inside, those that are due wait, and none has a mark. Returns how many there are; what was found out by entry is lost. */
export function numberCandidates(memory: SweepMemory): number {
  const [rank, inside, waiting, due] = [wordsOf(memory.rank), wordsOf(memory.inside), wordsOf(memory.waiting), wordsOf(memory.due)];
  const count = Rank.fill(rank, wordsOf(memory.candidates));
  inside.fill(-1, 0, Math.ceil(count / 32));
  waiting.fill(0);
  const waits = new Bits(waiting, false);
  new Rank(rank).each(0, 8 * memory.due.bytes, (entry, cell) => isSet(due, entry) && waits.set(cell));
  marksOf(memory).fill(0, 0, count);
  return count;
}

/** A bit for each entry: whether its state is inside. */
export function entriesInside(memory: SweepMemory): Int32Array {
  const inside = wordsOf(memory.inside);
  const entries = new Int32Array(memory.candidates.bytes / 4);
  const isInside = new Bits(entries, false);
  new Rank(wordsOf(memory.rank)).each(0, 32 * entries.length, (entry, cell) => isSet(inside, cell) && isInside.set(entry));
  return entries;
}
