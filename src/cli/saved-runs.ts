/** The runs of a trace file, taken again by the spec's own functions: nothing else is ever shown of it. */
import { type FoundSpec, findSpec } from '../catalog.js';
import { UserError } from '../errors.js';
import { selectActions } from '../explain/index.js';
import { instantiate, type Model } from '../model/index.js';
import { readTraceFile, replayedRun, type TraceFile } from '../report/index.js';
import { bindParameters, type Spec } from '../spec/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { readInput } from './input.js';

export interface SavedRuns {
  readonly model: Model;
  readonly variant: string | null;
  /** How the spec was found. */
  readonly from: string;
  readonly source: FoundSpec;
  readonly runs: readonly PropertyVerdict[];
}

export interface SavedRunsRequest {
  /** A file, or `-` for standard input. */
  readonly file: string;
  /** Where the spec lies, when it is not where the file says. */
  readonly spec: string | undefined;
  /** Actions that are to be explained: the model must have them. */
  readonly explain: readonly string[];
}

/** Reads a trace file, takes its runs again, and hands them on while their spec is loaded. `command` is told to do it again, if the spec is not found. */
export async function withSavedRuns<T>({ file, spec, explain }: SavedRunsRequest, command: string, use: (saved: SavedRuns) => T | Promise<T>): Promise<T> {
  const { what, text } = await readInput(file, 'trace');
  const recorded = await readTraceFile(what, text);
  const found = await findSpec(spec ?? recorded.spec.from).catch((error: unknown) => {
    if (spec !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${what}: its spec is not where it was`, [['because', error.message], ...error.details, ['to do', `say where it is now: explore ${command} ${file} --spec FILE`]]);
  });
  try {
    const model = modelOf(found.spec, recorded, what);
    selectActions(model, explain);
    const runs = recorded.traces.map((run, index) => within(`${what}${recorded.traces.length > 1 ? `, run ${index + 1}` : ''}`, () => replayedRun(model, run)));
    return await use({ model, variant: variantOf(model, recorded.variant), from: found.from, source: found, runs });
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
