/** Random walks, for models too large to be explored: what they have seen, and the runs that show it. They never say that something holds. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Projector } from '../explore/index.js';
import { type Layout, layOut, unpack } from '../layout/index.js';
import type { Aspect, Model, PropertyInstance, PropertyInstances, State } from '../model/index.js';
import { FunctionFault, type PropertyTable, Tables } from '../tables/index.js';
import { faultAfter, type Trace, takeSteps } from '../trace/index.js';
import { type PropertyVerdict, shows } from '../verdict/index.js';
import { randomOf } from './random.js';
import { shrink } from './shrink.js';
import { type Path, type Sighting, type Uniform, Walker } from './walk.js';

export interface SimulationRequest {
  /** Numbers of the properties that are watched. */
  readonly properties: readonly number[];
  /** Decides every walk: a whole number below 2^32. */
  readonly seed: number;
  /** Most steps of a walk. */
  readonly depth: number;
  /** Most walks. */
  readonly count: number;
  readonly uniform: Uniform;
  /** Seconds. */
  readonly timeLimit?: number;
  /** `first-violation` ends with the walk in which a property is found violated; `exhaustion` goes on. */
  readonly until: 'first-violation' | 'exhaustion';
  /** What of the states is counted; null: nothing. */
  readonly aspects: readonly Aspect[] | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SimulationProgress) => void;
}

export interface SimulationProgress {
  readonly walks: number;
  readonly steps: number;
  /** Seconds. */
  readonly elapsed: number;
}

export interface Simulation {
  readonly request: SimulationRequest;
  readonly ending: 'count' | 'time' | 'violation' | 'interrupted';
  readonly walks: number;
  readonly steps: number;
  /** Walks that ended where nothing can happen. */
  readonly deadEnds: number;
  /** Per action instance: how often it was taken. */
  readonly taken: readonly number[];
  /** One verdict per watched property: violated or reached, with a run that was made shorter, or unknown. */
  readonly findings: readonly Finding[];
  /** The combinations of the aspects' values that were seen, the most frequent first; null when there are no aspects. */
  readonly projection: readonly Projected[] | null;
  /** Seconds, and those of them that the walks took. */
  readonly elapsed: number;
  readonly walking: number;
}

export interface Finding extends PropertyVerdict {
  /** The walk that showed it, from 1, and after how many steps; null when none did. */
  readonly seen: { readonly walk: number; readonly steps: number } | null;
  /** Of a witness: instances that were reached, of how many. */
  readonly reached: number;
}

export interface Projected {
  /** One of these states. */
  readonly state: State;
  /** How often a walk was in one of them. */
  readonly visits: number;
}

export async function simulate(model: Model, request: SimulationRequest): Promise<Simulation> {
  const begun = performance.now();
  const until = request.timeLimit === undefined ? Number.POSITIVE_INFINITY : begun + 1000 * request.timeLimit;
  const layout = layOut(model.schema);
  const tables = new Tables(model, layout, request.properties);
  const walker = new Walker(model, layout, tables, request.depth, request.uniform);
  const seen = new Map<string, Seen>();
  const visits = request.aspects === null ? null : new Visits(layout, request.aspects);
  const figures = { walks: 0, steps: 0, deadEnds: 0 };
  let pause = begun + breath;
  try {
    const ending = await walks();
    const walking = (performance.now() - begun) / 1000;
    const findings = request.properties.map((number) => findingOf(model, layout, tables, number, seen));
    return { request, ending, ...figures, taken: [...walker.taken], findings, projection: visits?.told() ?? null, elapsed: (performance.now() - begun) / 1000, walking };
  } catch (error) {
    if (!(error instanceof FunctionFault)) throw error;
    throw faultAfter(model, { label: error.label, message: error.fault.message, details: error.fault.details }, traceOf(model, layout, walker.path(walker.length)));
  }

  async function walks(): Promise<Simulation['ending']> {
    while (figures.walks < request.count) {
      const sightings: Sighting[] = [];
      const end = walker.walk(randomOf(seedOf(request.seed, figures.walks)), sightings);
      figures.walks += 1;
      figures.steps += walker.length;
      if (end === 'dead-end') figures.deadEnds += 1;
      visits?.count(walker.states, walker.length + 1);
      if (sightings.length > 0 && note(sightings) && request.until === 'first-violation') return 'violation';
      const now = performance.now();
      if (now > pause) {
        request.onProgress?.({ walks: figures.walks, steps: figures.steps, elapsed: (now - begun) / 1000 });
        await setImmediate();
        if (request.signal?.aborted) return 'interrupted';
        pause = performance.now() + breath;
      }
      if (now > until) return 'time';
    }
    return 'count';
  }

  /** Notes what was seen for the first time; says whether that is a violation. */
  function note(sightings: readonly Sighting[]): boolean {
    let bad = false;
    for (const { table, steps } of sightings) {
      const key = keyOf(table);
      if (seen.has(key)) continue;
      seen.set(key, { table, walk: figures.walks, path: walker.path(steps) });
      bad ||= model.properties[table.property]?.property.kind !== 'witness';
    }
    walker.settle((table) => seen.has(keyOf(table)));
    return bad;
  }

  function findingOf(model: Model, layout: Layout, tables: Tables, number: number, seen: ReadonlyMap<string, Seen>): Finding {
    const subject = model.properties[number] as PropertyInstances;
    const own = [...seen.values()].filter(({ table }) => table.property === number);
    const isWitness = subject.property.kind === 'witness';
    // A witness is reached when every instance is; the one that took the longest is shown. Of several violations the shortest run counts.
    if (own.length === 0 || (isWitness && own.length < subject.instances.length)) return { subject, verdict: { kind: 'unknown' }, seen: null, reached: own.length };
    const shrinking = new Walker(model, layout, tables, 0, request.uniform);
    const shrunk = own.map((each) => ({ ...each, short: shrink(shrinking, each.path, each.table) })).sort((a, b) => a.short.steps.length - b.short.steps.length || a.table.instance - b.table.instance);
    const { table, walk, path, short } = (isWitness ? shrunk.at(-1) : shrunk[0]) as (typeof shrunk)[0];
    const instance = subject.instances[table.instance] as PropertyInstance;
    const trace = traceOf(model, layout, short);
    if (!shows(model, trace, subject, instance)) throw new Error(`the walk that was found against ${instance.label} does not show it when it is replayed; this must not happen`);
    return { subject, verdict: { kind: isWitness ? 'reached' : 'violated', instance, trace }, seen: { walk, steps: path.steps.length }, reached: own.length };
  }
}

interface Seen {
  readonly table: PropertyTable;
  readonly walk: number;
  readonly path: Path;
}

function keyOf({ property, instance }: PropertyTable): string {
  return `${property}:${instance}`;
}

/** A seed for each walk, so that any of them can be taken again without those before it (the finalizer of SplitMix). */
function seedOf(seed: number, walk: number): number {
  let mixed = (seed + Math.imul(walk + 1, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The run again, by the author's own functions. */
function traceOf(model: Model, layout: Layout, { initial: packed, steps }: Path): Trace {
  const first = unpack(layout, packed);
  const initial = model.initial.find((candidate) => candidate.equals(first));
  if (initial === undefined) throw new Error('a walk does not begin in an initial state');
  return { initial, steps: takeSteps(model, { layout }, initial, steps) };
}

/** Counts what the states of the walks are in a projection. */
class Visits {
  readonly #layout: Layout;
  readonly #projector: Projector;
  readonly #key: Int32Array;
  readonly #seen = new Map<string, { visits: number; readonly state: Int32Array }>();

  constructor(layout: Layout, aspects: readonly Aspect[]) {
    this.#layout = layout;
    this.#projector = new Projector(layout, aspects);
    this.#key = new Int32Array(this.#projector.width);
  }

  count(states: Int32Array, count: number): void {
    const { words } = this.#layout;
    for (let index = 0; index < count; index++) {
      this.#projector.project(states, index * words, this.#key);
      const key = this.#key.join();
      const known = this.#seen.get(key);
      if (known === undefined) this.#seen.set(key, { visits: 1, state: states.slice(index * words, (index + 1) * words) });
      else known.visits += 1;
    }
  }

  told(): readonly Projected[] {
    return [...this.#seen.values()].map(({ visits, state }) => ({ visits, state: unpack(this.#layout, state) })).sort((a, b) => b.visits - a.visits);
  }
}

/** Milliseconds between two looks at signals. */
const breath = 50;
