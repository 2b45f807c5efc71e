/** Work of the server that takes a while: what it tells, as it comes. A page that is loaded again finds it under way. */
import { useEffect, useState } from 'preact/hooks';
import type { FaultView, JobEvent, JobRequest, JobResult, JobView, MatrixRowView, ProgressView } from '../messages.js';
import { ask, faultOf } from './questions.js';

export interface Job {
  readonly id: number;
  readonly progress: ProgressView | null;
  /** States per level. */
  readonly levels: readonly number[];
  readonly rows: readonly MatrixRowView[];
  readonly result: JobResult | null;
}

export interface Jobs {
  readonly job: Job | null;
  readonly fault: FaultView | null;
  readonly start: (request: JobRequest) => void;
  readonly stop: () => void;
}

/** The last job of a kind, and a way to start and to stop one. `resume`: one that the server knows is shown. */
export function useJobs(kind: JobRequest['kind'], { resume }: { readonly resume: boolean }): Jobs {
  const [id, setId] = useState<number | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [fault, setFault] = useState<FaultView | null>(null);
  useEffect(() => {
    if (!resume) return;
    ask<readonly JobView[]>('jobs', null).then(
      (known) => setId((current) => current ?? known.findLast(({ request }) => request.kind === kind)?.id ?? null),
      (error: unknown) => setFault(faultOf(error)),
    );
  }, [kind, resume]);
  useEffect(() => {
    if (id === null) return;
    const events = new EventSource(`events?id=${id}`);
    const anew = () => setJob({ id, progress: null, levels: [], rows: [], result: null });
    anew();
    // After an interruption the server tells everything again.
    events.addEventListener('open', anew);
    events.addEventListener('message', ({ data }: MessageEvent<string>) => setJob((before) => before && told(before, JSON.parse(data) as JobEvent)));
    events.addEventListener('end', () => events.close());
    events.addEventListener('error', () => {
      if (events.readyState === EventSource.CLOSED) setFault({ message: 'the server does not tell any more how it goes on', details: [] });
    });
    return () => events.close();
  }, [id]);
  return {
    job,
    fault,
    start: (request) => {
      setFault(null);
      setJob(null);
      ask<{ readonly id: number }>('jobs', request).then(
        (started) => setId(started.id),
        (error: unknown) => setFault(faultOf(error)),
      );
    },
    stop: () => {
      if (id !== null) ask('stop', { id }).catch((error: unknown) => setFault(faultOf(error)));
    },
  };
}

function told(job: Job, event: JobEvent): Job {
  switch (event.kind) {
    case 'progress':
      return { ...job, progress: event.progress };
    case 'levels':
      return { ...job, levels: [...job.levels.slice(0, event.depth), ...event.sizes] };
    case 'row':
      return { ...job, rows: [...job.rows, event.row] };
    case 'ended':
      return { ...job, result: event.result, ...(event.result.kind === 'explored' && { levels: event.result.levels, progress: event.result.progress }) };
  }
}
