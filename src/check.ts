/** The whole of explore in one screen: load, instantiate, explore, judge, retrace. */
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { SpecSource } from './catalog.js';
import { UserError, unknownName } from './errors.js';
import { type Exploration, type ExploreRequest, explore, type Keeper, type Kept, type Progress, SearchFault } from './explore/index.js';
import type { StateGraph } from './graph/index.js';
import { type AdHocBound, instantiate, type Model, type PropertyInstances, readAspects, refinementOf, withBound, withRefinement } from './model/index.js';
import type { Run } from './report/index.js';
import type { Property, Spec } from './spec/index.js';

/** How a model is to be checked; everything has a default. */
export interface CheckOptions {
  readonly variant?: string;
  /** Parameters beside those of the variant. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The names of the properties to check; all, when left out. */
  readonly properties?: readonly string[];
  /** Actions, or instances of them, by name: whether they can be taken where a run ends is told with it. */
  readonly explain?: readonly string[];
  /** A model that this one is to refine; it is asked instead of the properties of the spec. */
  readonly refines?: { readonly source: SpecSource; readonly target: Model };
  /** A bound to be measured instead of the properties of the spec. */
  readonly adHoc?: AdHocBound;
  /** Threads that explore, at most; default: the cores available to the process. */
  readonly workers?: number;
  /** Bytes; default: 60 % of what the process may use. */
  readonly memory?: number;
  /** What has these bytes: the store alone (the default), or all of the process, which then does nothing but this. */
  readonly memoryOf?: 'store' | 'process';
  readonly maxStates?: number;
  readonly maxDepth?: number;
  /** Seconds. */
  readonly timeLimit?: number;
  /** When they begin, on the clock of `performance.now()`; by default: when this is called. */
  readonly begun?: number;
  /** `first-violation` (the default) ends with the level in which a property is found violated; `exhaustion` goes on. */
  readonly until?: 'first-violation' | 'exhaustion';
  /** Aborting it ends the run as interrupted. */
  readonly signal?: AbortSignal;
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called for each level, in order, once it has been expanded: how many distinct states it has. */
  readonly onLevel?: (states: number) => void;
  /** Keeps the search between levels, so that it can be resumed. */
  readonly keeper?: Keeper;
  /** Goes on where a search of the same model was kept. */
  readonly kept?: Kept;
  /** Numbers that the learned table of one function may take before the function is called directly; for tests. */
  readonly tableBudget?: number;
  /** The other workers are called, and waited for, when there are so many states; for tests. */
  readonly together?: number;
}

/** Checks one model: every reachable state, every requested property. Rejects with a UserError when the request or the spec is wrong. */
export async function check(source: SpecSource, options: CheckOptions = {}): Promise<Run> {
  return (await explored(source, options, () => () => Promise.resolve(null))).run;
}

/** What is to be drawn, and of what. */
export interface GraphRequest extends Omit<CheckOptions, 'until' | 'properties' | 'keeper' | 'kept'> {
  /** Variables and expressions (see `readAspects`); null: whole states, which must be few. */
  readonly on: string | null;
}

/** Of the time that a graph may take. To go over the space once more takes from half as long as the search to half as long again. */
const searching = 0.5;

/** Explores all there is, and makes a graph of it; null when the user stopped that, or the time was over. */
export async function graphOf(source: SpecSource, { on, ...options }: GraphRequest): Promise<{ readonly run: Run; readonly graph: StateGraph | null }> {
  const { isMarked, mostDrawn, stateGraph } = await import('./graph/index.js');
  const bound = on === null ? { maxStates: Math.min(options.maxStates ?? Number.POSITIVE_INFINITY, mostDrawn.states) } : {};
  const prepare = (model: Model) => {
    const aspects = on === null ? null : readAspects(model.schema, on);
    return (exploration: Exploration) => stateGraph(model, exploration, on, aspects);
  };
  const { run, more } = await explored(source, { ...options, ...bound, until: 'exhaustion', share: searching }, prepare, isMarked);
  return { run, graph: more };
}

/** Explores and judges, and does something more with what was explored. */
async function explored<T>(
  source: SpecSource,
  options: CheckOptions & Pick<ExploreRequest, 'share'>,
  also: (model: Model) => (exploration: Exploration) => Promise<T>,
  asks: (property: Property<unknown>) => boolean = () => true,
): Promise<{ readonly run: Run; readonly more: T }> {
  const begun = performance.now();
  const { spec } = source;
  const { variant, workers = availableParallelism(), until = 'first-violation', adHoc, refines } = options;
  if (!Number.isInteger(workers) || workers < 1 || workers > 256)
    throw new UserError('the number of workers makes no sense', [
      ['found', String(workers)],
      ['expected', 'an integer from 1 to 256'],
    ]);
  const asSpecified = instantiate(spec, { ...variantOf(spec, variant), ...options.parameters });
  const model = adHoc !== undefined ? withBound(asSpecified, adHoc) : refines !== undefined ? withRefinement(asSpecified, refinementOf(asSpecified, refines.target)) : asSpecified;
  // What the model has beside what the spec says is its last property.
  const asked = model === asSpecified ? selectProperties(model, options.properties) : [model.properties.length - 1];
  const properties = asked.filter((number) => asks((model.properties[number] as PropertyInstances).property));
  const explain = options.explain === undefined || options.explain.length === 0 ? [] : (await import('./explain/index.js')).selectActions(model, options.explain);
  const then = also(model);
  // The workers are at work while the stages behind them are loaded.
  const [exploration, { judge }] = await Promise.all([
    explore(model, { ...source, ...(adHoc !== undefined && { adHoc }), ...(refines !== undefined && { refines: targetOf(refines) }) }, { begun, ...options, properties, workers, until }),
    import('./verdict/index.js'),
  ]);
  try {
    await refuseFault(model, exploration);
    const { ending, counts, tables, actions, unchanging, resumed } = exploration;
    const verdicts = await refusing(model, exploration, () => judge(model, exploration, properties, until));
    const changed = Object.keys(options.parameters ?? {}).length > 0;
    const more = await refusing(model, exploration, () => then(exploration));
    const run: Run = {
      model,
      variant: changed ? null : (variant ?? 'default'),
      ending,
      counts,
      tables,
      memory: exploration.memory,
      actions,
      verdicts,
      unchanging,
      explain,
      workers: exploration.workers,
      resumed,
      elapsed: (performance.now() - begun) / 1000,
    };
    return { run, more };
  } finally {
    await exploration.close();
  }
}

/** What a worker needs to make the target of a refinement again. */
function targetOf({ source, target }: NonNullable<CheckOptions['refines']>) {
  return { url: source.url, ...(source.argument !== undefined && { argument: source.argument }), parameters: target.parameters };
}

/** The parameters of a variant. */
export function variantOf(spec: Spec, name = 'default'): Readonly<Record<string, unknown>> {
  const variant = spec.variants.get(name);
  if (variant === undefined) throw unknownName('variant', name, spec.variants.keys(), ` of spec ${spec.name}`);
  return variant.set;
}

/** The numbers of the properties with these names; of all, when undefined. */
export function selectProperties(model: Model, names: readonly string[] | undefined): readonly number[] {
  const known = model.properties.map(({ property }) => property.name);
  if (names === undefined) return known.map((_, index) => index);
  for (const name of names) if (!known.includes(name)) throw unknownName('property', name, known, ` of spec ${model.spec.name} with these parameters`);
  return known.flatMap((name, index) => (names.includes(name) ? [index] : []));
}

/** Where one of the author's functions fails only after the search, that is told as it is of the search. */
async function refusing<T>(model: Model, exploration: Exploration, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SearchFault) await refuseFault(model, { ...exploration, fault: error.fault });
    throw error;
  }
}

/** A fault in one of the author's functions ends everything: it is told with the run that leads to it. */
async function refuseFault(model: Model, exploration: Exploration): Promise<void> {
  const { fault } = exploration;
  if (fault === null) return;
  const { faultAfter, retrace } = await import('./trace/index.js');
  throw faultAfter(model, fault, await retrace(model, exploration, fault.depth, fault.state));
}
