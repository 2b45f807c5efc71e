import { type Detail, nearestName, UserError } from '../errors.js';
import { type Action, type AnyChosen, type Arguments, bindParameters, type Domain, isSchema, type Property, type RecordSchema, type Spec, show, valuesOf } from '../spec/index.js';
import { findMisfit } from './domains.js';
import { declaredAssumptions, obligationOf } from './fairness.js';
import type { ActionInstance, Model, PropertyInstances, State } from './model.js';

/** Binds the parameters and makes every action and property for all choices of arguments, in one fixed order. */
export function instantiate(spec: Spec, given: Readonly<Record<string, unknown>> = {}): Model {
  const parameters = bindParameters(spec.name, spec.parameters, given);
  const complaint = authored(spec, '"constraint"', () => spec.constraint(parameters));
  if (complaint !== null) throw new UserError(`spec ${spec.name}: these parameters do not go together`, [['because', complaint]]);
  const schema = authored(spec, '"state"', () => spec.state(parameters));
  if (!isSchema(schema) || schema.kind !== 'record') throw new UserError(`spec ${spec.name}: "state" must return a record(…)`, [['found', show(schema)]]);
  const actions = instantiateActions(
    spec,
    authored(spec, '"actions"', () => spec.actions(parameters)),
  );
  const properties = instantiateProperties(
    spec,
    authored(spec, '"properties"', () => spec.properties(parameters)),
    actions,
  );
  const assumptions = authored(spec, '"fairness"', () => declaredAssumptions(spec.name, actions, spec.fairness(parameters)));
  for (const { property, instances } of properties) {
    // A predicate of steps that throws is told here, and not in the middle of a search.
    if (property.kind === 'liveness' || property.kind === 'bound')
      for (const { chosen } of instances) authored(spec, `property ${property.name}`, () => obligationOf({ actions, assumptions }, property, chosen));
  }
  return { spec, parameters, schema, initial: initialStates(spec, parameters, schema), actions, properties, assumptions };
}

function initialStates(spec: Spec, parameters: Readonly<Record<string, unknown>>, schema: RecordSchema<unknown>): readonly State[] {
  const returned = authored(spec, '"initial"', () => spec.initial(parameters, schema));
  const states = (Array.isArray(returned) ? returned : [returned]) as State[];
  if (states.length === 0) throw new UserError(`spec ${spec.name}: there is no initial state`, [['to do', 'let "initial" return at least one state']]);
  const distinct: State[] = [];
  for (const [index, state] of states.entries()) {
    const misfit = findMisfit(schema, state);
    if (misfit !== undefined) {
      const details: Detail[] = [];
      if (misfit.path !== '') details.push(['at', misfit.path]);
      throw new UserError(`spec ${spec.name}: initial state ${index} is not in its domain`, [...details, ['found', misfit.found], ['expected', misfit.expected]]);
    }
    if (!distinct.some((other) => other.equals(state))) distinct.push(state);
  }
  return distinct;
}

function instantiateActions(spec: Spec, actions: readonly Action<unknown>[]): readonly ActionInstance[] {
  requireDistinct(spec, 'action', actions);
  const instances: ActionInstance[] = [];
  for (const action of actions) {
    for (const chosen of choices(action.arguments)) {
      if (!authored(spec, `"where" of action ${action.name}`, () => action.where(chosen))) continue;
      const actor = authored(spec, `"actor" of action ${action.name}`, () => action.actor(chosen));
      if (typeof actor !== 'string' || actor === '') throw new UserError(`spec ${spec.name}, action ${action.name}: the actor must be a text`, [['found', show(actor)]]);
      instances.push({ index: instances.length, action, chosen, actor, label: labelled(action.name, chosen) });
    }
  }
  return instances;
}

/** The instances that the actions of a model would have, were it not for their `where`. */
export function actionsLeftOut({ spec, parameters }: Model): readonly { readonly action: string; readonly label: string }[] {
  return spec
    .actions(parameters)
    .flatMap((action) => Array.from(choices(action.arguments)).flatMap((chosen) => (action.where(chosen) ? [] : [{ action: action.name, label: labelled(action.name, chosen) }])));
}

function instantiateProperties(spec: Spec, properties: readonly Property<unknown>[], actions: readonly ActionInstance[]): readonly PropertyInstances[] {
  requireDistinct(spec, 'property', properties);
  const names = [...new Set(actions.map((instance) => instance.action.name))];
  return properties.map((property) => {
    if (property.kind === 'step' && property.on !== undefined) {
      for (const name of property.on) {
        if (!names.includes(name)) {
          const nearest = nearestName(name, names);
          throw new UserError(`spec ${spec.name}, property ${property.name}: this model has no action "${name}"`, [
            ...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)),
            ['to do', 'leave the property out for parameters that have no such action'],
          ]);
        }
      }
    }
    const instances = Array.from(choices(property.arguments))
      .filter((chosen) => property.kind === 'step' || property.kind === 'deadlock-freedom' || authored(spec, `"where" of property ${property.name}`, () => property.where(chosen)))
      .map((chosen) => ({ chosen, label: labelled(property.name, chosen) }));
    if (instances.length === 0)
      throw new UserError(`spec ${spec.name}, property ${property.name}: there is no choice of arguments`, [['to do', 'leave the property out for parameters to which it does not apply']]);
    return { property, instances };
  });
}

/** All choices of arguments; the last argument varies fastest. */
function* choices(args: Arguments): Generator<AnyChosen> {
  const entries = Object.entries(args);
  function* from(position: number, chosen: AnyChosen): Generator<AnyChosen> {
    const entry = entries[position];
    if (entry === undefined) {
      yield Object.freeze(chosen);
      return;
    }
    const [name, domain] = entry as [string, Domain<unknown>];
    for (const value of valuesOf(domain)) yield* from(position + 1, { ...chosen, [name]: value });
  }
  yield* from(0, {});
}

/** `name(vcpu 1, lr 0)` */
function labelled(name: string, chosen: AnyChosen): string {
  const parts = Object.entries(chosen).map(([argument, value]) => `${argument} ${value}`);
  return parts.length === 0 ? name : `${name}(${parts.join(', ')})`;
}

function requireDistinct(spec: Spec, what: string, named: readonly { readonly name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) throw new UserError(`spec ${spec.name} has two of the same name: ${what} ${name}`);
    seen.add(name);
  }
}

/** Calls a function of the author's that describes the model. What it throws is the author's fault, and told as such. */
function authored<T>(spec: Spec, what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const where = `spec ${spec.name}, ${what}`;
    if (error instanceof UserError) throw error.message.startsWith('spec ') ? error : new UserError(`${where}: ${error.message}`, error.details);
    if (!(error instanceof Error)) throw new UserError(`${where} throws ${show(error)}`);
    const line = error.stack?.split('\n').find((text) => text.trimStart().startsWith('at '));
    throw new UserError(`${where} throws ${error.name}: ${error.message}`, line === undefined ? [] : [['thrown', line.trim()]]);
  }
}
