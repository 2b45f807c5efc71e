/** A test suite may start all of its checks at once; no more of them run at a time than there are cores, and the others wait. */
import { availableParallelism } from 'node:os';

let free = availableParallelism();
const waiting: (() => void)[] = [];

/** Does the work when it is its turn. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // A turn is handed on, so that nobody who comes now gets between.
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  }
}
