import { UserError } from '../errors.js';
import type { Action, AnyChosen, Arguments, Chosen, Taken } from './action.js';
import { show } from './domain.js';

/**
 * What of a run can be seen from outside: the records that its steps leave in a log, and how a line of the log says so.
 * `explore validate` asks whether a log is a behaviour of the model: whether there is a run whose steps leave these
 * records, in this order, with steps in between that leave none.
 */
export interface Observations<S> {
  /** Which log this is, and who writes it. */
  readonly about: string;
  /** Whether a log begins when the run does, or somewhere in it (the default: a trace is switched on when it is wanted). */
  readonly begins?: 'initial' | 'anywhere';
  /** Whether a line says that others are missing here: then any steps may have been taken, seen ones too. No line does, when left out. */
  readonly gap?: (line: string) => boolean;
  /** The kinds of record. Where one step leaves several, they come in this order. */
  readonly records: readonly Observation<S>[];
}

/** One kind of record. */
export interface Observation<S> {
  readonly kind: 'observation';
  /** What the report of a log calls it. */
  readonly name: string;
  /** One sentence: when is it written? */
  readonly about: string | undefined;
  /** Its fields, with their domains. */
  readonly fields: Arguments;
  /** The names of the actions whose steps may leave such a record. */
  readonly on: readonly string[];
  /** Whether the record may be missing though the step was taken. */
  readonly certain: boolean;
  /** What a step leaves: one record, several in their order, or null. */
  shows(state: S, taken: Taken, next: S): Shown | readonly Shown[] | null;
  /** What a line of the log tells; null when it is no such record. */
  reads(line: string): Shown | null;
}

/** Some of the fields of a record; what is absent or undefined cannot be seen, and is like anything. */
type Shown = AnyChosen;

/** What an author writes for a kind of record. */
export interface ObservationDefinition<S, F extends Arguments, C> {
  /** One sentence: when is it written? */
  readonly about?: string;
  /** Its fields, with their domains. */
  readonly fields: F;
  /** The actions whose steps leave such records. A step that leaves none now and then is for `shows` to tell. */
  readonly on: Action<S, C> | readonly Action<S, C>[];
  /** `false`: the record may be missing for reasons that the model does not know, so that a step without it is as good. */
  readonly certain?: boolean;
  /** What a step leaves: one record, several in their order, or null. A field that it leaves out is like anything in the log. Must be pure. */
  readonly shows: (state: S, taken: Taken<C>, next: S) => Partial<Chosen<F>> | readonly Partial<Chosen<F>>[] | null;
  /**
   * What a line of the log tells; null when it is no such record. A field that the line does not tell is like anything in the model.
   * For a reference, a text is a name: what it stands for is found out, and different names stand for different things.
   * Throws an Error when the line is such a record, but damaged.
   */
  readonly reads: (line: string) => Partial<Told<F>> | null;
}

/** What a line can say of each field. */
export type Told<F> = { readonly [K in keyof Chosen<F>]: Chosen<F>[K] | (number extends Chosen<F>[K] ? string : never) };

/** Defines a kind of record; authors call it through `language` or the second argument of `observations`. */
export function observation<S, const F extends Arguments, C>(name: string, definition: ObservationDefinition<S, F, C>): Observation<S> {
  const { about, fields, on, certain = true, shows, reads } = definition;
  if (typeof name !== 'string' || name.trim() === '') throw new UserError('an observation needs a name', [['found', show(name)]]);
  const actions = 'kind' in on ? [on] : on;
  return Object.freeze({ kind: 'observation', name, about, fields, on: Object.freeze(actions.map((action) => action.name)), certain, shows: shows as unknown as Observation<S>['shows'], reads });
}
