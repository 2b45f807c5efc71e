import type { PropertyInstance, PropertyInstances } from '../model/index.js';
import type { Trace } from '../trace/index.js';

/** What a run says of one property. Of an incomplete run it never says "holds", nor "unreached". */
export type Verdict =
  /** On the whole space. `vacuous`: its premise was never true, so that it says nothing. */
  | { readonly kind: 'holds'; readonly vacuous: boolean }
  | { readonly kind: 'violated'; readonly instance: PropertyInstance; readonly trace: Trace }
  /** Of a witness: every instance was reached; the trace is the shortest to the one that is farthest away. */
  | { readonly kind: 'reached'; readonly instance: PropertyInstance; readonly trace: Trace }
  /** Of a witness, on the whole space: these instances were not reached by any run. */
  | { readonly kind: 'unreached'; readonly missing: readonly PropertyInstance[] }
  /** The exploration ended before the answer was known; or, with `because`, the search for fair cycles did. */
  | { readonly kind: 'unknown'; readonly because?: 'time' | 'memory' | 'interrupted' };

export interface PropertyVerdict {
  readonly subject: PropertyInstances;
  readonly verdict: Verdict;
}

/** Whether a verdict shows that something is wrong: a property is violated, or a witness is out of reach. */
export function isBad(verdict: Verdict): boolean {
  return verdict.kind === 'violated' || verdict.kind === 'unreached';
}
