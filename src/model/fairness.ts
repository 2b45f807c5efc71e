/** Fairness as the engine sees it: which action instances each assumption is about, for one instance of a liveness property. */
import { UserError } from '../errors.js';
import { type ActionFairness, type AnyChosen, type Bound, type Fairness, type Liveness, show, type Taken } from '../spec/index.js';
import type { ActionInstance, Assumption, Model } from './model.js';

/** What a loop must meet to count: an assumption of fairness; or `always`: one of the members is taken, whether or not it is always enabled. */
export interface Demand extends Omit<Assumption, 'strength'> {
  readonly strength: Assumption['strength'] | 'always';
}

/** What a property that speaks of whole runs says of steps, with its arguments chosen. The arrays have one entry per action instance. */
export interface Obligation {
  readonly assumptions: readonly Demand[];
  /** The steps that are the good thing. */
  readonly by: readonly boolean[];
  /** The steps that are taken only finitely often. */
  readonly finitely: readonly boolean[];
}

/** What the actions say of themselves, and what the spec says of several together. */
export function declaredAssumptions(specName: string, actions: readonly ActionInstance[], groups: readonly Fairness[]): readonly Assumption[] {
  const own = actions.filter(({ action }) => action.fairness !== undefined);
  const groupOf = new Map(own.map((instance) => [instance, ownGroup(specName, instance)]));
  const perAction = [...new Set(groupOf.values())].map((group): Assumption => {
    const members = own.filter((instance) => groupOf.get(instance) === group);
    const [first] = members as [ActionInstance];
    const { strength, per } = readFairness(first.action.fairness as ActionFairness);
    return { label: members.length === 1 ? first.label : groupLabel(first, per ?? []), strength, members: actions.map((instance) => members.includes(instance)) };
  });
  return [...perAction, ...groups.flatMap((group) => assumptionsOf(group, actions, {}))];
}

/** The fairness of one instance of a property: the declared one, with the property's own changes. Of a bound: that a step is taken which counts. */
export function obligationOf(model: Pick<Model, 'actions' | 'assumptions'>, property: Liveness<unknown> | Bound<unknown>, chosen: AnyChosen): Obligation {
  const { actions } = model;
  if (property.kind === 'bound') {
    const by = actions.map((instance) => property.by(takenOf(instance), chosen) === true);
    return { assumptions: [{ label: 'a step that counts', strength: 'always', members: countedBy(actions, property, chosen) }], by, finitely: actions.map(() => false) };
  }
  const { unfair, also = [], finitely } = property.fairness ?? {};
  const which = (predicate: ((taken: Taken, chosen: AnyChosen) => boolean) | undefined): boolean[] => actions.map((instance) => predicate?.(takenOf(instance), chosen) === true);
  const released = which(unfair);
  return {
    assumptions: [
      ...model.assumptions.filter(({ members }) => !members.some((member, index) => member && released[index] === true)),
      ...also.flatMap((group) => assumptionsOf(group, actions, chosen)),
    ],
    by: which(property.by),
    finitely: which(finitely),
  };
}

/** Which action instances count. */
export function countedBy(actions: readonly ActionInstance[], property: Bound<unknown>, chosen: AnyChosen): readonly boolean[] {
  return actions.map((instance) => property.counting(takenOf(instance), chosen) === true);
}

/** An action instance as predicates of steps see it. */
export function takenOf({ action, actor, chosen }: ActionInstance): Taken {
  return { action: action.name, actor, args: chosen };
}

function assumptionsOf({ name, strength, per }: Fairness, actions: readonly ActionInstance[], chosen: AnyChosen): Assumption[] {
  const keys = actions.map((instance) => per(takenOf(instance), chosen));
  return [...new Set(keys.filter((key) => key !== null))].map((key) => ({
    label: name === key || key === '' ? name : `${name}: ${key}`,
    strength,
    members: keys.map((other) => other === key),
  }));
}

/** Instances with the same text are one assumption. */
function ownGroup(specName: string, { action, chosen, label }: ActionInstance): string {
  const { per } = readFairness(action.fairness as ActionFairness);
  for (const name of per ?? []) {
    if (!Object.hasOwn(action.arguments, name))
      throw new UserError(`spec ${specName}, action ${action.name}: its fairness names an argument that it does not have`, [
        ['found', show(name)],
        ['expected', Object.keys(action.arguments).join(', ') || 'none: it has no arguments'],
      ]);
  }
  return per === null ? label : JSON.stringify([action.name, per.map((name) => chosen[name])]);
}

function readFairness(fairness: ActionFairness): { readonly strength: 'weak' | 'strong'; readonly per: readonly string[] | null } {
  if (typeof fairness === 'string') return { strength: fairness, per: null };
  return 'weak' in fairness ? { strength: 'weak', per: fairness.weak } : { strength: 'strong', per: fairness.strong };
}

/** `host.load(vcpu 0, any pcpu)` */
function groupLabel({ action, chosen }: ActionInstance, per: readonly string[]): string {
  return `${action.name}(${Object.keys(action.arguments)
    .map((name) => (per.includes(name) ? `${name} ${chosen[name]}` : `any ${name}`))
    .join(', ')})`;
}
