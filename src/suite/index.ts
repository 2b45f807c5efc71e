/**
 * For programs and test suites: `import { check, model } from 'explore/check'`. The matchers for Vitest are in `explore/vitest`.
 */
export { type Budget, type Checked, check, type Options } from './check.js';
export { type Choice, type Model, model, type Place } from './model.js';
