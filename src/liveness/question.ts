import type { Obligation, PropertyInstance } from '../model/index.js';
import type { Liveness } from '../spec/index.js';

/** One instance of a liveness property, to be answered. */
export interface Question {
  /** Its number among the liveness properties that were asked for. */
  readonly number: number;
  readonly property: Liveness<unknown>;
  readonly instance: PropertyInstance;
  readonly obligation: Obligation;
}
