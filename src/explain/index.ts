/** Why a property is not true where a run ends, why an action cannot be taken there, and what a promise never looks at. */
export { type ActionExplanation, explainAction, selectActions } from './action.js';
export type { Reading } from './observe.js';
export { readsOnly } from './unchanging.js';
export { type Why, whyViolated } from './why.js';
