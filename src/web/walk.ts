/** What the page shows of a path and of one state on it. Pure: a model and a text in, plain data out. */
import { UserError } from '../errors.js';
import { type ActionInstance, findMisfit, type Model, nextStates, type State } from '../model/index.js';
import { setting } from '../spec/index.js';
import { formatStep, statesOf, type Trace } from '../trace/index.js';
import { type Arrival, answersOf, brokenAt, isEnd, together } from './answers.js';
import type { ActorView, DisabledView, EnabledView, OutcomeView, PathView, PropertyHead, PropertyView, StateView } from './messages.js';
import { changesOf, placed, walked } from './place.js';
import { sectionsOf } from './state-view.js';
import { brokenView } from './why.js';

export function pathView(model: Model, text: string): PathView {
  const trace = walked(model, text);
  const { spec, parameters, properties } = model;
  const { initial, steps } = trace;
  const states = statesOf(trace);
  const returns = returnsOf(states);
  const acting = new Set(steps.map(({ taken }) => taken.actor));
  return {
    settings: Object.keys(spec.parameters).map((name) => setting(spec.parameters, name, parameters[name])),
    initials: model.initial.length,
    initial: model.initial.indexOf(initial),
    begins: changesOf(model, model.schema.first as State, initial),
    steps: steps.map(({ taken, state }, index) => ({
      number: index + 1,
      actor: taken.actor,
      label: taken.label,
      about: taken.action.about ?? null,
      changes: changesOf(model, states[index] as State, state),
      returnsTo: returns[index + 1] ?? null,
      broken: brokenAt(model, state, arrivalAt(model, trace, states, returns, index + 1)),
    })),
    everybody: actorsOf(model),
    actors: actorsOf(model).filter((actor) => acting.has(actor)),
    broken: brokenAt(model, initial, arrivalAt(model, trace, states, returns, 0)),
    properties: properties.map(headOf),
  };
}

/** The state after `at` steps, compared with the one after `compare` steps, or with the one before it. */
export function stateView(model: Model, { path, at, compare }: { readonly path: string; readonly at: number; readonly compare: number | null }): StateView {
  const trace = walked(model, path);
  const states = statesOf(trace);
  const state = placed(states, at);
  const compared = compare ?? (at === 0 ? null : at - 1);
  const arrival = arrivalAt(model, trace, states, returnsOf(states), at);
  return {
    at,
    compared,
    sections: sectionsOf(model, state, compared === null ? null : placed(states, compared)),
    actors: actorViews(model, state),
    properties: model.properties.map((subject): PropertyView => {
      const parts = answersOf(model, subject, state, arrival);
      return {
        ...headOf(subject),
        source: subject.property.source ?? null,
        here: together(parts),
        broken: subject.instances.filter((_, index) => parts[index]?.here === 'violated').map((instance) => brokenView(model, subject, instance, until(trace, at))),
        parts: parts.length > 1 ? parts : [],
      };
    }),
  };
}

function headOf({ property: { name, kind, sentence } }: Model['properties'][number]): PropertyHead {
  return { name, kind, sentence };
}

/** Who acts in a model, in the order of its actions. */
function actorsOf({ actions }: Model): string[] {
  return [...new Set(actions.map(({ actor }) => actor))];
}

/** The first steps of a trace. */
function until({ initial, steps }: Trace, at: number): Trace {
  return { initial, steps: steps.slice(0, at) };
}

/** How a trace comes to the state after so many steps; `returns`: see `returnsOf`. */
function arrivalAt(model: Model, { initial, steps }: Trace, states: readonly State[], returns: readonly (number | null)[], at: number): Arrival {
  const taken = steps[at - 1]?.taken;
  const loop = returns[at] ?? null;
  const endless = loop !== null || isEnd(model, states[at] as State) ? { initial, steps: steps.slice(0, at), ...(loop !== null && { loop }) } : null;
  return { step: taken === undefined ? null : { from: states[at - 1] as State, taken }, endless };
}

/** For each state the first one before it that equals it. */
function returnsOf(states: readonly State[]): readonly (number | null)[] {
  const seen = new Map<number, number[]>();
  return states.map((state, index) => {
    const alike = seen.get(state.hashCode()) ?? [];
    const first = alike.find((other) => (states[other] as State).equals(state));
    if (first === undefined) seen.set(state.hashCode(), [...alike, index]);
    return first ?? null;
  });
}

function actorViews(model: Model, state: State): ActorView[] {
  const views = new Map(actorsOf(model).map((actor) => [actor, { actor, enabled: [] as EnabledView[], disabled: [] as DisabledView[] }]));
  for (const action of model.actions) {
    const view = views.get(action.actor);
    const seen = look(model, state, action);
    if ('outcomes' in seen) view?.enabled.push(seen);
    else view?.disabled.push(seen);
  }
  return [...views.values()];
}

/** What one action would do here, or why it cannot. A fault of its author's is shown where it is, and stops nothing else. */
function look(model: Model, state: State, taken: ActionInstance): EnabledView | DisabledView {
  const { label, action, index } = taken;
  const about = action.about ?? null;
  try {
    const next = nextStates(taken, state);
    if (next.length === 0) {
      return { label, about };
    }
    for (const outcome of next) {
      const misfit = findMisfit(model.schema, outcome);
      if (misfit !== undefined) return { label, about, outcomes: [], fault: `the next state is not in its domain: ${misfit.path} is ${misfit.found}, not ${misfit.expected}` };
    }
    const outcomes = next.map(
      (outcome, number): OutcomeView => ({
        step: formatStep(index, number),
        changes: changesOf(model, state, outcome),
        breaks: brokenAt(model, outcome, { step: { from: state, taken }, endless: null }),
      }),
    );
    return { label, about, outcomes, fault: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { label, about, outcomes: [], fault: error.message };
  }
}
