/** The states that a question is about, between the pass that finds them and those that pass over them: see `classify`. */
import { Rank } from '../store/index.js';
import { isSet } from './bits.js';
import { marksOf, type SweepMemory, wordsOf } from './pass.js';

/** Nothing is a candidate, and nothing due. */
export function forgetCandidates({ candidates, due }: SweepMemory): void {
  wordsOf(candidates).fill(0);
  wordsOf(due).fill(0);
}

/** Gives the candidates their numbers. All of them are inside, those that are due wait, and none has a mark. Returns how many there are; what was found out by entry is lost. */
export function numberCandidates(memory: SweepMemory): number {
  const [candidates, due, inside, waiting] = [memory.candidates, memory.due, memory.inside, memory.waiting].map(wordsOf) as [Int32Array, Int32Array, Int32Array, Int32Array];
  const count = Rank.fill(wordsOf(memory.rank), candidates);
  waiting.fill(0);
  let cell = 0;
  for (let word = 0; word < candidates.length; word++) {
    for (let rest = candidates[word] as number; rest !== 0; rest &= rest - 1) {
      if (((due[word] as number) & rest & -rest) !== 0) waiting[cell >>> 5] = (waiting[cell >>> 5] as number) | (1 << (cell & 31));
      cell += 1;
    }
  }
  inside.fill(-1, 0, count >>> 5);
  if ((count & 31) !== 0) inside[count >>> 5] = ~(-1 << (count & 31));
  marksOf(memory).fill(0, 0, count);
  return count;
}

/** A bit for each entry: whether its state is inside. */
export function entriesInside(memory: SweepMemory): Int32Array {
  const [inside, rank] = [wordsOf(memory.inside), new Rank(wordsOf(memory.rank))];
  const entries = new Int32Array(memory.candidates.bytes / 4);
  for (let entry = 0; entry < 32 * entries.length; entry++) {
    const cell = rank.find(entry);
    if (cell >= 0 && isSet(inside, cell)) entries[entry >>> 5] = (entries[entry >>> 5] as number) | (1 << (entry & 31));
  }
  return entries;
}
