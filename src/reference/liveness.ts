/**
 * The oracle of liveness: the explicit product of the state graph with one bit, "the goal is due", its strongly connected
 * components by Tarjan's algorithm, and the fairness of each, by the book. It shares nothing with the engine but the
 * meaning of steps and predicates.
 */
import { ImmutableMap } from '../immutable.js';
import { askFrom, askGoal, type Model, nextStates, type Obligation, obligationOf, type PropertyInstance, type State } from '../model/index.js';
import type { Liveness } from '../spec/index.js';
import { stronglyConnected } from './components.js';

export interface LivenessFinding {
  readonly broken: boolean;
  /** Of the shortest stem to a maximal fair component, in transitions; null when there is none. */
  readonly stem: number | null;
  /** The maximal fair components, each by the length of the shortest stem to it and by its size in states; the nearest first. */
  readonly components: readonly Component[];
  /** The goal is never due. */
  readonly vacuous: boolean;
}

export interface Component {
  readonly depth: number;
  readonly size: number;
}

/** A state with what can follow it. */
interface Vertex {
  readonly state: State;
  readonly edges: { readonly action: number; readonly target: Vertex }[];
}

interface Node {
  readonly state: State;
  readonly due: boolean;
  readonly depth: number;
  readonly edges: { readonly action: number; readonly target: Node }[];
}

/** Decides one instance of a liveness property. */
export function referenceLiveness(model: Model, property: Liveness<unknown>, { chosen }: PropertyInstance): LivenessFinding {
  const obligation = obligationOf(model, property, chosen);
  const goal = (state: State) => askGoal(property, chosen, state);
  const { shape } = property;
  /** Whether the goal is due in a state, reached by an action from one in which it was (or was not). */
  const dueIn = (state: State, before: { readonly due: boolean; readonly action: number } | null): boolean => {
    if (shape === 'eventually-always') return true;
    if (goal(state)) return false;
    if (shape === 'always-eventually') return true;
    if (shape === 'leads-to' && askFrom(property, chosen, state)) return true;
    return before === null ? shape === 'eventually' : before.due && obligation.by[before.action] === false;
  };
  const known = { due: new Map<Vertex, Node>(), done: new Map<Vertex, Node>() };
  const nodes: Node[] = [];
  const left: Vertex[] = [];
  const nodeOf = (vertex: Vertex, due: boolean, depth: number): Node => {
    const map = known[due ? 'due' : 'done'];
    const there = map.get(vertex);
    if (there !== undefined) return there;
    const node: Node = { state: vertex.state, due, depth, edges: [] };
    map.set(vertex, node);
    nodes.push(node);
    left.push(vertex);
    return node;
  };
  for (const vertex of graphOf(model)) nodeOf(vertex, dueIn(vertex.state, null), 0);
  // The list grows while it is gone through: breadth first.
  for (const [index, node] of nodes.entries()) {
    for (const { action, target } of (left[index] as Vertex).edges) {
      node.edges.push({ action, target: nodeOf(target, dueIn(target.state, { due: node.due, action }), node.depth + 1) });
    }
  }
  const isBad = shape === 'eventually-always' ? (members: readonly Node[]) => members.some(({ state }) => !goal(state)) : () => true;
  const fair = fairParts(
    nodes.filter(({ due }) => due),
    obligation,
  ).filter(isBad);
  const components = fair.map((members): Component => ({ depth: members.reduce((least, { depth }) => Math.min(least, depth), Number.POSITIVE_INFINITY), size: members.length }));
  components.sort((a, b) => a.depth - b.depth || a.size - b.size);
  const vacuous = shape === 'leads-to' && !nodes.some(({ state }) => askFrom(property, chosen, state));
  return { broken: fair.length > 0, stem: components[0]?.depth ?? null, components, vacuous };
}

const graphs = new WeakMap<Model, readonly Vertex[]>();

/** The vertices of the initial states, from which all others are reached; explored once for all questions about a model. */
function graphOf(model: Model): readonly Vertex[] {
  const explored = graphs.get(model);
  if (explored !== undefined) return explored;
  const known = ImmutableMap<State, Vertex>().asMutable();
  const vertices: Vertex[] = [];
  const vertexOf = (state: State): Vertex => {
    const there = known.get(state);
    if (there !== undefined) return there;
    const vertex: Vertex = { state, edges: [] };
    known.set(state, vertex);
    vertices.push(vertex);
    return vertex;
  };
  const initial = model.initial.map(vertexOf);
  for (const { state, edges } of vertices) {
    for (const action of model.actions) {
      for (const next of nextStates(action, state)) edges.push({ action: action.index, target: vertexOf(next) });
    }
  }
  graphs.set(model, initial);
  return initial;
}

/** The maximal sets of nodes around which a fair run can go for ever (or in which, alone, a run ends). */
function fairParts(nodes: readonly Node[], obligation: Obligation): (readonly Node[])[] {
  const within = new Set(nodes);
  const goesOn = (node: Node) => node.edges.filter(({ action, target }) => within.has(target) && obligation.by[action] === false && obligation.finitely[action] === false);
  return stronglyConnected(nodes, (node) => goesOn(node).map(({ target }) => target)).flatMap((members): (readonly Node[])[] => {
    const part = new Set(members);
    const steps = members.flatMap((node) => goesOn(node).filter(({ target }) => part.has(target)));
    const ends = members.length === 1 && members[0]?.edges.length === 0;
    if (steps.length === 0 && !ends) return [];
    const enabling = (assumption: readonly boolean[]) => members.filter(({ edges }) => edges.some(({ action }) => assumption[action] === true));
    const unmet = obligation.assumptions.filter(({ strength, members: of }) => {
      if (steps.some(({ action }) => of[action] === true)) return false;
      return strength === 'weak' ? enabling(of).length === members.length : enabling(of).length > 0;
    });
    if (unmet.length === 0) return [members];
    if (unmet.some(({ strength }) => strength === 'weak')) return [];
    const excluded = new Set(unmet.flatMap(({ members: of }) => enabling(of)));
    return fairParts(
      members.filter((node) => !excluded.has(node)),
      obligation,
    );
  });
}
