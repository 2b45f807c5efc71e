/** The schema of a random spec, and all places in its states at which something can be read or written. */
import { boolean, type Composite, type Domain, isDomain, map, oneOf, optional, queue, range, record, reference, type Schema, set, valuesOf, vector } from '../../../src/spec/index.js';
import type { BareLeaf, Description, Leaf, Shape } from './description.js';

/** A value of a state, when nothing is known of it: all methods that some kind of value has. */
export interface Value {
  readonly size: number;
  get(key: unknown): unknown;
  set(key: unknown, value: unknown): Value;
  update(key: unknown, change: (value: unknown) => unknown): Value;
  merge(fields: object): Value;
  getIn(path: readonly unknown[]): unknown;
  setIn(path: readonly unknown[], value: unknown): Value;
  updateIn(path: readonly unknown[], change: (value: unknown) => unknown): Value;
  withMutations(change: (mutable: Value) => unknown): Value;
  equals(other: unknown): boolean;
  hashCode(): number;
  has(value: unknown): boolean;
  add(value: unknown): Value;
  delete(value: unknown): Value;
  clear(): Value;
  union(other: unknown): Value;
  intersect(other: unknown): Value;
  subtract(other: unknown): Value;
  isEmpty(): boolean;
  isFull(): boolean;
  first(): unknown;
  at(index: number): unknown;
  push(value: unknown): Value;
  shift(): Value;
  map(change: (value: unknown) => unknown): Value;
  some(test: (value: unknown) => boolean): boolean;
  every(test: (value: unknown) => boolean): boolean;
  count(test: (value: unknown) => boolean): number;
  findIndex(test: (value: unknown) => boolean): number;
}

/** One step on the way from the state to a place. */
export interface Step {
  readonly into: 'record' | 'vector' | 'map' | 'queue';
  readonly key: unknown;
}

/** A place, and the shape of what lies there. */
export interface Place<S extends Shape = Shape> {
  readonly steps: readonly Step[];
  readonly shape: S;
  readonly schema: Schema<unknown>;
}

type OfKind<K extends Shape['kind']> = Extract<Shape, { readonly kind: K }>;

/** The places of a random spec by what can be done there. */
export interface Places {
  readonly root: Composite<unknown> & ((fields?: object) => unknown);
  readonly leaves: readonly Place<Leaf>[];
  /** Where a cell or a nest lies, or may lie. Those of each kind can be put in each other's place. */
  readonly records: { readonly cell: readonly Place[]; readonly nest: readonly Place[] };
  /** Everything but leaves. */
  readonly composites: readonly Place[];
  /** Where null may lie: places of optional records, and of the values of maps. */
  readonly removable: readonly Place[];
  readonly sets: readonly Place<OfKind<'set'>>[];
  readonly maps: readonly Place<OfKind<'map'>>[];
  readonly queues: readonly Place<OfKind<'queue'>>[];
  readonly vectors: readonly Place<OfKind<'vector'>>[];
  schemaOf(shape: Shape): Schema<unknown>;
}

/** All places of a description's states. */
export function placesOf(description: Pick<Description, 'cell' | 'nest' | 'root' | 'fuel'>): Places {
  const cell = record(Object.fromEntries(description.cell.map((leaf, index) => [`c${index}`, domainOf(leaf)])));
  const schemaOf = (shape: Shape): Schema<unknown> => {
    switch (shape.kind) {
      case 'cell':
        return cell;
      case 'nest':
        return nest;
      case 'maybe':
        return optional(schemaOf({ kind: shape.of }));
      case 'vector':
        return vector(schemaOf(shape.of), shape.size);
      case 'set':
        return set(bareDomain(shape.of));
      case 'map':
        return map(bareDomain(shape.key), schemaOf(shape.of));
      case 'queue':
        return queue(schemaOf(shape.of), shape.capacity);
      default:
        return domainOf(shape);
    }
  };
  const nest: Schema<unknown> = record(Object.fromEntries(description.nest.map((shape, index) => [`n${index}`, schemaOf(shape)])));
  const root = record({ ...Object.fromEntries(description.root.map((shape, index) => [`f${index}`, schemaOf(shape)])), fuel: range(0, description.fuel) });

  const all: Place[] = [];
  const visit = (shape: Shape, steps: readonly Step[]): void => {
    all.push({ steps, shape, schema: schemaOf(shape) });
    below(shape, steps);
  };
  const below = (shape: Shape, steps: readonly Step[]): void => {
    const at = (into: Step['into'], key: unknown): readonly Step[] => [...steps, { into, key }];
    switch (shape.kind) {
      case 'cell':
        for (const [index, leaf] of description.cell.entries()) visit(leaf, at('record', `c${index}`));
        return;
      case 'nest':
        for (const [index, part] of description.nest.entries()) visit(part, at('record', `n${index}`));
        return;
      case 'maybe':
        below({ kind: shape.of }, steps);
        return;
      case 'vector':
        for (let index = 0; index < shape.size; index++) visit(shape.of, at('vector', index));
        return;
      case 'map':
        for (const key of valuesOf(bareDomain(shape.key))) visit(shape.of, at('map', key));
        return;
      case 'queue':
        for (let index = 0; index < shape.capacity; index++) visit(shape.of, at('queue', index));
    }
  };
  for (const [index, shape] of description.root.entries()) visit(shape, [{ into: 'record', key: `f${index}` }]);

  const ofKind = <K extends Shape['kind']>(...kinds: readonly K[]) => all.filter((place): place is Place<OfKind<K>> => (kinds as readonly string[]).includes(place.shape.kind));
  const holding = (kind: 'cell' | 'nest') => all.filter(({ shape }) => shape.kind === kind || (shape.kind === 'maybe' && shape.of === kind));
  return {
    root: root as unknown as Places['root'],
    leaves: ofKind('boolean', 'range', 'oneOf', 'reference', 'optional'),
    records: { cell: holding('cell'), nest: holding('nest') },
    composites: all.filter(({ schema }) => !isDomain(schema)),
    removable: all.filter(({ shape, steps }) => shape.kind === 'maybe' || steps.at(-1)?.into === 'map'),
    sets: ofKind('set'),
    maps: ofKind('map'),
    queues: ofKind('queue'),
    vectors: ofKind('vector'),
    schemaOf,
  };
}

/** The domain of a leaf. */
export function domainOf(leaf: Leaf): Domain<unknown> {
  return leaf.kind === 'optional' ? optional(bareDomain(leaf.of)) : bareDomain(leaf);
}

/** One of the few values of a domain that random specs use: they keep even a domain of 2^31 values small. */
export function palette(domain: Domain<unknown>, pick: number): unknown {
  const last = domain.size - 1;
  return domain.at([0, Math.min(1, last), last, Math.floor(last / 2)][pick % 4] as number);
}

export function bareDomain(leaf: BareLeaf): Domain<unknown> {
  switch (leaf.kind) {
    case 'boolean':
      return boolean;
    case 'range':
      return range(leaf.low, leaf.low + leaf.size - 1);
    case 'oneOf':
      return oneOf(...Array.from({ length: leaf.size }, (_, index) => `v${index}`));
    case 'reference':
      return reference('thing', leaf.size);
  }
}
