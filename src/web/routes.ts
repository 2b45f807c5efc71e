/** Every question of the page, and who answers it. */
import { availableParallelism } from 'node:os';
import type { FoundSpec } from '../catalog.js';
import { setting } from '../spec/index.js';
import { type Bounds, exploration, matrix } from './explorations.js';
import type { Jobs, Work } from './jobs.js';
import type { JobEvent, JobRequest, SavedRunView, SpecView } from './messages.js';
import type { Models } from './models.js';
import { neighbourhoodView } from './neighbourhood.js';
import { projection } from './projection.js';
import { readJobNumber, readJobRequest, readNeighbourhoodRequest, readPathRequest, readStateRequest } from './requests.js';
import { seek } from './seek.js';
import { pathView, stateView } from './walk.js';
import { whyView } from './why.js';

/** What the answers are taken from. */
export interface Service {
  readonly source: FoundSpec;
  readonly bounds: Bounds;
  readonly runs: readonly SavedRunView[];
  readonly models: Models;
  readonly jobs: Jobs;
}

export type Answer = { readonly kind: 'data'; readonly data: unknown } | Stream;

export interface Stream {
  readonly kind: 'stream';
  /** Tells a listener every event, and null at the end. */
  readonly subscribe: (listener: (event: JobEvent | null) => void) => () => void;
}

type Answerer = (service: Service, body: unknown, query: URLSearchParams) => Answer | Promise<Answer>;

/** By method and route; there are no others. */
export const answers: ReadonlyMap<string, Answerer> = new Map<string, Answerer>([
  ['GET spec', (service) => data(specView(service))],
  [
    'POST path',
    ({ models }, body) => {
      const request = readPathRequest(body);
      return data(pathView(models.choose(request).model, request.path));
    },
  ],
  [
    'POST why',
    ({ models }, body) => {
      const request = readStateRequest(body);
      return data(whyView(models.choose(request).model, request));
    },
  ],
  [
    'POST state',
    ({ models }, body) => {
      const request = readStateRequest(body);
      return data(stateView(models.choose(request).model, request));
    },
  ],
  [
    'POST neighbourhood',
    async ({ models }, body) => {
      const request = readNeighbourhoodRequest(body);
      return data(await neighbourhoodView(models.choose(request).model, request));
    },
  ],
  ['GET jobs', ({ jobs }) => data(jobs.list())],
  [
    'POST jobs',
    async (service, body) => {
      const request = readJobRequest(body);
      return data({ id: await service.jobs.start(request, workOf(service, request)) });
    },
  ],
  [
    'POST stop',
    async ({ jobs }, body) => {
      await jobs.find(readJobNumber(body).id).stop();
      return data({});
    },
  ],
  [
    'GET events',
    ({ jobs }, _, query) => {
      const job = jobs.find(readJobNumber({ id: Number(query.get('id')) }).id);
      return { kind: 'stream', subscribe: (listener) => job.subscribe(listener) };
    },
  ],
]);

function data(value: unknown): Answer {
  return { kind: 'data', data: value };
}

function workOf({ source, bounds, models }: Service, request: JobRequest): Work {
  switch (request.kind) {
    case 'explore':
      return exploration(source, bounds, models.choose(request), request);
    case 'matrix':
      return matrix(source, bounds);
    case 'project':
      return projection(source, bounds, models.choose(request), request);
    case 'seek':
      return seek(source, bounds, models.choose(request).model, request);
  }
}

function specView({ source: { spec }, bounds, runs }: Service): SpecView {
  return {
    name: spec.name,
    about: spec.about,
    sources: spec.sources,
    workers: bounds.workers ?? availableParallelism(),
    variants: Array.from(spec.variants, ([name, { story, set }]) => ({ name, story, settings: Object.entries(set).map(([parameter, value]) => setting(spec.parameters, parameter, value)) })),
    parameters: Object.entries(spec.parameters).map(([name, { about, words, default: byDefault }]) => {
      const [key, value] = setting(spec.parameters, name, byDefault).split(/=(.*)/s) as [string, string];
      return { name: key, about, words, byDefault: value };
    }),
    runs,
  };
}
