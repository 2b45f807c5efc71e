import type { PropertyInstance, PropertyInstances } from '../model/index.js';
import type { Trace } from '../trace/index.js';

/** What a bound has come to, over all of its instances. */
export interface Measured {
  /** Over the runs that come to `to`; null: none does. */
  readonly smallest: Extreme<number> | null;
  /** Over all runs. The trace of `unbounded` is a lasso. */
  readonly largest: Extreme<number | 'unbounded'>;
  /** A run can end before it comes to `to`, or go on for ever without. */
  readonly mayMiss: boolean;
}

/** A number of steps that are counted, and a shortest run that shows it. */
export interface Extreme<N> {
  readonly count: N;
  readonly instance: PropertyInstance;
  readonly trace: Trace;
  /** After how many steps of the trace the count begins. */
  readonly begin: number;
}

/** What a run says of one property. Of an incomplete run it never says "holds", nor "unreached". */
export type Verdict =
  /** On the whole space. `vacuous`: its premise was never true, so that it says nothing. */
  | { readonly kind: 'holds'; readonly vacuous: boolean; readonly measured?: Measured }
  | { readonly kind: 'violated'; readonly instance: PropertyInstance; readonly trace: Trace; readonly measured?: Measured }
  /** Of a witness: every instance was reached; the trace is the shortest to the one that is farthest away. `counts`: what a run shows of a bound; it is no verdict of a check. */
  | {
      readonly kind: 'reached';
      readonly instance: PropertyInstance;
      readonly trace: Trace;
      readonly counts?: Omit<Extreme<number | 'unbounded'>, 'instance' | 'trace'> & { readonly which: 'smallest' | 'largest' };
    }
  /** Of a witness, on the whole space: these instances were not reached by any run. */
  | { readonly kind: 'unreached'; readonly missing: readonly PropertyInstance[] }
  /** The exploration ended before the answer was known; or, with `because`, the passes over what was explored did. */
  | { readonly kind: 'unknown'; readonly because?: 'time' | 'memory' | 'interrupted' };

export interface PropertyVerdict {
  readonly subject: PropertyInstances;
  readonly verdict: Verdict;
}

/** Whether a verdict shows that something is wrong: a property is violated, or a witness is out of reach. */
export function isBad(verdict: Verdict): boolean {
  return verdict.kind === 'violated' || verdict.kind === 'unreached';
}
