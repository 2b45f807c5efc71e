import { UserError } from '../errors.js';

/**
 * The finite domain of one leaf of a state, of an action's argument, or of a parameter. Every value has an index below
 * `size`; the index is what the packed state holds. Index 0 is the value that a leaf has when nobody says otherwise.
 */
export interface Domain<T> {
  readonly kind: 'boolean' | 'range' | 'enumeration' | 'reference' | 'optional';
  /** How many values there are; at most 2^31. */
  readonly size: number;
  /** The value with this index; `index` is an integer from 0 to `size - 1`. */
  at(index: number): T;
  /** The index of `value`, or -1 when it is not in the domain (which is the case for a value of any other type). */
  indexOf(value: unknown): number;
  /** The domain in words, as an error message shows it: `one of "idle", "busy"`, `0 to 3`. */
  readonly words: string;
  /** For a reference: the name of what it points at. */
  readonly target?: string;
  /** Carries the value's type for the compiler; never present at run time. */
  readonly '~value'?: T;
}

/** The values of a domain: `ValueOf<typeof boolean>` is `boolean`. */
export type DomainValue<D> = D extends Domain<infer T> ? T : never;

/** All values of a domain, in the order of their indices. */
export function* valuesOf<T>(domain: Domain<T>): Generator<T> {
  for (let index = 0; index < domain.size; index++) yield domain.at(index);
}

/** `false` or `true`; `false` comes first. */
export const boolean: Domain<boolean> = Object.freeze<Domain<boolean>>({
  kind: 'boolean',
  size: 2,
  at: (index) => index === 1,
  indexOf: (value) => (value === false ? 0 : value === true ? 1 : -1),
  words: 'true or false',
});

/** The integers from `low` to `high`, both included; `low` comes first. */
export function range(low: number, high: number): Domain<number> {
  return integers('range', low, high);
}

/** One of the given strings; the first one comes first. */
export function oneOf<const T extends string>(...values: readonly T[]): Domain<T> {
  if (values.length === 0) throw new UserError('an enumeration needs at least one value', [['found', 'oneOf()']]);
  const indices = new Map<unknown, number>();
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'string') throw new UserError('an enumeration consists of strings', [['found', show(value)]]);
    if (indices.has(value)) throw new UserError(`an enumeration names "${value}" twice`);
    indices.set(value, index);
  }
  return Object.freeze<Domain<T>>({
    kind: 'enumeration',
    size: values.length,
    at: (index) => values[index] as T,
    indexOf: (value) => indices.get(value) ?? -1,
    words: values.length === 1 ? `"${values[0]}"` : `one of ${values.map((value) => `"${value}"`).join(', ')}`,
  });
}

/**
 * An index into a vector of `size` elements, named after what it points at. Its values are plain numbers; it is kept
 * apart from `range` because a permutation of the elements must permute references to them, and nothing else.
 */
export function reference(target: string, size: number): Domain<number> {
  return Object.freeze({ ...integers('reference', 0, size - 1), words: `a ${target}, 0 to ${size - 1}`, target });
}

/** `null`, or a value of `domain`; `null` comes first. */
export function optionalDomain<T>(domain: Domain<T>): Domain<T | null> {
  if (domain.kind === 'optional') throw new UserError('an optional value is optional already', [['found', 'optional(optional(…))']]);
  return Object.freeze<Domain<T | null>>({
    kind: 'optional',
    size: domain.size + 1,
    at: (index) => (index === 0 ? null : domain.at(index - 1)),
    indexOf: (value) => (value === null ? 0 : domain.indexOf(value) + 1 || -1),
    words: `null, or ${domain.words}`,
    ...(domain.target === undefined ? {} : { target: domain.target }),
  });
}

/** Whether a value is a domain made by this file's functions. */
export function isDomain(value: unknown): value is Domain<unknown> {
  return typeof value === 'object' && value !== null && 'indexOf' in value && 'at' in value && 'words' in value;
}

/** A value as a message shows it: strings in quotes, records with their fields. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  return String(value);
}

function integers(kind: 'range' | 'reference', low: number, high: number): Domain<number> {
  const name = kind === 'range' ? `range(${low}, ${high})` : `a reference to ${high + 1} elements`;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high)) throw new UserError('the ends of a range are integers', [['found', name]]);
  if (high < low) throw new UserError('a domain needs at least one value', [['found', name]]);
  if (high - low >= 2 ** 31) throw new UserError('a domain has at most 2^31 values', [['found', name]]);
  return Object.freeze<Domain<number>>({
    kind,
    size: high - low + 1,
    at: (index) => low + index,
    indexOf: (value) => (Number.isInteger(value) && (value as number) >= low && (value as number) <= high ? (value as number) - low : -1),
    words: low === high ? `${low}` : `${low} to ${high}`,
  });
}
