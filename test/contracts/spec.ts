/** What every spec of the catalogue must be: pure, in its domains, as it promises, and not true merely because it says nothing. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { check, variantOf } from '../../src/check.js';
import { findMisfit, instantiate, type Model, nextStates } from '../../src/model/index.js';
import type { Run } from '../../src/report/index.js';
import type { Expectation, Spec } from '../../src/spec/index.js';
import { stemOf } from '../../src/trace/index.js';

/** Larger spaces than this are not for a test. */
const mostStates = 1_000_000;
/** States of each variant in which all functions are called twice. */
const mostTried = 25;

/** The contract, for one spec. `unbroken`: properties that no variant can break, each with the reason. */
export function specContract(source: SpecSource, unbroken: Readonly<Record<string, string>> = {}): void {
  const { spec } = source;
  describe(spec.name, () => {
    const runs = new Map<string, Run>();

    beforeAll(async () => {
      for (const variant of spec.variants.keys()) runs.set(variant, await check(source, { variant, until: 'exhaustion', maxStates: mostStates }));
    }, 120_000);

    test('every variant has a story, is explored to the end, and does what the spec expects of it', () => {
      const told = Array.from(runs, ([variant, run]) => [variant, run.ending.kind, outcomeOf(run, spec.variants.get(variant)?.expect)]);
      const promised = Array.from(spec.variants, ([variant, { expect: expected }]) => [variant, 'exhausted', promiseOf(expected)]);
      expect(told).toEqual(promised);
      for (const { story } of spec.variants.values()) expect(story.trim().length).toBeGreaterThan(20);
    });

    test('the number of states and transitions of the default parameters is promised', () => {
      const { expect: expected } = spec.variants.get('default') ?? {};
      expect(expected?.states).toBeGreaterThan(1);
      expect(expected?.transitions).toBeGreaterThan(1);
    });

    test('each invariant and step property is broken by some variant', () => {
      const broken = new Set(Array.from(runs.values(), violatedIn).flat());
      expect(namesOf(runs, 'invariant', 'step').filter((name) => !broken.has(name))).toEqual(Object.keys(unbroken));
    });

    test('each invariant and step property speaks of something, and each action is taken, in some variant', () => {
      const spoken = new Set<string>();
      const taken = new Set<string>();
      for (const { model, actions, verdicts } of runs.values()) {
        for (const { subject, verdict } of verdicts) if (verdict.kind !== 'holds' || !verdict.vacuous) spoken.add(subject.property.name);
        for (const { index, action } of model.actions) if ((actions[index]?.fired ?? 0) > 0) taken.add(action.name);
      }
      expect(namesOf(runs, 'invariant', 'step').filter((name) => !spoken.has(name))).toEqual([]);
      const actions = Array.from(runs.values(), ({ model }) => model.actions.map(({ action }) => action.name)).flat();
      expect([...new Set(actions)].filter((name) => !taken.has(name))).toEqual([]);
    });

    test('every variant has a witness, and with the default parameters every witness is reached', () => {
      for (const [variant, { model }] of runs) expect([variant, model.properties.some(({ property }) => property.kind === 'witness')]).toEqual([variant, true]);
      const reached = runs.get('default')?.verdicts.filter(({ subject }) => subject.property.kind === 'witness');
      expect(reached?.filter(({ verdict }) => verdict.kind !== 'reached')).toEqual([]);
    });

    test('every property has its sentence, and every action its actor', () => {
      for (const { model } of runs.values()) {
        for (const { property } of model.properties) expect([property.name, property.sentence.trim().length > 5]).toEqual([property.name, true]);
        for (const { label, actor } of model.actions) expect([label, actor.trim() !== '']).toEqual([label, true]);
      }
    });

    test('no function outgrows its table', () => {
      for (const [variant, { tables }] of runs) expect([variant, tables.fallbacks]).toEqual([variant, []]);
    });

    test('made twice it is the same, and its functions are pure and stay in their domains', () => {
      for (const variant of spec.variants.keys()) {
        const model = instantiate(spec, variantOf(spec, variant));
        expect(shapeOf(instantiate(spec, variantOf(spec, variant)))).toEqual(shapeOf(model));
        tryFunctions(spec, variant, model);
      }
    }, 120_000);
  });
}

/** Calls every action twice in the states nearest to the initial ones. */
function tryFunctions(spec: Spec, variant: string, model: Model): void {
  const queue = [...model.initial];
  const known = new Set(queue.map(String));
  for (const state of queue.slice(0, mostTried)) expect(findMisfit(model.schema, state)).toBeUndefined();
  for (let tried = 0; tried < Math.min(queue.length, mostTried); tried++) {
    const state = queue[tried] as Model['initial'][number];
    const before = String(state);
    for (const action of model.actions) {
      const next = nextStates(action, state);
      expect(nextStates(action, state).map(String), `${spec.name} ${variant} ${action.label}`).toEqual(next.map(String));
      for (const successor of next) {
        expect(findMisfit(model.schema, successor)).toBeUndefined();
        const text = String(successor);
        if (!known.has(text)) queue.push(successor);
        known.add(text);
      }
    }
    expect(String(state)).toBe(before);
  }
}

/** What a spec promises when it leaves something out: no violation, every witness reached. */
function promiseOf({ violated = {}, unreached = [], bounds = {}, ...figures }: Expectation = {}) {
  return { violated, unreached: [...unreached].sort(), bounds, ...figures };
}

/** The same of a run; figures that are not promised are left out. */
function outcomeOf(run: Run, expected: Expectation = {}): ReturnType<typeof promiseOf> {
  const violated = Object.fromEntries(run.verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'violated' ? [[subject.property.name, stemOf(verdict.trace)]] : [])));
  const unreached = run.verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'unreached' ? [subject.property.name] : [])).sort();
  const { states, transitions, depth } = run.counts;
  const figures = Object.entries({ states, transitions, depth }).filter(([figure]) => expected[figure as 'states' | 'transitions' | 'depth'] !== undefined);
  const bounds = Object.fromEntries(
    run.verdicts.flatMap(({ subject: { property }, verdict }) =>
      'measured' in verdict && verdict.measured && expected.bounds?.[property.name] !== undefined ? [[property.name, verdict.measured.largest.count]] : [],
    ),
  );
  return { violated, unreached, bounds, ...Object.fromEntries(figures) };
}

function violatedIn({ verdicts }: Run): string[] {
  return verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'violated' ? [subject.property.name] : []));
}

/** The names of all properties of some kinds, in any variant. */
function namesOf(runs: ReadonlyMap<string, Run>, ...kinds: readonly string[]): string[] {
  const all = Array.from(runs.values(), ({ model }) => model.properties.filter(({ property }) => kinds.includes(property.kind)).map(({ property }) => property.name));
  return [...new Set(all.flat())];
}

function shapeOf({ parameters, schema, initial, actions, properties }: Model) {
  return {
    parameters,
    keys: schema.keys,
    initial: initial.map(String),
    actions: actions.map(({ label, actor }) => `${actor}: ${label}`),
    properties: properties.map(({ property, instances }) => [property.kind, property.name, property.sentence, ...instances.map(({ label }) => label)]),
  };
}
