/**
 * What the explored states and their transitions are in a projection: which combinations of values of some variables
 * occur, and how often each action leads from one to another. Counted on packed states, by each worker for itself.
 */
import { type Layout, locate, type PackedTest, packedTest } from '../layout/index.js';
import type { Aspect } from '../model/index.js';
import { compareWords, type FaultReport, type ProjectionCounts } from './messages.js';

/** Numbers of an edge in `ProjectionCounts.edges`. */
const perEdge = 5;

/** The words of a packed state that a projection keeps; without aspects: all of them. */
export class Projector {
  /** Words of a key. */
  readonly width: number;
  readonly #masks: Int32Array;
  readonly #tests: readonly PackedTest[];

  constructor(layout: Layout, aspects: readonly Aspect[] | null) {
    this.#masks = new Int32Array(layout.words);
    this.#tests = (aspects ?? []).flatMap((aspect) => (aspect.kind === 'condition' ? [packedTest(layout, aspect.expression)] : []));
    this.width = layout.words + Math.ceil(this.#tests.length / 32);
    const kept = (aspects ?? []).flatMap((aspect) => (aspect.kind === 'variable' ? [locate(layout, aspect.place)] : []));
    const slots = aspects === null ? layout.slots : kept.flatMap(({ slots, presence }) => [...slots, ...presence.map(({ slot }) => slot)]);
    for (const { word, shift, mask } of slots) this.#masks[word] = (this.#masks[word] as number) | (mask << shift);
  }

  /** Writes the key of the packed state at `base`. */
  project(words: Int32Array, base: number, key: Int32Array): void {
    const masks = this.#masks;
    for (let word = 0; word < masks.length; word++) key[word] = (words[base + word] as number) & (masks[word] as number);
    const tests = this.#tests;
    for (let word = masks.length; word < key.length; word++) key[word] = 0;
    for (let test = 0; test < tests.length; test++) {
      const at = masks.length + (test >>> 5);
      if ((tests[test] as PackedTest)(words, base)) key[at] = (key[at] as number) | (1 << (test & 31));
    }
  }
}

/** Counts nodes and edges while states come by. */
export class ProjectionTally {
  readonly #projector: Projector;
  readonly #most: number;
  readonly #actions: number;
  readonly #key: Int32Array;
  readonly #keys: number[] = [];
  readonly #states: number[] = [];
  readonly #violating: number[] = [];
  readonly #depths: number[] = [];
  /** Open addressing: the number of a node plus one, 0 for an empty place. */
  readonly #nodes: Int32Array;
  readonly #edges = new EdgeCounts();

  /** It can tell `most` nodes apart; `actions` is the number of action instances. */
  constructor(projector: Projector, most: number, actions: number) {
    this.#projector = projector;
    this.#most = most;
    this.#actions = actions;
    this.#key = new Int32Array(projector.width);
    this.#nodes = new Int32Array(2 ** Math.ceil(Math.log2(4 * (most + 1))));
  }

  /** There are more nodes than it can tell apart; what was counted means nothing. */
  get full(): boolean {
    return this.#states.length > this.#most;
  }

  /** The node of the packed state at `base`. Not to be called when it is full. */
  node(words: Int32Array, base: number): number {
    const key = this.#key;
    this.#projector.project(words, base, key);
    const nodes = this.#nodes;
    let place = hashOf(key) & (nodes.length - 1);
    for (;;) {
      const node = (nodes[place] as number) - 1;
      if (node < 0) break;
      if (this.#isKey(node)) return node;
      place = (place + 1) & (nodes.length - 1);
    }
    const node = this.#states.push(0) - 1;
    nodes[place] = node + 1;
    this.#keys.push(...key);
    this.#violating.push(0);
    this.#depths.push(2 ** 31 - 1);
    return node;
  }

  /** A state of a node. */
  count(node: number, depth: number): void {
    this.#states[node] = (this.#states[node] as number) + 1;
    if (depth < (this.#depths[node] as number)) this.#depths[node] = depth;
  }

  /** A state of a node is one that must not be. */
  violate(node: number): void {
    this.#violating[node] = (this.#violating[node] as number) + 1;
  }

  /** A transition. */
  step(from: number, action: number, to: number, violating: boolean): void {
    this.#edges.count((from * (this.#most + 1) + to) * this.#actions + action, violating);
  }

  counts(): ProjectionCounts {
    const edges = Array.from(this.#edges, ({ key, count, violating }) => {
      const action = key % this.#actions;
      const pair = (key - action) / this.#actions;
      const to = pair % (this.#most + 1);
      return [(pair - to) / (this.#most + 1), action, to, count, violating];
    });
    return {
      width: this.#projector.width,
      keys: Int32Array.from(this.#keys),
      states: Float64Array.from(this.#states),
      violating: Float64Array.from(this.#violating),
      depths: Int32Array.from(this.#depths),
      edges: Float64Array.from(edges.flat()),
    };
  }

  #isKey(node: number): boolean {
    const key = this.#key;
    const at = node * key.length;
    for (let word = 0; word < key.length; word++) if (this.#keys[at + word] !== key[word]) return false;
    return true;
  }
}

/** Counters under numbers below 2^53: open addressing, doubled when it is half full. */
class EdgeCounts implements Iterable<{ readonly key: number; readonly count: number; readonly violating: number }> {
  /** The number plus one; 0 for an empty place. */
  #keys = new Float64Array(1024);
  #counts = new Float64Array(1024);
  #violating = new Float64Array(1024);
  #used = 0;

  count(key: number, violating: boolean): void {
    let place = this.#find(key);
    if (this.#keys[place] === 0) {
      if (++this.#used > this.#keys.length / 2) {
        this.#double();
        place = this.#find(key);
      }
      this.#keys[place] = key + 1;
    }
    this.#counts[place] = (this.#counts[place] as number) + 1;
    if (violating) this.#violating[place] = (this.#violating[place] as number) + 1;
  }

  *[Symbol.iterator](): Generator<{ readonly key: number; readonly count: number; readonly violating: number }> {
    for (const [place, key] of this.#keys.entries()) {
      if (key > 0) yield { key: key - 1, count: this.#counts[place] as number, violating: this.#violating[place] as number };
    }
  }

  #find(key: number): number {
    const keys = this.#keys;
    const mask = keys.length - 1;
    // The lower half of the number and what is above it.
    let place = (Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 2 ** 32) | 0, 0x85ebca6b)) >>> 7;
    for (;;) {
      place &= mask;
      const there = keys[place] as number;
      if (there === 0 || there === key + 1) return place;
      place += 1;
    }
  }

  #double(): void {
    const [keys, counts, violating] = [this.#keys, this.#counts, this.#violating];
    this.#keys = new Float64Array(2 * keys.length);
    this.#counts = new Float64Array(2 * keys.length);
    this.#violating = new Float64Array(2 * keys.length);
    for (const [place, key] of keys.entries()) {
      if (key === 0) continue;
      const to = this.#find(key - 1);
      this.#keys[to] = key;
      this.#counts[to] = counts[place] as number;
      this.#violating[to] = violating[place] as number;
    }
  }
}

/** The words of a key, mixed. */
function hashOf(key: Int32Array): number {
  let hash = 0x2f0b4c47;
  for (let word = 0; word < key.length; word++) {
    hash = Math.imul(hash ^ (key[word] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** One projection of what several workers counted: nodes by depth, then by key. */
export function mergeProjections(parts: readonly ProjectionCounts[], most: number): Projection {
  const nodes = new Map<string, { readonly key: Int32Array; states: number; violating: number; depth: number }>();
  const edges = new Map<string, { readonly from: string; readonly to: string; readonly action: number; count: number; violating: number }>();
  for (const { width, keys, states, violating, depths, edges: counted } of parts) {
    const names = Array.from(states, (count, index) => {
      const key = keys.slice(index * width, (index + 1) * width);
      const name = key.join();
      const known = nodes.get(name) ?? { key, states: 0, violating: 0, depth: Number.POSITIVE_INFINITY };
      known.states += count;
      known.violating += violating[index] as number;
      known.depth = Math.min(known.depth, depths[index] as number);
      nodes.set(name, known);
      return name;
    });
    for (let at = 0; at < counted.length; at += perEdge) {
      const [from, action, to, count, bad] = Array.from(counted.subarray(at, at + perEdge)) as [number, number, number, number, number];
      const name = `${names[from]}/${action}/${names[to]}`;
      const known = edges.get(name) ?? { from: names[from] as string, action, to: names[to] as string, count: 0, violating: 0 };
      known.count += count;
      known.violating += bad;
      edges.set(name, known);
    }
  }
  if (nodes.size > most) return { kind: 'full' };
  const ordered = [...nodes].sort(([, a], [, b]) => a.depth - b.depth || compareWords(a.key, b.key));
  const places = new Map(ordered.map(([name], place) => [name, place]));
  return {
    kind: 'projected',
    nodes: ordered.map(([, node]) => node),
    edges: Array.from(edges.values(), ({ from, to, ...edge }) => ({ ...edge, from: places.get(from) as number, to: places.get(to) as number })).sort(
      (a, b) => a.from - b.from || a.to - b.to || a.action - b.action,
    ),
  };
}

/** What a projection came to. */
export type Projection =
  | Projected
  /** It has more nodes than were allowed. */
  | { readonly kind: 'full' }
  /** By the user, or because the time was over. */
  | { readonly kind: 'stopped' }
  /** One of the author's functions failed in a state that it had not been asked about before. */
  | { readonly kind: 'fault'; readonly fault: FaultReport & { readonly depth: number } };

export interface Projected {
  readonly kind: 'projected';
  readonly nodes: readonly ProjectedNode[];
  /** By `from`, then `to`, then `action`. */
  readonly edges: readonly ProjectedEdge[];
}

export interface ProjectedNode {
  /** The words of a packed state in which everything that the projection does not keep is 0, and behind them a bit for each condition. */
  readonly key: Int32Array;
  readonly states: number;
  readonly violating: number;
  readonly depth: number;
}

export interface ProjectedEdge {
  /** Places in `nodes`. */
  readonly from: number;
  readonly to: number;
  /** The action instance. */
  readonly action: number;
  /** Transitions. */
  readonly count: number;
  /** Those of them that violate a step property. */
  readonly violating: number;
}
