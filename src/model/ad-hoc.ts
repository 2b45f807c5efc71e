/** A bound that nobody has written into the spec: from a state to a state, as the command line says them. */
import { type Detail, nearestName, UserError } from '../errors.js';
import type { AnyChosen, Bound, Property } from '../spec/index.js';
import { holds } from './expression.js';
import type { Model, PropertyInstance, State } from './model.js';
import { readExpression } from './read-expression.js';
import { askInvariant, askWitness } from './step.js';

/** Plain data, so that a worker can be given it. `from` and `to` are read by `predicateOf`. */
export interface AdHocBound {
  readonly from: string;
  readonly to: string;
  /** Names of actions (or of one with its arguments), actors, or the first words of actors; null: every step counts. */
  readonly counting: readonly string[] | null;
}

/** How it is called; no property of a spec is called so. */
export const adHocName = 'the count';

/** The model with one property more: its last. */
export function withBound(model: Model, { from, to, counting }: AdHocBound): Model {
  const isCounted = counting === null ? () => true : countedBy(model, counting);
  const [begins, ends] = [predicateOf(model, from, '--from'), predicateOf(model, to, '--to')];
  const property: Bound<State> = Object.freeze({
    kind: 'bound',
    name: adHocName,
    sentence: `${counting === null ? 'steps' : `steps of ${counting.join(', ')}`} from ${from} to ${to}`,
    source: undefined,
    arguments: {},
    where: () => true,
    from: (state: State) => begins(state),
    goal: (state: State) => ends(state),
    by: () => false,
    counting: ({ action, actor, args }: { readonly action: string; readonly actor: string; readonly args: AnyChosen }) => isCounted(action, actor, args),
    atMost: undefined,
  });
  return { ...model, properties: [...model.properties, { property: property as unknown as Property<unknown>, instances: [{ chosen: {}, label: adHocName }] }] };
}

/** Whether a text is true of a state: the name of an invariant or witness (of an invariant for every, of a witness for some choice of its arguments), perhaps with its arguments; or an expression. `!` before a name turns it round. */
function predicateOf(model: Model, text: string, flag: string): (state: State) => boolean {
  const bare = text.trim();
  const named = namedPredicate(model, bare);
  if (named !== null) return named;
  if (bare.startsWith('!')) {
    const inner = namedPredicate(model, bare.slice(1).trim());
    if (inner !== null) return (state) => !inner(state);
  }
  try {
    const expression = readExpression(model.schema, bare);
    return (state) => holds(expression, state);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const names = model.properties.flatMap(({ property }) => (property.kind === 'invariant' || property.kind === 'witness' ? [property.name] : []));
    const nearest = nearestName(bare, names);
    const details: Detail[] = [
      ...error.details,
      ...(nearest === undefined ? [] : ([['nearest', `the property "${nearest}"`]] as const)),
      ['or', `the name of an invariant or witness${names.length === 0 ? '; this spec has none' : `: ${names.slice(0, 24).join(', ')}`}`],
    ];
    throw new UserError(`${flag}: ${error.message}`, details);
  }
}

function namedPredicate(model: Model, text: string): ((state: State) => boolean) | null {
  for (const { property, instances } of model.properties) {
    if (property.kind !== 'invariant' && property.kind !== 'witness') continue;
    const meant = property.name === text ? instances : instances.filter(({ label }) => label === text);
    if (meant.length === 0) continue;
    const ask =
      property.kind === 'witness'
        ? (state: State, { chosen }: PropertyInstance) => askWitness(property, chosen, state)
        : (state: State, { chosen }: PropertyInstance) => askInvariant(property, chosen, state) !== 'violated';
    return property.kind === 'witness' ? (state) => meant.some((instance) => ask(state, instance)) : (state) => meant.every((instance) => ask(state, instance));
  }
  return null;
}

function countedBy({ spec, actions }: Model, names: readonly string[]): (action: string, actor: string, args: AnyChosen) => boolean {
  const known = new Set(actions.flatMap(({ action, actor, label }) => [action.name, actor, actor.split(' ')[0] as string, label]));
  for (const name of names) {
    if (known.has(name)) continue;
    const nearest = nearestName(name, known);
    throw new UserError(`--count: spec ${spec.name} has neither an action nor an actor "${name}"`, [
      ...(nearest === undefined ? [] : ([['nearest', `"${nearest}"`]] as const)),
      ['actions', [...new Set(actions.map(({ action }) => action.name))].join(', ')],
      ['actors', [...new Set(actions.map(({ actor }) => actor))].join(', ')],
    ]);
  }
  const counted = new Set(
    actions.flatMap((instance) => ([instance.action.name, instance.actor, instance.actor.split(' ')[0] as string, instance.label].some((name) => names.includes(name)) ? [instance.label] : [])),
  );
  return (action, actor, args) => actions.some((instance) => instance.action.name === action && instance.actor === actor && instance.chosen === args && counted.has(instance.label));
}
