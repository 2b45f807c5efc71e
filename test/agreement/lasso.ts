/** Whether a run breaks a liveness property: by the definitions, written down here a second time. */
import { expect } from 'vitest';
import { askFrom, askGoal, type Model, nextStates, obligationOf, type PropertyInstance, type State } from '../../src/model/index.js';
import type { Liveness } from '../../src/spec/index.js';
import type { Trace } from '../../src/trace/index.js';

/** The run has been taken step by step already. */
export function isFairLasso(model: Model, property: Liveness<unknown>, chosen: PropertyInstance['chosen'], { initial, steps, loop }: Trace): boolean {
  const { assumptions, by, finitely } = obligationOf(model, property, chosen);
  const states = [initial, ...steps.map(({ state }) => state)];
  const actions = steps.map(({ taken }) => taken.index);
  const last = states.at(-1) as State;
  const isEnabled = (state: State, action: number): boolean => nextStates(model.actions[action] as Model['actions'][number], state).length > 0;
  const enabled = (state: State, members: readonly boolean[]): boolean => members.some((member, action) => member && isEnabled(state, action));
  if (loop === undefined)
    expect(
      model.actions.some(({ index }) => isEnabled(last, index)),
      'a run without a loop has come to its end',
    ).toBe(false);
  else expect(last.equals(states[loop]), 'the loop closes').toBe(true);
  const begin = loop ?? steps.length;
  const around = { states: states.slice(begin), actions: actions.slice(begin) };
  for (const { label, strength, members } of assumptions) {
    const taken = around.actions.some((action) => members[action]);
    const always = around.states.every((state) => enabled(state, members));
    const sometimes = around.states.some((state) => enabled(state, members));
    expect(taken || !(strength === 'weak' ? always : sometimes), `the loop is fair to ${label}`).toBe(true);
  }
  expect(
    around.actions.some((action) => finitely[action]),
    'the loop takes a step that is taken only finitely often',
  ).toBe(false);
  const goal = (state: State): boolean => askGoal(property, chosen, state);
  if (property.shape === 'eventually-always') return around.states.some((state) => !goal(state));
  if (around.states.some(goal) || around.actions.some((action) => by[action])) return false;
  if (property.shape === 'always-eventually') return true;
  // The obligation, step by step.
  let due = property.shape === 'eventually' || askFrom(property, chosen, initial);
  if (goal(initial)) due = false;
  for (const [index, action] of actions.entries()) {
    const state = states[index + 1] as State;
    due = (due && by[action] !== true) || (property.shape === 'leads-to' && askFrom(property, chosen, state));
    if (goal(state)) due = false;
  }
  return due;
}
