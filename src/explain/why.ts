import { type ActionInstance, askLegalEnd, type Model, nextStates, type State } from '../model/index.js';
import type { PropertyVerdict, Verdict } from '../verdict/index.js';
import { Observer, type Reading } from './observe.js';

/** Why a property is violated where its counterexample ends. */
export interface Why {
  /** The names of its parts that are not true; none, when its author has named no parts. */
  readonly failed: readonly string[];
  /** What it read of the state at the end; of a step property, of the state before the last step. */
  readonly read: readonly Reading[];
  /** What a step property read of the state after the last step. */
  readonly readAfter: readonly Reading[];
  /** Of a deadlock: each action instance, and what its guard read. */
  readonly blocked: readonly { readonly label: string; readonly read: readonly Reading[] }[];
}

/** Null, when nothing is violated, or nothing that one state or step could show. Where parts have names, only what the premise and the parts that failed have read is told. */
export function whyViolated(model: Model, { subject: { property }, verdict }: PropertyVerdict): Why | null {
  if (verdict.kind !== 'violated') return null;
  const observer = new Observer(model);
  const { chosen } = verdict.instance;
  const { state, before, taken } = endOf(verdict);
  switch (property.kind) {
    case 'witness':
    // That something never comes is seen in the loop, and not in a state.
    case 'liveness':
    // And a number is that of a run.
    case 'bound':
      return null;
    case 'invariant': {
      const failed = property.parts.filter((part) => !part.holds(state, chosen));
      const ask = (tracked: State) => property.given(tracked, chosen) && (failed.length === 0 ? property.holds(tracked, chosen) : failed.map((part) => part.holds(tracked, chosen)));
      const { slots } = observer.observe(ask, state);
      return { failed: failed.map(({ name }) => name), read: observer.readings(slots, state), readAfter: [], blocked: [] };
    }
    case 'step': {
      if (taken === undefined) return null;
      const step = { action: taken.action.name, actor: taken.actor, args: taken.chosen };
      const failed = property.parts.filter((part) => !part.holds(before, step, state));
      const ask = (from: State, to: State) => property.given(from, step, to) && (failed.length === 0 ? property.holds(from, step, to) : failed.map((part) => part.holds(from, step, to)));
      const { slots, nextSlots } = observer.observeStep(ask, before, state);
      return { failed: failed.map(({ name }) => name), read: observer.readings(slots, before), readAfter: observer.readings(nextSlots, state), blocked: [] };
    }
    case 'deadlock-freedom': {
      const read = (ask: (tracked: State) => unknown) => observer.readings(observer.observe(ask, state).slots, state);
      return {
        failed: [],
        read: read((tracked) => askLegalEnd(property, tracked)),
        readAfter: [],
        blocked: model.actions.map((action) => ({ label: action.label, read: read((tracked) => nextStates(action, tracked)) })),
      };
    }
  }
}

function endOf({ trace: { initial, steps } }: Extract<Verdict, { kind: 'violated' }>): { readonly state: State; readonly before: State; readonly taken: ActionInstance | undefined } {
  const last = steps.at(-1);
  return { state: last?.state ?? initial, before: steps.at(-2)?.state ?? initial, taken: last?.taken };
}
