/** Questions to the server: asked again when they change; the last answer stays in sight until there is a new one. */
import { useEffect, useState } from 'preact/hooks';
import type { Place } from '../address.js';
import type { FaultView, GraphView, NeighbourhoodRequest, PathView, SpecView, StateView, WhyView } from '../messages.js';

export interface Question<T> {
  readonly data: T | null;
  readonly fault: FaultView | null;
}

export function useSpec(): Question<SpecView> {
  return useQuestion<SpecView>('spec', null);
}

export function usePath({ variant, parameters, path }: Place): Question<PathView> {
  return useQuestion<PathView>('path', { variant, parameters, path });
}

export function useStateView({ variant, parameters, path, at, compare }: Place): Question<StateView> {
  return useQuestion<StateView>('state', { variant, parameters, path, at, compare });
}

export function useWhy({ variant, parameters, path, at }: Place): Question<readonly WhyView[]> {
  return useQuestion<readonly WhyView[]>('why', { variant, parameters, path, at, compare: null });
}

export function useNeighbourhood(request: NeighbourhoodRequest): Question<GraphView> {
  return useQuestion<GraphView>('neighbourhood', request);
}

/** Asks the server; rejects with what it says. Without a body the question is a GET. */
export async function ask<T>(route: string, body: object | null, signal?: AbortSignal): Promise<T> {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  let response: Response;
  try {
    response = await fetch(route, { ...(body === null ? {} : post), ...(signal && { signal }) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused({ message: 'the server does not answer', details: [['to do', 'look whether explore serve is still running']] });
  }
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(answer as FaultView);
  return answer as T;
}

class Refused extends Error {
  readonly fault: FaultView;

  constructor(fault: FaultView) {
    super(fault.message);
    this.fault = fault;
  }
}

export function faultOf(error: unknown): FaultView {
  return error instanceof Refused ? error.fault : { message: String(error), details: [] };
}

function useQuestion<T>(route: string, body: object | null): Question<T> {
  const [answer, setAnswer] = useState<Question<T>>({ data: null, fault: null });
  const key = JSON.stringify(body);
  useEffect(() => {
    const stop = new AbortController();
    ask<T>(route, body, stop.signal).then(
      (data) => setAnswer({ data, fault: null }),
      (error: unknown) => {
        if (!stop.signal.aborted) setAnswer({ data: null, fault: faultOf(error) });
      },
    );
    return () => stop.abort();
  }, [route, key]);
  return answer;
}
