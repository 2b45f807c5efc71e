import type { ActionInstance, State } from '../model/index.js';

/** An initial state and a list of transitions, each taken by the spec's own functions. */
export interface Trace {
  readonly initial: State;
  readonly steps: readonly TraceStep[];
}

export interface TraceStep {
  readonly taken: ActionInstance;
  /** The state after the step. */
  readonly state: State;
}
