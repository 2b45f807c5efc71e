/** The variables of some states of one model, side by side. */
import { below, type State } from '../model/index.js';
import { isDomain, type Schema } from '../spec/index.js';
import { type Plain, plain, samePlain } from '../trace/index.js';

export interface Variable {
  /** As an author would write it: `vcpus[1].lrs[0].state`. */
  readonly path: string;
  /** Its value in each of the states. */
  readonly values: readonly Plain[];
}

/** Every variable, in the order of the schema: leaves, and as a whole each set, each queue, and what is absent in one of the states. */
export function variablesOf(schema: Schema<unknown>, states: readonly unknown[], path = ''): Variable[] {
  if (!isDomain(schema) && schema.kind === 'optional-composite' && states.every((state) => state !== null)) return variablesOf(schema.inner, states, path);
  if (isDomain(schema) || schema.kind === 'optional-composite' || schema.kind === 'set' || schema.kind === 'queue') return [{ path, values: states.map((state) => plain(schema, state)) }];
  return schema.keys.flatMap((key, index) =>
    variablesOf(
      schema.parts[index] as Schema<unknown>,
      states.map((state) => (state as State).get(key)),
      below(path, key),
    ),
  );
}

/** Whether a variable has not the same value in all the states. */
export function varies({ values: [first, ...others] }: Variable): boolean {
  return first !== undefined && !others.every((other) => samePlain(first, other));
}
