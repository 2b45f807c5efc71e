/** Whether a run breaks a liveness property, by the author's own functions: that its loop closes, is fair, and never comes to the goal. */
import { type Assumption, askFrom, askGoal, type Demand, type Model, nextStates, type Obligation, obligationOf, type PropertyInstance, type State } from '../model/index.js';
import type { Liveness } from '../spec/index.js';
import { statesOf, stemOf, type Trace } from '../trace/index.js';

/** How a loop meets an assumption of fairness. */
export interface Fair {
  readonly assumption: Assumption;
  /** `taken`: by a step of the loop. `disabled`: in some state of the loop none of its actions is enabled. `never-enabled`: in no state of the loop one is. */
  readonly met: 'taken' | 'disabled' | 'never-enabled';
  /** The number of that step, or of the step that leads to that state, in the whole trace; 0: the initial state. Undefined for `never-enabled`. */
  readonly step: number | undefined;
}

/** Whether the trace shows that the property is violated. */
export function breaks(model: Model, trace: Trace, property: Liveness<unknown>, instance: PropertyInstance): boolean {
  const { chosen } = instance;
  const obligation = obligationOf(model, property, chosen);
  const states = statesOf(trace);
  const loop = stemOf(trace);
  if (!closes(model, trace)) return false;
  const inLoop = states.slice(loop);
  const loopSteps = trace.steps.slice(loop).map(({ taken }) => taken.index);
  if (fairness(model, trace, obligation).some(({ met }) => met === null)) return false;
  if (loopSteps.some((action) => obligation.finitely[action] === true)) return false;
  const goal = (state: State) => askGoal(property, chosen, state);
  if (property.shape === 'eventually-always') return !inLoop.every(goal);
  if (inLoop.some(goal) || loopSteps.some((action) => obligation.by[action] === true)) return false;
  if (property.shape === 'always-eventually') return true;
  // The goal comes for the last time in a state, or by the step to a state; from then on it is due, and does not come.
  const isGoal = states.map(goal);
  const last = states.findLastIndex((_, index) => isGoal[index] === true || (index > 0 && obligation.by[trace.steps[index - 1]?.taken.index as number] === true));
  if (property.shape === 'eventually') return last < 0;
  return states.slice(last >= 0 && isGoal[last] === true ? last + 1 : Math.max(0, last)).some((state) => askFrom(property, chosen, state));
}

/** How the loop of a lasso meets each assumption that is made for the property. */
export function fairOf(model: Model, trace: Trace, property: Liveness<unknown>, instance: PropertyInstance): Fair[] {
  return fairness(model, trace, obligationOf(model, property, instance.chosen)).flatMap(({ assumption, met, step }) => {
    const { strength } = assumption;
    return met === null || strength === 'always' ? [] : [{ assumption: { ...assumption, strength }, met, step }];
  });
}

type Met = Omit<Fair, 'met' | 'assumption'> & { readonly assumption: Demand; readonly met: Fair['met'] | null };

function fairness(model: Model, trace: Trace, { assumptions }: Obligation): Met[] {
  const begin = stemOf(trace);
  const steps = trace.steps.slice(begin);
  const enabled = statesOf(trace)
    .slice(begin)
    .map((state) => model.actions.map((action) => nextStates(action, state).length > 0));
  return assumptions.map((assumption): Met => {
    const { members, strength } = assumption;
    const taken = steps.findIndex((step) => members[step.taken.index] === true);
    if (taken >= 0) return { assumption, met: 'taken', step: begin + taken + 1 };
    const isEnabled = enabled.map((actions) => actions.some((can, action) => can && members[action] === true));
    if (!isEnabled.includes(true) && strength !== 'always') return { assumption, met: 'never-enabled', step: undefined };
    const disabled = isEnabled.indexOf(false);
    if (strength !== 'weak' || disabled < 0) return { assumption, met: null, step: undefined };
    return { assumption, met: 'disabled', step: begin + disabled };
  });
}

/** The last step leads back to where the loop begins; without a loop no step is possible. */
export function closes(model: Model, trace: Trace): boolean {
  const states = statesOf(trace);
  const last = states.at(-1) as State;
  if (trace.loop === undefined) return model.actions.every((action) => nextStates(action, last).length === 0);
  return trace.loop < trace.steps.length && last.equals(states[trace.loop]);
}
