import type { Obligation } from '../model/index.js';
import type { LivenessShape } from '../spec/index.js';

/** One instance of a property of whole runs, to be answered. */
export interface Question {
  /** Its number among the properties of whole runs that were asked for. */
  readonly number: number;
  readonly shape: LivenessShape;
  readonly obligation: Obligation;
}
