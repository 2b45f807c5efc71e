/**
 * Is there a run that leaves this log? A search over pairs of a state and a place in the log, each visited once, and so
 * exact: it ends with the first pair at the end of the log, or when there is no pair any more. Then everything that could
 * explain the log has been tried. It begins breadth first, so that the run is as short as any. A log that takes longer is
 * gone through from where most of it is explained, because there a few of very many pairs are enough.
 */
import { setImmediate } from 'node:timers/promises';
import { layOut, pack, unpack } from '../layout/index.js';
import { type Model, observe, type ShownRecord } from '../model/index.js';
import type { Observations } from '../spec/index.js';
import { FunctionFault, Successors, Tables } from '../tables/index.js';
import { faultAfter, type Trace, takeSteps } from '../trace/index.js';
import { consume, type Notes } from './consume.js';
import type { Log, LogLine } from './log.js';
import { Bindings } from './match.js';
import { Nodes } from './nodes.js';
import { Pending } from './pending.js';
import { ShownTables } from './shown.js';

export interface SearchBounds {
  /** Bytes for the pairs. */
  readonly memory: number;
  /** Milliseconds on the clock of `performance.now()` at which the search ends. */
  readonly until: number;
  /** Pairs that are gone through breadth first; for tests. */
  readonly breadthFirst?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ValidationProgress) => void) | undefined;
}

export interface ValidationProgress {
  /** Records of the log that are explained so far. */
  readonly explained: number;
  readonly records: number;
  /** Pairs of a state and a place in the log that have been visited. */
  readonly pairs: number;
}

/** What a search says of a log. */
export type Answer = { readonly pairs: number } & (
  | { readonly kind: 'explained'; readonly run: ExplainingRun }
  /** `explained`: records of the longest prefix of the log that some run explains. `instead`: what the model shows where the next one stands. */
  | { readonly kind: 'rejected'; readonly explained: number; readonly instead: readonly ShownRecord[] }
  /** A bound came first. */
  | { readonly kind: 'stopped'; readonly because: 'memory' | 'time' | 'interrupted'; readonly explained: number }
);

export interface ExplainingRun {
  readonly trace: Trace;
  /** Whether it is known that no run is shorter. */
  readonly shortest: boolean;
  /** Per step the lines of the log that it leaves. */
  readonly lines: readonly (readonly LogLine[])[];
  /** What the names of the log stand for, in the order of `Log.names`; null where nothing says so. */
  readonly names: readonly (number | null)[];
}

export async function searchRun(model: Model, log: Log, observations: Observations<unknown>, bounds: SearchBounds): Promise<Answer> {
  const layout = layOut(model.schema);
  const tables = new Tables(model, layout, []);
  const successors = new Successors(layout, tables);
  const shown = new ShownTables(model, layout, tables, observations, log.traced);
  const bindings = new Bindings(log);
  const nodes = new Nodes(layout.words);
  const state = new Int32Array(layout.words);
  const notes: Notes = { furthest: 0, instead: null };
  let at = 0;
  for (const initial of model.initial) {
    pack(layout, initial, state);
    nodes.add(state, 0, 0, 0, -1, -1);
  }
  try {
    return await search();
  } catch (error) {
    if (error instanceof FunctionFault) throw faultAfter(model, { label: error.label, message: error.fault.message, details: error.fault.details }, traceTo(at));
    throw error;
  }

  async function search(): Promise<Answer> {
    const pending = new Pending(nodes, bounds.breadthFirst ?? breadthFirst);
    let pause = performance.now() + breath;
    for (let taken = 1; ; taken++) {
      const next = pending.take();
      if (next === null) break;
      at = next;
      const position = nodes.position(at);
      if (position === log.records.length) return { kind: 'explained', pairs: nodes.size, run: explainingRun(at, pending.inOrder) };
      expand(position);
      if (nodes.bytesToGrow > bounds.memory) return { kind: 'stopped', because: 'memory', explained: notes.furthest, pairs: nodes.size };
      if ((taken & 1023) === 0 && performance.now() > pause) {
        bounds.onProgress?.({ explained: notes.furthest, records: log.records.length, pairs: nodes.size });
        await setImmediate();
        if (bounds.signal?.aborted) return { kind: 'stopped', because: 'interrupted', explained: notes.furthest, pairs: nodes.size };
        if (performance.now() > bounds.until) return { kind: 'stopped', because: 'time', explained: notes.furthest, pairs: nodes.size };
        pause = performance.now() + breath;
      }
    }
    return { kind: 'rejected', explained: notes.furthest, instead: instead(notes.furthest), pairs: nodes.size };
  }

  function expand(position: number): void {
    nodes.read(at, state);
    const binding = nodes.binding(at);
    const count = successors.of(state);
    for (let index = 0; index < count; index++) {
      const action = successors.actions[index] as number;
      const records = shown.of(state, action, successors.states, index * layout.words);
      if (records.length === 0) nodes.add(successors.states, index * layout.words, position, binding, at, action);
      else for (const place of consume(log, bindings, records, { position, binding }, notes)) nodes.add(successors.states, index * layout.words, place.position, place.binding, at, action);
    }
  }

  /** What the model shows where the log cannot be explained any further, each record once: all pairs from which a step comes to this place are looked at again. */
  function instead(furthest: number): readonly ShownRecord[] {
    const found = new Map<string, ShownRecord>();
    const looking: Notes = {
      furthest,
      instead: (position, record) => {
        if (position === furthest) found.set(`${record.observation.name}:${record.values.join()}`, record);
      },
    };
    for (at = 0; at < nodes.size; at++) {
      const [position, binding] = [nodes.position(at), nodes.binding(at)];
      if (position > furthest || position < furthest - shown.longest) continue;
      nodes.read(at, state);
      const count = successors.of(state);
      for (let index = 0; index < count; index++) {
        const records = shown.of(state, successors.actions[index] as number, successors.states, index * layout.words);
        if (records.length > 0) consume(log, bindings, records, { position, binding }, looking);
      }
    }
    return [...found.values()];
  }

  /** The run to a pair, taken by the author's own functions. */
  function traceTo(node: number): Trace {
    const way = nodes.wayTo(node);
    const words = (index: number) => {
      const read = new Int32Array(layout.words);
      nodes.read((way[index] as { readonly node: number }).node, read);
      return read;
    };
    const first = unpack(layout, words(0));
    const initial = model.initial.find((candidate) => candidate.equals(first));
    if (initial === undefined) throw new Error('a run does not begin in an initial state');
    const path = way.slice(1).map(({ action }, index) => ({ action, state: words(index + 1) }));
    return { initial, steps: takeSteps(model, { layout }, initial, path) };
  }

  /** The run that explains the log, after the author's own functions have said the same of each of its steps. */
  function explainingRun(end: number, shortest: boolean): ExplainingRun {
    const trace = traceTo(end);
    const way = nodes.wayTo(end).map(({ node }) => ({ position: nodes.position(node), binding: nodes.binding(node) }));
    const seen = { ...observations, records: observations.records.filter(({ name }) => log.traced.includes(name)) };
    const lines = trace.steps.map(({ taken, state: next }, index) => {
      const [from, to] = [way[index], way[index + 1]] as [(typeof way)[0], (typeof way)[0]];
      const records = observe(seen, taken, trace.steps[index - 1]?.state ?? trace.initial, next);
      const places = consume(log, bindings, records, from, { furthest: 0, instead: null });
      if (!places.some(({ position, binding }) => position === to.position && binding === to.binding)) {
        throw new Error(`${taken.label} does not leave in the log what the tables say; this must not happen`);
      }
      return log.records.slice(from.position, to.position).map(({ line }) => line);
    });
    const names = bindings.of(way.at(-1)?.binding ?? 0).map((index) => (index < 0 ? null : index));
    return { trace, shortest, lines, names };
  }
}

/** Milliseconds between two looks at the clock and at signals. */
const breath = 50;

/** Pairs that are gone through breadth first. */
const breadthFirst = 300_000;
