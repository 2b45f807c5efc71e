/** Refinement: toys that can be seen through, textbook protocols, and the answers that the sources of sdei give. */
import { describe, expect, test } from 'vitest';
import { findSpec, type SpecSource } from '../../src/catalog.js';
import { check } from '../../src/check.js';
import { instantiate, type Model, nextStates, type Refinement, refinementOf, type State, strangeInitial } from '../../src/model/index.js';
import { graph } from '../support/graph.js';
import { fixture } from '../support/run-cli.js';

type Parameters = Readonly<Record<string, unknown>>;

/** `holds`, `begins elsewhere`, or the number of steps of the shortest run to a step that is none of the other model; the oracle must agree. */
async function answer(source: SpecSource, parameters: Parameters, other: SpecSource, otherParameters: Parameters, workers = 1): Promise<'holds' | 'begins elsewhere' | number> {
  const model = instantiate(source.spec, parameters);
  const target = instantiate(other.spec, otherParameters);
  const refinement = refinementOf(model, target);
  if (strangeInitial(model, refinement) !== undefined) return 'begins elsewhere';
  const { verdicts } = await check(source, { parameters, refines: { source: other, target }, workers });
  const [told] = verdicts;
  const found = told?.verdict.kind === 'violated' ? told.verdict.trace.steps.length : 'holds';
  expect(found).toBe(oracle(model, refinement));
  return found;
}

/** By the definition: breadth first, each step looked up among those of the other model. */
function oracle(model: Model, { target, see }: Refinement): 'holds' | number {
  const known = new Map<string, State>(model.initial.map((state) => [String(state), state]));
  let level = [...known.values()];
  for (let depth = 1; level.length > 0; depth++) {
    const next: State[] = [];
    for (const state of level) {
      const allowed = target.actions.flatMap((action) => nextStates(action, see(state) as State)).map(String);
      for (const successor of model.actions.flatMap((action) => nextStates(action, state))) {
        const seen = see(successor);
        if (seen === null || (String(seen) !== String(see(state)) && !allowed.includes(String(seen)))) return depth;
        if (!known.has(String(successor))) next.push(successor);
        known.set(String(successor), successor);
      }
    }
    level = next;
  }
  return 'holds';
}

describe('graphs', () => {
  test.each<[string, string, 'holds' | 'begins elsewhere' | number]>([
    ['a>b', 'a>b>c', 'holds'],
    ['a>b>a', 'a>b>c b>a', 'holds'],
    // What stays where it is is a step of none.
    ['a>a>b>b', 'a>b', 'holds'],
    ['a>b>c', 'a>b c', 2],
    ['a>b>a', 'a>b', 2],
    // There is no such state.
    ['a>b>c', 'a>b', 2],
    ['a>c>b', 'a>b>c', 1],
    // Two steps are not one.
    ['a>c', 'a>b>c', 1],
    ['*b>a', '*a>b', 'begins elsewhere'],
    ['*a>b *b', '*a>b', 'begins elsewhere'],
    ['*d>a', '*a>b', 'begins elsewhere'],
    // What does nothing refines all.
    ['a b', 'a>b>a', 'holds'],
    // An action may have another name, and be one of several next states.
    ['a>b', 'a>b,c', 'holds'],
  ])('%s refines %s: %s', async (line, other, expected) => expect(await answer(graph(line), {}, graph(other), {})).toBe(expected));
});

describe('two-phase commit implements transaction commit (Gray and Lamport 2006)', async () => {
  const twoPhase = await findSpec('two-phase');
  const commit = await findSpec(fixture('transaction-commit'));
  test.each([2, 3])('%i managers', async (n) => expect(await answer(twoPhase, { n }, commit, { n }, 2)).toBe('holds'));
  // Decided, committed, and another aborts by itself: or the first commits while the other still works.
  test('the hasty coordinator does not', async () => expect(await answer(twoPhase, { n: 2, bug: 'hasty' }, commit, { n: 2 })).toBe(2));
});

/** The dispatcher as the specification has it, the mended series and those that were posted; entries fused with calls. */
describe('sdei', async () => {
  const sdei = await findSpec('sdei');
  const configurations: readonly (readonly [Parameters, number])[] = [
    [{ vcpus: 1, events: ['signaled'] }, 19],
    [{ vcpus: 1, events: ['signaled', 'async-pf'] }, 195],
    [{ vcpus: 2, events: ['signaled'] }, 399],
  ];
  const dispatching = (configuration: Parameters, dispatcher: string, flaws: readonly string[] = []) => ({ ...configuration, calls: 'changing', entry: 'fused', dispatcher, flaws });

  test.each(configurations)('%o: the mended series refines the specification', async (configuration, states) => {
    const [fixed, specified] = [dispatching(configuration, 'v7-fixed'), dispatching(configuration, 'spec')];
    const { counts } = await check(sdei, { parameters: fixed, workers: 1, until: 'exhaustion' });
    expect(counts.states).toBe(states);
    expect(await answer(sdei, fixed, sdei, specified)).toBe('holds');
  });

  test.each(configurations)('%o: and the other way round, step by step', (configuration, states) => {
    const model = instantiate(sdei.spec, dispatching(configuration, 'v7-fixed'));
    const { target, see } = refinementOf(model, instantiate(sdei.spec, dispatching(configuration, 'spec')));
    const known = new Map(model.initial.map((state) => [String(state), state]));
    // The map grows while it is gone through.
    for (const state of known.values()) {
      const seen = see(state) as State;
      const all = model.actions.flatMap((action) => nextStates(action, state));
      const here = new Set(all.map((next) => String(see(next))).filter((next) => next !== String(seen)));
      const there = new Set(
        target.actions
          .flatMap((action) => nextStates(action, seen))
          .map(String)
          .filter((next) => next !== String(seen)),
      );
      expect(there).toEqual(here);
      for (const next of all) if (!known.has(String(next))) known.set(String(next), next);
    }
    expect(known.size).toBe(states);
    expect(new Set([...known.values()].map((state) => String(see(state)))).size).toBe(states);
  });

  test.each([
    ['v5', []],
    ['v6', []],
    ['v7', []],
    ['v7-fixed', ['no-req-on-complete']],
  ])('%s %o does not refine it, nor it that', async (dispatcher, flaws) => {
    const configuration = { vcpus: 1, events: ['signaled'] };
    const [posted, specified] = [dispatching(configuration, dispatcher, flaws), dispatching(configuration, 'spec')];
    expect(await answer(sdei, posted, sdei, specified)).toBeTypeOf('number');
    expect(await answer(sdei, specified, sdei, posted)).toBeTypeOf('number');
  });
});
