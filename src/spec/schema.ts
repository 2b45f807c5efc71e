import { nearestName, UserError } from '../errors.js';
import { boolean, type Domain, isDomain, optionalDomain, range, show, valuesOf } from './domain.js';
import {
  type Behaviour,
  type FiniteMap,
  type FiniteSet,
  instance,
  isReserved,
  mapBehaviour,
  type Queue,
  queueBehaviour,
  queueLength,
  type RecordType,
  type RecordValue,
  recordType,
  setBehaviour,
  type Vector,
  vectorBehaviour,
} from './values.js';

/** The type of a state or of a part of it: a leaf's domain, a composite, or a composite that may be absent. */
export type Schema<T> = Domain<T> | Composite<T> | OptionalComposite<T>;

/** Anything with named parts, each with a schema of its own. */
export interface Composite<T> {
  readonly kind: 'record' | 'vector' | 'set' | 'map' | 'queue';
  /** The names of the parts; the indices of a vector, the values or keys of a set or map. */
  readonly keys: readonly string[];
  /** The schema of each. */
  readonly parts: readonly Schema<unknown>[];
  /** The class of its values. */
  readonly type: RecordType;
  /** The value in which every leaf has the first value of its domain. */
  readonly first: T;
}

/** `null`, or a value of a composite; `null` comes first. */
export interface OptionalComposite<T> {
  readonly kind: 'optional-composite';
  readonly inner: Composite<NonNullable<T>>;
  readonly '~value'?: T;
}

/** The values that a schema describes: `type State = ValueOf<typeof State>`. */
export type ValueOf<S> = S extends Composite<infer T> ? T : S extends OptionalComposite<infer T> ? T : S extends Domain<infer T> ? T : never;

type Parts = { readonly [field: string]: Schema<unknown> };
type FieldsOf<P> = { [K in keyof P]: ValueOf<P[K]> };

/** A record's schema, called like Immutable's record factories: fields that are left out have the first value of their domain. */
export interface RecordSchema<F> extends Composite<RecordValue<F>> {
  (fields?: { readonly [K in keyof F]?: F[K] }): RecordValue<F>;
  readonly kind: 'record';
}

/** A vector's schema; called with its elements, or with a function from the index to the element. */
export interface VectorSchema<T> extends Composite<Vector<T>> {
  (elements?: readonly T[] | ((index: number) => T)): Vector<T>;
  readonly kind: 'vector';
}

export interface SetSchema<T> extends Composite<FiniteSet<T>> {
  (members?: Iterable<T>): FiniteSet<T>;
  readonly kind: 'set';
}

export interface MapSchema<K, V> extends Composite<FiniteMap<K, V>> {
  (entries?: Iterable<readonly [K, V]>): FiniteMap<K, V>;
  readonly kind: 'map';
}

export interface QueueSchema<T> extends Composite<Queue<T>> {
  (elements?: Iterable<T>): Queue<T>;
  readonly kind: 'queue';
}

/** A record with the given fields. The order of the fields is the order in which they are printed and packed. */
export function record<const P extends Parts>(fields: P): RecordSchema<FieldsOf<P>> {
  const keys = Object.keys(fields);
  if (keys.length === 0) throw new UserError('a record needs at least one field', [['found', 'record({})']]);
  for (const key of keys) {
    if (isReserved(key)) throw new UserError(`a field cannot be called "${key}"`, [['because', 'it is a method of every record']]);
    if (/^\d/.test(key)) throw new UserError(`a field cannot be called "${key}"`, [['because', 'a name that begins with a digit is an index']]);
    requireSchema(fields[key], `field ${key}`);
  }
  const { type, schema } = composite('record', keys, Object.values(fields), {});
  return Object.assign((given: Readonly<Record<string, unknown>> = {}) => {
    for (const key of Object.keys(given)) {
      if (!(key in fields)) {
        const nearest = nearestName(key, keys);
        throw new UserError(`a record has no field "${key}"`, [...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)), ['fields', keys.join(', ')]]);
      }
    }
    return build(
      type,
      keys.map((key) => given[key]),
    );
  }, schema) as unknown as RecordSchema<FieldsOf<P>>;
}

/** `size` elements of the same schema. */
export function vector<T>(element: Schema<T>, size: number): VectorSchema<T> {
  requireSchema(element, 'the element of a vector');
  requireSize('a vector', size);
  const keys = Array.from({ length: size }, (_, index) => String(index));
  const { type, schema } = composite(
    'vector',
    keys,
    keys.map(() => element),
    vectorBehaviour(size),
  );
  return Object.assign((elements: readonly T[] | ((index: number) => T) = []) => {
    const values = typeof elements === 'function' ? keys.map((_, index) => elements(index)) : elements;
    if (values.length > size) throw new UserError(`a vector of ${size} cannot hold ${values.length} elements`);
    return build(
      type,
      keys.map((_, index) => values[index]),
    );
  }, schema) as unknown as VectorSchema<T>;
}

/** A set of values of a finite domain. */
export function set<T>(members: Domain<T>): SetSchema<T> {
  requireKeys(members, 'the members of a set');
  const keys = Array.from(valuesOf(members), String);
  const { schema } = composite(
    'set',
    keys,
    keys.map(() => boolean),
    setBehaviour(members),
  );
  const empty = schema.first as FiniteSet<T>;
  return Object.assign((given: Iterable<T> = []) => empty.union(given), schema) as unknown as SetSchema<T>;
}

/** A map from the values of a finite domain to values of a schema; a key may be absent. */
export function map<K, V>(key: Domain<K>, value: Schema<V>): MapSchema<K, V> {
  requireKeys(key, 'the keys of a map');
  requireSchema(value, 'the value of a map');
  const keys = Array.from(valuesOf(key), String);
  const { schema } = composite(
    'map',
    keys,
    keys.map(() => optional(value)),
    mapBehaviour(key),
  );
  const empty = schema.first as FiniteMap<K, V>;
  return Object.assign((entries: Iterable<readonly [K, V]> = []) => {
    let result = empty;
    for (const [name, item] of entries) result = result.set(name, item);
    return result;
  }, schema) as unknown as MapSchema<K, V>;
}

/** A queue of at most `capacity` elements. */
export function queue<T>(element: Schema<T>, capacity: number): QueueSchema<T> {
  requireSchema(element, 'the element of a queue');
  requireSize('a queue', capacity);
  const places = Array.from({ length: capacity }, (_, index) => String(index));
  const { schema } = composite('queue', [queueLength, ...places], [range(0, capacity), ...places.map(() => element)], queueBehaviour(capacity, firstOf(element)));
  const empty = schema.first as Queue<T>;
  return Object.assign((elements: Iterable<T> = []) => {
    let result = empty;
    for (const value of elements) result = result.push(value);
    return result;
  }, schema) as unknown as QueueSchema<T>;
}

/** `null`, or a value of what is given: a domain or a composite. */
export function optional<T>(inner: Domain<T>): Domain<T | null>;
export function optional<T>(inner: Composite<T>): OptionalComposite<T | null>;
export function optional<T>(inner: Schema<T>): Schema<T | null>;
export function optional<T>(inner: Schema<T>): Schema<T | null> {
  requireSchema(inner, 'an optional value');
  if (isDomain(inner)) return optionalDomain(inner) as Domain<T | null>;
  if (inner.kind === 'optional-composite') throw new UserError('an optional value is optional already', [['found', 'optional(optional(…))']]);
  return Object.freeze({ kind: 'optional-composite', inner }) as OptionalComposite<T | null>;
}

/** The value that a schema has when nobody says otherwise: the first one of each domain, `null` for an optional one. */
export function firstOf<T>(schema: Schema<T>): T {
  if (isDomain(schema)) return schema.at(0) as T;
  return schema.kind === 'optional-composite' ? (null as T) : schema.first;
}

/** Whether a value is a schema made by the functions of this file and of `domain.ts`. */
export function isSchema(value: unknown): value is Schema<unknown> {
  if (isDomain(value)) return true;
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && 'kind' in value && ('parts' in value || 'inner' in value);
}

function composite<T>(kind: Composite<T>['kind'], names: readonly string[], schemas: readonly Schema<unknown>[], behaviour: Behaviour): { type: RecordType; schema: Composite<T> } {
  // JavaScript puts keys that look like indices first, and so does an Immutable Record; parts go in the same order.
  const byName = Object.fromEntries(names.map((name, index) => [name, schemas[index] as Schema<unknown>]));
  const keys = Object.freeze(Object.keys(byName));
  const parts = Object.freeze(Object.values(byName));
  const type = recordType(kind, keys, parts.map(firstOf), behaviour);
  return { type, schema: { kind, keys, parts, type, first: type.first as T } };
}

function build(type: RecordType, values: readonly unknown[]): unknown {
  return instance(
    type.prototype,
    values.map((value, index) => (value === undefined ? type.first.get(type.keys[index] as string) : value)),
  );
}

function requireSchema(value: unknown, where: string): void {
  if (!isSchema(value)) {
    throw new UserError(`${where} is not a schema`, [
      ['found', show(value)],
      ['expected', 'boolean, range(…), oneOf(…), reference(…), optional(…), record(…), vector(…), set(…), map(…) or queue(…)'],
    ]);
  }
}

/** Members and keys become the names of fields: they must be few, and distinct as text. */
function requireKeys(domain: Domain<unknown>, where: string): void {
  if (!isDomain(domain) || domain.kind === 'optional') {
    throw new UserError(`${where} must come from a domain without null`, [
      ['found', isSchema(domain) ? domain.kind : show(domain)],
      ['expected', 'boolean, range(…), oneOf(…) or reference(…)'],
    ]);
  }
  if (domain.size > 256) throw new UserError(`${where} come from a domain of ${domain.size} values`, [['expected', 'at most 256 values']]);
  for (const value of valuesOf(domain)) {
    if (isReserved(String(value))) throw new UserError(`${where} cannot include "${value}"`, [['because', 'it is a method of every record']]);
  }
}

function requireSize(what: string, size: number): void {
  if (!Number.isInteger(size) || size < 1 || size > 1024) {
    throw new UserError(`${what} has a size that is not possible`, [
      ['found', show(size)],
      ['expected', 'an integer from 1 to 1024'],
    ]);
  }
}
