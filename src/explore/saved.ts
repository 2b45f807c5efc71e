import type { Found, PropertyAddress, Range } from './messages.js';
import type { ActionFigures } from './outcome.js';

/** A search without its states: what it takes, with them, to go on as if it had never stopped. */
export interface Saved {
  /** 32-bit words of one state. */
  readonly words: number;
  /** Distinct states per level, from the initial states to the level that is to be expanded next. The figures are those of the levels before it. */
  readonly levels: readonly number[];
  readonly transitions: number;
  readonly deadEnds: number;
  /** Per action instance. */
  readonly actions: readonly ActionFigures[];
  readonly found: readonly Found[];
  /** The property instances that were asked with a true premise. */
  readonly asked: readonly PropertyAddress[];
  readonly misses: number;
  readonly audits: number;
  /** What was done of the last level, when the search was stopped inside it. */
  readonly part: SavedPart | null;
}

/** A part of a level that was expanded. */
export interface SavedPart {
  /** States of the next level that were found; they come last. */
  readonly discovered: number;
  /** The states of the level are to be arranged before `open` is read (see `arrange`): they were kept in the order in which they were found. */
  readonly arranged: boolean;
  /** The states of the level that are still to be expanded: numbers, from 0 for its first. */
  readonly open: readonly Range[];
  readonly transitions: number;
  readonly deadEnds: number;
  /** Per action instance. */
  readonly actions: readonly Omit<ActionFigures, 'firstDepth'>[];
}

/** Keeps a search. The states come in the order in which they were found, level by level. */
export interface Keeper {
  /** Seconds between two savings, at least. */
  readonly every: number;
  /** Keeps what there is now; `states` gives the packed states that were found since the last time, several at once. */
  save(saved: Saved, states: Iterable<Int32Array>): void;
}

/** A search that was kept. */
export interface Kept {
  readonly saved: Saved;
  /** All packed states, several at once. */
  states(): Iterable<Int32Array>;
}
