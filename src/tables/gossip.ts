/**
 * What one thread learns it tells the others, so that a path is run by one of them only: a list for each thread in shared
 * memory, which that one writes and all others read. A thread listens when it does not know something; the walk through
 * what is known has nothing to do with it.
 */
export class Gossip {
  readonly #own: number;
  readonly #lists: readonly Int32Array[];
  /** How far the list of each thread was read. */
  readonly #heard: number[];

  /** One buffer (see `gossipMemory`) for each thread; this is the thread with the number `own`, which has heard so much already. */
  constructor(buffers: readonly SharedArrayBuffer[], own: number, heard: readonly number[] = []) {
    this.#own = own;
    this.#lists = buffers.map((buffer) => new Int32Array(buffer));
    this.#heard = buffers.map((_, thread) => heard[thread] ?? first);
  }

  /** Where in each list what this thread knows ends: its own included. */
  get heard(): readonly number[] {
    return this.#heard;
  }

  /** Tells the others. When there is no room left each learns for itself again. */
  tell({ table, reads, words, said }: LearnedPath): void {
    const list = this.#lists[this.#own] as Int32Array;
    const at = this.#heard[this.#own] as number;
    const wordsAt = at + header + reads.length;
    const saidAt = wordsAt + words.length;
    const end = saidAt + said.length;
    if (end > list.length) return;
    list[at] = end;
    list[at + 1] = table;
    list[at + 2] = wordsAt;
    list[at + 3] = saidAt;
    list.set(reads, at + header);
    list.set(words, wordsAt);
    list.set(said, saidAt);
    this.#heard[this.#own] = end;
    // Written last: who has loaded the new end sees what lies before it.
    Atomics.store(list, 0, end);
  }

  /** Calls `take` with each path that others have told since the last time; false: there was none. */
  listen(take: (path: LearnedPath) => void): boolean {
    let any = false;
    for (const [thread, list] of this.#lists.entries()) {
      if (thread === this.#own) continue;
      const end = Atomics.load(list, 0);
      for (let at = this.#heard[thread] as number; at < end; at = list[at] as number) {
        const words = list[at + 2] as number;
        const said = list[at + 3] as number;
        // Read before it is taken: a path that does not fit ends the search.
        this.#heard[thread] = list[at] as number;
        take({ table: list[at + 1] as number, reads: list.subarray(at + header, words), words: list.subarray(words, said), said: list.subarray(said, list[at]) });
        any = true;
      }
    }
    return any;
  }
}

/** One path of one function's diagram. */
export interface LearnedPath {
  /** The function's number among all tables. */
  readonly table: number;
  /** The numbers of the slots that were read, in order. */
  readonly reads: ArrayLike<number>;
  /** The packed state (and the next one behind it) that the function was run on. */
  readonly words: Int32Array;
  /** What it did: a property's leaf, or an action's effects as they stand in `Effects.code`. */
  readonly said: Int32Array;
}

/** An empty list. The system gives pages only as they are written. */
export function gossipMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * most);
}

/** Numbers of a path before what it read: where it ends, whose it is, and where the words and what was said begin. */
const header = 4;

/** The number before is where the list ends; 0: nothing was told yet. */
const first = 1;

/** Numbers that a thread tells at most: some 150,000 paths. */
const most = 2 ** 22;
