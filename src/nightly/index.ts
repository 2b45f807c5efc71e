/** Runs of everything that is promised, night after night, and what is new in them. */
export { changedSpecs } from './changed.js';
export { launcher } from './launch.js';
export { type NightEvent, runNight } from './nightly.js';
export { cataloguePlan, type Plan, readPlan } from './plan.js';
export { selfCheck } from './self-check.js';
