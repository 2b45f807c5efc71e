/**
 * What it means to take a step and to ask a property: by the author's own functions, on Immutable states. Learning,
 * auditing, replaying and the reference explorer all come here, so that they share one meaning.
 */

import { type Detail, UserError } from '../errors.js';
import { isRecord } from '../immutable.js';
import { type AnyChosen, type Bound, type DeadlockFreedom, type Invariant, type Liveness, type StepProperty, show, type Witness } from '../spec/index.js';
import { takenOf } from './fairness.js';
import type { ActionInstance, State } from './model.js';

/** A fault of the author's function, before anyone has said in which state it happened. */
export class SpecFault extends UserError {}

/** The answer of a property in one state or of one transition. `vacuous`: the premise is false. */
export type Answer = 'violated' | 'holds' | 'vacuous';

/**
 * The next states of one action instance, in the order in which the author gave them; not yet checked against their
 * domains, and possibly equal to one another. Empty when the guard is false.
 */
export function nextStates(instance: ActionInstance, state: State): readonly State[] {
  const { action, chosen } = instance;
  const enabled = guarded('the guard', () => action.guard(state, chosen));
  if (typeof enabled !== 'boolean') throw notBoolean('the guard', enabled);
  if (!enabled) return [];
  const returned: unknown = guarded('the step', () => action.step(state, chosen));
  const states = Array.isArray(returned) ? returned : [returned];
  for (const next of states) {
    if (!isRecord(next)) {
      throw new SpecFault('the step returns something that is not a state', [
        ['found', show(next)],
        ['expected', 'a state, or an array of states'],
      ]);
    }
  }
  return states as readonly State[];
}

/** What an invariant says of a state. */
export function askInvariant(property: Invariant<unknown>, chosen: AnyChosen, state: State): Answer {
  if (!truth('the premise', () => property.given(state, chosen))) return 'vacuous';
  return truth('the property', () => property.holds(state, chosen)) ? 'holds' : 'violated';
}

/** What a step property says of a transition. */
export function askStep(property: StepProperty<unknown>, taken: ActionInstance, state: State, next: State): Answer {
  const step = takenOf(taken);
  if (!truth('the premise', () => property.given(state, step, next))) return 'vacuous';
  return truth('the property', () => property.holds(state, step, next)) ? 'holds' : 'violated';
}

/** Whether a state is one that the witness asks for. */
export function askWitness(property: Witness<unknown>, chosen: AnyChosen, state: State): boolean {
  return truth('the property', () => property.reached(state, chosen));
}

/** Whether a state is one from which on a liveness property is due, or from which on a bound counts. */
export function askFrom(property: Liveness<unknown> | Bound<unknown>, chosen: AnyChosen, state: State): boolean {
  return truth('"from"', () => property.from(state, chosen));
}

/** Whether what a liveness property promises is true of a state, or what ends the count of a bound. */
export function askGoal(property: Liveness<unknown> | Bound<unknown>, chosen: AnyChosen, state: State): boolean {
  return truth('the goal', () => property.goal(state, chosen));
}

/** Whether a run may end in a state. */
export function askLegalEnd(property: DeadlockFreedom<unknown>, state: State): boolean {
  return truth('the predicate of legal ends', () => property.legalEnd(state));
}

/** Whether a step property speaks of an action. */
export function speaksOf(property: StepProperty<unknown>, instance: ActionInstance): boolean {
  return property.on === undefined || property.on.includes(instance.action.name);
}

function truth(what: string, ask: () => unknown): boolean {
  const answer = guarded(what, ask);
  if (typeof answer !== 'boolean') throw notBoolean(what, answer);
  return answer;
}

function notBoolean(what: string, found: unknown): SpecFault {
  return new SpecFault(`${what} returns something that is not a boolean`, [
    ['found', show(found)],
    ['expected', 'true or false'],
  ]);
}

/** Calls a function of the author's. What it throws is the author's fault. */
export function guarded(what: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (error instanceof SpecFault) throw error;
    throw thrownBy(what, error);
  }
}

function thrownBy(what: string, error: unknown): SpecFault {
  if (error instanceof UserError) return new SpecFault(`${what} throws: ${error.message}`, error.details);
  if (!(error instanceof Error)) return new SpecFault(`${what} throws ${show(error)}`);
  const details: Detail[] = [];
  const line = error.stack?.split('\n').find((text) => text.trimStart().startsWith('at '));
  if (line !== undefined) details.push(['thrown', line.trim()]);
  return new SpecFault(`${what} throws ${error.name}: ${error.message}`, details);
}
