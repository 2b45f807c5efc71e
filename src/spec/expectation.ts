/**
 * What a spec promises of one variant. Whatever is left out is not compared, except that a property which is not named
 * under `violated` is expected to hold, and a witness which is not named under `unreached` is expected to be found.
 */
export interface Expectation {
  /** The violated properties, each with the number of transitions of its shortest counterexample; of a liveness property that of the shortest way to a loop. */
  readonly violated?: { readonly [property: string]: number };
  /** The witnesses that no run reaches. */
  readonly unreached?: readonly string[];
  /** The largest number that a bound comes to, for each that is named. */
  readonly bounds?: { readonly [property: string]: number | 'unbounded' };
  /** Distinct reachable states. */
  readonly states?: number;
  /** Distinct transitions: a state, an action with its arguments, a next state. */
  readonly transitions?: number;
  /** The greatest distance of a state from the nearest initial state. */
  readonly depth?: number;
}

/** A named choice of parameter values: a design, an alternative, or a bug. */
export interface Variant<P = Readonly<Record<string, unknown>>> {
  /** One paragraph: what this is, where it comes from, and what goes wrong if something does. */
  readonly story: string;
  /** The parameters in which it differs from the defaults. */
  readonly set: Partial<P>;
  /** What is promised of it: `explore matrix`, `explore nightly` and the tests compare. */
  readonly expect?: Expectation;
}
