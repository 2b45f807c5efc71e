/**
 * Refinement: every run of one model is a run of another, when its states are seen as states of the other. Each initial
 * state must be one there, and each step a step there, or none (the state that is seen stays equal). That is asked of every
 * transition; that the states seen are reachable there follows. It is about safety: a model that does nothing refines all.
 */
import { UserError } from '../errors.js';
import { type Composite, instance, isDomain, type Property, type Schema, type StepProperty, type Taken } from '../spec/index.js';
import type { ActionInstance, Model, State } from './model.js';
import { nextStates } from './step.js';

export interface Refinement {
  readonly target: Model;
  /** The state of the target as which a state is seen; null: there is none. */
  see(state: State): State | null;
}

/** How the states of a model are seen: by the mapping that its spec exports for that spec, or as they are where it is the same one. */
export function refinementOf(model: Model, target: Model): Refinement {
  const { spec, parameters } = model;
  const map = spec.refines[target.spec.name];
  return { target, see: (state) => seenAs(target.schema, map === undefined ? state : map(state, parameters)) };
}

/** How it is called; no property of a spec is called so. */
export const refinementName = 'the refinement';

/** The model with one property more, its last: each step is one of the target. */
export function withRefinement(model: Model, refinement: Refinement): Model {
  const allows = allowing(refinement);
  const property: StepProperty<State> = Object.freeze({
    kind: 'step',
    name: refinementName,
    sentence: 'each step is a step of the other model, or changes nothing there',
    source: undefined,
    arguments: {},
    on: undefined,
    given: () => true,
    parts: [],
    holds: (state: State, _taken: Taken, next: State) => allows(state, next),
  });
  return { ...model, properties: [...model.properties, { property: property as unknown as Property<unknown>, instances: [{ chosen: {}, label: refinementName }] }] };
}

/** The first initial state that is seen as no initial state of the target. */
export function strangeInitial(model: Model, { target, see }: Refinement): State | undefined {
  return model.initial.find((state) => {
    const seen = see(state);
    return seen === null || !target.initial.some((other) => other.equals(seen));
  });
}

/** What the target can do where a state is seen: each of its steps, with the state to which it leads. */
export function allowedAt({ target, see }: Refinement, state: State): readonly { readonly action: ActionInstance; readonly next: State }[] {
  const seen = see(state);
  return seen === null ? [] : target.actions.flatMap((action) => nextStates(action, seen).map((next) => ({ action, next })));
}

/** Whether a step is allowed. The steps of a state are asked one after the other: what the target can do there is kept for the next. */
function allowing({ target, see }: Refinement): (state: State, next: State) => boolean {
  let known: { readonly at: State; readonly nexts: readonly State[] } | null = null;
  return (state, next) => {
    const [before, after] = [see(state), see(next)];
    if (before === null || after === null) return false;
    if (before.equals(after)) return true;
    if (known === null || !known.at.equals(before)) known = { at: before, nexts: target.actions.flatMap((action) => nextStates(action, before)) };
    return known.nexts.some((other) => other.equals(after));
  };
}

/** A value, or plain data, as a value of a schema. What the schema never changes is as it has it; null where a part is missing or outside its domain. */
function seenAs(schema: Composite<unknown>, value: unknown): State | null {
  try {
    return convert(schema, value) as State;
  } catch (error) {
    if (error instanceof Unseen) return null;
    throw error;
  }
}

class Unseen extends Error {}

function convert(schema: Schema<unknown>, value: unknown): unknown {
  if (isDomain(schema)) {
    if (schema.size === 1) return schema.at(0);
    if (schema.indexOf(value) < 0) throw new Unseen();
    return value;
  }
  if (schema.kind === 'optional-composite') return value === null || value === undefined ? null : convert(schema.inner, value);
  // A set, a map or a queue is made of its members; everything else of its parts.
  if (Array.isArray(value) && schema.kind !== 'vector' && schema.kind !== 'record') return (schema as unknown as (members: readonly unknown[]) => unknown)(value);
  return instance(
    schema.type.prototype,
    schema.keys.map((key, index) => convert(schema.parts[index] as Schema<unknown>, partOf(value, key))),
  );
}

function partOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('get' in value) || typeof value.get !== 'function') return (value as Readonly<Record<string, unknown>>)[key];
  try {
    return (value as State).get(key);
  } catch (error) {
    // A record without such a field.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
