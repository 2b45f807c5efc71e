/** What every picture of a state graph shows: the lines of its nodes and edges, the marks, the words below it. */
import type { GraphEdge, StateGraph } from '../graph/index.js';
import { type Expression, pathsIn, valueAt } from '../model/index.js';
import type { Plain } from '../trace/index.js';
import { compactValues } from './compact.js';
import { count, counted } from './figures.js';
import { fold } from './fold.js';
import type { Run } from './run.js';
import { showPlain } from './steps.js';
import { modelOf, settingsOf } from './traced.js';
import { type Variable, variablesOf, varies } from './variables.js';

export interface Drawing {
  /** One line: which model, and what of it. */
  readonly title: string;
  /** What there is to know beside the picture. */
  readonly notes: readonly string[];
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

interface DrawnNode {
  readonly lines: readonly string[];
  readonly initial: boolean;
  /** Some of its states violate a property. */
  readonly violating: boolean;
}

/** All steps between two nodes. */
interface DrawnEdge {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  readonly violating: boolean;
}

/** A line in a node is broken at this width; an edge has not more lines than this. */
const nodeWidth = 36;
const mostLines = 6;

/** `loops`: steps that leave a node as it is are drawn too. */
export function drawingOf(run: Run, graph: StateGraph, on: string | null, { loops }: { readonly loops: boolean }): Drawing {
  const labels = graph.aspects === null ? stateLabels(run, graph) : projectionLabels(graph);
  const nodes = graph.nodes.map(({ depth, violating }, index) => ({ lines: labels[index] as readonly string[], initial: depth === 0, violating: violating > 0 }));
  const edges = edgesOf(graph, loops);
  return { title: titleOf(run, on), notes: notesOf(run, graph, loops, nodes, edges), nodes, edges };
}

/** `vgic-hw, variant fold-lr, on vcpus[0].pc` */
function titleOf({ model, variant }: Run, on: string | null): string {
  const settings = variant === null ? settingsOf({ model }) : [];
  return [modelOf({ model, origin: { variant } }), ...settings, ...(on === null ? [] : [`on ${on}`])].join(', ');
}

/** A state by what differs from the first value of each domain, if that is not the same in all states. */
function stateLabels({ model }: Run, { nodes }: StateGraph): readonly (readonly string[])[] {
  const variables = variablesOf(model.schema, [model.schema.first, ...nodes.map(({ state }) => state)]).filter(varies);
  return nodes.map((_, index) => {
    const told = variables.filter((variable) => varies({ ...variable, values: [variable.values[0] as Plain, variable.values[index + 1] as Plain] }));
    if (told.length === 0) return ['all at the first value'];
    return compactValues(told.map(({ path, values }) => ({ path, to: values[index + 1] as Plain }))).flatMap((line) => fold(line, nodeWidth, 2));
  });
}

/** The values of the variables that are not the same in all nodes, whether the conditions are true, and how many states that is. */
function projectionLabels({ aspects, nodes }: StateGraph): readonly (readonly string[])[] {
  const chosen = (aspects ?? []).flatMap((aspect): Variable[] => {
    if (aspect.kind === 'condition') return [];
    const { place } = aspect;
    return variablesOf(
      place.schema,
      nodes.map(({ state }) => valueAt(place, state)),
      place.path,
    );
  });
  const variables = nodes.length === 1 ? chosen : chosen.filter(varies);
  const conditions = (aspects ?? []).filter((aspect) => aspect.kind === 'condition');
  const short = shortNames([...variables.map(({ path }) => path), ...conditions.flatMap(({ expression }) => pathsIn(expression))]);
  return nodes.map(({ truths, states }, index) => [
    ...variables.flatMap(({ path, values }) => fold(`${short(path)}=${showPlain(values[index] as Plain)}`, nodeWidth, 2)),
    ...conditions.flatMap(({ text, expression }, condition) => fold(short(truths[condition] === true ? text : negated(text, expression)), nodeWidth, 2)),
    counted(states, 'state'),
  ]);
}

/** A condition that is not true. */
function negated(text: string, expression: Expression): string {
  if (expression.kind === 'comparison' && expression.places.length === 1) {
    if (text.includes('!=')) return text.replace('!=', '==');
    if (text.includes('==')) return text.replace('==', '!=');
    if (text === expression.path) return `!${text}`;
  }
  return `!(${text})`;
}

/** Writes paths within a text by their last names, as many as it takes to tell them apart: `lrP` for `vcpus[0].irqs[0].lrP`. */
function shortNames(paths: readonly string[]): (text: string) => string {
  const distinct = [...new Set(paths)].sort((a, b) => b.length - a.length);
  // A star must be seen.
  const ends = (path: string) =>
    Array.from(path.matchAll(/(?<=\.)[^.]+/g), ({ index }) => path.slice(index))
      .filter((end) => end.includes('*') === path.includes('*'))
      .reverse();
  const shortest = (path: string) => ends(path).find((end) => distinct.every((other) => other === path || !ends(other).includes(end))) ?? path;
  const short = new Map(distinct.map((path) => [path, shortest(path)]));
  return (text) => distinct.reduce((told, path) => told.replaceAll(path, short.get(path) as string), text);
}

/** One edge for each pair of nodes, with a line for each action of each actor. */
function edgesOf({ aspects, edges }: StateGraph, loops: boolean): readonly DrawnEdge[] {
  const pairs = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    if (!loops && edge.from === edge.to) continue;
    const key = `${edge.from}/${edge.to}`;
    pairs.set(key, [...(pairs.get(key) ?? []), edge]);
  }
  return Array.from(pairs.values(), (between) => {
    const [{ from, to }] = between as [GraphEdge];
    return { from, to, lines: stepLines(between, { whole: aspects === null }), violating: between.some(({ violating }) => violating > 0) };
  });
}

/**
 * One line for each actor and action, `kvm vcpu0 flush (12)`, and the rest together; actors whose names differ in numbers
 * only are one, `kvm vcpu*`. Between two states each action has one transition, which its arguments tell better.
 */
function stepLines(edges: readonly GraphEdge[], { whole }: { readonly whole: boolean }): readonly string[] {
  const sums = new Map<string, { actor: string; readonly name: string; count: number }>();
  for (const { taken, count: transitions } of edges) {
    const { actor, action, label } = taken;
    const name = whole ? label : action.name;
    const alike = actor.replaceAll(/\d+/g, '*');
    const key = `${whole ? actor : alike} ${name}`;
    const known = sums.get(key) ?? { actor, name, count: 0 };
    sums.set(key, { actor: known.actor === actor ? actor : alike, name, count: known.count + transitions });
  }
  // Where actions are named after their actors, one name is enough.
  const lines = Array.from(sums.values(), ({ actor, name, count: sum }) => [name.startsWith(`${actor}.`) ? name : `${actor} ${name}`, sum] as const);
  const told = lines.length > mostLines ? lines.slice(0, mostLines - 1) : lines;
  const rest = lines.slice(told.length);
  return [
    ...told.map(([name, sum]) => (whole ? name : `${name} (${count(sum)})`)),
    ...(rest.length === 0 ? [] : [`and ${counted(rest.length, 'more action')} (${count(rest.reduce((total, [, sum]) => total + sum, 0))})`]),
  ];
}

function notesOf({ ending, counts }: Run, { aspects, nodes }: StateGraph, loops: boolean, drawn: readonly DrawnNode[], edges: readonly DrawnEdge[]): readonly string[] {
  const { states, transitions, frontier } = counts;
  const size = `${counted(states, 'state')}, ${counted(transitions, 'transition')}`;
  const left = loops ? [] : ['Steps that leave a node as it is are not drawn.'];
  const bad = drawn.some(({ violating }) => violating) || edges.some(({ violating }) => violating) ? ['Red: what violates a property.'] : [];
  const open = ending.kind === 'exhausted' ? [] : [`Incomplete: ${counted(frontier, 'state')} had not been expanded.`];
  return [aspects === null ? `${size}.` : `${counted(nodes.length, 'node')} for ${size}.`, ...left, ...bad, ...open];
}
