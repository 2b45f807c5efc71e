/** A spec with its parameters bound, and what it means to take one of its steps. */
export { below, findMisfit, isShaped } from './domains.js';
export { type ActionInstance, instantiate, type Model, type PropertyInstance, type PropertyInstances, type State } from './instantiate.js';
export { type Answer, askInvariant, askLegalEnd, askStep, askWitness, nextStates, SpecFault, speaksOf } from './step.js';
