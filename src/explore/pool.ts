/** Threads, over Piscina: the one file that knows it. A pool is kept for the next search of this process, and does not keep the process alive. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { UserError } from '../errors.js';
import type { Task } from './messages.js';

/** What a search needs of its workers. */
export interface Crew {
  /** Of those that are at work, the first one first. */
  readonly ports: readonly MessagePort[];
  /** Puts as many to work as are wanted in all, and returns the ports of those that are new. */
  enlist(wanted: number): readonly MessagePort[];
  /** Rejects when a worker dies or fails, or finishes before it was told to. */
  readonly lost: Promise<never>;
  /** Waits until all have finished; they must have been told to. */
  finish(): Promise<void>;
}

const pools = new Map<number, { readonly pool: Piscina; busy: boolean }[]>();

/** Threads for one task per worker; `taskOf` gives each its task but for the port. Each runs in a thread of its own until it is told to finish. */
export function gatherCrew(workers: number, taskOf: (index: number) => Omit<Task, 'port'>): Crew {
  const kept = pools.get(workers) ?? [];
  pools.set(workers, kept);
  let entry = kept.find(({ busy }) => !busy);
  if (entry === undefined) {
    entry = { pool: makePool(workers), busy: false };
    kept.push(entry);
  }
  const taken = entry;
  taken.busy = true;
  const { pool } = taken;
  const ports: MessagePort[] = [];
  const tasks: Promise<void>[] = [];
  let told = false;
  let fail: (error: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for a reply hears of it; when nobody does it is of no interest.
  lost.catch(() => undefined);
  const start = (index: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    const task = pool.run({ ...taskOf(index), port: port2 }, { transferList: [port2] }) as Promise<void>;
    tasks.push(task);
    task.then(
      () => told || fail(new Error('a worker finished before it was told to')),
      async (error: unknown) => {
        // The others may sleep for ever: this pool is lost.
        if (kept.includes(taken)) kept.splice(kept.indexOf(taken), 1);
        await pool.destroy();
        fail(lostWorker(error));
      },
    );
    return port1;
  };
  return {
    ports,
    lost,
    enlist(wanted) {
      const added = Array.from({ length: Math.max(0, wanted - ports.length) }, (_, index) => start(ports.length + index));
      ports.push(...added);
      return added;
    },
    async finish() {
      told = true;
      await Promise.all(tasks);
      taken.busy = false;
    },
  };
}

/** A thread that came to an end: by the spec, from outside, or for want of memory. That is not a fault of this program. */
function lostWorker(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!outOfMemory && !error.message.startsWith('worker exited')) return error;
  return new UserError('a worker was lost in the middle of the run: there is no verdict', [
    ['found', outOfMemory ? 'it ran out of memory' : error.message],
    ['to do', outOfMemory ? 'give the run fewer workers, or more memory' : 'see whether the spec ends the process, or whether something outside did; then run it again'],
  ]);
}

function makePool(workers: number): Piscina {
  // Workers load JavaScript: where this file runs as TypeScript (under a test runner), theirs is the built one.
  const built = import.meta.url.endsWith('.ts') ? '../../dist/src/explore/worker.js' : './worker.js';
  return new Piscina({
    filename: new URL(built, import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    // A worker sleeps in its task, on our own counter; Piscina needs no second way of waiting.
    atomics: 'disabled',
  });
}
