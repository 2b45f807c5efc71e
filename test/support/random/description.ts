/**
 * A random spec as plain data, so that fast-check can shrink it and a worker can be given it as text. Places, values and
 * arguments are numbers that are taken modulo what there is, so that every description means something.
 */

/** A leaf that cannot be null. */
export type BareLeaf = { readonly kind: 'boolean' } | { readonly kind: 'range'; readonly low: number; readonly size: number } | { readonly kind: 'oneOf' | 'reference'; readonly size: number };
export type Leaf = BareLeaf | { readonly kind: 'optional'; readonly of: BareLeaf };

/** `cell` and `nest` are the record types of the spec; each may stand at many places, so that its values can move. */
export type Shape =
  | Leaf
  | { readonly kind: 'cell' | 'nest' }
  | { readonly kind: 'maybe'; readonly of: 'cell' | 'nest' }
  | { readonly kind: 'vector'; readonly of: Shape; readonly size: number }
  | { readonly kind: 'set'; readonly of: BareLeaf }
  | { readonly kind: 'map'; readonly key: BareLeaf; readonly of: BareLeaf | { readonly kind: 'cell' } }
  | { readonly kind: 'queue'; readonly of: Leaf | { readonly kind: 'cell' | 'nest' }; readonly capacity: number };

/** `now`: as the step has made it so far; `before`: as the step found it. Of a step property: the next state, and the state. */
export type Side = 'now' | 'before';

/** How a value is written; all have the same result, and each goes another way through Immutable. */
export type Style = 'set' | 'update' | 'merge' | 'mutations' | 'path';

/** What is written to a leaf. */
export type Value =
  | { readonly kind: 'constant'; readonly pick: number }
  | { readonly kind: 'argument'; readonly argument: 'x' | 'y' }
  | { readonly kind: 'leaf'; readonly leaf: number; readonly side: Side }
  | { readonly kind: 'next'; readonly modulo: number };

export type Operation =
  | { readonly kind: 'write'; readonly leaf: number; readonly value: Value; readonly style: Style }
  | { readonly kind: 'rewrite'; readonly leaf: number; readonly side: Side; readonly style: Style }
  | { readonly kind: 'move'; readonly from: number; readonly to: number; readonly side: Side; readonly style: Style }
  | { readonly kind: 'swap'; readonly from: number; readonly to: number; readonly style: Style }
  | { readonly kind: 'adjust'; readonly from: number; readonly to: number; readonly field: number; readonly pick: number; readonly style: Style }
  | { readonly kind: 'fresh'; readonly at: number; readonly picks: readonly (number | null)[]; readonly style: Style }
  | { readonly kind: 'remove'; readonly at: number; readonly style: Style }
  | {
      readonly kind: 'set';
      readonly at: number;
      readonly method: 'add' | 'delete' | 'clear' | 'toggle' | 'union' | 'intersect' | 'subtract';
      readonly pick: number;
      readonly other: number;
      readonly style: Style;
    }
  | { readonly kind: 'map'; readonly at: number; readonly method: 'set' | 'delete' | 'clear' | 'update'; readonly pick: number; readonly from: number; readonly style: Style }
  | { readonly kind: 'queue'; readonly at: number; readonly method: 'push' | 'shift' | 'clear' | 'rotate'; readonly pick: number; readonly from: number; readonly style: Style }
  | { readonly kind: 'vector'; readonly at: number; readonly method: 'same' | 'first' | 'last'; readonly style: Style }
  | { readonly kind: 'if'; readonly test: Test; readonly yes: readonly Operation[]; readonly no: readonly Operation[] }
  | { readonly kind: 'together'; readonly operations: readonly Operation[] }
  | { readonly kind: 'restart'; readonly from: 'before' | 'fresh' };

export type Test =
  | { readonly kind: 'is'; readonly leaf: number; readonly pick: number; readonly side: Side }
  | { readonly kind: 'same'; readonly leaf: number; readonly other: number; readonly side: Side }
  | { readonly kind: 'changed'; readonly leaf: number }
  | { readonly kind: 'fuel'; readonly left: number }
  | { readonly kind: 'checksum'; readonly leaves: readonly number[]; readonly modulo: number; readonly is: number; readonly side: Side }
  | { readonly kind: 'equal'; readonly record: number; readonly other: number; readonly side: Side; readonly by: 'equals' | 'hashCode' }
  | { readonly kind: 'absent'; readonly at: number; readonly side: Side }
  | { readonly kind: 'has'; readonly at: number; readonly pick: number; readonly side: Side }
  | { readonly kind: 'size'; readonly at: number; readonly below: number; readonly side: Side }
  | { readonly kind: 'elements'; readonly at: number; readonly by: 'some' | 'every' | 'count' | 'findIndex'; readonly pick: number; readonly side: Side }
  | { readonly kind: 'argument'; readonly argument: 'x' | 'y'; readonly value: number }
  | { readonly kind: 'not'; readonly of: Test }
  | { readonly kind: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'choose'; readonly test: Test; readonly yes: Test; readonly no: Test };

/** An argument `x` of so many values (0: no argument), and whether there is a boolean `y`. `except`: no instance for this x. */
export interface Choice {
  readonly x: number;
  readonly y: boolean;
  readonly except: number | null;
}

export interface RandomAction {
  readonly choice: Choice;
  readonly guard: Test | null;
  /** One list of operations for each next state. */
  readonly outcomes: readonly (readonly Operation[])[];
  /** Next states of which this is true are left out. */
  readonly refuse: Test | null;
  /** Takes one unit of fuel, and cannot be taken without. */
  readonly fuelled: boolean;
  /** `per-x`: one assumption for each value of `x`, whatever `y` is (for each choice, when there is no `x`). */
  readonly fairness: null | { readonly strength: 'weak' | 'strong'; readonly per: 'choice' | 'x' };
}

/** The actions with these numbers, with all their arguments. */
export type Some = readonly number[];

/** An assumption about several actions: one for all of them, or one for each of them. */
export interface Group {
  readonly strength: 'weak' | 'strong';
  readonly actions: Some;
  readonly each: boolean;
}

export type RandomProperty =
  | { readonly kind: 'invariant'; readonly choice: Choice; readonly given: Test | null; readonly holds: Test }
  | { readonly kind: 'step'; readonly on: readonly number[] | null; readonly given: Test | null; readonly holds: Test }
  | { readonly kind: 'witness'; readonly choice: Choice; readonly reached: Test }
  | { readonly kind: 'deadlock-freedom'; readonly legalEnd: Test | null }
  /** `by`, `onlyBy`: as for liveness. `counting`: the steps that count; null: all. */
  | {
      readonly kind: 'bound';
      readonly choice: Choice;
      readonly from: Test;
      readonly to: Test;
      readonly by: Some | null;
      readonly onlyBy: boolean;
      readonly counting: Some | null;
      readonly atMost: number | null;
    }
  | {
      readonly kind: 'liveness';
      readonly shape: 'eventually' | 'always-eventually' | 'leads-to' | 'eventually-always';
      readonly choice: Choice;
      readonly from: Test;
      readonly goal: Test;
      /** A goal that is a step; null: there is none. Then `goal` may be left out. */
      readonly by: Some | null;
      readonly onlyBy: boolean;
      readonly unfair: Some | null;
      readonly also: readonly Group[];
      readonly finitely: Some | null;
    };

export interface Description {
  readonly cell: readonly Leaf[];
  readonly nest: readonly Shape[];
  readonly root: readonly Shape[];
  /** Units of fuel in the beginning: what keeps most spaces small. */
  readonly fuel: number;
  /** One list of operations, on the first state of the schema, for each initial state. */
  readonly initial: readonly (readonly Operation[])[];
  readonly actions: readonly RandomAction[];
  readonly fairness: readonly Group[];
  readonly properties: readonly RandomProperty[];
}
