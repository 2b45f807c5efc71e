/** What a step leaves in a log, by the author's own functions. Learning and replaying come here, so that they share one meaning. */
import { UserError } from '../errors.js';
import { type AnyChosen, type Observation, type Observations, show } from '../spec/index.js';
import type { ActionInstance, Model, State } from './model.js';
import { guarded, SpecFault } from './step.js';

/** A record that a step leaves. */
export interface ShownRecord {
  readonly observation: Observation<unknown>;
  /** Per field of the observation, in its order: the index of the value in its domain, or `unseen`. */
  readonly values: readonly number[];
}

/** A field that a record does not show, or that a line does not tell: like anything. */
export const unseen = -1;

/** The observations that the spec declares for these parameters. */
export function observationsOf({ spec, parameters, actions }: Model): Observations<unknown> {
  const observations = spec.observations(parameters);
  if (observations === null) {
    throw new UserError(`spec ${spec.name} does not say what can be seen of its runs`, [['to do', 'declare "observations": which steps leave which records in a log, and how a line is read']]);
  }
  const names = new Set<string>();
  for (const { name, on } of observations.records) {
    if (names.has(name)) throw new UserError(`spec ${spec.name} has two observations of the same name: ${name}`);
    names.add(name);
    for (const action of on) {
      if (!actions.some((instance) => instance.action.name === action))
        throw new UserError(`spec ${spec.name}, observation ${name}: this model has no action "${action}"`, [['to do', 'leave the action out for parameters that do not have it']]);
    }
  }
  if (names.size === 0) throw new UserError(`spec ${spec.name} declares no record that could be observed`);
  return observations;
}

/** The records of one transition, in their order. */
export function observe({ records }: Observations<unknown>, taken: ActionInstance, state: State, next: State): readonly ShownRecord[] {
  const step = { action: taken.action.name, actor: taken.actor, args: taken.chosen };
  return records.flatMap((observation) => {
    if (!observation.on.includes(taken.action.name)) return [];
    const shown = guarded(`observation ${observation.name}`, () => observation.shows(state, step, next));
    if (shown === null) return [];
    return (Array.isArray(shown) ? shown : [shown]).map((fields: unknown) => ({ observation, values: valuesOf(observation, fields) }));
  });
}

function valuesOf(observation: Observation<unknown>, shown: unknown): readonly number[] {
  if (typeof shown !== 'object' || shown === null) throw misshown(observation, 'a record, an array of records, or null', show(shown));
  for (const field of Object.keys(shown)) {
    if (!Object.hasOwn(observation.fields, field)) throw misshown(observation, `the fields ${Object.keys(observation.fields).join(', ')}`, `a field "${field}"`);
  }
  return Object.entries(observation.fields).map(([field, domain]) => {
    const value = (shown as AnyChosen)[field];
    if (value === undefined) return unseen;
    const index = domain.indexOf(value);
    if (index < 0) throw misshown(observation, `as ${field} ${domain.words}`, show(value));
    return index;
  });
}

function misshown({ name }: Observation<unknown>, expected: string, found: string): SpecFault {
  return new SpecFault(`observation ${name} shows something that is not in its domain`, [
    ['found', found],
    ['expected', expected],
  ]);
}
