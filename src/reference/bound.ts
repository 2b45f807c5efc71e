/**
 * The oracle of bounds: the explicit graph, the longest way through its strongly connected components, and a search for
 * the shortest way. How long the shortest runs are that show them is found in the product of the graph with the count.
 */
import { ImmutableMap } from '../immutable.js';
import { askFrom, askGoal, type Model, nextStates, type PropertyInstance, type State, takenOf } from '../model/index.js';
import type { Bound } from '../spec/index.js';
import { stronglyConnected } from './components.js';

export interface BoundFinding {
  /** Null: no run begins to count, or none that does comes to the end of it. */
  readonly smallest: number | null;
  /** Null: no run begins to count. */
  readonly largest: number | 'unbounded' | null;
  readonly mayMiss: boolean;
  /** Transitions of the shortest run that shows the smallest number, and the largest (before its loop, where that is unbounded). */
  readonly lengths: { readonly smallest: number | null; readonly largest: number | null };
}

interface Node {
  readonly state: State;
  readonly from: boolean;
  readonly goal: boolean;
  readonly edges: { readonly cost: 0 | 1; readonly target: Node /** The step ends the count. */; readonly ends: boolean }[];
}

/** Where a run arrives with a step that ends the count. */
const theEnd = { from: false, goal: true, edges: [] as never[] } as unknown as Node;

/** Measures one instance of a bound. */
export function referenceBound(model: Model, property: Bound<unknown>, { chosen }: PropertyInstance): BoundFinding {
  const { nodes, initial } = graphOf(model, property, chosen);
  const first = nodes.filter(({ from }) => from);
  if (first.length === 0) return { smallest: null, largest: null, mayMiss: false, lengths: { smallest: null, largest: null } };
  // On the way is what can be reached from where the count begins before where it ends.
  const way = new Set(first.filter(({ goal }) => !goal));
  for (const node of way) for (const { target, ends } of node.edges) if (!ends && !target.goal) way.add(target);
  const within = (node: Node) => node.edges.filter(({ target, ends }) => !ends && way.has(target));
  const parts = stronglyConnected([...way], (node) => within(node).map(({ target }) => target));
  const partOf = new Map(parts.flatMap((part) => part.map((node) => [node, part] as const)));
  const inPart = (part: readonly Node[]) => part.flatMap((node) => within(node).filter(({ target }) => partOf.get(target) === part));
  const mayMiss = [...way].some(({ edges }) => edges.length === 0) || parts.some((part) => inPart(part).length > 0);
  const smallest = shortest(first);
  const endless = new Set(parts.filter((part) => inPart(part).some(({ cost }) => cost === 1)).flat());
  if (endless.size > 0) {
    const lengths = { smallest: smallest === null ? null : lengthTo(initial, smallest, true), largest: lengthToAny(initial, endless) };
    return { smallest, largest: 'unbounded', mayMiss, lengths };
  }
  // From the first parts to the last: the largest number of steps that are counted on the way to each.
  const most = new Map<readonly Node[], number>();
  let arrived = first.some(({ goal }) => goal) ? 0 : -1;
  let largest = Math.max(0, arrived);
  for (const part of [...parts].reverse()) {
    const here = most.get(part) ?? 0;
    largest = Math.max(largest, here);
    for (const { cost, target, ends } of part.flatMap(({ edges }) => edges)) {
      const there = ends ? undefined : partOf.get(target);
      if (there !== undefined) most.set(there, Math.max(most.get(there) ?? 0, here + cost));
      else arrived = Math.max(arrived, here + cost);
    }
  }
  largest = Math.max(largest, arrived);
  return { smallest, largest, mayMiss, lengths: { smallest: smallest === null ? null : lengthTo(initial, smallest, true), largest: lengthTo(initial, largest, arrived === largest) } };
}

function graphOf(model: Model, property: Bound<unknown>, chosen: PropertyInstance['chosen']): { readonly nodes: readonly Node[]; readonly initial: readonly Node[] } {
  const known = ImmutableMap<State, Node>().asMutable();
  const nodes: Node[] = [];
  const nodeOf = (state: State): Node => {
    const there = known.get(state);
    if (there !== undefined) return there;
    const node: Node = { state, from: askFrom(property, chosen, state), goal: askGoal(property, chosen, state), edges: [] };
    known.set(state, node);
    nodes.push(node);
    return node;
  };
  const initial = model.initial.map(nodeOf);
  // The list grows while it is gone through.
  for (const node of nodes) {
    for (const action of model.actions) {
      const cost = property.counting(takenOf(action), chosen) ? 1 : 0;
      const ends = property.by(takenOf(action), chosen);
      for (const next of nextStates(action, node.state)) node.edges.push({ cost, target: nodeOf(next), ends });
    }
  }
  return { nodes, initial };
}

/** The smallest number of steps that are counted until the end: what costs nothing is gone through before what costs one. */
function shortest(first: readonly Node[]): number | null {
  const seen = new Set<Node>();
  let here = [...first];
  for (let count = 0; here.length > 0; count++) {
    const next: Node[] = [];
    for (const node of here) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.goal) return count;
      for (const { cost, target, ends } of node.edges) (cost === 0 ? here : next).push(ends ? theEnd : target);
    }
    here = next;
  }
  return null;
}

/** Transitions of the shortest run along which so many steps are counted, until the end of the count (`comes`), or before. */
function lengthTo(initial: readonly Node[], count: number, comes: boolean): number {
  const seen = new Map<Node, Set<number>>();
  let here: [Node, number | null][] = initial.map((node) => [node, null]);
  for (let length = 0; here.length > 0; length++) {
    // Where the count can begin it may also begin later.
    const now = here.flatMap(([node, counted]): [Node, number | null][] =>
      counted === null && node.from
        ? [
            [node, null],
            [node, 0],
          ]
        : [[node, counted]],
    );
    if (now.some(([{ goal }, counted]) => counted === count && goal === comes)) return length;
    here = [];
    for (const [node, counted] of now) {
      const counts = seen.get(node) ?? new Set();
      seen.set(node, counts);
      if (counts.has(counted ?? -1) || (counted !== null && (node.goal || counted > count))) continue;
      counts.add(counted ?? -1);
      for (const { cost, target, ends } of node.edges) {
        here.push([target, counted === null ? null : ends ? null : counted + cost]);
        if (ends && counted !== null) here.push([theEnd, counted + cost]);
      }
    }
  }
  throw new Error('no run has the count that was found');
}

/** Transitions of the shortest run that comes to one of some states while it counts. */
function lengthToAny(initial: readonly Node[], wanted: ReadonlySet<Node>): number {
  const seen = [new Set<Node>(), new Set<Node>()];
  let here: [Node, boolean][] = initial.map((node) => [node, false]);
  for (let length = 0; here.length > 0; length++) {
    const now = here.map(([node, counting]): [Node, boolean] => [node, (counting || node.from) && !node.goal]);
    if (now.some(([node, counting]) => counting && wanted.has(node))) return length;
    here = [];
    for (const [node, counting] of now) {
      const before = seen[counting ? 1 : 0] as Set<Node>;
      if (before.has(node)) continue;
      before.add(node);
      for (const { target, ends } of node.edges) here.push([target, counting && !ends]);
    }
  }
  throw new Error('no run comes to the cycle that was found');
}
