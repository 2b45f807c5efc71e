/** A spec with its parameters bound, and what it means to take one of its steps. */
export { type AdHocBound, adHocName, withBound } from './ad-hoc.js';
export { below, findMisfit, isShaped } from './domains.js';
export { compares, type Expression, holds, pathsIn } from './expression.js';
export { countedBy, type Demand, type Obligation, obligationOf, takenOf } from './fairness.js';
export { withGoal } from './goal.js';
export { actionsLeftOut, instantiate } from './instantiate.js';
export type { ActionInstance, Assumption, Model, PropertyInstance, PropertyInstances, State } from './model.js';
export { observationsOf, observe, type ShownRecord, unseen } from './observe.js';
export { type Place, valueAt } from './place.js';
export { type Aspect, readAspects, readExpression } from './read-expression.js';
export { allowedAt, type Refinement, refinementName, refinementOf, strangeInitial, withRefinement } from './refinement.js';
export { type Answer, askFrom, askGoal, askInvariant, askLegalEnd, askStep, askWitness, nextStates, SpecFault, speaksOf } from './step.js';
