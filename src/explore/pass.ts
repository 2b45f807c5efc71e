/** Passes over all explored states: what each of them does, and where it writes. See `sweep.ts`. */
import type { ChangesSeen } from './changes.js';

/** Where the marks of all states lie. */
export interface SweepMemory {
  /** The numbers of the states that were inside at first (see `Rank`), by which their marks and what is counted of them are found. */
  readonly rank: Region;
  /** A byte for each of them, or, when they are wide, a word of 32 bits. There is room for all states. */
  readonly marks: Region;
  readonly wide: boolean;
  /** A byte for each of them: how many transitions lead to it from inside, or `many`. */
  readonly incoming: Region;
  /** A bit for each of them. */
  readonly inside: Region;
  readonly waiting: Region;
  /** A bit for each entry of the table, before there are numbers: where the marks and what is counted will be. */
  readonly candidates: Region;
  readonly due: Region;
  /** For bounds, 32 bits for each of them: how many steps were counted on the way to it. Null until a bound is asked for. */
  readonly counts: Region | null;
}

/** A part of shared memory. */
export interface Region {
  readonly buffer: SharedArrayBuffer;
  /** In bytes, a multiple of 4. */
  readonly begin: number;
  readonly bytes: number;
}

/** What a pass does. Each is about one instance of a liveness property, or of a bound. */
export type Pass =
  /** Finds the candidates, which are the states in which the goal is not true (or all), and the states in which it is due. Counts the latter. `noting`: notes what transitions between candidates change, if a cycle may take them. */
  | { readonly kind: 'classify'; readonly inside: 'without-goal' | 'all'; readonly due: 'from' | 'nowhere'; readonly noting: boolean }
  /** Queues the states of the range that are inside. Counts them. */
  | { readonly kind: 'queue' }
  /**
   * Marks what is inside and reachable from queued states without a step that is the goal as visited, counts the transitions
   * to each, and does with these states what `meet` does. Counts the states that it took from the queue. `inOrder`: what is
   * reached for the first time is taken only where it lies further on in the order, as most of it does; so most states have
   * heard of all their predecessors when it is their turn.
   */
  | { readonly kind: 'reach'; readonly group: Group; readonly inOrder: boolean }
  /** Takes out what is not visited. Counts what stays. */
  | { readonly kind: 'restrict' }
  /** From now on transitions with one of these changes are known to lie on no cycle: `count`, `trim`, `reach` and `meet` leave them out, but for what is reached. */
  | { readonly kind: 'learn'; readonly oneWay: Int32Array }
  /** Counts for each state inside the transitions to it from inside, up to `many`. Counts the states inside. `meet` can do it too. */
  | { readonly kind: 'count' }
  /** Takes out the states to which no transition leads from inside, and then those to which only they led. Counts them. `raise`: each has its count by then, and tells it to its successors. */
  | { readonly kind: 'trim'; readonly raise?: boolean }
  /** Marks each state as visited, and with the assumptions of a group that are met in it, or by a transition to it, or before it. Counts the states that it looked at, some of them more than once. `counting`: their transitions too, as `count` does. `inOrder`: so that most states have heard of all their predecessors. */
  | { readonly kind: 'meet'; readonly group: Group; readonly counting: boolean; readonly inOrder: boolean }
  /** Takes out the states that are not reachable from where an assumption is met that they need. Counts them. */
  | { readonly kind: 'check'; readonly group: Group }
  /** Tells the counts of queued states to their successors inside, one more where the step counts; a successor keeps the largest. Counts the states that it took from the queue. */
  | { readonly kind: 'raise' }
  /** Gauges the largest count of a state inside, and the largest with which a run comes to the goal. */
  | { readonly kind: 'measure' }
  /** Gives the states inside from which on is counted the count 0, and queues them; the others get `uncounted`. Counts the former. */
  | { readonly kind: 'seed' }
  /** Tells the count of queued states that have just this one to their successors; a successor keeps the smallest. Gauges the smallest with which a run comes to the goal. Counts the states that it took from the queue. */
  | { readonly kind: 'lower'; readonly count: number };

/** Whether a pass goes through the order. The others go through the table as it lies in memory, which takes less time: it does not matter to them what comes before what. */
export function followsOrder(pass: Pass): boolean {
  if (pass.kind === 'reach' || pass.kind === 'meet') return pass.inOrder;
  return pass.kind === 'queue' || pass.kind === 'count' || pass.kind === 'raise' || pass.kind === 'measure';
}

/** What came of a pass, or of one worker's share of it. */
export interface Swept {
  readonly counted: number;
  /** States that were queued while the pass was under way, and have not been taken again by its end, may be left: the pass has to be repeated. */
  readonly left: boolean;
  /** What `classify` has noted, worker by worker. */
  readonly changes: readonly ChangesSeen[];
}

/** Assumptions by their numbers, one bit of the mark each; and perhaps, as the last bit, that the goal is not true. */
export interface Group {
  readonly assumptions: readonly number[];
  readonly withoutGoal: boolean;
}

/** The count of a state to which nobody has counted. */
export const uncounted = 2 ** 31 - 1;

/** Assumptions that fit into a mark: its highest bit says that the state was visited. */
export const bitsOfMark = { narrow: 7, wide: 31 } as const;

/** No assumptions. */
export const noGroup: Group = { assumptions: [], withoutGoal: false };

/** This many transitions lead to a state, or more: the exact number does not fit in a byte. */
export const many = 255;

/** The marks of all states. */
export type Marks = Uint8Array<SharedArrayBuffer> | Int32Array<SharedArrayBuffer>;

export function marksOf({ marks, wide }: SweepMemory): Marks {
  return wide ? wordsOf(marks) : bytesOf(marks);
}

export function wordsOf({ buffer, begin, bytes }: Region): Int32Array<SharedArrayBuffer> {
  return new Int32Array(buffer, begin, bytes / 4);
}

export function bytesOf({ buffer, begin, bytes }: Region): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(buffer, begin, bytes);
}
