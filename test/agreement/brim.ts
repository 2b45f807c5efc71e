/**
 * A search that knows no more than so many states, from the textbook: breadth first over a Map, one state after the other.
 * The states of a level come in the order of their hashes, those with equal hashes in their own, which is the one thing
 * that it takes from the engine.
 */
import { expect } from 'vitest';
import { layOut, pack } from '../../src/layout/index.js';
import { askInvariant, askLegalEnd, askStep, askWitness, type Model, nextStates, type PropertyInstance, type State, speaksOf } from '../../src/model/index.js';
import type { Run } from '../../src/report/index.js';
import type { Property } from '../../src/spec/index.js';
import { hashAll } from '../../src/store/index.js';

interface Known {
  readonly state: State;
  readonly words: Int32Array;
  readonly hash: number;
  readonly depth: number;
}

/** What is to be said of a model when no more than so many states may be known. */
export interface Brim {
  readonly exhausted: boolean;
  readonly counts: Run['counts'];
  readonly cut: Extract<Run['ending'], { kind: 'cut' }>['cut'];
  /** Per property instance, in the model's order: the smallest depth at which it is decided. */
  readonly decided: readonly (readonly (number | null)[])[];
}

export function brimOf(model: Model, most: number): Brim {
  const layout = layOut(model.schema);
  const knownOf = (state: State, depth: number): Known => {
    const words = new Int32Array(layout.words);
    pack(layout, state, words);
    const hash = new Uint32Array(1);
    hashAll(words, 1, layout.words, hash);
    return { state, words, hash: hash[0] as number, depth };
  };
  const known = new Map<string, Known>();
  let level = model.initial.map((state) => knownOf(state, 0));
  for (const each of level) known.set(each.words.join(), each);
  const expanded = new Set<Known>();
  let [transitions, deadEnds] = [0, 0];
  let inside: Brim['cut']['inside'];
  const decided = model.properties.map(({ instances }) => instances.map((): number | null => null));
  const decide = (property: number, instance: number, depth: number) => {
    const depths = decided[property] as (number | null)[];
    depths[instance] = Math.min(depths[instance] ?? Number.POSITIVE_INFINITY, depth);
  };
  search: for (let depth = 0; level.length > 0; depth++) {
    level.sort(inOrder);
    const found: Known[] = [];
    for (const [index, from] of level.entries()) {
      const steps = stepsOf(model, from.state).map(({ action, next }) => ({ action, next: knownOf(next, depth + 1) }));
      const fresh = new Map(steps.map(({ next }) => [next.words.join(), next]));
      for (const key of known.keys()) fresh.delete(key);
      if (known.size + fresh.size > most) {
        if (index > 0) inside = { depth, states: level.length, expanded: index };
        break search;
      }
      for (const [key, next] of fresh) {
        known.set(key, next);
        found.push(next);
      }
      expanded.add(from);
      transitions += steps.length;
      if (steps.length === 0) deadEnds += 1;
      askSteps(model, from.state, steps, (property, instance) => decide(property, instance, depth + 1));
    }
    level = found;
  }
  const unseen = new Map<string, number>();
  for (const each of known.values()) {
    const steps = stepsOf(model, each.state);
    askState(model, each.state, steps.length === 0, (property, instance) => decide(property, instance, each.depth));
    if (expanded.has(each)) continue;
    for (const { action, next } of steps) {
      if (!known.has(knownOf(next, 0).words.join())) unseen.set(action.action.name, (unseen.get(action.action.name) ?? 0) + 1);
    }
  }
  const frontier = known.size - expanded.size;
  const depth = Math.max(...[...known.values()].map((each) => each.depth));
  return {
    exhausted: frontier === 0,
    counts: { states: known.size, transitions, depth, expanded: expanded.size, frontier, deadEnds },
    cut: { frontier, transitions: unseen, ...(inside !== undefined && { inside }) },
    decided,
  };
}

/** A run with a bound on states says what the textbook says. */
export function expectBrim(run: Run, most: number, brim: Brim): void {
  expect(run.counts).toEqual(brim.counts);
  expect(run.counts.states).toBeLessThanOrEqual(Math.max(most, run.model.initial.length));
  expect(run.ending).toEqual(brim.exhausted ? { kind: 'exhausted' } : { kind: 'cut', bound: 'states', limit: most, cut: brim.cut });
  if (brim.exhausted) return;
  for (const { subject, verdict } of run.verdicts) {
    const depths = brim.decided[run.model.properties.indexOf(subject)] as readonly (number | null)[];
    const met = depths.filter((depth) => depth !== null);
    const told = 'trace' in verdict ? [verdict.kind, verdict.trace.steps.length] : [verdict.kind];
    if (subject.property.kind === 'witness') expect(told).toEqual(met.length === depths.length ? ['reached', Math.max(...met)] : ['unknown']);
    else expect(told).toEqual(met.length > 0 ? ['violated', Math.min(...met)] : ['unknown']);
  }
}

type Step<Target> = { readonly action: Model['actions'][number]; readonly next: Target };

/** Distinct for each action. */
function stepsOf(model: Model, state: State): readonly Step<State>[] {
  return model.actions.flatMap((action) => {
    const nexts = nextStates(action, state);
    return nexts.filter((next, index) => nexts.findIndex((other) => other.equals(next)) === index).map((next) => ({ action, next }));
  });
}

function askState(model: Model, state: State, ends: boolean, decide: (property: number, instance: number) => void): void {
  eachInstance(model, (property, { chosen }, at) => {
    if (property.kind === 'invariant' && askInvariant(property, chosen, state) === 'violated') decide(...at);
    if (property.kind === 'witness' && askWitness(property, chosen, state)) decide(...at);
    if (property.kind === 'deadlock-freedom' && ends && !askLegalEnd(property, state)) decide(...at);
  });
}

function askSteps(model: Model, state: State, steps: readonly Step<Known>[], decide: (property: number, instance: number) => void): void {
  eachInstance(model, (property, _, at) => {
    if (property.kind === 'step' && steps.some(({ action, next }) => speaksOf(property, action) && askStep(property, action, state, next.state) === 'violated')) decide(...at);
  });
}

function eachInstance(model: Model, ask: (property: Property<unknown>, instance: PropertyInstance, at: readonly [number, number]) => void): void {
  for (const [number, { property, instances }] of model.properties.entries()) for (const [position, instance] of instances.entries()) ask(property, instance, [number, position]);
}

function inOrder(a: Known, b: Known): number {
  if (a.hash !== b.hash) return a.hash - b.hash;
  const at = a.words.findIndex((word, index) => word !== b.words[index]);
  return ((a.words[at] as number) >>> 0) - ((b.words[at] as number) >>> 0);
}
