/**
 * Traces as a file: the model (spec, variant, parameters), and for each run what it shows, the initial state, and per
 * step the action and what it changed. The states in between follow; `explore replay` computes and compares them.
 *
 * Version 1. `spec.from` is how the spec was asked for: a name of the catalogue, or an absolute path. Values of leaves are
 * JSON values; a vector, a set and a queue are arrays, a record and a map are objects. `loop` makes a trace a lasso: after so
 * many steps its loop begins.
 */
import type { z } from 'zod';
import { UserError, unknownName } from '../errors.js';
import type { Model } from '../model/index.js';
import { type Plain, type RecordedStep, type RecordedTrace, record, replay } from '../trace/index.js';
import { type PropertyVerdict, shows } from '../verdict/index.js';
import { readDocument } from './json.js';
import { type Run, shownRuns } from './run.js';

export const traceFormat = { format: 'explore.trace', version: 1 } as const;

export interface TraceFile {
  readonly format: 'explore.trace';
  readonly version: 1;
  readonly spec: { readonly name: string; readonly from: string };
  readonly variant: string | null;
  readonly parameters: { readonly [name: string]: Plain };
  readonly traces: readonly RecordedRun[];
}

/** A run, and what it shows. */
export interface RecordedRun extends RecordedTrace {
  readonly property: string;
  /** The property with its arguments: `I2(vcpu 1)`. */
  readonly instance: string;
  readonly shows: 'violated' | 'reached';
  readonly steps: readonly FileStep[];
}

interface FileStep extends RecordedStep {
  readonly actor: string;
  readonly action: string;
  readonly arguments: { readonly [name: string]: Plain };
}

/** All of a trace file but its runs. */
export function traceFileHead(model: Model, from: string, variant: string | null): Omit<TraceFile, 'traces'> {
  return { ...traceFormat, spec: { name: model.spec.name, from }, variant, parameters: model.parameters as TraceFile['parameters'] };
}

/** The runs that show a violation, and those that reach one of the given witnesses. */
export function traceFile(run: Run, from: string, witnesses: readonly string[]): TraceFile {
  return { ...traceFileHead(run.model, from, run.variant), traces: shownRuns(run, witnesses).flatMap((verdict) => recordedRun(run.model, verdict)) };
}

/** What a verdict has to show, if anything. */
export function recordedRun(model: Model, { subject, verdict }: PropertyVerdict): RecordedRun[] {
  if (verdict.kind !== 'violated' && verdict.kind !== 'reached') return [];
  const { initial, steps, loop } = record(model, verdict.trace);
  const taken = verdict.trace.steps.map((step) => step.taken);
  return [
    {
      property: subject.property.name,
      instance: verdict.instance.label,
      shows: verdict.kind,
      initial,
      steps: steps.map(({ label, changes }, index) => ({
        label,
        actor: taken[index]?.actor ?? '',
        action: taken[index]?.action.name ?? '',
        arguments: (taken[index]?.chosen ?? {}) as FileStep['arguments'],
        changes,
      })),
      ...(loop !== undefined && { loop }),
    },
  ];
}

/** A recorded run taken again by the functions of the spec. Throws a UserError when it cannot be, or does not show any more what it showed. */
export function replayedRun(model: Model, run: RecordedRun): PropertyVerdict {
  const subject = model.properties.find(({ property }) => property.name === run.property);
  if (subject === undefined) {
    throw unknownName(
      'property',
      run.property,
      model.properties.map(({ property }) => property.name),
      ` of spec ${model.spec.name} with these parameters`,
    );
  }
  const instance = subject.instances.find(({ label }) => label === run.instance);
  if (instance === undefined) {
    throw unknownName(
      'instance',
      run.instance,
      subject.instances.map(({ label }) => label),
      ` of property ${run.property}`,
    );
  }
  const trace = replay(model, run);
  const { kind } = subject.property;
  const expected = kind === 'witness' ? 'reached' : 'violated';
  // A run of a bound may show a number that is no violation.
  if (run.shows !== expected && kind !== 'bound') throw new UserError(`${run.property} cannot be ${run.shows}`, [['because', expected === 'reached' ? 'it is a witness' : 'it is no witness']]);
  if (!shows(model, trace, subject, instance, run.shows)) {
    throw new UserError(`the run can be taken, but it does not show any more that ${instance.label} is ${run.shows}`, [
      ['because', 'the property has changed since the trace was written, or the trace was cut'],
    ]);
  }
  return { subject, verdict: { kind: run.shows, instance, trace } };
}

export async function readTraceFile(what: string, text: string): Promise<TraceFile> {
  // Only who reads a file waits for the schemas to load.
  const { z } = await import('zod');
  const plain = plainSchema(z);
  const schema: z.ZodType<TraceFile> = z.strictObject({
    format: z.literal('explore.trace'),
    version: z.literal(1),
    spec: z.strictObject({ name: z.string(), from: z.string() }),
    variant: z.string().nullable(),
    parameters: z.record(z.string(), plain),
    traces: z.array(runSchema(z)),
  });
  return readDocument(what, text, traceFormat, schema);
}

/** The schema of one run, for the documents that hold some. */
export function runSchema(zod: typeof z): z.ZodType<RecordedRun> {
  const plain = plainSchema(zod);
  const change = zod.strictObject({ path: zod.string(), from: plain, to: plain });
  return zod.strictObject({
    property: zod.string(),
    instance: zod.string(),
    shows: zod.enum(['violated', 'reached']),
    initial: plain,
    steps: zod.array(zod.strictObject({ label: zod.string(), actor: zod.string(), action: zod.string(), arguments: zod.record(zod.string(), plain), changes: zod.array(change) })),
    loop: zod.int().nonnegative().optional(),
  });
}

export function plainSchema(zod: typeof z): z.ZodType<Plain> {
  const plain: z.ZodType<Plain> = zod.lazy(() => zod.union([zod.boolean(), zod.number(), zod.string(), zod.null(), zod.array(plain), zod.record(zod.string(), plain)]));
  return plain;
}
