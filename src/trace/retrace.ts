import type { Exploration } from '../explore/index.js';
import { type Layout, unpack } from '../layout/index.js';
import { type Model, nextStates, type State } from '../model/index.js';
import type { Trace, TraceStep } from './trace.js';

/**
 * The shortest run to a state that was found at a depth: backwards through the levels, at each the smallest predecessor.
 * So the same model gives the same trace, whoever explored it. The run is taken again by the author's own functions;
 * should they disagree with what was explored, that is an error, and no trace.
 */
export async function retrace(model: Model, exploration: Exploration, depth: number, state: Int32Array): Promise<Trace> {
  const { layout } = exploration;
  const path: { readonly state: Int32Array; readonly action: number }[] = [];
  let target = state;
  for (const { state: from, action } of await exploration.wayTo(depth, state)) {
    path.unshift({ state: target, action });
    target = from;
  }
  const first = unpack(layout, target);
  const initial = model.initial.find((candidate) => candidate.equals(first));
  if (initial === undefined) throw new Error('a counterexample does not begin in an initial state');
  return { initial, steps: takeSteps(model, exploration, initial, path) };
}

/** Packed transitions, one after the other, by the author's own functions. */
export function takeSteps(model: Model, { layout }: { readonly layout: Layout }, from: State, path: readonly { readonly state: Int32Array; readonly action: number }[]): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const { state, action } of path) steps.push(takeStep(model, steps.at(-1)?.state ?? from, action, unpack(layout, state)));
  return steps;
}

/** One transition by the author's own functions; it must lead to `expected`. */
function takeStep(model: Model, from: State, action: number, expected: State): TraceStep {
  const taken = model.actions[action];
  if (taken === undefined) throw new Error(`there is no action ${action}`);
  const next = nextStates(taken, from).find((candidate) => candidate.equals(expected));
  if (next === undefined) throw new Error(`${taken.label} does not lead where the tables say; this must not happen`);
  return { taken, state: next };
}
