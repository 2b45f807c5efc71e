/** What the properties of a model say of a state and of the way to it, instance by instance. Pure. */
import {
  type ActionInstance,
  askGoal,
  askInvariant,
  askLegalEnd,
  askStep,
  askWitness,
  type Model,
  nextStates,
  type PropertyInstance,
  type PropertyInstances,
  type State,
  speaksOf,
} from '../model/index.js';
import type { Trace } from '../trace/index.js';
import { shows } from '../verdict/index.js';
import type { PropertyView } from './messages.js';

export type Here = PropertyView['here'];

/** How a state was reached. */
export interface Arrival {
  /** The step; null: it is an initial state, or it does not matter. */
  readonly step: { readonly from: State; readonly taken: ActionInstance } | null;
  /** The run up to here, if it can go on for ever as it is: its end is a state that it has been in before, or nothing can happen there. */
  readonly endless: Trace | null;
}

export const nowhere: Arrival = { step: null, endless: null };

/** One answer per instance of a property. */
export function answersOf(model: Model, subject: PropertyInstances, state: State, arrival: Arrival): readonly { readonly label: string; readonly here: Here }[] {
  return subject.instances.map((instance) => ({ label: instance.label, here: answerOf(model, subject, instance, state, arrival) }));
}

/** The instances that are violated here, by their labels. */
export function brokenAt(model: Model, state: State, arrival: Arrival): string[] {
  const promises = model.properties.filter(({ property }) => property.kind !== 'witness' && ((property.kind !== 'liveness' && property.kind !== 'bound') || arrival.endless !== null));
  return promises.flatMap((subject) => answersOf(model, subject, state, arrival).flatMap(({ label, here }) => (here === 'violated' ? [label] : [])));
}

/** What all instances together come to: the worst of what they say. */
export function together(answers: readonly { readonly here: Here }[]): Here {
  const order: readonly Here[] = ['violated', 'unreached', 'reached', 'holds', 'vacuous', 'not-asked'];
  return order.find((here) => answers.some((answer) => answer.here === here)) ?? 'not-asked';
}

export function isEnd(model: Model, state: State): boolean {
  return model.actions.every((action) => nextStates(action, state).length === 0);
}

function answerOf(model: Model, subject: PropertyInstances, instance: PropertyInstance, state: State, { step, endless }: Arrival): Here {
  const { property } = subject;
  const { chosen } = instance;
  switch (property.kind) {
    case 'invariant':
      return askInvariant(property, chosen, state);
    case 'witness':
      return askWitness(property, chosen, state) ? 'reached' : 'unreached';
    case 'step':
      return step === null || !speaksOf(property, step.taken) ? 'not-asked' : askStep(property, step.taken, step.from, state);
    case 'deadlock-freedom':
      return !isEnd(model, state) || askLegalEnd(property, state) ? 'holds' : 'violated';
    case 'bound':
    case 'liveness':
      if (endless !== null && shows(model, endless, subject, instance)) return 'violated';
      return askGoal(property, chosen, state) ? 'reached' : 'not-asked';
  }
}
