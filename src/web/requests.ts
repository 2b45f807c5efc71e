/** Requests of the page, checked before anybody looks at them. */
import { z } from 'zod';
import { UserError } from '../errors.js';
import type { JobRequest, NeighbourhoodRequest, PathRequest, StateRequest } from './messages.js';

const text = z.string().max(60_000);
const name = z.string().max(300);
const natural = z.int().nonnegative();
const choice = { variant: name, parameters: z.array(name).max(200) };
const path = { ...choice, path: text };
const place = { ...path, at: natural };

const pathRequest: z.ZodType<PathRequest> = z.strictObject(path);
const stateRequest: z.ZodType<StateRequest> = z.strictObject({ ...place, compare: natural.nullable() });
const neighbourhoodRequest: z.ZodType<NeighbourhoodRequest> = z.strictObject({ ...place, radius: natural.max(100), limit: natural.min(1).max(500) });
const jobRequest: z.ZodType<JobRequest> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('explore'),
    ...choice,
    properties: z.array(name).max(1000),
    exhaustive: z.boolean(),
    maxDepth: natural.nullable(),
    maxStates: natural.min(1).nullable(),
    timeLimit: z.number().positive().max(1e6).nullable(),
  }),
  z.strictObject({ kind: z.literal('matrix') }),
  z.strictObject({ kind: z.literal('project'), ...choice, on: text.min(1) }),
  z.strictObject({
    kind: z.literal('seek'),
    ...place,
    compare: natural.nullable(),
    goal: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('property'), name: name.nullable() }), z.strictObject({ kind: z.literal('expression'), text })]),
  }),
]);

export const readPathRequest = reader(pathRequest);
export const readStateRequest = reader(stateRequest);
export const readNeighbourhoodRequest = reader(neighbourhoodRequest);
export const readJobRequest = reader(jobRequest);
export const readJobNumber = reader(z.strictObject({ id: natural }));

function reader<T>(schema: z.ZodType<T>): (body: unknown) => T {
  return (body) => {
    const read = schema.safeParse(body);
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    throw new UserError('the request is not one of this server’s', [
      ['at', issue?.path.join('.') || 'the request itself'],
      ['because', issue?.message ?? 'unknown'],
    ]);
  };
}
