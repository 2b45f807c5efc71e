import type { Domain, DomainValue } from './domain.js';

/** The arguments of an action or property: each name with the finite domain that it ranges over. */
export type Arguments = { readonly [name: string]: Domain<unknown> };

/** One value for each argument. */
export type Chosen<A> = { readonly [K in keyof A]: DomainValue<A[K]> };

/** Arguments when nothing is known about their names, as the engine sees them. */
export type AnyChosen = Readonly<Record<string, unknown>>;

/**
 * A guarded step of one actor. `guard` and `step` must be pure: the same state and arguments give the same result, and
 * nothing but the result changes.
 */
export interface Action<S, C = AnyChosen> {
  readonly kind: 'action';
  /** What a trace calls it: `gic.deactivate`. */
  readonly name: string;
  /** One sentence for the reader of a trace. */
  readonly about: string | undefined;
  /** What it is parameterised by. */
  readonly arguments: Arguments;
  /** What liveness may assume of it; nothing, when undefined. */
  readonly fairness: ActionFairness | undefined;
  /** Who takes the step. */
  actor(chosen: C): string;
  /** Which choices of arguments exist at all. */
  where(chosen: C): boolean;
  /** Whether the step can be taken. */
  guard(state: S, chosen: C): boolean;
  /** The next state, or all possible next states. */
  step(state: S, chosen: C): S | readonly S[];
}

/** The action that was taken, as predicates of steps see it. */
export interface Taken<C = AnyChosen> {
  /** The name of the action, without its arguments. */
  readonly action: string;
  /** Who took it. */
  readonly actor: string;
  /** Its arguments. */
  readonly args: C;
}

/** The arguments whose choices are told apart, all when it is a plain text: `{ strong: ['vcpu'] }` is fair to each vCPU, whatever the other arguments. */
export type ActionFairness<Name extends string = string> = 'weak' | 'strong' | { readonly weak: readonly Name[] } | { readonly strong: readonly Name[] };

/** What an author writes for an action. */
export interface ActionDefinition<S, A extends Arguments> {
  /** Who takes the step; may depend on the arguments: `({ vcpu }) => `guest ${vcpu}``. */
  readonly actor: string | ((chosen: Chosen<A>) => string);
  /** One sentence for the reader of a trace. */
  readonly about?: string;
  /** What the action is parameterised by; there is one instance for each choice of values. */
  readonly args?: A;
  /** Which choices of arguments exist at all; decided once, before the search. */
  readonly where?: (chosen: Chosen<A>) => boolean;
  /**
   * What liveness may assume, for each choice of arguments: `weak`, if it is enabled for ever then it is taken; `strong`,
   * if it is enabled again and again then it is taken again and again. Nothing, when left out: it need never be taken.
   */
  readonly fairness?: ActionFairness<Extract<keyof A, string>>;
  /** Whether the step can be taken; always, when it is left out. */
  readonly guard?: (state: S, chosen: Chosen<A>) => boolean;
  /** The next state, or all possible next states where the world chooses; an empty array is the same as a false guard. */
  readonly step: (state: S, chosen: Chosen<A>) => S | readonly S[];
}

/** Defines an action; authors call it through `language` or the second argument of `actions`. */
export function action<S, const A extends Arguments>(name: string, definition: ActionDefinition<S, A>): Action<S, Chosen<A>> {
  const { actor } = definition;
  return Object.freeze({
    kind: 'action',
    name,
    about: definition.about,
    arguments: definition.args ?? {},
    fairness: definition.fairness,
    actor: typeof actor === 'string' ? () => actor : actor,
    where: definition.where ?? (() => true),
    guard: definition.guard ?? (() => true),
    step: definition.step,
  });
}
