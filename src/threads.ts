/**
 * Threads, over Piscina: the one file that knows it. Each is a pool of one, so that it starts when it is wanted and not
 * before. A thread is kept for the next search of this process, and does not keep the process alive.
 */
import type { Transferable } from 'node:worker_threads';
import { Piscina } from 'piscina';

export interface Thread {
  /** Gives it its task: the argument of what the module of the workers exports. Settles when that does, or when the thread is lost. */
  run(task: object, transferred: readonly Transferable[]): Promise<void>;
  /** Keeps it for the next search. */
  free(): void;
  /** Ends it. */
  discard(): Promise<void>;
}

interface Kept {
  readonly pool: Piscina;
  busy: boolean;
}

const threads = new Set<Kept>();

/** A thread that nobody has: one that was kept, or a new one. */
export function takeThread(): Thread {
  const kept = [...threads].find(({ busy }) => !busy) ?? start();
  kept.busy = true;
  return {
    run: (task, transferred) => kept.pool.run(task, { transferList: [...transferred] }) as Promise<void>,
    free: () => {
      kept.busy = false;
    },
    discard: () => {
      threads.delete(kept);
      return kept.pool.destroy();
    },
  };
}

/** Starts a thread for the search that is to come, unless there is one: it loads the engine while others read the request. */
export function prepareThread(): void {
  if (threads.size === 0) start();
}

/**
 * Megabytes for what a thread has made lately and mostly will not need for long. V8 would take 48, of which a spec that is called often
 * (peterson with 7 processes: 50,000 times) fills the most, and is no faster for it.
 */
const young = 6;

function start(): Kept {
  // Workers load JavaScript: where this file runs as TypeScript (under a test runner), theirs is the built one.
  const built = import.meta.url.endsWith('.ts') ? '../dist/src/explore/worker.js' : './explore/worker.js';
  const pool = new Piscina({
    filename: new URL(built, import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
    // A worker sleeps in its task, on our own counter; Piscina needs no second way of waiting.
    atomics: 'disabled',
    resourceLimits: { maxYoungGenerationSizeMb: young },
  });
  const kept = { pool, busy: false };
  threads.add(kept);
  return kept;
}
