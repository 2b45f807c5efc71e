/** What is under way while the page does something else: who watches it hears of all that happened so far, and of what comes. */
import { UserError } from '../errors.js';
import type { FaultView, JobEvent, JobRequest, JobResult, JobView } from './messages.js';

/** Works at a request until it is done or told to stop, and tells what happens in between. */
export type Work = (tell: (event: JobEvent) => void, signal: AbortSignal) => Promise<JobResult>;

/** Ended jobs that can still be looked at. */
const kept = 12;

export class Jobs {
  readonly #jobs = new Map<number, Job>();
  #last = 0;

  /** Starts one; another of its kind that is under way is stopped, and awaited. */
  async start(request: JobRequest, work: Work): Promise<number> {
    const before = [...this.#jobs.values()].filter((job) => job.request.kind === request.kind && !job.ended);
    await Promise.all(before.map((job) => job.stop()));
    const id = ++this.#last;
    this.#jobs.set(id, new Job(request, work));
    for (const [oldest, job] of this.#jobs) {
      if (this.#jobs.size <= kept) break;
      if (job.ended) this.#jobs.delete(oldest);
    }
    return id;
  }

  list(): JobView[] {
    return Array.from(this.#jobs, ([id, { request, ended }]) => ({ id, request, ended }));
  }

  find(id: number): Job {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new UserError('there is no such work any more', [['found', String(id)]]);
    return job;
  }

  /** Stops everything. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#jobs.values(), (job) => job.stop()));
  }
}

type Listener = (event: JobEvent | null) => void;

export class Job {
  readonly request: JobRequest;
  ended = false;
  readonly #events: JobEvent[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;

  constructor(request: JobRequest, work: Work) {
    this.request = request;
    this.#done = work((event) => this.#tell(event), this.#stop.signal)
      .catch((error: unknown): JobResult => ({ kind: 'failed', fault: faultOf(error) }))
      .then((result) => {
        this.#tell({ kind: 'ended', result });
        this.ended = true;
        for (const listener of this.#listeners) listener(null);
        this.#listeners.clear();
      });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }

  /** Tells a listener everything, and `null` at the end; the returned function ends that. */
  subscribe(listener: Listener): () => void {
    for (const event of this.#events) listener(event);
    if (this.ended) listener(null);
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: JobEvent): void {
    // Of the figures of a run under way only the last ones matter to who comes later.
    if (event.kind === 'progress' && this.#events.at(-1)?.kind === 'progress') this.#events.pop();
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }
}

function faultOf(error: unknown): FaultView {
  if (error instanceof UserError) return { message: error.message, details: error.details };
  return { message: `explore itself failed: ${error instanceof Error ? error.message : String(error)}`, details: [] };
}
