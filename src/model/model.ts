import type { Action, AnyChosen, Property, RecordSchema, Spec } from '../spec/index.js';

/** A state, when nothing is known about its fields. */
export interface State {
  get(key: string): unknown;
  equals(other: unknown): boolean;
  hashCode(): number;
}

/** A spec with its parameters bound. Making it twice from the same spec and values gives the same order of everything. */
export interface Model {
  readonly spec: Spec;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly schema: RecordSchema<unknown>;
  /** The distinct initial states, each in its domain. */
  readonly initial: readonly State[];
  readonly actions: readonly ActionInstance[];
  readonly properties: readonly PropertyInstances[];
  /** The fairness that the spec declares, for all of its liveness properties. */
  readonly assumptions: readonly Assumption[];
}

/** An action with its arguments chosen. */
export interface ActionInstance {
  /** Its place in `Model.actions`. */
  readonly index: number;
  readonly action: Action<unknown>;
  readonly chosen: AnyChosen;
  readonly actor: string;
  /** `gic.deactivate(vcpu 1, lr 0)` */
  readonly label: string;
}

/** A property with all choices of its arguments. */
export interface PropertyInstances {
  readonly property: Property<unknown>;
  readonly instances: readonly PropertyInstance[];
}

export interface PropertyInstance {
  readonly chosen: AnyChosen;
  /** `I2(vcpu 1)` */
  readonly label: string;
}

/** `weak`: if from some time on a member is always enabled, one is taken. `strong`: if one is enabled again and again, one is taken again and again. */
export interface Assumption {
  /** `kvm.load(vcpu 0, any pcpu)`, `any guest step: guest vcpu0` */
  readonly label: string;
  readonly strength: 'weak' | 'strong';
  /** Per action instance. */
  readonly members: readonly boolean[];
}
