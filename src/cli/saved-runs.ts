/** The runs of a trace file, taken again by the spec's own functions: nothing else is ever shown of it. */
import { closeSync, openSync, readSync } from 'node:fs';
import process from 'node:process';
import { findSpec } from '../catalog.js';
import { UserError } from '../errors.js';
import { instantiate, type Model } from '../model/index.js';
import { largestDocument, readTraceFile, replayedRun, type TraceFile } from '../report/index.js';
import { bindParameters, type Spec } from '../spec/index.js';
import type { PropertyVerdict } from '../verdict/index.js';

export interface SavedRuns {
  readonly model: Model;
  readonly variant: string | null;
  /** How the spec was found. */
  readonly from: string;
  readonly runs: readonly PropertyVerdict[];
}

export interface SavedRunsRequest {
  /** A file, or `-` for standard input. */
  readonly file: string;
  /** Where the spec lies, when it is not where the file says. */
  readonly spec: string | undefined;
}

/** Reads a trace file, takes its runs again, and hands them on while their spec is loaded. `command` is told to do it again, if the spec is not found. */
export async function withSavedRuns<T>({ file, spec }: SavedRunsRequest, command: string, use: (saved: SavedRuns) => T): Promise<T> {
  const what = file === '-' ? 'the trace on standard input' : `trace file ${file}`;
  const recorded = await readTraceFile(what, file === '-' ? await readInput(what) : readText(file));
  const found = await findSpec(spec ?? recorded.spec.from).catch((error: unknown) => {
    if (spec !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${what}: its spec is not where it was`, [['because', error.message], ...error.details, ['to do', `say where it is now: explore ${command} ${file} --spec FILE`]]);
  });
  try {
    const model = modelOf(found.spec, recorded, what);
    const runs = recorded.traces.map((run, index) => within(`${what}${recorded.traces.length > 1 ? `, run ${index + 1}` : ''}`, () => replayedRun(model, run)));
    return use({ model, variant: variantOf(model, recorded.variant), from: found.from, runs });
  } finally {
    found.dispose();
  }
}

function modelOf(spec: Spec, recorded: TraceFile, what: string): Model {
  if (spec.name !== recorded.spec.name) {
    throw new UserError(`${what} does not belong to this spec`, [
      ['found', `a trace of spec ${recorded.spec.name}`],
      ['expected', `one of spec ${spec.name}`],
    ]);
  }
  return within(`${what} does not belong to spec ${spec.name} as it is now`, () => instantiate(spec, recorded.parameters));
}

/** The variant that the file names, if it has these parameters; otherwise they are told as somebody's own. */
function variantOf({ spec, parameters }: Model, name: string | null): string | null {
  const variant = name === null ? undefined : spec.variants.get(name);
  if (variant === undefined) return null;
  const own = bindParameters(spec.name, spec.parameters, variant.set);
  return Object.entries(spec.parameters).every(([key, parameter]) => parameter.format(own[key]) === parameter.format(parameters[key])) ? name : null;
}

/** What goes wrong is told together with where. */
function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${where}: ${error.message}`, error.details);
    throw error;
  }
}

/** Standard input to its end, but not without one. */
async function readInput(what: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size > largestDocument) throw tooLarge(what);
  }
  return Buffer.concat(parts).toString('utf8');
}

function tooLarge(what: string): UserError {
  return new UserError(`${what} cannot be read`, [['because', 'it is too large to be a trace']]);
}

/** A file, or whatever else can be read, but not without end. */
function readText(path: string): string {
  const refused = (reason: string) => new UserError(`trace file ${path} cannot be read`, [['because', reason]]);
  const parts: Buffer[] = [];
  try {
    const file = openSync(path, 'r');
    try {
      for (let size = 0; ; ) {
        const part = Buffer.alloc(2 ** 16);
        const read = readSync(file, part);
        if (read === 0) return Buffer.concat(parts).toString('utf8');
        parts.push(part.subarray(0, read));
        size += read;
        if (size > largestDocument) throw tooLarge(`trace file ${path}`);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const reasons: { readonly [code: string]: string } = {
      ENOENT: 'there is no such file',
      ENOTDIR: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'you have no permission to read it',
      EPERM: 'you have no permission to read it',
    };
    throw refused(reasons[String(error.code)] ?? error.message);
  }
}
