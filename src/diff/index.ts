/** Two models of one spec, side by side: the first state in which they behave differently. */
export { type Outcome, type Parting, type PartingBounds, partingOf } from './parting.js';
