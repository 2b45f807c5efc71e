/**
 * Where two models of one spec part: breadth first over the states that both have in common, with the learned tables of
 * both, until an action has other next states in one of them than in the other. Up to there every run of one is a run of
 * the other, so the run that leads there is the shortest there is. What it shows is asked of the author's functions again.
 */
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../errors.js';
import { type Layout, layOut, pack, unpack } from '../layout/index.js';
import { type ActionInstance, type Model, nextStates, type State } from '../model/index.js';
import { FunctionFault, type FunctionTable, Tables } from '../tables/index.js';
import { type Trace, takeSteps } from '../trace/index.js';
import { SeenStates } from './states.js';
import { type Transcode, transcoder } from './transcode.js';

export type Parting =
  /** A variable that one of them does not have. */
  | { readonly kind: 'shape'; readonly path: string; readonly in: 'a' | 'b' }
  /** An initial state that the other one does not have. */
  | { readonly kind: 'initial'; readonly state: State; readonly in: 'a' | 'b' }
  | { readonly kind: 'parted'; readonly trace: Trace; readonly actions: readonly PartedAction[] }
  /** They have the same states and transitions. */
  | { readonly kind: 'same'; readonly states: number; readonly depth: number }
  /** They do not part in what was explored of both. */
  | { readonly kind: 'open'; readonly why: 'states' | 'depth' | 'time' | 'interrupted'; readonly states: number; readonly depth: number };

/** An action that does one thing in one model, and another in the other, in the state in which they part. */
export interface PartedAction {
  readonly label: string;
  readonly actor: string;
  readonly a: Outcome;
  readonly b: Outcome;
}

export type Outcome =
  /** The model has no such action. */
  { readonly kind: 'unknown' } | { readonly kind: 'disabled' } | { readonly kind: 'enabled'; readonly next: readonly State[] };

export interface PartingBounds {
  readonly maxStates?: number | undefined;
  readonly maxDepth?: number | undefined;
  /** Seconds. */
  readonly timeLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (figures: { readonly states: number; readonly depth: number }) => void;
}

/** States between two looks at the clock. */
const breath = 2048;

/** Throws a UserError when one of the author's functions fails. */
export async function partingOf(a: Model, b: Model, bounds: PartingBounds = {}): Promise<Parting> {
  const [left, right] = [new Side(a), new Side(b)];
  const lone = loneSlot(left.layout, right.layout);
  if (lone !== null) return { kind: 'shape', ...lone };
  const initial = loneInitial(left, right);
  if (initial !== null) return { kind: 'initial', ...initial };
  const pair = new Pair(left, right);
  const until = performance.now() + 1000 * (bounds.timeLimit ?? Number.POSITIVE_INFINITY);
  const { maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY, signal, onProgress } = bounds;
  let depth = 0;
  for (let number = 0, end = pair.seen.size; number < pair.seen.size; number++) {
    if (number === end) {
      depth += 1;
      end = pair.seen.size;
    }
    const open = (why: 'states' | 'depth' | 'time' | 'interrupted'): Parting => ({ kind: 'open', why, states: pair.seen.size, depth });
    if (depth >= maxDepth) return open('depth');
    if (pair.seen.size > maxStates) return open('states');
    if (number % breath === breath - 1) {
      onProgress?.({ states: pair.seen.size, depth });
      await setImmediate();
      if (signal?.aborted === true) return open('interrupted');
      if (performance.now() > until) return open('time');
    }
    if (!pair.agrees(number)) return pair.partedAt(number);
  }
  return { kind: 'same', states: pair.seen.size, depth };
}

/** A variable that only one of the models has. */
function loneSlot(a: Layout, b: Layout): { readonly path: string; readonly in: 'a' | 'b' } | null {
  const index = a.slots.findIndex(({ path }, place) => path !== b.slots[place]?.path);
  if (index < 0) return a.slots.length === b.slots.length ? null : { path: b.slots[a.slots.length]?.path ?? '', in: 'b' };
  const path = a.slots[index]?.path ?? '';
  return b.slots.some((slot) => slot.path === path) ? { path: b.slots[index]?.path ?? '', in: 'b' } : { path, in: 'a' };
}

function loneInitial(a: Side, b: Side): { readonly state: State; readonly in: 'a' | 'b' } | null {
  for (const [here, there, name] of [
    [a, b, 'a'],
    [b, a, 'b'],
  ] as const) {
    const recode = transcoder(here.layout, there.layout);
    const known = new Set(there.model.initial.map((state) => there.packed(state).join()));
    const state = here.model.initial.find((candidate) => {
      const words = new Int32Array(there.layout.words);
      return !recode(here.packed(candidate), 0, words, 0) || !known.has(words.join());
    });
    if (state !== undefined) return { state, in: name };
  }
  return null;
}

/** A model, and what was learned of it. */
class Side {
  readonly model: Model;
  readonly layout: Layout;
  readonly #tables: Tables;
  readonly #events: Int32Array;
  /** Per action instance: where its next states begin in `nexts`, and how many there are. */
  readonly #begin: Int32Array;
  readonly #count: Int32Array;
  #nexts: Int32Array;
  #filled = 0;

  constructor(model: Model) {
    this.model = model;
    this.layout = layOut(model.schema);
    this.#tables = new Tables(model, this.layout, []);
    this.#events = new Int32Array(2 * model.actions.length);
    this.#begin = new Int32Array(model.actions.length);
    this.#count = new Int32Array(model.actions.length);
    this.#nexts = new Int32Array(256 * this.layout.words);
  }

  packed(state: State): Int32Array {
    const words = new Int32Array(this.layout.words);
    pack(this.layout, state, words);
    return words;
  }

  /** The words of the next states of the state that was expanded last. */
  get nexts(): Int32Array {
    return this.#nexts;
  }

  /** Next states of an action in the state that was expanded last; they may be equal to one another. */
  count(action: number): number {
    return this.#count[action] as number;
  }

  /** Where the words of one of them begin. */
  at(action: number, index: number): number {
    return (this.#begin[action] as number) + index * this.layout.words;
  }

  /** Finds all next states of a packed state. */
  expand(state: Int32Array): void {
    this.#filled = 0;
    this.#count.fill(0);
    const { actions } = this.#tables.functions;
    const told = this.#tables.forest.walk(state, this.#events);
    for (let event = 0; event < told; event += 2) {
      const id = this.#events[event] as number;
      this.#apply(state, id, (this.#events[event + 1] as number) || this.#resolve(actions[id] as FunctionTable, state));
    }
  }

  #apply(state: Int32Array, action: number, leaf: number): void {
    const { words } = this.layout;
    const { code } = this.#tables.effects;
    const count = code[-leaf] as number;
    if (this.#filled + count * words > this.#nexts.length) {
      const larger = new Int32Array(2 * (this.#filled + count * words));
      larger.set(this.#nexts);
      this.#nexts = larger;
    }
    this.#begin[action] = this.#filled;
    this.#count[action] = count;
    let at = 1 - leaf;
    for (let next = 0; next < count; next++) {
      for (let word = 0; word < words; word++) {
        this.#nexts[this.#filled++] = ((state[word] as number) & (code[at] as number)) | (code[at + 1] as number);
        at += 2;
      }
    }
  }

  #resolve(table: FunctionTable, state: Int32Array): number {
    try {
      return (table.diagram.isTree ? 0 : table.diagram.find(state)) || this.#tables.resolve(table, state);
    } catch (error) {
      if (!(error instanceof FunctionFault)) throw error;
      throw new UserError(`spec ${this.model.spec.name}, ${error.label}: ${error.fault.message}`, error.fault.details);
    }
  }
}

/** Both models, and the states that they have in common. */
class Pair {
  readonly #a: Side;
  readonly #b: Side;
  readonly #toB: Transcode;
  /** In the words of `a`. */
  readonly seen: SeenStates;
  readonly #inB: Int32Array;
  readonly #next: Int32Array;
  /** The action instances of both, by their labels; -1 where one of them has none. */
  readonly #actions: readonly (readonly [a: number, b: number])[];

  constructor(a: Side, b: Side) {
    this.#a = a;
    this.#b = b;
    this.#toB = transcoder(a.layout, b.layout);
    this.seen = new SeenStates(a.layout.words);
    this.#inB = new Int32Array(b.layout.words);
    this.#next = new Int32Array(b.layout.words);
    const inB = new Map(b.model.actions.map(({ label, index }) => [label, index]));
    const inA = new Set(a.model.actions.map(({ label }) => label));
    this.#actions = [
      ...a.model.actions.map(({ label, index }) => [index, inB.get(label) ?? -1] as const),
      ...b.model.actions.flatMap(({ label, index }) => (inA.has(label) ? [] : [[-1, index] as const])),
    ];
    for (const state of a.model.initial) this.seen.add(a.packed(state), 0, -1, -1);
  }

  /** Whether every action has the same next states in both; then those are added. */
  agrees(number: number): boolean {
    const state = this.seen.state(number).slice();
    this.#expand(state);
    if (this.#actions.some(([a, b]) => !this.#same(a, b))) return false;
    for (const [action] of this.#actions) {
      if (action >= 0) for (let index = 0; index < this.#a.count(action); index++) this.seen.add(this.#a.nexts, this.#a.at(action, index), number, action);
    }
    return true;
  }

  /** What the author's functions say of the state in which the models part. */
  partedAt(number: number): Parting {
    const { states, actions } = this.seen.way(number);
    const [a, b] = [this.#a, this.#b];
    const initial = unpack(a.layout, this.seen.state(states[0] as number));
    const path = actions.map((action, index) => ({ action, state: this.seen.state(states[index + 1] as number).slice() }));
    const steps = takeSteps(a.model, a, initial, path);
    const here = steps.at(-1)?.state ?? initial;
    this.#expand(this.seen.state(number).slice());
    const there = unpack(b.layout, this.#inB);
    const parted = this.#actions.filter(([inA, inB]) => !this.#same(inA, inB));
    return {
      kind: 'parted',
      trace: { initial, steps },
      actions: parted.map(([inA, inB]) => {
        const { label, actor } = (a.model.actions[inA] ?? b.model.actions[inB]) as ActionInstance;
        return { label, actor, a: outcome(a.model.actions[inA], here), b: outcome(b.model.actions[inB], there) };
      }),
    };
  }

  /** Finds the next states of a state of `a` in both models. */
  #expand(state: Int32Array): void {
    if (!this.#toB(state, 0, this.#inB, 0)) throw new Error('a state that both have is outside the domains of one; this must not happen');
    this.#a.expand(state);
    this.#b.expand(this.#inB);
  }

  /** Whether an action has the same set of next states in both models. */
  #same(inA: number, inB: number): boolean {
    const [a, b] = [this.#a, this.#b];
    const counts = [inA < 0 ? 0 : a.count(inA), inB < 0 ? 0 : b.count(inB)] as const;
    if (counts[0] === 0 || counts[1] === 0) return counts[0] === counts[1];
    const found = new Uint8Array(counts[1]);
    for (let index = 0; index < counts[0]; index++) {
      if (!this.#toB(a.nexts, a.at(inA, index), this.#next, 0)) return false;
      let known = false;
      for (let other = 0; other < counts[1]; other++) {
        if (!this.#equals(b.at(inB, other))) continue;
        found[other] = 1;
        known = true;
      }
      if (!known) return false;
    }
    return found.every((each) => each === 1);
  }

  #equals(at: number): boolean {
    const { nexts } = this.#b;
    for (let word = 0; word < this.#next.length; word++) if (nexts[at + word] !== this.#next[word]) return false;
    return true;
  }
}

function outcome(action: ActionInstance | undefined, state: State): Outcome {
  if (action === undefined) return { kind: 'unknown' };
  const next: State[] = [];
  for (const target of nextStates(action, state)) if (!next.some((other) => other.equals(target))) next.push(target);
  return next.length === 0 ? { kind: 'disabled' } : { kind: 'enabled', next };
}
