/** A graph by the engine is the graph that the author's own functions give: nodes, edges, counts, depths and marks, on toys, random specs and a spec of the catalogue. */
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { findSpec } from '../../src/catalog.js';
import { graphOf } from '../../src/check.js';
import { askInvariant, askLegalEnd, askStep, instantiate, type Model, nextStates, type State, speaksOf } from '../../src/model/index.js';
import { graph } from '../support/graph.js';
import { descriptions } from '../support/random/arbitrary.js';
import randomSpec from '../support/random-spec.js';
import { referenceWithin } from './agree.js';

const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.EXPLORE_RUNS ?? 60);

/** What is compared: a line for each node and each edge. */
type Told = readonly string[];

/** The graph that the author's functions give, in the projection that `keyOf` is. */
function byHand(model: Model, keyOf: (state: State) => string): Told {
  const nodes = new Map<string, { states: number; violating: number; depth: number }>();
  const edges = new Map<string, { count: number; violating: number }>();
  const seen = new Map<number, State[]>();
  const isNew = (state: State) => {
    const same = seen.get(state.hashCode()) ?? [];
    if (same.some((other) => other.equals(state))) return false;
    seen.set(state.hashCode(), [...same, state]);
    return true;
  };
  let level = model.initial.filter(isNew);
  for (let depth = 0; level.length > 0; depth++) {
    const next: State[] = [];
    for (const state of level) {
      const key = keyOf(state);
      const node = nodes.get(key) ?? { states: 0, violating: 0, depth };
      nodes.set(key, node);
      node.states += 1;
      let outgoing = 0;
      for (const action of model.actions) {
        const targets: State[] = [];
        for (const target of nextStates(action, state)) if (!targets.some((other) => other.equals(target))) targets.push(target);
        outgoing += targets.length;
        for (const target of targets) {
          const name = `${key} -- ${action.label} -> ${keyOf(target)}`;
          const edge = edges.get(name) ?? { count: 0, violating: 0 };
          edges.set(name, edge);
          edge.count += 1;
          if (model.properties.some(({ property }) => property.kind === 'step' && speaksOf(property, action) && askStep(property, action, state, target) === 'violated')) edge.violating += 1;
          if (isNew(target)) next.push(target);
        }
      }
      const violated = model.properties.some(({ property, instances }) => {
        if (property.kind === 'invariant') return instances.some(({ chosen }) => askInvariant(property, chosen, state) === 'violated');
        return property.kind === 'deadlock-freedom' && outgoing === 0 && !askLegalEnd(property, state);
      });
      if (violated) node.violating += 1;
    }
    level = next;
  }
  return [
    ...Array.from(nodes, ([key, { states, violating, depth }]) => `${key}: ${states} states, ${violating} violating, depth ${depth}`),
    ...Array.from(edges, ([name, { count, violating }]) => `${name}: ${count}, ${violating} violating`),
  ].sort();
}

/** The same of the engine. `conditions`: what the key has of the expressions. */
async function byEngine(source: SpecSource, on: string | null, keyOf: (state: State, truths: readonly boolean[]) => string, options: object = {}): Promise<Told> {
  const { graph: made } = await graphOf(source, { on, ...options });
  if (made === null) throw new Error('nobody interrupted it');
  const keys = made.nodes.map(({ state, truths }) => keyOf(state, truths));
  const depths = made.nodes.map(({ depth }) => depth);
  expect(depths, 'nodes come by depth').toEqual([...depths].sort((a, b) => a - b));
  return [
    ...made.nodes.map(({ states, violating, depth }, index) => `${keys[index]}: ${states} states, ${violating} violating, depth ${depth}`),
    ...made.edges.map(({ from, to, taken, count, violating }) => `${keys[from]} -- ${taken.label} -> ${keys[to]}: ${count}, ${violating} violating`),
  ].sort();
}

const parts = (state: State, keys: readonly string[]) => keys.map((key) => plain(state.get(key)));
const plain = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'toJS' in value ? (value as { toJS(): unknown }).toJS() : value);

describe('a toy:', () => {
  test('all states and steps, with the initial and the bad ones', async () => {
    // b and c lead to one another, d is a dead end that must not be one, and bad is bad.
    const source = graph('a>b>c>b a>d c>bad>a', { ends: [], notStep: ['c>b'] });
    expect(await byEngine(source, null, (state) => String(state.get('node')))).toEqual(
      [
        'a: 1 states, 0 violating, depth 0',
        'b: 1 states, 0 violating, depth 1',
        'd: 1 states, 1 violating, depth 1',
        'c: 1 states, 0 violating, depth 2',
        'bad: 1 states, 1 violating, depth 3',
        'a -- b -> b: 1, 0 violating',
        'a -- d -> d: 1, 0 violating',
        'b -- c -> c: 1, 0 violating',
        'c -- b -> b: 1, 1 violating',
        'c -- bad -> bad: 1, 0 violating',
        'bad -- a -> a: 1, 0 violating',
      ].sort(),
    );
  });

  test('an expression makes two nodes of five', async () => {
    const told = await byEngine(graph('a>b>c>b a>d c>bad>a'), 'node == a || node == bad', (_, [truth]) => String(truth));
    expect(told).toEqual(
      [
        'true: 2 states, 1 violating, depth 0',
        'false: 3 states, 0 violating, depth 1',
        'true -- b -> false: 1, 0 violating',
        'true -- d -> false: 1, 0 violating',
        'false -- c -> false: 1, 0 violating',
        'false -- b -> false: 1, 0 violating',
        'false -- bad -> true: 1, 0 violating',
        'true -- a -> true: 1, 0 violating',
      ].sort(),
    );
  });

  test('a search that was cut has the states that it found, and the steps of those that it expanded', async () => {
    const told = await byEngine(graph('a>b>c>d a>d'), null, (state) => String(state.get('node')), { maxDepth: 1 });
    expect(told).toEqual(
      ['a: 1 states, 0 violating, depth 0', 'b: 1 states, 0 violating, depth 1', 'd: 1 states, 0 violating, depth 1', 'a -- b -> b: 1, 0 violating', 'a -- d -> d: 1, 0 violating'].sort(),
    );
  });
});

test(`random specs: whole states, some fields, and a question (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
  let turn = 0;
  let projected = 0;
  await fc.assert(
    fc.asyncProperty(descriptions(), fc.nat(), async (description, choice) => {
      turn += 1;
      const argument = JSON.stringify(description);
      const source = { spec: randomSpec(argument), url: new URL('../../dist/test/support/random-spec.js', import.meta.url).href, argument };
      const model = instantiate(source.spec);
      const reference = referenceWithin(model, 1500);
      fc.pre(reference !== null);
      const options = { workers: 1 + (turn % 2), ...(turn % 3 === 0 && { tableBudget: 30 }), ...(turn % 4 === 0 && { together: 0 }) };
      if (reference.states.size <= 300) {
        const all = (state: State) => JSON.stringify(parts(state, model.schema.keys));
        expect(await byEngine(source, null, all, options)).toEqual(byHand(model, all));
      }
      const chosen = model.schema.keys.filter((_, index) => ((choice >> index) & 1) === 1);
      const question = (state: State) => (state.get('fuel') as number) < 2;
      const key = (state: State, truth: boolean) => JSON.stringify([truth, ...parts(state, chosen)]);
      const expected = byHand(model, (state) => key(state, question(state)));
      if (expected.filter((line) => !line.includes(' -> ')).length > 500) return;
      projected += 1;
      expect(await byEngine(source, [...chosen, 'fuel < 2'].join(','), (state, [truth]) => key(state, truth === true), options)).toEqual(expected);
    }),
    { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
  );
  expect(projected).toBeGreaterThan(numRuns / 2);
});

test.each([1, 2])('a spec of the catalogue, with %i workers that begin together', async (workers) => {
  const source = await findSpec('two-phase');
  const model = instantiate(source.spec, { n: 3, bug: 'hasty' });
  const expected = byHand(model, (state) => JSON.stringify([plain(state.get('commitSent')), (plain(state.get('managers')) as { is: string }[])[0]?.is]));
  const told = await byEngine(source, 'commitSent, managers[0].is', (state) => JSON.stringify([state.get('commitSent'), (plain(state.get('managers')) as { is: string }[])[0]?.is]), {
    parameters: { n: 3, bug: 'hasty' },
    workers,
    together: 0,
  });
  expect(told).toEqual(expected);
  expect(expected.length).toBeGreaterThan(20);
});
