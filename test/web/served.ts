/** A server for a test, ended with it, and questions that may be put as nobody's browser would put them. */
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { FoundSpec, SpecSource } from '../../src/catalog.js';
import type { JobEvent, JobRequest } from '../../src/web/messages.js';
import { type Served, type ServeRequest, serve } from '../../src/web/server.js';

export const token = 'a-token-for-tests-only';

export interface Answered {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** A spec of a test as the catalogue would give it. */
function found(source: SpecSource): FoundSpec {
  return { ...source, from: source.spec.name, fingerprint: () => '', dispose: () => undefined };
}

export async function served(source: SpecSource, options: Partial<ServeRequest> = {}): Promise<Served & { readonly faults: unknown[] }> {
  const faults: unknown[] = [];
  const server = await serve({
    source: found(source),
    choice: { variant: 'default', parameters: [] },
    runs: [],
    port: 0,
    token,
    bounds: { workers: 1, memory: 2 ** 26 },
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  onTestFinished(() => server.close());
  return { ...server, faults };
}

export interface Question {
  readonly method?: string;
  /** The whole path; by default the token and the route. */
  readonly path?: string;
  readonly route?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request, word for word. */
export function ask({ port }: Served, { method = 'GET', route = '', path = `/${token}/${route}`, headers = {}, body }: Question): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A question as the page puts it. */
export async function post<T>(server: Served, route: string, data: unknown): Promise<T> {
  const { status, text } = await ask(server, { method: 'POST', route, headers: { 'Content-Type': 'application/json', Origin: `http://127.0.0.1:${server.port}` }, body: JSON.stringify(data) });
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Starts a job and hears it to its end. */
export async function hear(server: Served, job: JobRequest): Promise<JobEvent[]> {
  const { id } = await post<{ readonly id: number }>(server, 'jobs', job);
  return events(server, id);
}

export async function events(server: Served, id: number): Promise<JobEvent[]> {
  const { text } = await ask(server, { route: `events?id=${id}` });
  return Array.from(text.matchAll(/^data: (\{.*)$/gm), ([, data]) => JSON.parse(data as string) as JobEvent);
}
