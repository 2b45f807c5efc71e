import type { ActionInstance, State } from '../model/index.js';

/** An initial state and a list of transitions, each taken by the spec's own functions. */
export interface Trace {
  readonly initial: State;
  readonly steps: readonly TraceStep[];
  /** Of a lasso: after how many steps its loop begins. The last step leads back to that state, and so on for ever. */
  readonly loop?: number;
}

/** The states of a trace, the initial one first. */
export function statesOf({ initial, steps }: Trace): readonly State[] {
  return [initial, ...steps.map(({ state }) => state)];
}

export interface TraceStep {
  readonly taken: ActionInstance;
  /** The state after the step. */
  readonly state: State;
}

/** Steps of a lasso before its loop; of any other trace all of them. */
export function stemOf({ steps, loop }: Trace): number {
  return loop ?? steps.length;
}
