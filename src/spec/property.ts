import type { Action, AnyChosen, Arguments, Chosen } from './action.js';

/** What is promised of a model. Each kind carries the sentence that it formalises, and where that sentence stands. */
export type Property<S> = Invariant<S> | StepProperty<S> | Witness<S> | DeadlockFreedom<S>;

interface Promise {
  /** Short and unique within the spec: what `--property` and the columns of the matrix call it. */
  readonly name: string;
  /** The promise as a sentence. */
  readonly sentence: string;
  /** Where that sentence stands: document and section, mail, or file and function. */
  readonly source: string | undefined;
  readonly arguments: Arguments;
}

/** True in every reachable state. `given` is its premise: an invariant whose premise is never true says nothing, and is reported. */
export interface Invariant<S, C = AnyChosen> extends Promise {
  readonly kind: 'invariant';
  where(chosen: C): boolean;
  given(state: S, chosen: C): boolean;
  holds(state: S, chosen: C): boolean;
}

/** The action that was taken, as a step property sees it. */
export interface Taken<C = AnyChosen> {
  readonly action: string;
  readonly actor: string;
  readonly args: C;
}

/** True of every transition, or of every transition of the actions in `on`. */
export interface StepProperty<S, C = AnyChosen> extends Promise {
  readonly kind: 'step';
  /** The names of the actions that it speaks of; all of them, when undefined. */
  readonly on: readonly string[] | undefined;
  given(state: S, taken: Taken<C>, next: S): boolean;
  holds(state: S, taken: Taken<C>, next: S): boolean;
}

/** Some run reaches a state in which it is true; with arguments, for each choice of them some run does. */
export interface Witness<S, C = AnyChosen> extends Promise {
  readonly kind: 'witness';
  where(chosen: C): boolean;
  reached(state: S, chosen: C): boolean;
}

/** Every reachable state has a transition, except those in which a run may legally end. */
export interface DeadlockFreedom<S> extends Promise {
  readonly kind: 'deadlock-freedom';
  legalEnd(state: S): boolean;
}

interface Described {
  readonly source?: string;
}

export interface InvariantDefinition<S, A extends Arguments> extends Described {
  /** One instance for each choice of values: for each vCPU, for each pair. Small instances are checked fastest. */
  readonly args?: A;
  /** Which choices exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /** The premise. */
  readonly given?: (state: S, chosen: Chosen<A>) => boolean;
  readonly holds: (state: S, chosen: Chosen<A>) => boolean;
}

export interface StepPropertyDefinition<S, C> extends Described {
  /** The actions whose transitions it speaks of; all, when left out. */
  readonly on?: Action<S, C> | readonly Action<S, C>[];
  readonly given?: (state: S, taken: Taken<C>, next: S) => boolean;
  readonly holds: (state: S, taken: Taken<C>, next: S) => boolean;
}

export interface WitnessDefinition<S, A extends Arguments> extends Described {
  readonly args?: A;
  readonly where?: (chosen: Chosen<A>) => boolean;
  readonly reached: (state: S, chosen: Chosen<A>) => boolean;
}

export interface DeadlockFreedomDefinition<S> extends Described {
  /** The states in which a run may end; none, when left out. */
  readonly legalEnd?: (state: S) => boolean;
}

const always = () => true;

/** `sentence` is true in every reachable state (LTL: `G holds`, or `G (given -> holds)`). */
export function invariant<S, const A extends Arguments>(name: string, sentence: string, definition: InvariantDefinition<S, A> | ((state: S) => boolean)): Invariant<S, Chosen<A>> {
  const { source, args, where, given, holds }: InvariantDefinition<S, A> = typeof definition === 'function' ? { holds: definition } : definition;
  return Object.freeze({ kind: 'invariant', name, sentence, source, arguments: args ?? {}, where: where ?? always, given: given ?? always, holds });
}

/** `sentence` is true of every transition (LTL: `G holds`, over pairs of neighbouring states). */
export function step<S, C>(name: string, sentence: string, definition: StepPropertyDefinition<S, C>): StepProperty<S, C> {
  const { source, on, given, holds } = definition;
  const actions = on === undefined ? undefined : 'kind' in on ? [on] : on;
  return Object.freeze({ kind: 'step', name, sentence, source, arguments: {}, on: actions && Object.freeze(actions.map((action) => action.name)), given: given ?? always, holds });
}

/** Some run reaches a state of which `sentence` is true (CTL: `EF reached`). */
export function witness<S, const A extends Arguments>(name: string, sentence: string, definition: WitnessDefinition<S, A> | ((state: S) => boolean)): Witness<S, Chosen<A>> {
  const { source, args, where, reached }: WitnessDefinition<S, A> = typeof definition === 'function' ? { reached: definition } : definition;
  return Object.freeze({ kind: 'witness', name, sentence, source, arguments: args ?? {}, where: where ?? always, reached });
}

/** Every reachable state has a transition, or is a legal end. */
export function deadlockFreedom<S>(name: string, sentence: string, definition: DeadlockFreedomDefinition<S> = {}): DeadlockFreedom<S> {
  return Object.freeze({ kind: 'deadlock-freedom', name, sentence, source: definition.source, arguments: {}, legalEnd: definition.legalEnd ?? (() => false) });
}
