import type { AnyChosen, Taken } from './action.js';

/**
 * What is assumed of the steps of one or several actions. `weak`: if from some time on one of them is always enabled,
 * one is taken (LTL: `F G enabled -> G F taken`). `strong`: if one of them is enabled again and again, one is taken
 * again and again (LTL: `G F enabled -> G F taken`).
 */
export interface Fairness<C = AnyChosen> {
  readonly kind: 'fairness';
  /** Whether being enabled without interruption is needed, or being enabled again and again is enough. */
  readonly strength: 'weak' | 'strong';
  /** `any guest step` */
  readonly name: string;
  /** The steps with the same text are one assumption; null: this step is none of them. */
  per(taken: Taken, chosen: C): string | null;
}

/** How the fairness of one property differs from the one that the spec declares. */
export interface FairnessChange<C> {
  /** Of these steps nothing is assumed, nor of a group that one of them belongs to. */
  unfair?(taken: Taken, chosen: C): boolean;
  /** This is assumed too. */
  readonly also?: readonly Fairness<C>[];
  /** These steps are taken only finitely often. */
  finitely?(taken: Taken, chosen: C): boolean;
}

/**
 * Weak fairness of groups of steps: `weakly('some reader', ({ action, actor }) => (action === 'read' ? actor : null))`
 * assumes for each actor that it does not for ever decline all its reads.
 */
export function weakly<C = AnyChosen>(name: string, per: (taken: Taken, chosen: C) => string | null): Fairness<C> {
  return Object.freeze({ kind: 'fairness', strength: 'weak', name, per });
}

/** Strong fairness of groups of steps: `strongly('any guest step', ({ actor }) => (actor.startsWith('guest') ? actor : null))`. */
export function strongly<C = AnyChosen>(name: string, per: (taken: Taken, chosen: C) => string | null): Fairness<C> {
  return Object.freeze({ kind: 'fairness', strength: 'strong', name, per });
}
