import { fileURLToPath } from 'node:url';
import { type Detail, UserError } from '../errors.js';

/** Which model is asked about: a spec, and what its parameters are bound to. Making one loads and checks nothing. */
export interface Model {
  readonly kind: 'explore.model';
  /** A name of the catalogue, or the path of the spec's file. */
  readonly spec: string;
  /** The default parameters, when undefined. */
  readonly variant: string | undefined;
  /** Parameters beside those of the variant. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Which of a spec's models: a variant, parameters, or both. */
export interface Choice {
  /** A name under the spec's `variants`; the default parameters, when left out. */
  readonly variant?: string;
  /** Parameters beside those of the variant, as the spec declares them: `{ processes: 3 }`. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Where a spec lies: the path of its file from the working directory, its address, or its name in the catalogue. */
export type Place = string | { readonly href: string };

/**
 * A model of the spec that lies there: `model('./lock.ts', { variant: 'two-steps' })`. `new URL('./lock.ts', import.meta.url)` names
 * a file from where the test lies. Throws a UserError when the address is not one of a file.
 */
export function model(spec: Place, { variant, parameters = {} }: Choice = {}): Model {
  return Object.freeze<Model>({ kind: 'explore.model', spec: placeOf(spec), variant, parameters });
}

/** A model, or the default one of a spec that lies somewhere. */
export function asModel(given: unknown): Model {
  if (typeof given === 'string' || (typeof given === 'object' && given !== null && 'href' in given)) return model(given as Place);
  if (typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'explore.model') return given as Model;
  const isSpec = typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'explore.spec';
  const details: Detail[] = [['expected', "model('./lock.ts', { variant: 'two-steps' }), or the path of a spec's file"]];
  if (isSpec) details.unshift(['because', 'threads of their own explore it, and each loads the file: a spec that was imported does not say where it lies']);
  throw new UserError(`${isSpec ? 'a spec' : 'this'} is not a model that can be checked`, details);
}

function placeOf(spec: Place): string {
  const address = typeof spec === 'string' ? (spec.startsWith('file:') ? spec : undefined) : spec.href;
  if (address === undefined) return spec as string;
  try {
    return fileURLToPath(address);
  } catch (error) {
    throw new UserError('the address of a spec must be one of a file', [
      ['found', address],
      ['because', error instanceof Error ? error.message : String(error)],
    ]);
  }
}
