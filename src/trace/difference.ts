import { below, type State } from '../model/index.js';
import { isDomain, type Schema } from '../spec/index.js';

/** A part of a state as plain data: what JSON can hold. */
export type Plain = boolean | number | string | null | readonly Plain[] | { readonly [field: string]: Plain };

/** One place at which two states differ. */
export interface Change {
  /** As an author would write it: `vcpus[1].lrs[0].state`. */
  readonly path: string;
  readonly from: Plain;
  readonly to: Plain;
}

/**
 * What changed between two states of a schema, in the schema's order: leaf by leaf in records, vectors and maps. A set
 * and a queue are told as a whole (a queue that moves up changes in every place), and so is a part that appears or disappears.
 */
export function difference(schema: Schema<unknown>, before: unknown, after: unknown, path = ''): Change[] {
  if (isDomain(schema)) return schema.indexOf(before) === schema.indexOf(after) ? [] : [{ path, from: before as Plain, to: after as Plain }];
  if (schema.kind === 'optional-composite') {
    if (before !== null && after !== null) return difference(schema.inner, before, after, path);
    return before === after ? [] : [{ path, from: plain(schema, before), to: plain(schema, after) }];
  }
  if (schema.kind === 'set' || schema.kind === 'queue') {
    const change = { path, from: plain(schema, before), to: plain(schema, after) };
    return samePlain(change.from, change.to) ? [] : [change];
  }
  return schema.keys.flatMap((key, index) => difference(schema.parts[index] as Schema<unknown>, (before as State).get(key), (after as State).get(key), below(path, key)));
}

/** A state, or a part of one, as plain data: a set is the list of its members, a queue that of its elements. */
export function plain(schema: Schema<unknown>, value: unknown): Plain {
  if (isDomain(schema)) return value as Plain;
  if (schema.kind === 'optional-composite') return value === null ? null : plain(schema.inner, value);
  switch (schema.kind) {
    case 'set':
      return [...(value as Iterable<Plain>)];
    case 'queue': {
      const element = schema.parts[schema.keys.indexOf('0')] as Schema<unknown>;
      return Array.from(value as Iterable<unknown>, (item) => plain(element, item));
    }
    case 'vector':
      return schema.keys.map((key, index) => plain(schema.parts[index] as Schema<unknown>, (value as State).get(key)));
    case 'record':
    case 'map':
      return Object.fromEntries(schema.keys.map((key, index) => [key, plain(schema.parts[index] as Schema<unknown>, (value as State).get(key))]));
  }
}

/** Whether two pieces of plain data are equal; the order of fields does not matter. */
export function samePlain(a: Plain, b: Plain): boolean {
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => samePlain(item as Plain, b[index] as Plain));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const [left, right] = [a as { readonly [field: string]: Plain }, b as { readonly [field: string]: Plain }];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && samePlain(left[key] as Plain, right[key] as Plain));
}
