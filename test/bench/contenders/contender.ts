import type { Instance } from '../instances.js';
import type { Measured } from '../measure.js';

/** A model checker, and how it is used here. */
export interface Contender {
  /** As tables and charts call it. */
  readonly name: string;
  readonly tool: 'explore' | 'spin' | 'rumur';
  /** Threads that search. */
  readonly threads: number;
  /** One search of the whole space, from the source on; `folder` is empty and its own. Rejects when anything is found wrong. */
  run(instance: Instance, folder: string): Promise<Outcome>;
}

export interface Outcome {
  readonly found: Counts;
  /** Seconds to make the checker out of the source; 0 when there is no such step. */
  readonly build: number;
  /** Of the search, without the making. */
  readonly measured: Omit<Measured, 'stdout'>;
  /** Of the same process when it has nothing to search; null where that was not measured. */
  readonly start: Omit<Measured, 'stdout'> | null;
}

/** What a search of the whole space has found. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  /** Six digits of the transitions are told, not all. */
  readonly rounded: boolean;
}
