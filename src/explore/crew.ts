/** The workers of one search, each in a thread of its own. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { UserError } from '../errors.js';
import { type Thread, takeThread } from '../threads.js';
import type { Reply, Task } from './messages.js';

/** What a search needs of its workers. */
export interface Crew {
  /** Starts one more, and gives its port once it is ready. Rejects when it is lost before. */
  hire(): Promise<MessagePort>;
  /** Rejects when a worker dies or fails, or finishes before it was told to. */
  readonly lost: Promise<never>;
  /** Lets `tell` tell those who are ready to finish, and waits until they have. Who is still on the way is let go. */
  finish(tell: (ports: readonly MessagePort[]) => void): Promise<void>;
}

/** `taskOf` gives each worker its task but for the port. It runs until it is told to finish. */
export function gatherCrew(taskOf: (index: number) => Omit<Task, 'port'>): Crew {
  const hired: { readonly thread: Thread; readonly port: MessagePort; readonly task: Promise<void>; ready: boolean }[] = [];
  let told = false;
  let fail: (error: unknown) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever waits for a reply hears of it; when nobody does it is of no interest.
  lost.catch(() => undefined);
  return {
    lost,
    async hire() {
      const thread = takeThread();
      const { port1, port2 } = new MessageChannel();
      const task = thread.run({ ...taskOf(hired.length), port: port2 }, [port2]);
      const member = { thread, port: port1, task, ready: false };
      hired.push(member);
      task.then(
        () => told || fail(new Error('a worker finished before it was told to')),
        async (error: unknown) => {
          if (told) return;
          // The others may sleep for ever: their threads are lost too.
          await Promise.all(hired.map((each) => each.thread.discard()));
          fail(lostWorker(error));
        },
      );
      const ready = new Promise<void>((resolve) => {
        port1.once('message', (reply: Reply) => {
          if (reply.kind !== 'ready') throw new Error(`a worker began with "${reply.kind}"`);
          member.ready = true;
          resolve();
        });
      });
      await Promise.race([ready, lost]);
      return port1;
    },
    async finish(tell) {
      told = true;
      const members = hired.filter(({ ready }) => ready);
      for (const { thread, ready } of hired) if (!ready) void thread.discard();
      tell(members.map(({ port }) => port));
      for (const { thread, port, task } of members) {
        await task;
        port.close();
        thread.free();
      }
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
