/**
 * The oracle of liveness: the explicit product of the state graph with one bit, "the goal is due", its strongly connected
 * components by Tarjan's algorithm, and the fairness of each, by the book. It shares nothing with the engine but the
 * meaning of steps and predicates.
 */
import { Map as ImmutableMap } from 'immutable';
import { askFrom, askGoal, type Model, nextStates, type Obligation, obligationOf, type PropertyInstance, type State } from '../model/index.js';
import type { Liveness } from '../spec/index.js';

export interface LivenessFinding {
  readonly broken: boolean;
  /** Of the shortest stem to a maximal fair component, in transitions; null when there is none. */
  readonly stem: number | null;
  /** States of the maximal fair components to which that stem is the shortest: the size of each. */
  readonly sizes: readonly number[];
  /** The goal is never due. */
  readonly vacuous: boolean;
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
  const known = [false, true].map(() => ImmutableMap<State, Node>().asMutable());
  const nodes: Node[] = [];
  const nodeOf = (state: State, due: boolean, depth: number): Node => {
    const map = known[due ? 1 : 0] as ImmutableMap<State, Node>;
    const there = map.get(state);
    if (there !== undefined) return there;
    const node: Node = { state, due, depth, edges: [] };
    map.set(state, node);
    nodes.push(node);
    return node;
  };
  for (const state of model.initial) nodeOf(state, dueIn(state, null), 0);
  // The list grows while it is gone through: breadth first.
  for (const node of nodes) {
    for (const action of model.actions) {
      for (const next of nextStates(action, node.state)) {
        const target = nodeOf(next, dueIn(next, { due: node.due, action: action.index }), node.depth + 1);
        node.edges.push({ action: action.index, target });
      }
    }
  }
  const isBad = shape === 'eventually-always' ? (members: readonly Node[]) => members.some(({ state }) => !goal(state)) : () => true;
  const fair = fairParts(
    nodes.filter(({ due }) => due),
    obligation,
  ).filter(isBad);
  const depths = fair.map((members) => Math.min(...members.map(({ depth }) => depth)));
  const stem = Math.min(...depths);
  const vacuous = shape === 'leads-to' && !nodes.some(({ state }) => askFrom(property, chosen, state));
  return { broken: fair.length > 0, stem: fair.length > 0 ? stem : null, sizes: fair.filter((_, index) => depths[index] === stem).map(({ length }) => length), vacuous };
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

/** Tarjan 1972, with its recursion written out. */
function stronglyConnected(nodes: readonly Node[], successors: (node: Node) => readonly Node[]): Node[][] {
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const onStack = new Set<Node>();
  const stack: Node[] = [];
  const components: Node[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const path: { readonly node: Node; readonly rest: Node[] }[] = [];
    const visit = (node: Node) => {
      index.set(node, index.size);
      low.set(node, index.get(node) as number);
      stack.push(node);
      onStack.add(node);
      path.push({ node, rest: [...successors(node)] });
    };
    const lower = (node: Node, to: number) => low.set(node, Math.min(low.get(node) as number, to));
    visit(root);
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const { node, rest } = frame;
      const target = rest.pop();
      if (target !== undefined) {
        if (!index.has(target)) visit(target);
        else if (onStack.has(target)) lower(node, index.get(target) as number);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(node) as number);
      if (low.get(node) !== index.get(node)) continue;
      const component = stack.splice(stack.indexOf(node));
      for (const member of component) onStack.delete(member);
      components.push(component);
    }
  }
  return components;
}
