/**
 * A spec in a line: `graph('a>b>c a>d')`. A state is a node; an action is called after where it leads, so that a trace
 * reads as the nodes that it visits.
 *
 *     a>b>c    from a to b, from b to c            a        a node that nothing else need mention
 *     *a       a is an initial state               a>b,c    one action, called `b,c`, with two next states
 *
 * Without a star the first node is the initial state. A node called `bad` must not be reached (`never bad`), one called
 * `goal` must be reachable (`reach goal`); further properties are options. Names with commas make one property with an
 * instance for each of them.
 */
import { type Action, oneOf, type Property, record, type Spec, spec } from 'explore';
import type { SpecSource } from '../../src/catalog.js';

export interface GraphOptions {
  /** Nodes that must not be reached: `bad`, `b,c`. */
  readonly never?: readonly string[];
  /** The premise of `never`: it speaks of this node only. */
  readonly given?: string;
  /** Nodes that some run reaches. */
  readonly reach?: readonly string[];
  /** Edges that no run takes: `b>c`. */
  readonly notStep?: readonly string[];
  /** Nodes in which a run may end; then there is a property `no deadlock`. */
  readonly ends?: readonly string[];
  /** Nodes that every fair run comes to: `goal`, or one of several: `b,c`. */
  readonly eventually?: readonly string[];
  /** Nodes that every fair run comes to again and again. */
  readonly again?: readonly string[];
  /** A node from which every fair run comes to another: `b>c`, `b>c,d`. */
  readonly leadsTo?: readonly string[];
  /** Nodes among which every fair run stays in the end: `b,c`. */
  readonly settles?: readonly string[];
  /** Actions, by where they lead, that are weakly or strongly fair. */
  readonly weak?: readonly string[];
  readonly strong?: readonly string[];
  /** How fairness differs for all of these properties: actions of which nothing is assumed, and those that are taken only finitely often. */
  readonly unfair?: readonly string[];
  readonly finitely?: readonly string[];
  /** The goal of all of these properties is that such an action is taken, and no state. */
  readonly by?: readonly string[];
  /** How many steps it takes from one of some nodes to one of others: `b>c`, `a,b>c`. */
  readonly bounds?: readonly string[];
  /** The actions that count for all of these, and the most that they promise. */
  readonly counting?: readonly string[];
  readonly atMost?: number;
}

/** The spec of a line, and where a worker finds it: in the build of this file. */
export function graph(line: string, options: GraphOptions = {}): SpecSource {
  const argument = JSON.stringify([line, options]);
  return { spec: graphOf(argument), url: new URL(import.meta.url.endsWith('.ts') ? '../../dist/test/support/graph.js' : './graph.js', import.meta.url).href, argument };
}

/** The spec of a line and options, written as JSON. */
export default function graphOf(argument: string): Spec {
  const [line, options] = JSON.parse(argument) as [string, GraphOptions];
  const { nodes, initial, moves } = parse(line);
  const Node = oneOf(...nodes);
  const State = record({ node: Node });
  const known = (kept: string) => nodes.includes(kept);
  return spec({
    name: 'graph',
    about: line,
    state: () => State,
    initial: () => initial.map((node) => State({ node })),
    actions: (_, { action }) =>
      Array.from(moves, ([to, sources]) => {
        const targets = to.split(',');
        const made = action(to, {
          actor: 'walker',
          ...(options.weak?.includes(to) && { fairness: 'weak' }),
          ...(options.strong?.includes(to) && { fairness: 'strong' }),
          guard: ({ node }) => sources.has(node),
          step: (state) => (targets.length === 1 ? state.set('node', to) : targets.map((target) => state.set('node', target))),
        });
        return made as Action<ReturnType<typeof State>>;
      }),
    properties: (_, { invariant, step, witness, deadlockFreedom, eventually, alwaysEventually, leadsTo, eventuallyAlways, bound }) => {
      const { never = ['bad'].filter(known), given, reach = ['goal'].filter(known), notStep = [], ends } = options;
      const properties: Property<ReturnType<typeof State>>[] = [];
      const each = (names: string) => (names.includes(',') ? { args: { which: oneOf(...names.split(',')) } } : {});
      const meant = (names: string, { which }: { readonly which?: string }) => which ?? names;
      for (const names of never) {
        const premise = given === undefined ? {} : { given: ({ node }: { readonly node: string }) => node === given };
        properties.push(
          invariant(`never ${names}`, `no run comes to ${names}`, { ...each(names), ...premise, holds: ({ node }, chosen) => node !== meant(names, chosen) }) as (typeof properties)[number],
        );
      }
      for (const names of reach) {
        properties.push(witness(`reach ${names}`, `some run comes to ${names}`, { ...each(names), reached: ({ node }, chosen) => node === meant(names, chosen) }) as (typeof properties)[number]);
      }
      for (const edge of notStep) {
        const [from, to] = edge.split('>');
        properties.push(step(`no step ${edge}`, `no run goes from ${from} to ${to}`, { holds: ({ node }, _taken, next) => !(node === from && next.node === to) }));
      }
      const { unfair, finitely, by } = options;
      const one = (actions: readonly string[]) => (taken: { readonly action: string }) => actions.includes(taken.action);
      const live = { fairness: { ...(unfair && { unfair: one(unfair) }), ...(finitely && { finitely: one(finitely) }) }, ...(by && { by: one(by) }) };
      const at = (names: string) => (by === undefined ? { holds: ({ node }: { readonly node: string }) => names.split(',').includes(node) } : {});
      for (const names of options.eventually ?? []) properties.push(eventually(`eventually ${names}`, `every run comes to ${names}`, { ...live, ...at(names) }));
      for (const names of options.again ?? []) properties.push(alwaysEventually(`again ${names}`, `every run comes to ${names} again and again`, { ...live, ...at(names) }));
      for (const edge of options.leadsTo ?? []) {
        const [from = '', to = ''] = edge.split('>');
        properties.push(leadsTo(edge, `every run that comes to ${from} comes to ${to}`, { ...live, ...at(to), from: ({ node }) => node === from }));
      }
      for (const names of options.settles ?? [])
        properties.push(eventuallyAlways(`settles ${names}`, `every run stays in ${names} in the end`, { ...live, holds: ({ node }) => names.split(',').includes(node) }));
      for (const edge of options.bounds ?? []) {
        const [from = '', to = ''] = edge.split('>').map((names) => names.split(','));
        const { counting, atMost } = options;
        properties.push(
          bound(`${from} to ${to}`, `so many steps are taken from ${from} to ${to}`, {
            from: ({ node }) => from.includes(node),
            ...(by ? { by: one(by) } : { to: ({ node }: { readonly node: string }) => to.includes(node) }),
            ...(counting && { counting: one(counting) }),
            ...(atMost !== undefined && { atMost }),
          }),
        );
      }
      if (ends !== undefined) properties.push(deadlockFreedom('no deadlock', `a run ends only in ${ends.join(' or ') || 'no node'}`, { legalEnd: ({ node }) => ends.includes(node) }));
      return properties;
    },
  });
}

/** The nodes in the order of their first mention, the initial ones, and per action the nodes that it leaves. */
function parse(line: string) {
  const nodes = new Set<string>();
  const starred = new Set<string>();
  const moves = new Map<string, Set<string>>();
  for (const path of line.split(/\s+/).filter((text) => text !== '')) {
    let sources: readonly string[] = [];
    for (const place of path.split('>')) {
      const star = place.startsWith('*');
      const name = star ? place.slice(1) : place;
      const here = name.split(',');
      for (const node of here) {
        if (!/^\w+$/.test(node)) throw new Error(`there is no node in "${place}" of the graph "${line}"`);
        nodes.add(node);
        if (star) starred.add(node);
      }
      for (const source of sources) moves.set(name, (moves.get(name) ?? new Set()).add(source));
      sources = here;
    }
  }
  const [first] = nodes;
  if (first === undefined) throw new Error('a graph needs at least one node');
  return { nodes: [...nodes], initial: starred.size > 0 ? [...starred] : [first], moves };
}
