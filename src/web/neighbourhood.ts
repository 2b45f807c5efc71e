/** The states around one of a path: those that come next, as far as is asked, and those of the path that come before. */
import { UserError } from '../errors.js';
import { layOut, pack } from '../layout/index.js';
import { type ActionInstance, findMisfit, type Model, nextStates, type State } from '../model/index.js';
import { counted } from '../report/index.js';
import { formatStep, statesOf } from '../trace/index.js';
import { brokenAt, nowhere } from './answers.js';
import { type Drawn, draw } from './drawing.js';
import type { GraphView, NeighbourhoodRequest, NodeView } from './messages.js';
import { changesOf, placed, walked } from './place.js';

/** A state of the neighbourhood, with what is known of it. */
export interface Neighbour {
  readonly state: State;
  readonly kind: NodeView['kind'];
  readonly path: string;
  readonly broken: readonly string[];
}

export interface Neighbourhood {
  /** The current state is among them. */
  readonly nodes: readonly Neighbour[];
  /** One for all transitions between two states; those by which a state was first reached stand first. */
  readonly edges: readonly Edge[];
  readonly transitions: number;
  /** There are more states within the radius than were allowed. */
  readonly cut: boolean;
}

/** More nodes than this are dots: nobody reads so many labels. */
const readable = 40;

/** More edges than this take the layout seconds, and show nothing but that they are many. */
const mostEdges = 1000;

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly labels: { readonly label: string; readonly actor: string }[];
}

export async function neighbourhoodView(model: Model, request: NeighbourhoodRequest): Promise<GraphView> {
  const { nodes, edges: all, transitions, cut } = neighbourhood(model, request);
  const edges = all.slice(0, mostEdges);
  const here = nodes.find(({ kind }) => kind === 'here') as Neighbour;
  const small = nodes.length <= readable;
  const drawn: Drawn = await draw(
    nodes.map(({ state, kind, broken }) => {
      const changes = changesOf(model, here.state, state).map(({ path, to }) => `${path} = ${to}`);
      const title =
        kind === 'here' ? 'the current state' : changes.length === 0 ? 'the same as the current state' : `${changes.join(', ')}${broken.length > 0 ? `; violates ${broken.join(', ')}` : ''}`;
      const lines = kind === 'here' ? ['here'] : changes.length > 3 ? [...changes.slice(0, 2), `and ${counted(changes.length - 2, 'more', 'more')}`] : changes;
      return { lines: small ? lines : [], title };
    }),
    edges.map(({ from, to, labels }) => ({ from, to, lines: small ? [edgeText(labels)] : [] })),
  );
  return {
    width: drawn.width,
    height: drawn.height,
    transitions,
    cut,
    nodes: nodes.map(({ kind, path, broken }, index) => ({ ...(drawn.nodes[index] as Drawn['nodes'][number]), kind, path, broken: broken.length > 0 })),
    edges: edges.map((edge, index) => ({ ...(drawn.edges[index] as Drawn['edges'][number]), labels: edge.labels })),
  };
}

/** The outcomes of an action, by their numbers. One that is a fault of its author's leads nowhere here; the walk tells it. */
function possible(model: Model, taken: ActionInstance, state: State): readonly (readonly [number, State])[] {
  try {
    return [...nextStates(taken, state).entries()].filter(([, next]) => findMisfit(model.schema, next) === undefined);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function edgeText([first, ...others]: Edge['labels']): string {
  return first === undefined ? '' : `${first.label}${others.length === 0 ? '' : ` +${others.length}`}`;
}

/** Breadth first, in the order of the model; pure. */
export function neighbourhood(model: Model, { path, at, radius, limit }: Pick<NeighbourhoodRequest, 'path' | 'at' | 'radius' | 'limit'>): Neighbourhood {
  const trace = walked(model, path);
  const states = statesOf(trace);
  const start = placed(states, at);
  const parts = path.split('/');
  const nodes: Neighbour[] = [];
  const first: Edge[] = [];
  const others: Edge[] = [];
  const between = new Map<string, Edge>();
  const layout = layOut(model.schema);
  const words = new Int32Array(layout.words);
  const known = new Map<string, number>();
  let cut = false;

  const keyOf = (state: State) => {
    pack(layout, state, words);
    return words.join();
  };
  /** The number of a state; null when there is no room for it. */
  const place = (state: State, kind: NodeView['kind'], way: string, broken: () => readonly string[]): number | null => {
    const key = keyOf(state);
    const found = known.get(key);
    if (found !== undefined) return found;
    if (nodes.length >= limit) {
      cut = true;
      return null;
    }
    known.set(key, nodes.length);
    return nodes.push({ state, kind, path: way, broken: broken() }) - 1;
  };
  const join = (from: number, to: number, { label, actor }: ActionInstance, kind: Edge[]) => {
    const key = `${from} ${to}`;
    const edge = between.get(key) ?? { from, to, labels: [] };
    if (!between.has(key)) kind.push(edge);
    between.set(key, edge);
    if (!edge.labels.some((known) => known.label === label)) edge.labels.push({ label, actor });
  };

  let level = [place(start, 'here', parts.slice(0, at + 1).join('/'), () => brokenAt(model, start, nowhere)) as number];
  for (let position = Math.max(0, at - radius); position < at; position++) {
    const state = states[position] as State;
    place(state, 'path', parts.slice(0, position + 1).join('/'), () => brokenAt(model, state, nowhere));
  }
  for (let position = Math.max(0, at - radius); position < at; position++) {
    const taken = trace.steps[position]?.taken;
    const [from, to] = [known.get(keyOf(states[position] as State)), known.get(keyOf(states[position + 1] as State))];
    if (taken !== undefined && from !== undefined && to !== undefined) join(from, to, taken, first);
  }
  for (let depth = 0; depth < radius && level.length > 0; depth++) {
    const next: number[] = [];
    for (const from of level) {
      const { state, path: way } = nodes[from] as Neighbour;
      for (const taken of model.actions) {
        for (const [outcome, target] of possible(model, taken, state)) {
          const before = nodes.length;
          const to = place(target, 'other', `${way}/${formatStep(taken.index, outcome)}`, () => brokenAt(model, target, { step: { from: state, taken }, endless: null }));
          if (to === null) continue;
          const isNew = nodes.length > before;
          if (isNew) next.push(to);
          join(from, to, taken, isNew ? first : others);
        }
      }
    }
    level = next;
  }
  const edges = [...first, ...others];
  return { nodes, edges, transitions: edges.reduce((sum, { labels }) => sum + labels.length, 0), cut };
}
