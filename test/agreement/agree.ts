/** Asks the engine and the reference the same question, and compares everything that both say. */
import { Set as ImmutableSet } from 'immutable';
import { expect } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { type CheckOptions, check } from '../../src/check.js';
import type { Keeper, Saved } from '../../src/explore/index.js';
import { askGoal, askInvariant, askLegalEnd, askStep, askWitness, instantiate, type Model, nextStates, type PropertyInstance, type State } from '../../src/model/index.js';
import type { BoundFinding } from '../../src/reference/bound.js';
import { type Reference, referenceExplore } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import type { Property } from '../../src/spec/index.js';
import { stemOf, type Trace } from '../../src/trace/index.js';
import type { Measured, PropertyVerdict } from '../../src/verdict/index.js';
import { isFairLasso } from './lasso.js';
import { numbersShown } from './numbers.js';

/** The whole space by the engine; it must say what the reference says, and every run that it shows must be one. */
export async function agree(source: SpecSource, reference: Reference, options: Omit<CheckOptions, 'until'> = {}): Promise<Run> {
  const run = await check(source, { ...options, until: 'exhaustion' });
  expect(figuresOfEngine(run)).toEqual(figuresOfReference(run.model, reference));
  const discovered = run.actions.reduce((sum, action) => sum + action.discovered, 0);
  expect(discovered, 'every state but the initial ones was discovered by one action').toBe(reference.states.size - run.model.initial.length);
  for (const verdict of run.verdicts) believe(run.model, reference, verdict);
  return run;
}

/** The engine, ending with the first violation: what it says is true, and of all violations of safety it ends with the shortest. */
export async function agreeOnFirst(source: SpecSource, reference: Reference, options: Omit<CheckOptions, 'until'> = {}): Promise<Run> {
  const run = await check(source, { ...options, until: 'first-violation' });
  const broken = run.model.properties.flatMap(({ property }) => {
    const { broken, length } = findingOf(reference, property);
    return broken && property.kind !== 'witness' && property.kind !== 'liveness' && property.kind !== 'bound' ? [length as number] : [];
  });
  const reported: number[] = [];
  for (const subject of run.verdicts) {
    const { verdict } = subject;
    believe(run.model, reference, subject);
    const finding = findingOf(reference, subject.subject.property);
    if (verdict.kind === 'violated') reported.push(stemOf(verdict.trace));
    if (verdict.kind === 'violated' || verdict.kind === 'reached') expect(stemOf(verdict.trace)).toBe(finding.length);
    if (verdict.kind === 'holds' || verdict.kind === 'unreached') expect(run.ending.kind).toBe('exhausted');
    if (verdict.kind === 'holds' || verdict.kind === 'reached') expect(finding.broken).toBe(false);
    if (verdict.kind === 'violated' || verdict.kind === 'unreached') expect(finding.broken).toBe(true);
  }
  if (broken.length > 0) expect(Math.min(...reported)).toBe(Math.min(...broken));
  return run;
}

/** The engine, stopped at a depth and kept, and resumed from what was kept. Returns what the resumed run says. */
export async function agreeResumed(source: SpecSource, reference: Reference, depth: number, [before, after]: readonly [workers: number, workers: number]): Promise<Run> {
  let saved: Saved | undefined;
  const states: Int32Array[] = [];
  const keeper: Keeper = {
    every: 0,
    save: (now, found) => {
      saved = now;
      for (const words of found) states.push(words.slice());
    },
  };
  const stopped = await check(source, { workers: before, maxDepth: depth, until: 'exhaustion', keeper });
  for (const verdict of stopped.verdicts) believe(stopped.model, reference, verdict);
  if (stopped.ending.kind === 'cut') expect(stopped.verdicts.filter(({ verdict }) => verdict.kind === 'holds' || verdict.kind === 'unreached')).toEqual([]);
  // A space that ends at this depth may never have been kept.
  if (saved === undefined) return agree(source, reference, { workers: after });
  return agree(source, reference, { workers: after, kept: { saved, states: () => states } });
}

/** The reference's answer, or null when it would take more than so many calls of guards. */
export function referenceWithin(model: Model, calls: number): Reference | null {
  let left = calls;
  const counted = model.actions.map((instance) => {
    const guard = (state: unknown, chosen: typeof instance.chosen): boolean => {
      left -= 1;
      if (left < 0) throw new Error('too large');
      return instance.action.guard(state, chosen);
    };
    return { ...instance, action: { ...instance.action, guard } };
  });
  try {
    return referenceExplore({ ...model, actions: counted });
  } catch (error) {
    if (left < 0) return null;
    throw error;
  }
}

/** The model that the engine explores. */
export function modelOf({ spec }: SpecSource, parameters: Readonly<Record<string, unknown>> = {}): Model {
  return instantiate(spec, parameters);
}

/** Everything that must be the same for any number of workers, as text: the traces too. */
export function said({ ending, counts, actions, verdicts }: Run): string {
  const told = verdicts.map(({ subject, verdict }) => {
    const label = 'instance' in verdict ? verdict.instance.label : subject.property.name;
    const trace = 'trace' in verdict ? [String(verdict.trace.initial), ...verdict.trace.steps.map(({ taken, state }) => `${taken.label} -> ${state}`), `loop ${verdict.trace.loop}`] : [];
    const missing = verdict.kind === 'unreached' ? verdict.missing.map((instance) => instance.label) : [];
    const extremes = 'measured' in verdict && verdict.measured ? [verdict.measured.smallest, verdict.measured.largest] : [];
    const bound = extremes.flatMap((extreme) =>
      extreme === null ? ['none'] : [`${extreme.instance.label} ${extreme.count} from ${extreme.begin}`, ...extreme.trace.steps.map(({ taken, state }) => `${taken.label} -> ${state}`)],
    );
    return [label, verdict.kind, ...trace, ...missing, ...bound].join('\n  ');
  });
  // Who was first to lead to a state is chance: that is not said.
  const taken = actions.map(({ enabled, fired, firstDepth }) => [enabled, fired, firstDepth]);
  return [JSON.stringify({ ending: ending.kind, counts, taken }), ...told].join('\n');
}

function figuresOfEngine({ model, ending, counts, actions, verdicts }: Run) {
  const { states, transitions, depth, deadEnds, expanded, frontier } = counts;
  return {
    ending: ending.kind,
    counts: { states, transitions, depth, deadEnds, expanded, frontier },
    actions: Object.fromEntries(
      model.actions.map(({ label }, index) => {
        const { enabled, firstDepth, fired } = actions[index] as Run['actions'][number];
        return [label, { fired, ...(counts.states <= fewStates && { enabled, firstDepth }) }];
      }),
    ),
    properties: Object.fromEntries(
      verdicts.map(({ subject, verdict }) => {
        const length = 'trace' in verdict ? stemOf(verdict.trace) : null;
        return [
          subject.property.name,
          { verdict: verdict.kind, length, vacuous: verdict.kind === 'holds' && verdict.vacuous, ...('measured' in verdict && verdict.measured && { bound: boundOf(verdict.measured) }) },
        ];
      }),
    ),
  };
}

function figuresOfReference(model: Model, reference: Reference): ReturnType<typeof figuresOfEngine> {
  const { transitions, depth, deadEnds, fired } = reference;
  const states = reference.states.size;
  return {
    ending: 'exhausted',
    counts: { states, transitions, depth, deadEnds, expanded: states, frontier: 0 },
    actions: Object.fromEntries(
      model.actions.map(({ label }, index) => {
        const figures = enabledIn(model, reference)?.[index];
        return [label, { fired: fired[index] as number, ...(figures && { enabled: figures[0], firstDepth: figures[1] }) }];
      }),
    ),
    properties: Object.fromEntries(
      model.properties.map(({ property }) => {
        const { broken, length, vacuous } = findingOf(reference, property);
        if (property.kind === 'witness') return [property.name, { verdict: broken ? 'unreached' : 'reached', length, vacuous: false }];
        const { bounds } = findingOf(reference, property);
        return [property.name, { verdict: broken ? 'violated' : 'holds', length, vacuous: !broken && vacuous, ...(bounds !== undefined && !vacuous && { bound: boundOfReference(bounds) }) }];
      }),
    ),
  };
}

/** Larger spaces are not gone through a second time. */
const fewStates = 500;

const known = new WeakMap<Reference, readonly (readonly [number, number | null])[]>();

/** Per action instance: in how many states it has a transition, and at which depth first. The reference does not tell, so the levels are gone through again. */
function enabledIn(model: Model, reference: Reference): readonly (readonly [number, number | null])[] | null {
  if (reference.states.size > fewStates) return null;
  const before = known.get(reference);
  if (before !== undefined) return before;
  const figures = model.actions.map((): [number, number | null] => [0, null]);
  let seen = ImmutableSet<State>(model.initial);
  let level = seen;
  for (let depth = 0; !level.isEmpty(); depth++) {
    const next = ImmutableSet<State>().asMutable();
    for (const state of level) {
      for (const action of model.actions) {
        const states = nextStates(action, state);
        const figure = figures[action.index] as [number, number | null];
        if (states.length > 0) {
          figure[0] += 1;
          figure[1] ??= depth;
        }
        for (const target of states) if (!seen.has(target)) next.add(target);
      }
    }
    level = next.asImmutable();
    seen = seen.union(level);
  }
  known.set(reference, figures);
  return figures;
}

function findingOf(reference: Reference, property: Property<unknown>) {
  const finding = reference.findings.get(property.name);
  if (finding === undefined) throw new Error(`the reference does not know ${property.name}`);
  return finding;
}

/** A trace is taken again here, step by step, without the engine's own replay; of a witness that is out of reach all states are asked. */
function believe(model: Model, reference: Reference, { subject, verdict }: PropertyVerdict): void {
  const { property } = subject;
  if (verdict.kind === 'unreached') {
    if (property.kind !== 'witness') throw new Error(`${property.name} is no witness`);
    const missing = subject.instances.filter(({ chosen }) => !reference.states.some((state) => askWitness(property, chosen, state)));
    expect(verdict.missing.map(({ label }) => label)).toEqual(missing.map(({ label }) => label));
  }
  if ('measured' in verdict && verdict.measured && property.kind === 'bound') {
    const { smallest, largest } = verdict.measured;
    for (const { count, begin, instance, trace } of [largest, ...(smallest === null ? [] : [smallest])]) {
      const last = retake(model, trace);
      expect(numbersShown(property, instance.chosen, trace)[begin]).toBe(count === 'unbounded' ? Number.POSITIVE_INFINITY : count);
      const end = trace.steps.at(-1)?.taken;
      const comes = askGoal(property, instance.chosen, last) || (end !== undefined && property.by({ action: end.action.name, actor: end.actor, args: end.chosen }, instance.chosen));
      if (trace === smallest?.trace) expect(comes, 'the run comes to the end of the count').toBe(true);
    }
  }
  if (!('trace' in verdict)) return;
  const { trace, instance } = verdict;
  const last = retake(model, trace);
  expect(isShown(model, property, instance, trace, last), `the trace of ${property.name} shows it`).toBe(true);
}

function boundOf({ smallest, largest, mayMiss }: Measured) {
  return { smallest: smallest?.count ?? null, largest: largest.count, mayMiss, lengths: [smallest && stemOf(smallest.trace), stemOf(largest.trace)] };
}

/** The same by the reference, over all instances. */
function boundOfReference(bounds: readonly BoundFinding[]): ReturnType<typeof boundOf> {
  const begun = bounds.filter(({ largest }) => largest !== null);
  const smallest = begun.reduce((least: number | null, bound) => (least === null || (bound.smallest !== null && bound.smallest < least) ? bound.smallest : least), null);
  const most = Math.max(...begun.map(({ largest }) => (largest === 'unbounded' ? Number.POSITIVE_INFINITY : (largest as number))));
  const largest = most === Number.POSITIVE_INFINITY ? 'unbounded' : most;
  const shortest = (which: 'smallest' | 'largest', count: number | 'unbounded') => Math.min(...begun.flatMap((bound) => (bound[which] === count ? [bound.lengths[which] as number] : [])));
  return { smallest, largest, mayMiss: begun.some(({ mayMiss }) => mayMiss), lengths: [smallest === null ? null : shortest('smallest', smallest), shortest('largest', largest)] };
}

/** Takes every step of a trace; returns the last state. */
function retake(model: Model, { initial, steps }: Trace): State {
  expect(model.initial.some((state) => state.equals(initial))).toBe(true);
  let state = initial;
  for (const { taken, state: next } of steps) {
    const action = model.actions.find(({ label }) => label === taken.label);
    expect(action && nextStates(action, state).some((candidate) => candidate.equals(next)), `${taken.label} leads there`).toBe(true);
    state = next;
  }
  return state;
}

function isShown(model: Model, property: Property<unknown>, { chosen }: PropertyInstance, trace: Trace, last: State): boolean {
  const { initial, steps } = trace;
  switch (property.kind) {
    case 'invariant':
      return askInvariant(property, chosen, last) === 'violated';
    case 'witness':
      return askWitness(property, chosen, last);
    case 'deadlock-freedom':
      return !askLegalEnd(property, last) && model.actions.every((action) => nextStates(action, last).length === 0);
    case 'bound':
      return Math.max(...numbersShown(property, chosen, trace)) > (property.atMost as number);
    case 'liveness':
      return isFairLasso(model, property, chosen, trace);
    case 'step': {
      const step = steps.at(-1);
      return step !== undefined && askStep(property, step.taken, steps.at(-2)?.state ?? initial, step.state) === 'violated';
    }
  }
}
