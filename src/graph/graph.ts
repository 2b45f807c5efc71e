import { UserError } from '../errors.js';
import { type Exploration, type Projected, SearchFault } from '../explore/index.js';
import { unpack } from '../layout/index.js';
import type { ActionInstance, Aspect, Model, State } from '../model/index.js';
import type { Property } from '../spec/index.js';

/** The state graph of a model, or what a projection makes of it. */
export interface StateGraph {
  /** What of a state makes a node; null: all of it. */
  readonly aspects: readonly Aspect[] | null;
  /** By distance from the initial states. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A state, or all states that are the same in the projection. */
export interface GraphNode {
  /** What the projection keeps; the rest of it means nothing. */
  readonly state: State;
  /** Whether each of the conditions among the aspects is true. */
  readonly truths: readonly boolean[];
  readonly states: number;
  /** States in which an invariant is violated, or that have no transition and should have one. */
  readonly violating: number;
  /** The smallest distance of one of its states from the initial states. */
  readonly depth: number;
}

export interface GraphEdge {
  /** Places in `nodes`. */
  readonly from: number;
  readonly to: number;
  readonly taken: ActionInstance;
  /** Transitions. */
  readonly count: number;
  /** Those of them that violate a step property. */
  readonly violating: number;
}

/** More nodes than this make no picture that anybody could read. */
export const mostDrawn = { states: 300, projections: 500 } as const;

/** Whether a property can be seen violated in a single state or step, so that it is marked. */
export function isMarked({ kind }: Property<unknown>): boolean {
  return kind === 'invariant' || kind === 'step' || kind === 'deadlock-freedom';
}

/**
 * The graph of everything that was explored, in the projection `on`, whose `aspects` these are (null: whole states). Null when the user stopped it,
 * or the time was over. Throws a UserError when there are more nodes than can be drawn, a SearchFault when one of the author's functions fails.
 */
export async function stateGraph(model: Model, exploration: Exploration, on: string | null, aspects: readonly Aspect[] | null): Promise<StateGraph | null> {
  const most = on === null ? mostDrawn.states : mostDrawn.projections;
  const { ending } = exploration;
  if (on === null && ending.kind === 'cut' && ending.bound === 'states' && ending.limit === most) throw tooMany(model, on, most);
  const projection = await exploration.project(on, most);
  switch (projection.kind) {
    case 'projected':
      return { aspects, ...drawn(model, exploration, projection, aspects) };
    case 'stopped':
      return null;
    case 'full':
      throw tooMany(model, on, most);
    case 'fault':
      throw new SearchFault(projection.fault);
  }
}

function drawn(model: Model, { layout }: Exploration, { nodes, edges }: Projected, aspects: readonly Aspect[] | null): Pick<StateGraph, 'nodes' | 'edges'> {
  const conditions = (aspects ?? []).filter(({ kind }) => kind === 'condition');
  return {
    nodes: nodes.map(({ key, ...counts }) => ({
      ...counts,
      state: unpack(layout, key),
      truths: conditions.map((_, index) => (((key[layout.words + (index >>> 5)] as number) >>> (index & 31)) & 1) === 1),
    })),
    edges: edges.map(({ action, ...edge }) => ({ ...edge, taken: model.actions[action] as ActionInstance })),
  };
}

function tooMany(model: Model, on: string | null, most: number): UserError {
  const { name } = model.spec;
  if (on !== null) {
    return new UserError(`this projection of ${name} has more than ${most} nodes`, [
      ['because', 'the chosen variables have more combinations of values than anybody could read'],
      ['to do', 'choose fewer variables, or ask something about them: an expression has two values, such as --on "a == 1"'],
    ]);
  }
  return new UserError(`the state graph of ${name} has more than ${most} states`, [
    ['to do', 'draw its projection on a few variables, which can be had for a model of any size: --on VARIABLE,…'],
    ['or', 'choose parameters that make the model smaller: --param NAME=VALUE …'],
    ['variables', `${model.schema.keys.slice(0, 12).join(', ')}${model.schema.keys.length > 12 ? ', …' : ''}; explore list --spec ${name} tells more`],
  ]);
}
