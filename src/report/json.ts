/** JSON that somebody hands us: what every reader of our own formats must refuse, and how it says so. */
import type { z } from 'zod';
import { type Detail, UserError } from '../errors.js';

/** A document's first two fields: what it is, and in which version of that format it is written. */
export interface Format {
  readonly format: string;
  readonly version: number;
}

/** Bytes. More than this is no document of ours: a long counterexample takes some hundred kilobytes. */
export const largestDocument = 64 * 2 ** 20;

/** Reads a document of a format: of this version, with exactly the fields of its schema. `what` is how a message calls it. */
export function readDocument<T>(what: string, text: string, { format, version }: Format, schema: z.ZodType<T>): T {
  const found = parseJson(what, text);
  if (typeof found !== 'object' || found === null || !('format' in found) || found.format !== format) {
    throw unreadable(what, [
      ['found', typeof found === 'object' && found !== null && 'format' in found ? `the format ${JSON.stringify(found.format)}` : 'a file of another kind'],
      ['expected', `"format": "${format}"`],
    ]);
  }
  if (!('version' in found) || found.version !== version) {
    throw unreadable(what, [
      ['because', 'it was written by another version of explore'],
      ['found', `"version": ${JSON.stringify('version' in found ? found.version : null)}`],
      ['expected', `"version": ${version}`],
    ]);
  }
  const checked = schema.safeParse(found);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const path = issue?.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('') ?? '';
  throw unreadable(what, [...(path === '' ? [] : ([['at', path.replace(/^\./, '')]] as const)), ['because', issue?.message ?? 'it does not have the shape of its format']]);
}

function parseJson(what: string, text: string): unknown {
  if (text.length > largestDocument) throw unreadable(what, [['because', 'it is too large to be one']]);
  try {
    // An own key of this name would become a prototype as soon as somebody copies the fields.
    return JSON.parse(text, (key: string, value: unknown): unknown => {
      if (key === '__proto__') throw new UserError('refused');
      return value;
    });
  } catch (error) {
    if (error instanceof UserError) throw unreadable(what, [['because', 'it has a key "__proto__", which no document of explore has']]);
    if (error instanceof RangeError) throw unreadable(what, [['because', 'it is nested more deeply than any document of explore']]);
    if (!(error instanceof SyntaxError)) throw error;
    throw unreadable(what, [
      ['because', text.trim() === '' ? 'it is empty' : `it is not JSON: ${error.message}`],
      ['to do', 'it may have been cut short; write it again'],
    ]);
  }
}

function unreadable(what: string, details: readonly Detail[]): UserError {
  return new UserError(`${what} cannot be read`, details);
}
