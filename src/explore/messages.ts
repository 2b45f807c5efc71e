/** Every message between the main thread and a worker, and the numbers that they share without messages. */
import type { MessagePort } from 'node:worker_threads';
import type { Detail } from '../errors.js';
import type { AdHocBound } from '../model/index.js';
import type { Leftover, Stretch, TableMemory } from '../store/index.js';
import type { Lesson } from '../tables/index.js';
import type { Fallback, FunctionCost } from './outcome.js';
import type { Pass, SweepMemory, Swept } from './pass.js';

/** What a worker is started with; its task lasts until it gets `finish`. */
export interface Task {
  readonly port: MessagePort;
  readonly index: number;
  readonly workers: number;
  readonly url: string;
  readonly argument: string | undefined;
  /** See `ModelSource`. */
  readonly goal: string | undefined;
  readonly adHoc: AdHocBound | undefined;
  readonly refines: { readonly url: string; readonly argument?: string; readonly parameters: Readonly<Record<string, unknown>> } | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Numbers of the requested properties. */
  readonly properties: readonly number[];
  /** Numbers that one function's diagram may take; undefined: the default. */
  readonly tableBudget: number | undefined;
  /** See `Shared`. */
  readonly shared: SharedArrayBuffer;
  /** Two numbers per worker: transitions and expanded states so far, for the progress line. */
  readonly progress: SharedArrayBuffer;
  readonly memory: SearchMemory;
}

/** The store as all threads see it. */
export interface SearchMemory {
  readonly table: TableMemory;
  readonly order: SharedArrayBuffer;
  /** More states than this make the workers pause, so that the store can grow. */
  readonly limit: number;
  /** So many may come in before workers that are to stop have to pause for it. */
  readonly utmost: number;
  /** More states than this end the level: `--max-states`, or what the memory has room for. */
  readonly maxStates: number;
}

/** Places in the shared Int32Array. */
export const Shared = {
  /** Counts commands; a worker sleeps on it. */
  commands: 0,
  /** The next position of the order that nobody has claimed in this level. */
  next: 1,
  /** The position behind the last block of the order. */
  tail: 2,
  /** Distinct states in the store. */
  states: 3,
  /** One of `Signal`. */
  signal: 4,
  /** What passes about a bound gauge: the largest count of a state, and the count with which a run came to the goal; -1: none. */
  largest: 5,
  arrived: 6,
  size: 8,
} as const;

/** What the workers see at the next batch. */
export const Signal = { go: 0, pause: 1, abort: 2, tooManyStates: 3 } as const;

/** A range of positions in the order; `end` is excluded. */
export interface Range {
  readonly begin: number;
  readonly end: number;
}

/** How far one worker goes on alone: as long as the levels have fewer states than `below`, or fewer than `states` are known, and until either limit is met. */
export interface Alone {
  readonly below: number;
  readonly states: number;
  readonly levels: number;
  readonly milliseconds: number;
}

export type Command =
  /** Take part in expanding a level; or, alone, expand it and perhaps the next ones. */
  | {
      readonly kind: 'expand';
      readonly level: Range;
      readonly chunk: number;
      readonly block: number;
      readonly settled: readonly PropertyAddress[];
      readonly alone: Alone | null;
    }
  /** Take part in asking the state properties of a level, and in counting the transitions out of it to unseen states. */
  | { readonly kind: 'ask'; readonly level: Range; readonly chunk: number; readonly settled: readonly PropertyAddress[] }
  /** Tell the effects of all transitions that were taken. */
  | { readonly kind: 'tell-effects' }
  /** Find the smallest state of a level with a transition to `target`; and, alone, go on from there with the next of the levels. */
  | ({ readonly kind: 'retrace' } & Retracing)
  /** From now on passes over all states, by so many workers, mark them here. */
  | { readonly kind: 'prepare-sweeps'; readonly memory: SweepMemory; readonly workers: number }
  /** Take part in a pass over a range, for the liveness property with this number. */
  | { readonly kind: 'sweep'; readonly liveness: number; readonly pass: Pass; readonly range: Range; readonly chunk: number }
  /** Take part in counting what the states of a level are in the projection `on`, of at most `most` nodes, and with `follow` their transitions. */
  | { readonly kind: 'project'; readonly level: Range; readonly chunk: number; readonly depth: number; readonly follow: boolean; readonly on: string | null; readonly most: number }
  /** Tell what was counted, and forget it. */
  | { readonly kind: 'tell-projection' }
  /** Take part in moving the entries of a stretch of a table of `from` entries to where they belong in a larger one. Where each went is written behind position `tail` of the order. */
  | { readonly kind: 'move-entries'; readonly from: number; readonly to: TableMemory; readonly stretch: Stretch; readonly tail: number; readonly chunk: number }
  /** Then: take part in writing the order anew. */
  | { readonly kind: 'move-order'; readonly tail: number; readonly chunk: number }
  /** From now on the larger store is the store. */
  | { readonly kind: 'adopt'; readonly memory: SearchMemory }
  /** States were taken out of the store again: forget what is remembered of them. */
  | { readonly kind: 'forget' }
  /** After a pause: go on, or give the level up. */
  | { readonly kind: 'resume' | 'abandon' }
  | { readonly kind: 'figures' }
  /** Tell what you have learned, for those who come later, and from now on what you learn by gossip. */
  | { readonly kind: 'teach'; readonly gossip: readonly SharedArrayBuffer[] }
  /** Take part from now on: in this store, with what another worker has learned until it had expanded so many states. */
  | { readonly kind: 'join'; readonly memory: SearchMemory; readonly lesson: Lesson; readonly walked: number; readonly gossip: readonly SharedArrayBuffer[] }
  | { readonly kind: 'finish' };

export type Reply =
  | { readonly kind: 'ready' }
  /** The store is full, or another worker found it so; it waits for `resume` or `abandon`. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'expanded'; readonly levels: readonly LevelResult[] }
  | { readonly kind: 'asked'; readonly result: AskResult }
  /** Null: there are transitions that were not learned. */
  | { readonly kind: 'effects'; readonly effects: Int32Array | null }
  /** One for each of the levels, up to that in which none was found. */
  | { readonly kind: 'retraced'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'swept'; readonly swept: Swept; readonly fault: FaultReport | null }
  /** `full`: it has more nodes than were allowed. */
  | { readonly kind: 'projecting'; readonly full: boolean; readonly fault: FaultReport | null }
  | { readonly kind: 'projected'; readonly counts: ProjectionCounts | null }
  | { readonly kind: 'done' }
  | { readonly kind: 'moved'; readonly left: Leftover }
  | { readonly kind: 'figures'; readonly figures: WorkerFigures }
  | { readonly kind: 'taught'; readonly lesson: Lesson; readonly walked: number };

/** Which instance of which property of the model. */
export interface PropertyAddress {
  readonly property: number;
  readonly instance: number;
}

/** A state, or a transition, that decides a property instance; of several in a level the smallest is kept. */
export interface Finding extends PropertyAddress {
  readonly state: Int32Array;
  /** For a step property: the action instance and the next state. */
  readonly transition: { readonly action: number; readonly next: Int32Array } | null;
}

/** A finding, and the depth of its state. */
export interface Found extends Finding {
  readonly depth: number;
}

/** One of the author's functions failed in a state. */
export interface FaultReport {
  readonly label: string;
  readonly message: string;
  readonly details: readonly Detail[];
  readonly state: Int32Array;
}

/** What the action instances did, one number for each. */
export interface ActionCounts {
  /** Expanded states in which it has a transition. */
  readonly enabled: Float64Array;
  /** Its transitions. */
  readonly fired: Float64Array;
  /** States that it was the first to lead to. Where several workers meet, that is chance. */
  readonly discovered: Float64Array;
}

/** What one worker did in one level. */
export interface LevelResult {
  readonly level: Range;
  /** What it had claimed and did not expand, because it was told to stop. */
  readonly open: readonly Range[];
  /** Not all that the states led to could be inserted: the figures mean nothing. */
  readonly torn: boolean;
  readonly expanded: number;
  readonly transitions: number;
  readonly deadEnds: number;
  readonly actions: ActionCounts;
  readonly findings: readonly Finding[];
  readonly fault: FaultReport | null;
}

export interface AskResult {
  readonly findings: readonly Finding[];
  readonly fault: FaultReport | null;
  /** Transitions to unseen states, per action instance. */
  readonly unseen: Float64Array;
  /** False when it was told to stop before all had been asked. */
  readonly whole: boolean;
}

/** What is looked for, backwards. */
export interface Retracing {
  /** The nearest one first. */
  readonly levels: readonly Range[];
  readonly chunk: number;
  readonly target: Int32Array;
  /** Those by which all states before this position of the order were expanded (see `Effects.list`); null: not all are known. */
  readonly effects: Int32Array | null;
  readonly expanded: number;
}

export interface Candidate {
  readonly state: Int32Array;
  /** The first action instance that leads from it to the target. */
  readonly action: number;
}

/** What one worker counted for a projection. Nodes have numbers in the order in which it met them. */
export interface ProjectionCounts {
  /** Words of one key: those of a packed state in which everything else is 0, then a bit for each condition. */
  readonly width: number;
  /** The keys of all nodes, one behind the other. */
  readonly keys: Int32Array;
  /** States per node. */
  readonly states: Float64Array;
  /** Those of them in which an invariant is violated, or that have no transition and should have one. */
  readonly violating: Float64Array;
  /** The smallest depth of its states. */
  readonly depths: Int32Array;
  /** Five numbers per edge: from, action instance, to, transitions, and those of them that violate a step property. */
  readonly edges: Float64Array;
}

export interface WorkerFigures {
  readonly audits: number;
  /** Each of the author's functions. */
  readonly functions: readonly FunctionCost[];
  readonly fallbacks: readonly Fallback[];
  /** The property instances that were asked with a true premise. */
  readonly asked: readonly PropertyAddress[];
}

/** The smaller state comes first, and of one state the first action. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return compareWords(a.state, b.state) || a.action - b.action;
}

/** An instance of a property as a key. */
export function keyOf({ property, instance }: PropertyAddress): string {
  return `${property}/${instance}`;
}

/** The user stopped it, or a bound did. */
export function isStopped(shared: Int32Array): boolean {
  return Atomics.load(shared, Shared.signal) >= Signal.abort;
}

/** The order of packed states: as sequences of unsigned words. */
export function compareWords(a: Int32Array, b: Int32Array): number {
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return ((a[index] as number) >>> 0) - ((b[index] as number) >>> 0);
  }
  return 0;
}

/** The smaller of two findings about the same property instance: by state, action, next state. */
export function smallerFinding(a: Finding, b: Finding): Finding {
  const order =
    compareWords(a.state, b.state) || (a.transition === null || b.transition === null ? 0 : a.transition.action - b.transition.action || compareWords(a.transition.next, b.transition.next));
  return order <= 0 ? a : b;
}

export function noActionCounts(actions: number): ActionCounts {
  return { enabled: new Float64Array(actions), fired: new Float64Array(actions), discovered: new Float64Array(actions) };
}
