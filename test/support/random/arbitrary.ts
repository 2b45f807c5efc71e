/** Draws descriptions of random specs with fast-check; they shrink to few places, actions and operations. */
import fc from 'fast-check';
import type { BareLeaf, Choice, Description, Group, Leaf, Operation, RandomAction, RandomProperty, Shape, Side, Some, Style, Test, Value } from './description.js';

/** A number that is taken modulo what there is. */
const any = fc.nat({ max: 24 });
const pick = fc.nat({ max: 3 });
const side: fc.Arbitrary<Side> = fc.constantFrom('now', 'before');
const style: fc.Arbitrary<Style> = fc.constantFrom('set', 'update', 'merge', 'mutations', 'path');

/**
 * What a random spec looks like. Large domains make states of several words; few values of them are used. `lively`: most
 * actions need no fuel, so that there are cycles, and all properties are those of liveness. `bounds`: all are bounds.
 */
export function descriptions({ lively = false, bounds = false } = {}): fc.Arbitrary<Description> {
  return fc.record({
    cell: fc.array(leaf, { minLength: 1, maxLength: 3, size: 'max' }),
    nest: fc.array(shape(fc.constant({ kind: 'cell' })), { minLength: 1, maxLength: 3 }),
    root: fc.array(shape(fc.oneof(fc.constant({ kind: 'cell' } as const), fc.constant({ kind: 'nest' } as const))), { minLength: 1, maxLength: 6, size: 'max' }),
    fuel: fc.integer({ min: 1, max: 6 }),
    initial: fc.array(fc.array(operation, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    actions: fc.array(action(bounds ? 2 : lively ? 1 : 3), { minLength: 1, maxLength: 6, size: 'max' }),
    fairness: fc.array(group, { maxLength: 2 }),
    properties: bounds
      ? fc.array(bound, { minLength: 1, maxLength: 5, size: 'max' })
      : lively
        ? fc.array(liveness, { minLength: 1, maxLength: 5, size: 'max' })
        : fc.array(property, { maxLength: 6, size: 'max' }),
  });
}

const bareLeaf: fc.Arbitrary<BareLeaf> = fc.oneof(
  fc.constant({ kind: 'boolean' } as const),
  fc.record({ kind: fc.constant('range' as const), low: fc.constantFrom(0, 0, 1, -2), size: fc.constantFrom(1, 2, 3, 5, 1000, 2 ** 20, 2 ** 31 - 1, 2 ** 31) }),
  fc.record({ kind: fc.constantFrom('oneOf' as const, 'reference' as const), size: fc.integer({ min: 1, max: 5 }) }),
);
const smallLeaf: fc.Arbitrary<BareLeaf> = fc.oneof(
  fc.constant({ kind: 'boolean' } as const),
  fc.record({ kind: fc.constant('range' as const), low: fc.constantFrom(0, -1), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constantFrom('oneOf' as const, 'reference' as const), size: fc.integer({ min: 1, max: 3 }) }),
);
const leaf: fc.Arbitrary<Leaf> = fc.oneof({ weight: 4, arbitrary: bareLeaf }, { weight: 1, arbitrary: fc.record({ kind: fc.constant('optional' as const), of: bareLeaf }) });

function shape(type: fc.Arbitrary<{ readonly kind: 'cell' | 'nest' }>): fc.Arbitrary<Shape> {
  const kindOf = type.map(({ kind }) => kind);
  const maybe: fc.Arbitrary<Shape> = fc.record({ kind: fc.constant('maybe' as const), of: kindOf });
  const set: fc.Arbitrary<Shape> = fc.record({ kind: fc.constant('set' as const), of: smallLeaf });
  const map: fc.Arbitrary<Shape> = fc.record({ kind: fc.constant('map' as const), key: smallLeaf, of: fc.oneof(bareLeaf, fc.constant({ kind: 'cell' } as const)) });
  const queue: fc.Arbitrary<Shape> = fc.record({ kind: fc.constant('queue' as const), of: fc.oneof(leaf, type), capacity: fc.integer({ min: 1, max: 3 }) });
  const simple: fc.Arbitrary<Shape> = fc.oneof(leaf, { weight: 2, arbitrary: type }, maybe, set, map, queue);
  return fc.oneof({ weight: 5, arbitrary: simple }, { weight: 3, arbitrary: fc.record({ kind: fc.constant('vector' as const), of: simple, size: fc.integer({ min: 1, max: 3 }) }) });
}

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), pick }),
  fc.record({ kind: fc.constant('argument' as const), argument: fc.constantFrom('x' as const, 'y' as const) }),
  fc.record({ kind: fc.constant('leaf' as const), leaf: any, side }),
  fc.record({ kind: fc.constant('next' as const), modulo: fc.integer({ min: 2, max: 3 }) }),
);

const { test } = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 2 },
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('is' as const), leaf: any, pick, side }) },
    fc.record({ kind: fc.constant('same' as const), leaf: any, other: any, side }),
    fc.record({ kind: fc.constant('changed' as const), leaf: any }),
    fc.record({ kind: fc.constant('fuel' as const), left: fc.nat({ max: 4 }) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('equal' as const), record: any, other: any, side, by: fc.constantFrom('equals' as const, 'hashCode' as const) }) },
    fc.record({ kind: fc.constant('absent' as const), at: any, side }),
    fc.record({ kind: fc.constant('has' as const), at: any, pick, side }),
    fc.record({ kind: fc.constant('size' as const), at: any, below: fc.integer({ min: 1, max: 3 }), side }),
    fc.record({ kind: fc.constant('elements' as const), at: any, by: fc.constantFrom('some' as const, 'every' as const, 'count' as const, 'findIndex' as const), pick, side }),
    fc.record({ kind: fc.constant('argument' as const), argument: fc.constantFrom('x' as const, 'y' as const), value: fc.nat({ max: 2 }) }),
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('not' as const), of: tie('test') }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('test'), right: tie('test') }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('choose' as const), test: tie('test'), yes: tie('test'), no: tie('test') }) },
  ),
}));

const { operation } = fc.letrec<{ operation: Operation }>((tie) => ({
  operation: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), leaf: any, value, style }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('rewrite' as const), leaf: any, side, style }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('move' as const), from: any, to: any, side, style }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('swap' as const), from: any, to: any, style }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('adjust' as const), from: any, to: any, field: fc.nat({ max: 2 }), pick, style }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fresh' as const), at: any, picks: fc.array(fc.option(pick), { maxLength: 3 }), style }) },
    fc.record({ kind: fc.constant('remove' as const), at: any, style }),
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('set' as const), at: any, method: fc.constantFrom('add', 'delete', 'clear', 'toggle', 'union', 'intersect', 'subtract'), pick, other: pick, style }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('map' as const), at: any, method: fc.constantFrom('set', 'delete', 'clear', 'update'), pick, from: any, style }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('queue' as const), at: any, method: fc.constantFrom('push', 'shift', 'clear', 'rotate'), pick, from: any, style }) },
    fc.record({ kind: fc.constant('vector' as const), at: any, method: fc.constantFrom('same', 'first', 'last'), style }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('if' as const), test, yes: fc.array(tie('operation'), { maxLength: 2 }), no: fc.array(tie('operation'), { maxLength: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('together' as const), operations: fc.array(tie('operation'), { maxLength: 3 }) }) },
    fc.record({ kind: fc.constant('restart' as const), from: fc.constantFrom('before', 'fresh') }),
  ) as fc.Arbitrary<Operation>,
}));

/** A checksum of some leaves and of the fuel: true of one state in five, ten or twenty, so that it takes a run of some length; of other states for other arguments. */
const rare: fc.Arbitrary<Test> = fc.record({
  kind: fc.constant('checksum' as const),
  leaves: fc.array(any, { maxLength: 4, size: 'max' }),
  modulo: fc.constantFrom(5, 11, 19),
  is: fc.nat({ max: 18 }),
  side: fc.constant('now' as const),
});
const unless: fc.Arbitrary<Test> = rare.map((of) => ({ kind: 'not', of }));
/** What often holds, and what is seldom so. */
const often = fc.oneof(test, { weight: 2, arbitrary: unless });
const seldom = fc.oneof(test, { weight: 2, arbitrary: rare });
/** A premise; some are never true. */
const premise = fc.oneof(
  seldom,
  fc.tuple(test, rare, rare).map(([first, second, third]): Test => ({ kind: 'and', left: first, right: { kind: 'and', left: second, right: third } })),
);

const choice: fc.Arbitrary<Choice> = fc.record({ x: fc.nat({ max: 3 }), y: fc.boolean(), except: fc.option(fc.nat({ max: 3 })) });

const some: fc.Arbitrary<Some> = fc.array(any, { minLength: 1, maxLength: 2 });
const maybeSome: fc.Arbitrary<Some | null> = fc.oneof(some, { weight: 2, arbitrary: fc.constant(null) });
const strength = fc.constantFrom('weak' as const, 'strong' as const);
const group: fc.Arbitrary<Group> = fc.record({ strength, actions: some, each: fc.boolean() });

/** How many of the actions need fuel, for each that needs none. */
const action = (fuelled: number): fc.Arbitrary<RandomAction> =>
  fc.record({
    choice: fc.oneof({ weight: 2, arbitrary: fc.constant({ x: 0, y: false, except: null }) }, { weight: 1, arbitrary: choice }),
    guard: fc.option(often, { freq: 2 }),
    outcomes: fc.array(fc.array(operation, { maxLength: 4, size: 'max' }), { minLength: 1, maxLength: 3 }),
    refuse: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: seldom }),
    fuelled: fc.oneof({ weight: fuelled, arbitrary: fc.constant(true) }, { weight: fuelled === 1 ? 2 : 1, arbitrary: fc.constant(false) }),
    fairness: fc.option(fc.record({ strength, per: fc.constantFrom('choice' as const, 'x' as const) }), { freq: 2 }),
  });

const liveness: fc.Arbitrary<RandomProperty> = fc.record({
  kind: fc.constant('liveness' as const),
  shape: fc.constantFrom('eventually' as const, 'always-eventually' as const, 'leads-to' as const, 'eventually-always' as const),
  choice,
  from: fc.oneof(seldom, premise),
  goal: fc.oneof(test, rare, unless),
  by: maybeSome,
  onlyBy: fc.boolean(),
  unfair: maybeSome,
  also: fc.array(group, { maxLength: 2 }),
  finitely: maybeSome,
});

const most: fc.Arbitrary<number | null> = fc.option(fc.nat({ max: 3 }), { freq: 2 });

const bound: fc.Arbitrary<RandomProperty> = fc.record({
  kind: fc.constant('bound' as const),
  choice,
  from: fc.oneof(seldom, premise),
  to: fc.oneof(test, rare, unless),
  by: maybeSome,
  onlyBy: fc.boolean(),
  counting: fc.oneof(some, { weight: 2, arbitrary: fc.constant(null) }),
  atMost: most,
});

const property: fc.Arbitrary<RandomProperty> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('invariant' as const), choice, given: fc.option(premise, { freq: 2 }), holds: often }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('step' as const), on: fc.option(fc.array(any, { minLength: 1, maxLength: 2 }), { freq: 2 }), given: fc.option(premise, { freq: 2 }), holds: often }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('witness' as const), choice, reached: seldom }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deadlock-freedom' as const), legalEnd: fc.option(test, { freq: 2 }) }) },
  { weight: 1, arbitrary: liveness },
  { weight: 1, arbitrary: bound },
);
