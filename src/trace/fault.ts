import { type Detail, UserError } from '../errors.js';
import type { Model } from '../model/index.js';
import type { Trace } from './trace.js';

/** A fault in one of the author's functions, told with the run that leads to it. */
export function faultAfter(model: Model, { label, message, details }: { readonly label: string; readonly message: string; readonly details: readonly Detail[] }, { initial, steps }: Trace): UserError {
  const after = steps.map(({ taken }, index) => `${index + 1}. ${taken.label}`);
  if (after.length === 0) after.push(model.initial.length === 1 ? 'the initial state' : `initial state ${model.initial.indexOf(initial)}`);
  return new UserError(`spec ${model.spec.name}, ${label}: ${message}`, [...details, ['after', after.join('\n')]]);
}
