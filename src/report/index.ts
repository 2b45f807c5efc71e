export type { Run } from './run.js';
