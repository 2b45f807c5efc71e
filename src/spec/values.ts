/**
 * The values that a state consists of: Immutable.js Records, and a vector, a finite set, a finite map and a bounded
 * queue built from Records. This is the one file that relies on how Immutable lays out a Record (`_indices`, `_values`,
 * `__ownerID`); it does so because two things must be exact that Immutable's own methods are not: `setIn` and `merge`
 * must not read what they overwrite (a read costs a test in the learned tables), and a misspelt field must be an error
 * instead of silence.
 */
import type { List as ImmutableList } from 'immutable';
import { UserError } from '../errors.js';
import { List, Record } from '../immutable.js';
import { type Domain, show } from './domain.js';

/** Tells the compiler what lies below a value; never present at run time. */
declare const fields: unique symbol;

/** What all values of a state can do; `F` gives the fields and their types. */
export interface Fields<F> {
  readonly [fields]: F;
  get<K extends keyof F>(field: K): F[K];
  set<K extends keyof F>(field: K, value: F[K]): this;
  update<K extends keyof F>(field: K, change: (value: F[K]) => F[K]): this;
  /** Sets several fields at once. */
  merge(fields: Partial<F>): this;
  getIn<const P extends Path<F>>(path: P): At<F, P>;
  setIn<const P extends Path<F>>(path: P, value: At<F, P>): this;
  updateIn<const P extends Path<F>>(path: P, change: (value: At<F, P>) => At<F, P>): this;
  withMutations(change: (mutable: this) => unknown): this;
  /** Whether both have equal fields, all the way down. */
  equals(other: unknown): boolean;
  hashCode(): number;
  toJS(): unknown;
}

/** A record: its fields as properties, and Immutable's methods with exact types. */
export type RecordValue<F> = Fields<F> & { readonly [K in keyof F]: F[K] };

/** A vector of fixed length. */
export interface Vector<T> extends Iterable<T> {
  readonly [fields]: Elements<T>;
  readonly size: number;
  get(index: number): T;
  set(index: number, value: T): this;
  update(index: number, change: (value: T) => T): this;
  getIn<const P extends Path<Elements<T>>>(path: P): At<Elements<T>, P>;
  setIn<const P extends Path<Elements<T>>>(path: P, value: At<Elements<T>, P>): this;
  updateIn<const P extends Path<Elements<T>>>(path: P, change: (value: At<Elements<T>, P>) => At<Elements<T>, P>): this;
  /** The same vector with every element replaced by what `change` makes of it. */
  map(change: (value: T, index: number) => T): this;
  every(test: (value: T, index: number) => boolean): boolean;
  some(test: (value: T, index: number) => boolean): boolean;
  count(test: (value: T, index: number) => boolean): number;
  find(test: (value: T, index: number) => boolean): T | undefined;
  /** The first index whose element passes, or -1. */
  findIndex(test: (value: T, index: number) => boolean): number;
  filter(test: (value: T, index: number) => boolean): T[];
  toArray(): T[];
  equals(other: unknown): boolean;
  hashCode(): number;
  toJS(): unknown;
}

/** A set of values of a finite domain. Iterates in the domain's order. */
export interface FiniteSet<T> extends Iterable<T> {
  readonly size: number;
  has(value: T): boolean;
  add(value: T): this;
  delete(value: T): this;
  clear(): this;
  isEmpty(): boolean;
  union(other: Iterable<T>): this;
  subtract(other: Iterable<T>): this;
  intersect(other: Iterable<T>): this;
  isSubset(other: FiniteSet<T>): boolean;
  toArray(): T[];
  equals(other: unknown): boolean;
  hashCode(): number;
  toJS(): unknown;
}

/** A map from the values of a finite domain; a key that is absent reads as `null`. */
export interface FiniteMap<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  get(key: K): V | null;
  has(key: K): boolean;
  set(key: K, value: V): this;
  update(key: K, change: (value: V | null) => V): this;
  delete(key: K): this;
  clear(): this;
  isEmpty(): boolean;
  keys(): K[];
  values(): V[];
  equals(other: unknown): boolean;
  hashCode(): number;
  toJS(): unknown;
}

/** A first-in first-out queue of bounded length. */
export interface Queue<T> extends Iterable<T> {
  readonly size: number;
  readonly capacity: number;
  isEmpty(): boolean;
  isFull(): boolean;
  /** The oldest element, or `null` when the queue is empty. */
  first(): T | null;
  /** The element at `index`, 0 being the oldest; an index outside the queue is an error. */
  at(index: number): T;
  /** With `value` as the youngest element; on a full queue an error. */
  push(value: T): this;
  /** Without its oldest element; on an empty queue an error. */
  shift(): this;
  clear(): this;
  some(test: (value: T, index: number) => boolean): boolean;
  every(test: (value: T, index: number) => boolean): boolean;
  toArray(): T[];
  equals(other: unknown): boolean;
  hashCode(): number;
  toJS(): unknown;
}

/** The fields of a vector, as `getIn` and `setIn` see them: any number. */
interface Elements<T> {
  readonly [index: number]: T;
}

/** What lies below a value on a path: a record's fields, a vector's elements, nothing below a leaf. */
type Below<T> = [T] extends [{ readonly [fields]: infer F }] ? F : never;

/** All paths of up to five fields below a value whose fields are `F`. */
export type Path<F, D extends readonly unknown[] = readonly [0, 0, 0, 0]> = {
  [K in keyof F & (string | number)]: readonly [K] | (D extends readonly [unknown, ...infer Rest] ? ([Below<F[K]>] extends [never] ? never : readonly [K, ...Path<Below<F[K]>, Rest>]) : never);
}[keyof F & (string | number)];

/** The value at a path. */
export type At<F, P extends readonly unknown[]> = P extends readonly [infer K extends keyof F] ? F[K] : P extends readonly [infer K extends keyof F, ...infer Rest] ? At<Below<F[K]>, Rest> : never;

/** A Record as Immutable lays it out, and as this file and the tracking of reads and writes use it. */
export interface Raw {
  readonly _keys: readonly string[];
  readonly _indices: { readonly [key: string]: number };
  readonly _defaultValues: { readonly [key: string]: unknown };
  _values: ImmutableList<unknown>;
  __ownerID: object | undefined;
  get(key: string | number): unknown;
  set(key: string | number, value: unknown): Raw;
  withMutations(change: (mutable: Raw) => unknown): Raw;
}

/** A kind of Record: its keys, the value of each key when nobody says otherwise, and its prototype. */
export interface RecordType {
  readonly keys: readonly string[];
  readonly prototype: Raw;
  readonly first: Raw;
}

export interface Behaviour {
  readonly [method: string | symbol]: unknown;
}

/** A new kind of Record with Immutable's own `Record` below it, and `behaviour` as further methods. */
export function recordType(name: string, keys: readonly string[], firsts: readonly unknown[], behaviour: Behaviour): RecordType {
  const factory = Record(Object.fromEntries(keys.map((key, index) => [key, firsts[index]])), name);
  const prototype = factory.prototype as unknown as Raw;
  for (const methods of [common, behaviour]) Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(methods));
  return { keys, prototype, first: factory() as unknown as Raw };
}

/** An instance below `prototype` with the given value for each key, whether or not it is the default. */
export function instance(prototype: Raw, values: readonly unknown[]): Raw {
  const made = Object.create(prototype) as Raw;
  made._values = List(values);
  made.__ownerID = undefined;
  return made;
}

/** Names that a field cannot have because they are methods of every record. */
export function isReserved(field: string): boolean {
  return field in Record.prototype || field in common || field.startsWith('_');
}

const common: Behaviour & ThisType<Raw> = {
  get(key: string | number): unknown {
    const index = this._indices[key];
    if (index === undefined) throw noField(this, key);
    const value = this._values.get(index);
    return value === undefined ? this._defaultValues[key] : value;
  },
  set(key: string | number, value: unknown): Raw {
    const index = this._indices[key];
    if (index === undefined) throw noField(this, key);
    // Immutable would give the default for it: a read beyond the end of an array must not become a value of the state.
    if (value === undefined) throw new UserError(`field ${show(key)} is set to undefined`, [['to do', 'give it a value of its domain; an optional field is null when nothing is there']]);
    const values = this._values.set(index, value);
    return values === this._values || this.__ownerID !== undefined ? this : derived(this, values);
  },
  update(key: string | number, change: (value: unknown) => unknown): Raw {
    return this.set(key, change(this.get(key)));
  },
  clear(): Raw {
    return this._keys.reduce<Raw>((result, key) => result.set(key, this._defaultValues[key]), this);
  },
  merge(fields: { readonly [key: string]: unknown }): Raw {
    return this.withMutations((mutable) => {
      for (const [key, value] of Object.entries(fields)) mutable.set(key, value);
    });
  },
  getIn(path: Iterable<string | number>): unknown {
    let value: unknown = this;
    for (const key of path) value = (value as Raw).get(key);
    return value;
  },
  setIn(path: Iterable<string | number>, value: unknown): Raw {
    return replaceIn(this, [...path], () => value);
  },
  updateIn(path: Iterable<string | number>, change: (value: unknown) => unknown): Raw {
    const keys = [...path];
    return replaceIn(this, keys, (parent) => change(parent.get(keys.at(-1) as string)));
  },
  /** Parts say themselves what they are as plain data: a vector is an array, and not an object with the keys 0, 1, 2. */
  toJS(): unknown {
    return Object.fromEntries(this._keys.map((key) => [key, plain(this.get(key))]));
  },
};

/** Replaces the value at a path by what `make` gives for its parent; nothing but the parents is read. */
function replaceIn(value: Raw, path: readonly (string | number)[], make: (parent: Raw) => unknown): Raw {
  const [key, ...rest] = path;
  if (key === undefined) throw new UserError('a path needs at least one field', [['found', 'an empty path']]);
  return value.set(key, rest.length === 0 ? make(value) : replaceIn(value.get(key) as Raw, rest, make));
}

/** What `likeRecord.set` returns: the same kind of Record with other values. */
function derived(likeRecord: Raw, values: ImmutableList<unknown>): Raw {
  const made = Object.create(Object.getPrototypeOf(likeRecord) as object) as Raw;
  made._values = values;
  made.__ownerID = undefined;
  return made;
}

function noField(record: Raw, key: unknown): UserError {
  return new UserError(`there is no field ${show(key)} here`, [['known', record._keys.join(', ')]]);
}

type Test = (value: unknown, index: number) => boolean;

/** The methods of a vector of `size` elements. */
export function vectorBehaviour(size: number): Behaviour {
  const methods: Behaviour & ThisType<Raw & Iterable<unknown> & { toArray(): unknown[] }> = {
    size,
    map(change: (value: unknown, index: number) => unknown): Raw {
      let result: Raw = this;
      for (let index = 0; index < size; index++) result = result.set(index, change(this.get(index), index));
      return result;
    },
    toArray(): unknown[] {
      return Array.from({ length: size }, (_, index) => this.get(index));
    },
    toJS(): unknown[] {
      return this.toArray().map(plain);
    },
    ...searches,
  };
  return methods;
}

/** Searches stop at the first element that decides them, so that the rest is not read. */
const searches: Behaviour & ThisType<{ readonly size: number; get(index: number): unknown; toArray(): unknown[] }> = {
  every(test: Test): boolean {
    for (let index = 0; index < this.size; index++) if (!test(this.get(index), index)) return false;
    return true;
  },
  some(test: Test): boolean {
    for (let index = 0; index < this.size; index++) if (test(this.get(index), index)) return true;
    return false;
  },
  count(test: Test): number {
    return this.toArray().filter(test).length;
  },
  find(test: Test): unknown {
    for (let index = 0; index < this.size; index++) {
      const value = this.get(index);
      if (test(value, index)) return value;
    }
    return undefined;
  },
  findIndex(test: Test): number {
    for (let index = 0; index < this.size; index++) if (test(this.get(index), index)) return index;
    return -1;
  },
  filter(test: Test): unknown[] {
    return this.toArray().filter(test);
  },
  *[Symbol.iterator](): Generator<unknown> {
    for (let index = 0; index < this.size; index++) yield this.get(index);
  },
};

interface Members {
  has(value: unknown): boolean;
  add(value: unknown): Raw & Members;
  delete(value: unknown): Raw & Members;
  toArray(): unknown[];
}

/** The methods of a set over `domain`: one boolean field per value. */
export function setBehaviour(domain: Domain<unknown>): Behaviour {
  const values = Array.from({ length: domain.size }, (_, index) => domain.at(index));
  const member = (value: unknown): string => {
    if (domain.indexOf(value) < 0) throw outsideDomain('a member of a set', value, domain);
    return String(value);
  };
  const methods: Behaviour & ThisType<Raw & Members & Iterable<unknown>> = {
    get size(): number {
      return (this as unknown as Members).toArray().length;
    },
    has(value: unknown): boolean {
      return this.get(member(value)) === true;
    },
    add(value: unknown): Raw {
      return this.set(member(value), true);
    },
    delete(value: unknown): Raw {
      return this.set(member(value), false);
    },
    clear(): Raw {
      return values.reduce<Raw>((result, value) => result.set(String(value), false), this);
    },
    isEmpty(): boolean {
      return !values.some((value) => this.has(value));
    },
    union(other: Iterable<unknown>): Raw {
      return [...other].reduce<Raw & Members>((result, value) => result.add(value), this);
    },
    subtract(other: Iterable<unknown>): Raw {
      return [...other].reduce<Raw & Members>((result, value) => result.delete(value), this);
    },
    intersect(other: Iterable<unknown>): Raw {
      const kept = new Set(other);
      return values.filter((value) => !kept.has(value)).reduce<Raw & Members>((result, value) => result.delete(value), this);
    },
    isSubset(other: Members): boolean {
      return values.every((value) => !this.has(value) || other.has(value));
    },
    toArray(): unknown[] {
      return values.filter((value) => this.has(value));
    },
    toJS(): unknown[] {
      return this.toArray();
    },
    toString(): string {
      return `Set { ${this.toArray().map(show).join(', ')} }`;
    },
    *[Symbol.iterator](): Generator<unknown> {
      yield* this.toArray();
    },
  };
  return methods;
}

/** The methods of a map over the keys in `domain`: one optional field per key. */
export function mapBehaviour(domain: Domain<unknown>): Behaviour {
  const keys = Array.from({ length: domain.size }, (_, index) => domain.at(index));
  const field = (key: unknown): string => {
    if (domain.indexOf(key) < 0) throw outsideDomain('a key of a map', key, domain);
    return String(key);
  };
  const methods: Behaviour & ThisType<Raw & { has(key: unknown): boolean; keys(): unknown[] }> = {
    get size(): number {
      return (this as unknown as { keys(): unknown[] }).keys().length;
    },
    has(key: unknown): boolean {
      return this.get(field(key)) !== null;
    },
    delete(key: unknown): Raw {
      return this.set(field(key), null);
    },
    clear(): Raw {
      return keys.reduce<Raw>((result, key) => result.set(String(key), null), this);
    },
    isEmpty(): boolean {
      return !keys.some((key) => this.has(key));
    },
    keys(): unknown[] {
      return keys.filter((key) => this.has(key));
    },
    values(): unknown[] {
      return keys.map((key) => this.get(String(key))).filter((value) => value !== null);
    },
    toJS(): unknown {
      return Object.fromEntries(this.keys().map((key) => [String(key), plain(this.get(String(key)))]));
    },
    toString(): string {
      return `Map { ${this.keys()
        .map((key) => `${show(key)}: ${show(this.get(String(key)))}`)
        .join(', ')} }`;
    },
    *[Symbol.iterator](): Generator<[unknown, unknown]> {
      for (const key of this.keys()) yield [key, this.get(String(key))];
    },
  };
  return methods;
}

/** The field of a queue that holds its length. */
export const queueLength = 'length';

/** The methods of a queue: its length, and one field per place; places beyond the length hold `padding`. */
export function queueBehaviour(capacity: number, padding: unknown): Behaviour {
  const methods: Behaviour & ThisType<Raw & { readonly size: number; toArray(): unknown[] }> = {
    capacity,
    get size(): number {
      return (this as unknown as Raw).get(queueLength) as number;
    },
    isEmpty(): boolean {
      return this.size === 0;
    },
    isFull(): boolean {
      return this.size === capacity;
    },
    first(): unknown {
      return this.size === 0 ? null : this.get(0);
    },
    at(index: number): unknown {
      if (!Number.isInteger(index) || index < 0 || index >= this.size) throw new UserError(`there is no element ${show(index)} in a queue of length ${this.size}`);
      return this.get(index);
    },
    push(value: unknown): Raw {
      const size = this.size;
      if (size === capacity) throw new UserError(`a queue of ${capacity} is full`, [['to do', 'guard the push with isFull(), or give the queue more room']]);
      return this.set(size, value).set(queueLength, size + 1);
    },
    shift(): Raw {
      const size = this.size;
      if (size === 0) throw new UserError('a queue is empty', [['to do', 'guard the shift with isEmpty()']]);
      let result: Raw = this;
      for (let index = 1; index < size; index++) result = result.set(index - 1, this.get(index));
      return result.set(size - 1, padding).set(queueLength, size - 1);
    },
    clear(): Raw {
      let result: Raw = this;
      for (let index = this.size - 1; index >= 0; index--) result = result.set(index, padding);
      return result.set(queueLength, 0);
    },
    toArray(): unknown[] {
      return Array.from({ length: this.size }, (_, index) => this.get(index));
    },
    toJS(): unknown[] {
      return this.toArray().map(plain);
    },
    toString(): string {
      return `Queue [ ${this.toArray().map(show).join(', ')} ]`;
    },
    ...searches,
  };
  return methods;
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'toJS' in value ? (value as { toJS(): unknown }).toJS() : value;
}

function outsideDomain(what: string, value: unknown, domain: Domain<unknown>): UserError {
  return new UserError(`${what} is not in its domain`, [
    ['found', show(value)],
    ['expected', domain.words],
  ]);
}
