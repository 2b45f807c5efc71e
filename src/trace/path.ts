import { UserError } from '../errors.js';
import { findMisfit, type Model, nextStates, type State } from '../model/index.js';
import type { Trace, TraceStep } from './trace.js';

/**
 * A trace as a short text: the number of the initial state, then per step the number of the action instance, with
 * `.K` where it has several next states and the K-th is taken, all counted from 0 in the order of the model. `0/12/3.1`
 * says: initial state 0, action 12, then the second outcome of action 3. The numbers mean something to one model only.
 */
export function formatPath(model: Model, { initial, steps }: Trace): string {
  let from = initial;
  const parts = steps.map(({ taken, state }) => {
    const outcome = nextStates(taken, from).findIndex((next) => next.equals(state));
    if (outcome < 0) throw new Error(`${taken.label} does not lead to the next state of its trace; this must not happen`);
    from = state;
    return formatStep(taken.index, outcome);
  });
  return [model.initial.indexOf(initial), ...parts].join('/');
}

/** One step of such a text. */
export function formatStep(action: number, outcome: number): string {
  return outcome === 0 ? String(action) : `${action}.${outcome}`;
}

/** The trace that such a text stands for, taken by the spec's own functions. Throws a UserError that names the step which is not possible. */
export function followPath(model: Model, text: string): Trace {
  const [first = '', ...others] = text.split('/');
  const initial = /^\d+$/.test(first) ? model.initial[Number(first)] : undefined;
  if (initial === undefined) {
    throw new UserError('the path does not begin in an initial state', [
      ['found', JSON.stringify(first)],
      ['expected', `the number of one, 0 to ${model.initial.length - 1}`],
    ]);
  }
  const steps: TraceStep[] = [];
  let state: State = initial;
  for (const [index, part] of others.entries()) {
    const step = follow(model, state, part, index + 1);
    steps.push(step);
    state = step.state;
  }
  return { initial, steps };
}

function follow(model: Model, from: State, part: string, number: number): TraceStep {
  const [, action = '', outcome = '0'] = /^(\d+)(?:\.(\d+))?$/.exec(part) ?? [];
  const taken = action === '' ? undefined : model.actions[Number(action)];
  if (taken === undefined) {
    throw new UserError(`step ${number} of the path is no step of this model`, [
      ['found', JSON.stringify(part)],
      ['expected', `the number of an action, 0 to ${model.actions.length - 1}`],
    ]);
  }
  const possible = nextStates(taken, from);
  const state = possible[Number(outcome)];
  if (state === undefined) {
    const reason = possible.length === 0 ? 'it is not enabled there' : `it has ${possible.length} next ${possible.length === 1 ? 'state' : 'states'} there, and no number ${outcome}`;
    throw new UserError(`step ${number} of the path cannot be taken`, [
      ['action', taken.label],
      ['because', reason],
    ]);
  }
  const misfit = findMisfit(model.schema, state);
  if (misfit !== undefined) {
    throw new UserError(`step ${number} of the path, ${taken.label}: the next state is not in its domain`, [
      ['at', misfit.path || 'the state itself'],
      ['found', misfit.found],
      ['expected', misfit.expected],
    ]);
  }
  return { taken, state };
}
