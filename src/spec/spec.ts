import { UserError } from '../errors.js';
import { type Action, type ActionDefinition, type AnyChosen, type Arguments, action, type Chosen } from './action.js';
import { show } from './domain.js';
import type { Expectation, Variant } from './expectation.js';
import type { Fairness } from './fairness.js';
import { type Observation, type ObservationDefinition, type Observations, observation } from './observation.js';
import { bindParameters, kebab, type Parameters, type ParameterValues } from './parameter.js';
import {
  alwaysEventually,
  type Bound,
  type BoundDefinition,
  bound,
  type DeadlockFreedom,
  type DeadlockFreedomDefinition,
  deadlockFreedom,
  type EventuallyAlwaysDefinition,
  eventually,
  eventuallyAlways,
  type Invariant,
  type InvariantDefinition,
  invariant,
  type LeadsToDefinition,
  type Liveness,
  type LivenessDefinition,
  leadsTo,
  type Property,
  type StepProperty,
  type StepPropertyDefinition,
  step,
  type Witness,
  type WitnessDefinition,
  witness,
} from './property.js';
import type { RecordSchema } from './schema.js';
import type { RecordValue } from './values.js';

/** What an author exports as the default of a spec's module. */
export interface SpecDefinition<P extends Parameters, F> {
  /** Short, lower case, with hyphens: what `--spec` calls it. */
  readonly name: string;
  /** A sentence or two: what is modelled. */
  readonly about: string;
  /** Where the facts come from: documents, mails, commits. */
  readonly sources?: readonly string[];
  /** What may differ from model to model, by names in camel case. */
  readonly parameters?: P;
  /** Combinations of parameters that make no sense: says why, or returns null. */
  readonly constraint?: (parameters: ParameterValues<P>) => string | null;
  /** The schema of the state. */
  readonly state: (parameters: ParameterValues<P>) => RecordSchema<F>;
  /** The initial state, or all of them. */
  readonly initial: (parameters: ParameterValues<P>, state: RecordSchema<F>) => RecordValue<F> | readonly RecordValue<F>[];
  /** What can happen. Their order is that of all reports. */
  readonly actions: (parameters: ParameterValues<P>, language: Language<RecordValue<F>>) => readonly Action<RecordValue<F>>[];
  /** What must be true. */
  readonly properties: (parameters: ParameterValues<P>, language: Language<RecordValue<F>>) => readonly Property<RecordValue<F>>[];
  /** What liveness may assume of several actions together, beside what each action says of itself. */
  readonly fairness?: (parameters: ParameterValues<P>) => readonly Fairness[];
  /** What can be seen of a run from outside, for `explore validate`. */
  readonly observations?: (parameters: ParameterValues<P>, language: Language<RecordValue<F>>) => Observations<RecordValue<F>>;
  /** Choices of parameters that have a name: designs, alternatives, bugs. */
  readonly variants?: { readonly [name: string]: Variant<ParameterValues<P>> };
  /** What is promised of the default parameters. */
  readonly expect?: Expectation;
  /**
   * By the name of another spec: as which of its states a state is to be seen, for `explore refine`. A state of that spec, or
   * plain data: an object for a record or a map, an array for a vector, a set or a queue. Must be pure.
   */
  readonly refines?: { readonly [spec: string]: (state: RecordValue<F>, parameters: ParameterValues<P>) => unknown };
}

/** A spec as the engine sees it: checked, frozen, with nothing known about the fields of its states. */
export interface Spec {
  readonly kind: 'explore.spec';
  /** What `--spec` calls it. */
  readonly name: string;
  /** A sentence or two: what is modelled. */
  readonly about: string;
  /** Where the facts come from. */
  readonly sources: readonly string[];
  /** What may differ from model to model. */
  readonly parameters: Parameters;
  /** All variants, the default parameters first under the name `default`. */
  readonly variants: ReadonlyMap<string, Variant>;
  /** Why these parameters make no sense together; null: they do. */
  constraint(parameters: Readonly<Record<string, unknown>>): string | null;
  /** The schema of the state. */
  state(parameters: Readonly<Record<string, unknown>>): RecordSchema<unknown>;
  /** The initial state, or all of them; not checked yet. */
  initial(parameters: Readonly<Record<string, unknown>>, state: RecordSchema<unknown>): unknown;
  /** What can happen. */
  actions(parameters: Readonly<Record<string, unknown>>): readonly Action<unknown>[];
  /** What must be true. */
  properties(parameters: Readonly<Record<string, unknown>>): readonly Property<unknown>[];
  /** Null when the spec does not say what can be seen of its runs. */
  observations(parameters: Readonly<Record<string, unknown>>): Observations<unknown> | null;
  /** What liveness may assume of several actions together. */
  fairness(parameters: Readonly<Record<string, unknown>>): readonly Fairness[];
  /** By the name of another spec: how a state is seen there. */
  readonly refines: { readonly [spec: string]: (state: unknown, parameters: Readonly<Record<string, unknown>>) => unknown };
}

/** The words with which actions, properties and observations over states of type `S` are written. */
export interface Language<S> {
  /** A guarded step of one actor. */
  action<const A extends Arguments = Record<never, never>>(name: string, definition: ActionDefinition<S, A>): Action<S, Chosen<A>>;
  /** True in every reachable state (LTL: `G holds`, or `G (given -> holds)`). */
  invariant<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: InvariantDefinition<S, A> | ((state: S) => boolean)): Invariant<S, Chosen<A>>;
  /** True of every transition. */
  step<C = Readonly<Record<string, unknown>>>(name: string, sentence: string, definition: StepPropertyDefinition<S, C>): StepProperty<S, C>;
  /** True in some reachable state (CTL: `EF reached`); with arguments, in some state for each choice of them. */
  witness<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: WitnessDefinition<S, A> | ((state: S) => boolean)): Witness<S, Chosen<A>>;
  /** Every reachable state has a transition, or is a legal end. */
  deadlockFreedom(name: string, sentence: string, definition?: DeadlockFreedomDefinition<S>): DeadlockFreedom<S>;
  /** True at some time in every fair run (LTL: `F holds`). */
  eventually<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: LivenessDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>>;
  /** True again and again in every fair run (LTL: `G F holds`). */
  alwaysEventually<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: LivenessDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>>;
  /** In every fair run, whenever `from` is true, the goal is reached then or later (LTL: `G (from -> F holds)`). */
  leadsTo<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: LeadsToDefinition<S, A>): Liveness<S, Chosen<A>>;
  /** True from some time on in every fair run (LTL: `F G holds`). */
  eventuallyAlways<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: EventuallyAlwaysDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>>;
  /** A kind of record that steps leave in a log, and how a line of the log tells it. */
  observation<const F extends Arguments, C = AnyChosen>(name: string, definition: ObservationDefinition<S, F, C>): Observation<S>;
  /** How many steps it takes from one thing to another: measured, or promised. */
  bound<const A extends Arguments = Record<never, never>>(name: string, sentence: string, definition: BoundDefinition<S, A>): Bound<S, Chosen<A>>;
}

/** The language for states of type `S`, for specs whose actions and properties lie in files of their own. */
export function language<S>(): Language<S> {
  return words as Language<S>;
}

const words = Object.freeze({ action, invariant, step, witness, deadlockFreedom, eventually, alwaysEventually, leadsTo, eventuallyAlways, observation, bound }) as unknown as Language<unknown>;

/** Defines a spec. Its shape is checked here, once; what depends on parameters is checked when a model is made of it. */
export function spec<const P extends Parameters, F>(definition: SpecDefinition<P, F>): Spec {
  const name = definition.name;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new UserError('a spec needs a name of lower-case letters, digits and hyphens', [['found', show(name)]]);
  }
  for (const part of ['state', 'initial', 'actions', 'properties'] as const) {
    if (typeof definition[part] !== 'function') throw new UserError(`spec ${name}: "${part}" must be a function`, [['found', show(definition[part])]]);
  }
  const parameters: Parameters = definition.parameters ?? {};
  const variants = new Map<string, Variant>([['default', { story: definition.about, set: {}, ...(definition.expect && { expect: definition.expect }) }]]);
  for (const [variantName, variant] of Object.entries(definition.variants ?? {})) {
    if (variantName === 'default') throw new UserError(`spec ${name}: a variant cannot be called "default"`, [['because', 'that is what the default parameters are called']]);
    if (variant.story.trim() === '') throw new UserError(`spec ${name}: variant ${variantName} has no story`);
    bindParameters(`${name}, variant ${variantName}`, parameters, variant.set as Readonly<Record<string, unknown>>);
    variants.set(variantName, variant as Variant);
  }
  for (const parameterName of Object.keys(parameters)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(parameterName))
      throw new UserError(`spec ${name}: a parameter cannot be called "${parameterName}"`, [['expected', `letters and digits, such as hostCpu; the command line calls it ${kebab('hostCpu')}`]]);
  }
  type Given = ParameterValues<P>;
  return Object.freeze<Spec>({
    kind: 'explore.spec',
    name,
    about: definition.about,
    sources: Object.freeze([...(definition.sources ?? [])]),
    parameters: Object.freeze(parameters),
    variants,
    constraint: (given) => definition.constraint?.(given as Given) ?? null,
    state: (given) => definition.state(given as Given) as RecordSchema<unknown>,
    initial: (given, state) => definition.initial(given as Given, state as RecordSchema<F>),
    actions: (given) => definition.actions(given as Given, language<RecordValue<F>>()) as readonly Action<unknown>[],
    properties: (given) => definition.properties(given as Given, language<RecordValue<F>>()) as readonly Property<unknown>[],
    refines: Object.freeze({ ...(definition.refines as unknown as Spec['refines']) }),
    fairness: (given) => definition.fairness?.(given as Given) ?? [],
    observations: (given) => (definition.observations?.(given as Given, language<RecordValue<F>>()) ?? null) as Observations<unknown> | null,
  });
}

/** Whether a module's export is a spec (of this or of another copy of this package). */
export function isSpec(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'explore.spec';
}
