import { isRecord } from '../immutable.js';
import { type Composite, isDomain, type Raw, type Schema, show } from '../spec/index.js';

/** Where a value leaves the domain that its schema declares. */
export interface Misfit {
  /** As an author would write it: `vcpus[1].lrs[0].state`; empty for the value itself. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
}

/** The first place, in the schema's order, at which `value` is not what `schema` describes; undefined when it is. */
export function findMisfit(schema: Schema<unknown>, value: unknown, path = ''): Misfit | undefined {
  if (isDomain(schema)) return schema.indexOf(value) >= 0 ? undefined : { path, found: show(value), expected: schema.words };
  if (schema.kind === 'optional-composite') {
    return value === null ? undefined : (findMisfit(schema.inner, value, path) as Misfit | undefined);
  }
  if (!isShaped(schema, value)) return { path, found: show(value), expected: `a ${schema.kind} made by this spec's schema` };
  for (const [index, key] of schema.keys.entries()) {
    const misfit = findMisfit(schema.parts[index] as Schema<unknown>, value.get(key), below(path, key));
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

/** The path of a part: `.name` for a field, `[3]` for an index. */
export function below(path: string, key: string): string {
  if (/^\d+$/.test(key)) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Whether a value is a Record with the keys of a composite; what its parts are is not looked at. */
export function isShaped(schema: Composite<unknown>, value: unknown): value is Raw {
  if (!isRecord(value)) return false;
  const own = (value as unknown as Raw)._keys;
  return own.length === schema.keys.length && own.every((key, index) => key === schema.keys[index]);
}
