/** What every picture of a state graph shows: the lines of its nodes and edges, the marks, the words below it. */
import type { GraphEdge, StateGraph } from '../graph/index.js';
import { valueAt } from '../model/index.js';
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
  const prefix = commonPart(variables.map(({ path }) => path));
  const conditions = (aspects ?? []).flatMap((aspect) => (aspect.kind === 'condition' ? [aspect.text] : []));
  return nodes.map(({ truths, states }, index) => [
    ...variables.flatMap(({ path, values }) => fold(`${path.slice(prefix.length)}=${showPlain(values[index] as Plain)}`, nodeWidth, 2)),
    ...conditions.flatMap((text, condition) => fold(truths[condition] === true ? text : negated(text), nodeWidth, 2)),
    counted(states, 'state'),
  ]);
}

function negated(text: string): string {
  return /^[\w.[\]*$-]+$/.test(text) ? `!${text}` : `!(${text})`;
}

/** What all paths begin with, up to the end of a part: `vcpus[0].`; of a single one what is before its last name. */
function commonPart(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  const end = first.slice(0, length).lastIndexOf('.') + 1;
  return first.slice(0, end);
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

/** One line for each actor and action, `kvm vcpu0 flush (12)`, and the rest together. Between two states each action has one transition, which its arguments tell better. */
function stepLines(edges: readonly GraphEdge[], { whole }: { readonly whole: boolean }): readonly string[] {
  const sums = new Map<string, number>();
  for (const { taken, count: transitions } of edges) {
    const { actor, action, label } = taken;
    const name = whole ? label : action.name;
    // Where actions are named after their actors, one name is enough.
    const full = name.startsWith(`${actor}.`) ? name : `${actor} ${name}`;
    sums.set(full, (sums.get(full) ?? 0) + transitions);
  }
  const lines = [...sums];
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
