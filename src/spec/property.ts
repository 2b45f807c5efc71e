import { UserError } from '../errors.js';
import type { Action, AnyChosen, Arguments, Chosen, Taken } from './action.js';
import { show } from './domain.js';
import type { FairnessChange } from './fairness.js';

/** What is promised of a model. Each kind carries the sentence that it formalises, and where that sentence stands. */
export type Property<S> = Invariant<S> | StepProperty<S> | Witness<S> | DeadlockFreedom<S> | Liveness<S> | Bound<S>;

/** What every promise of a model has. */
export interface Promised {
  /** Short and unique within the spec: what `--property` and the columns of the matrix call it. */
  readonly name: string;
  /** The promise as a sentence. */
  readonly sentence: string;
  /** Where that sentence stands: document and section, mail, or file and function. */
  readonly source: string | undefined;
  /** What it is parameterised by; there is one instance for each choice of values. */
  readonly arguments: Arguments;
}

/** One of several things that together are a promise. */
export interface Part<Asked extends readonly unknown[]> {
  /** What a report calls it when it is the one that is not true. */
  readonly name: string;
  /** Whether it is true. */
  holds(...asked: Asked): boolean;
}

/** A promise as one function, or as several by name, all of which must be true: then a report says which one is not. */
export type Holds<Asked extends readonly unknown[]> = ((...asked: Asked) => boolean) | { readonly [part: string]: (...asked: Asked) => boolean };

/** True in every reachable state. `given` is its premise: an invariant whose premise is never true says nothing, and is reported. */
export interface Invariant<S, C = AnyChosen> extends Promised {
  readonly kind: 'invariant';
  /** Which choices of arguments exist at all. */
  where(chosen: C): boolean;
  /** The premise. */
  given(state: S, chosen: C): boolean;
  /** What is promised of a state in which the premise is true. */
  holds(state: S, chosen: C): boolean;
  /** What `holds` consists of; empty when its author has given no names. */
  readonly parts: readonly Part<[state: S, chosen: C]>[];
}

/** True of every transition, or of every transition of the actions in `on`. */
export interface StepProperty<S, C = AnyChosen> extends Promised {
  readonly kind: 'step';
  /** The names of the actions that it speaks of; all of them, when undefined. */
  readonly on: readonly string[] | undefined;
  /** The premise. */
  given(state: S, taken: Taken<C>, next: S): boolean;
  /** What is promised of a transition for which the premise is true. */
  holds(state: S, taken: Taken<C>, next: S): boolean;
  /** What `holds` consists of; empty when its author has given no names. */
  readonly parts: readonly Part<[state: S, taken: Taken<C>, next: S]>[];
}

/** Some run reaches a state in which it is true; with arguments, for each choice of them some run does. */
export interface Witness<S, C = AnyChosen> extends Promised {
  readonly kind: 'witness';
  /** Which choices of arguments exist at all. */
  where(chosen: C): boolean;
  /** Whether this is such a state. */
  reached(state: S, chosen: C): boolean;
}

/** Every reachable state has a transition, except those in which a run may legally end. */
export interface DeadlockFreedom<S> extends Promised {
  readonly kind: 'deadlock-freedom';
  /** Whether a run may end here. */
  legalEnd(state: S): boolean;
}

/** The four shapes of liveness, as LTL writes them: `F goal`, `G F goal`, `G (from -> F goal)`, `F G goal`. */
export type LivenessShape = 'eventually' | 'always-eventually' | 'leads-to' | 'eventually-always';

/**
 * Something good happens in every fair run. A run goes on as long as any action is enabled (it does not stutter); in a
 * state without transitions it ends, and what is true in its last state is true for ever.
 */
export interface Liveness<S, C = AnyChosen> extends Promised {
  readonly kind: 'liveness';
  /** Which of the four. */
  readonly shape: LivenessShape;
  /** Which choices of arguments exist at all. */
  where(chosen: C): boolean;
  /** What makes the promise due (`leads-to` only; always true for the others). */
  from(state: S, chosen: C): boolean;
  /** The good thing, as something that is true of a state. */
  goal(state: S, chosen: C): boolean;
  /** The good thing, as a step that is taken. */
  by(taken: Taken, chosen: C): boolean;
  /** How its fairness differs from the one that the spec declares. */
  readonly fairness: FairnessChange<C> | undefined;
}

/**
 * How many steps are taken from a state in which `from` is true until one in which `goal` is true, or until a step that is
 * `by`, over all runs: fair or not, and whether or not they come there. A state in which both are true counts 0.
 */
export interface Bound<S, C = AnyChosen> extends Promised {
  readonly kind: 'bound';
  /** Which choices of arguments exist at all. */
  where(chosen: C): boolean;
  /** In such a state the count begins. */
  from(state: S, chosen: C): boolean;
  /** In such a state it ends. */
  goal(state: S, chosen: C): boolean;
  /** Steps that end the count; each of them is the last that may count. */
  by(taken: Taken, chosen: C): boolean;
  /** Which steps count. It is decided once for each action with its arguments, before the search. */
  counting(taken: Taken, chosen: C): boolean;
  /** More would be a violation; undefined: it is measured, and promises nothing. */
  readonly atMost: number | undefined;
}

/** What every definition of a property may say. */
export interface Described {
  /** Where the sentence stands: document and section, mail, or file and function. */
  readonly source?: string;
}

/** What an author writes for an invariant; a predicate of states alone may stand for it. */
export interface InvariantDefinition<S, A extends Arguments> extends Described {
  /** One instance for each choice of values: for each vCPU, for each pair. Small instances are checked fastest. */
  readonly args?: A;
  /** Which choices exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /** The premise. */
  readonly given?: (state: S, chosen: Chosen<A>) => boolean;
  /** What must be true; several things by name, when a counterexample shall say which of them is not. */
  readonly holds: Holds<[state: S, chosen: Chosen<A>]>;
}

/** What an author writes for a property of transitions. */
export interface StepPropertyDefinition<S, C> extends Described {
  /** The actions whose transitions it speaks of; all, when left out. */
  readonly on?: Action<S, C> | readonly Action<S, C>[];
  /** The premise. */
  readonly given?: (state: S, taken: Taken<C>, next: S) => boolean;
  /** What must be true, or several things by name. */
  readonly holds: Holds<[state: S, taken: Taken<C>, next: S]>;
}

/** What an author writes for a witness; a predicate of states alone may stand for it. */
export interface WitnessDefinition<S, A extends Arguments> extends Described {
  /** One instance for each choice of values, each of which some run must reach. */
  readonly args?: A;
  /** Which choices exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /** Whether this is such a state. */
  readonly reached: (state: S, chosen: Chosen<A>) => boolean;
}

/** What an author may write for deadlock freedom. */
export interface DeadlockFreedomDefinition<S> extends Described {
  /** The states in which a run may end; none, when left out. */
  readonly legalEnd?: (state: S) => boolean;
}

/** What the four definitions of liveness share. Each needs a goal: `holds`, or `by`, or both. */
export interface LivenessDefinition<S, A extends Arguments> extends Described {
  /** One instance for each choice of values. */
  readonly args?: A;
  /** Which choices exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /** The good thing is that this is true of a state. */
  readonly holds?: (state: S, chosen: Chosen<A>) => boolean;
  /** The good thing is that such a step is taken. It is decided once for each action with its arguments, before the search. */
  readonly by?: (taken: Taken, chosen: Chosen<A>) => boolean;
  /** How fairness differs here from the one that the spec declares: "even if the host is unfair". */
  readonly fairness?: FairnessChange<Chosen<A>>;
}

/** What an author writes for `leadsTo`. */
export interface LeadsToDefinition<S, A extends Arguments> extends LivenessDefinition<S, A> {
  /** From such a state on the good thing is due. */
  readonly from: (state: S, chosen: Chosen<A>) => boolean;
}

/** What an author writes for `eventuallyAlways`; a predicate of states alone may stand for it. */
export interface EventuallyAlwaysDefinition<S, A extends Arguments> extends Omit<LivenessDefinition<S, A>, 'by'> {
  /** What is true from some time on. */
  readonly holds: (state: S, chosen: Chosen<A>) => boolean;
}

/** What an author writes for a bound. */
export interface BoundDefinition<S, A extends Arguments> extends Described {
  /** One instance for each choice of values; the smallest and the largest number of all of them are told. */
  readonly args?: A;
  /** Which choices exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /** In such a state the count begins with 0. */
  readonly from: (state: S, chosen: Chosen<A>) => boolean;
  /** In such a state it ends. */
  readonly to?: (state: S, chosen: Chosen<A>) => boolean;
  /** With such a step it ends. One of the two must be there. */
  readonly by?: (taken: Taken, chosen: Chosen<A>) => boolean;
  /** Which steps count; all, when left out. */
  readonly counting?: (taken: Taken, chosen: Chosen<A>) => boolean;
  /** The largest number that is no violation. When left out, the numbers are told and nothing is promised. */
  readonly atMost?: number;
}

const always = () => true;
const never = () => false;

/** `sentence` is true in every reachable state (LTL: `G holds`, or `G (given -> holds)`). */
export function invariant<S, const A extends Arguments>(name: string, sentence: string, definition: InvariantDefinition<S, A> | ((state: S) => boolean)): Invariant<S, Chosen<A>> {
  const { source, args, where, given, holds }: InvariantDefinition<S, A> = typeof definition === 'function' ? { holds: definition } : definition;
  return Object.freeze({ kind: 'invariant', name, sentence, source, arguments: args ?? {}, where: where ?? always, given: given ?? always, ...conjunction(name, holds) });
}

/** `sentence` is true of every transition (LTL: `G holds`, over pairs of neighbouring states). */
export function step<S, C>(name: string, sentence: string, definition: StepPropertyDefinition<S, C>): StepProperty<S, C> {
  const { source, on, given, holds } = definition;
  const actions = on === undefined ? undefined : 'kind' in on ? [on] : on;
  return Object.freeze({
    kind: 'step',
    name,
    sentence,
    source,
    arguments: {},
    on: actions && Object.freeze(actions.map((action) => action.name)),
    given: given ?? always,
    ...conjunction(name, holds),
  });
}

/** Some run reaches a state of which `sentence` is true (CTL: `EF reached`). */
export function witness<S, const A extends Arguments>(name: string, sentence: string, definition: WitnessDefinition<S, A> | ((state: S) => boolean)): Witness<S, Chosen<A>> {
  const { source, args, where, reached }: WitnessDefinition<S, A> = typeof definition === 'function' ? { reached: definition } : definition;
  return Object.freeze({ kind: 'witness', name, sentence, source, arguments: args ?? {}, where: where ?? always, reached });
}

/** Every reachable state has a transition, or is a legal end. */
export function deadlockFreedom<S>(name: string, sentence: string, definition: DeadlockFreedomDefinition<S> = {}): DeadlockFreedom<S> {
  return Object.freeze({ kind: 'deadlock-freedom', name, sentence, source: definition.source, arguments: {}, legalEnd: definition.legalEnd ?? never });
}

/** In every fair run `sentence` becomes true at some time (LTL: `F holds`). */
export function eventually<S, const A extends Arguments>(name: string, sentence: string, definition: LivenessDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>> {
  return liveness('eventually', name, sentence, definition);
}

/** In every fair run `sentence` becomes true again and again, without end (LTL: `G F holds`). */
export function alwaysEventually<S, const A extends Arguments>(name: string, sentence: string, definition: LivenessDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>> {
  return liveness('always-eventually', name, sentence, definition);
}

/** In every fair run, whenever `from` is true, the goal is reached then or later (LTL: `G (from -> F holds)`). */
export function leadsTo<S, const A extends Arguments>(name: string, sentence: string, definition: LeadsToDefinition<S, A>): Liveness<S, Chosen<A>> {
  return liveness('leads-to', name, sentence, definition);
}

/** In every fair run `sentence` is true from some time on, for ever (LTL: `F G holds`). */
export function eventuallyAlways<S, const A extends Arguments>(name: string, sentence: string, definition: EventuallyAlwaysDefinition<S, A> | ((state: S) => boolean)): Liveness<S, Chosen<A>> {
  return liveness('eventually-always', name, sentence, definition);
}

/**
 * From `from` to `to` it takes so many steps: the smallest number of those that count, over all runs that come to `to`,
 * and the largest over all runs, unbounded when one can take more of them without end. Fairness plays no part: what the
 * host may put off for ever, it does. With `atMost` it is a promise: along no run are there more.
 */
export function bound<S, const A extends Arguments>(name: string, sentence: string, definition: BoundDefinition<S, A>): Bound<S, Chosen<A>> {
  const { source, args, where, from, to, by, counting, atMost } = definition;
  if (to === undefined && by === undefined) throw new UserError(`property ${name}: its count has no end`, [['expected', '"to" (a predicate of states), or "by" (a predicate of steps), or both']]);
  if (atMost !== undefined && !(Number.isSafeInteger(atMost) && atMost >= 0))
    throw new UserError(`property ${name}: "atMost" makes no sense`, [
      ['found', String(atMost)],
      ['expected', 'a natural number, or nothing'],
    ]);
  return Object.freeze({ kind: 'bound', name, sentence, source, arguments: args ?? {}, where: where ?? always, from, goal: to ?? never, by: by ?? never, counting: counting ?? always, atMost });
}

function liveness<S, A extends Arguments>(
  shape: LivenessShape,
  name: string,
  sentence: string,
  given: (LivenessDefinition<S, A> & { readonly from?: LeadsToDefinition<S, A>['from'] }) | ((state: S) => boolean),
): Liveness<S, Chosen<A>> {
  const { source, args, where, from, holds, by, fairness }: LivenessDefinition<S, A> & { readonly from?: LeadsToDefinition<S, A>['from'] } = typeof given === 'function' ? { holds: given } : given;
  if (holds === undefined && by === undefined) throw new UserError(`property ${name}: it has no goal`, [['expected', '"holds" (a predicate of states), or "by" (a predicate of steps), or both']]);
  return Object.freeze({ kind: 'liveness', shape, name, sentence, source, arguments: args ?? {}, where: where ?? always, from: from ?? always, goal: holds ?? never, by: by ?? never, fairness });
}

/** Named parts are asked in the order in which they are written, up to the first that is not true. */
function conjunction<A extends readonly unknown[]>(property: string, holds: Holds<A>): { readonly holds: (...asked: A) => boolean; readonly parts: readonly Part<A>[] } {
  if (typeof holds === 'function') return { holds, parts: [] };
  const parts = Object.entries(holds).map(([name, part]) => ({ name, holds: part }));
  const wrong = parts.find((part) => typeof part.holds !== 'function');
  if (parts.length === 0 || wrong !== undefined) {
    throw new UserError(`property ${property}: "holds" must be a function, or functions by name`, [['found', wrong === undefined ? 'no part' : `${wrong.name}: ${show(wrong.holds)}`]]);
  }
  return { holds: (...asked) => parts.every((part) => part.holds(...asked)), parts: Object.freeze(parts) };
}
