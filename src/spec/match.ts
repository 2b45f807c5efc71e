import { UserError } from '../errors.js';
import { show } from './domain.js';

/** What `cases` says for `value`. Every value of the enumeration needs its case: a missing one does not compile. */
export function match<T extends string, R>(value: T, cases: { readonly [K in T]: (value: K) => R }): R {
  const chosen = cases[value];
  if (chosen === undefined) throw new UserError(`no case for ${show(value)}`, [['known', Object.keys(cases).join(', ')]]);
  return chosen(value);
}
