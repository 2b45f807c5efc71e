/**
 * The language that a spec is written in: all that an author imports. A spec's module has a spec as its default export.
 * See `specs/` for examples, and the README for a tour.
 */
export type { Action, ActionDefinition, ActionFairness, AnyChosen, Arguments, Chosen, Taken } from './action.js';
export { boolean, type Domain, type DomainValue, isDomain, oneOf, range, reference, show, valuesOf } from './domain.js';
export type { Expectation, Variant } from './expectation.js';
export { type Fairness, type FairnessChange, strongly, weakly } from './fairness.js';
export { match } from './match.js';
export type { Observation, ObservationDefinition, Observations } from './observation.js';
export { bindParameters, kebab, listParameter, type Parameter, type Parameters, type ParameterValues, parameter, parseParameters, setting } from './parameter.js';
export type {
  Bound,
  BoundDefinition,
  DeadlockFreedom,
  DeadlockFreedomDefinition,
  Described,
  EventuallyAlwaysDefinition,
  Holds,
  Invariant,
  InvariantDefinition,
  LeadsToDefinition,
  Liveness,
  LivenessDefinition,
  LivenessShape,
  Part,
  Promised,
  Property,
  StepProperty,
  StepPropertyDefinition,
  Witness,
  WitnessDefinition,
} from './property.js';
export { type Composite, firstOf, isSchema, map, optional, queue, type RecordSchema, record, type Schema, set, type ValueOf, vector } from './schema.js';
export { isSpec, type Language, language, type Spec, type SpecDefinition, spec } from './spec.js';
export { type FiniteMap, type FiniteSet, instance, type Queue, queueLength, type Raw, type RecordValue, type Vector } from './values.js';
