/** Why the actions that cannot be taken in a state cannot: what they read, and what would have to be different. Pure. */
import { UserError } from '../errors.js';
import { type ActionExplanation, explainAction, type Reading, whyViolated } from '../explain/index.js';
import type { Model, PropertyInstance, PropertyInstances, State } from '../model/index.js';
import { showPlain } from '../report/index.js';
import { statesOf, type Trace } from '../trace/index.js';
import type { BrokenView, ReadView, StateRequest, WhyView } from './messages.js';
import { changeView, placed, walked } from './place.js';

/** One for each disabled action, in the model's order. One whose functions fail here is told by the walk. */
export function whyView(model: Model, { path, at }: Pick<StateRequest, 'path' | 'at'>): WhyView[] {
  const state = placed(statesOf(walked(model, path)), at);
  return model.actions.flatMap(({ label }) => {
    const explained = explain(model, state, label);
    if (explained?.kind !== 'disabled') return [];
    return [{ label, leadsNowhere: explained.because === 'step', reads: explained.read.map(readView), remedies: explained.remedies.map((remedy) => remedy.map(changeView)) }];
  });
}

function explain(model: Model, state: State, label: string): ActionExplanation | undefined {
  try {
    return explainAction(model, state, label)[0];
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Which parts of a promise are not true at the end of a run that breaks it, and what they have read. */
export function brokenView(model: Model, subject: PropertyInstances, instance: PropertyInstance, trace: Trace): BrokenView {
  const why = whyViolated(model, { subject, verdict: { kind: 'violated', instance, trace } });
  return { label: instance.label, failed: why?.failed ?? [], reads: [...(why?.read ?? []), ...(why?.readAfter ?? [])].map(readView) };
}

function readView({ path, value }: Reading): ReadView {
  return { path, value: showPlain(value) };
}
