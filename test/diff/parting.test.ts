/** Where two models part: toys that are worked out by hand, and random specs with a change, against the author's own functions. */
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Parting, type PartingBounds, partingOf } from '../../src/diff/index.js';
import { instantiate, type Model, nextStates, type State } from '../../src/model/index.js';
import { boolean, range, record, spec, vector } from '../../src/spec/index.js';
import { referenceWithin } from '../agreement/agree.js';
import { graph } from '../support/graph.js';
import { descriptions } from '../support/random/arbitrary.js';
import type { Description } from '../support/random/description.js';
import randomSpec from '../support/random-spec.js';

const seed = Number(process.env.EXPLORE_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.EXPLORE_RUNS ?? 60);

/** Two graphs over the same nodes; those that only one of them has are told to both. */
function part(a: string, b: string, bounds?: PartingBounds): Promise<Parting> {
  const nodes = [...new Set(`${a} ${b}`.match(/\w+/g))].join(' ');
  const model = (line: string) => instantiate(graph(`*${line} ${nodes}`).spec);
  return partingOf(model(a), model(b), bounds);
}

/** A parting in a line: the run, and per action what it does in each. */
function told(parting: Parting): string {
  if (parting.kind !== 'parted') return 'states' in parting ? `${parting.kind}, ${parting.states} states, depth ${parting.depth}` : parting.kind;
  const outcome = (of: (typeof parting.actions)[number]['a']) => (of.kind === 'enabled' ? of.next.map((state) => state.get('node')).join('|') : of.kind);
  return `${parting.trace.steps.map(({ taken }) => taken.label).join(' ')}: ${parting.actions.map(({ label, a, b }) => `${label} ${outcome(a)} / ${outcome(b)}`).join(', ')}`;
}

describe('graphs:', () => {
  test.each([
    ['the same', 'a>b>c>a', 'a>b>c>a', 'same, 3 states, depth 2'],
    ['the same, written otherwise', 'a>b>c a>c', 'a>c b>c a>b', 'same, 3 states, depth 1'],
    ['an edge less', 'a>b>c>d', 'a>b>c d', 'b c: d d / unknown'],
    ['an edge less, of an action that there is elsewhere', 'a>b>c>d a>d', 'a>b>c a>d', 'b c: d d / disabled'],
    ['an edge more', 'a>b>c', 'a>b>c>b', 'b c: b disabled / b'],
    ['at once', 'a>b', 'a>c b', ': b b / unknown, c unknown / c'],
    ['the shortest of two ways', 'a>b>c>d>e a>d b>e', 'a>b>c>d a>d b>e', 'd: e e / disabled'],
    ['beyond what both can reach nothing counts', 'a>b x>y', 'a>b x>z y', 'same, 2 states, depth 1'],
    ['one next state of two', 'a>b,c', 'a>b,c', 'same, 3 states, depth 1'],
  ])('%s', async (_, a, b, expected) => {
    expect(told(await part(a, b))).toBe(expected);
  });

  test('bounds end the comparison, and say how far it went', async () => {
    expect(told(await part('a>b>c>d>e', 'a>b>c>d>e', { maxDepth: 2 }))).toBe('open, 3 states, depth 2');
    expect(told(await part('a>b>c>d>e', 'a>b>c>d>e', { maxStates: 2 }))).toBe('open, 3 states, depth 2');
    // A parting that lies nearer is found nevertheless.
    expect(told(await part('a>b>c>d', 'a>b>c d', { maxDepth: 3 }))).toBe('b c: d d / unknown');
  });
});

describe('states', () => {
  /** A counter from `first` to `stop`, with room for more. */
  const counter = (room: number, stop: number, first = 0) =>
    instantiate(
      spec({
        name: 'counter',
        about: 'counts',
        state: () => record({ at: range(0, room) }),
        initial: (_, State) => State({ at: first }),
        actions: (_, { action }) => [action('up', { actor: 'counter', guard: ({ at }) => at < stop, step: (state) => state.update('at', (at) => at + 1) })],
        properties: () => [],
      }),
    );
  const flagged = instantiate(
    spec({ name: 'counter', about: 'counts', state: () => record({ at: range(0, 3), flags: vector(boolean, 2) }), initial: (_, State) => State(), actions: () => [], properties: () => [] }),
  );

  test('with other domains are compared by their values', async () => {
    // Up to 150 takes eight bits, up to 3 takes two.
    const parting = await partingOf(counter(3, 3), counter(150, 150));
    expect(parting).toMatchObject({ kind: 'parted', actions: [{ label: 'up', a: { kind: 'disabled' }, b: { kind: 'enabled' } }] });
    expect(parting.kind === 'parted' && parting.trace.steps.length).toBe(3);
    expect(told(await partingOf(counter(150, 100), counter(100, 100)))).toBe('same, 101 states, depth 100');
  });

  test('of another shape cannot be compared', async () => {
    expect(await partingOf(counter(3, 3), flagged)).toEqual({ kind: 'shape', path: 'flags[0]', in: 'b' });
    expect(await partingOf(flagged, counter(3, 3))).toEqual({ kind: 'shape', path: 'flags[0]', in: 'a' });
  });

  test('to begin with may differ, or be outside the domain of the other', async () => {
    expect(await partingOf(counter(9, 9), counter(9, 9, 1))).toMatchObject({ kind: 'initial', in: 'a' });
    expect(await partingOf(counter(1, 1), counter(9, 9, 5))).toMatchObject({ kind: 'initial', in: 'a' });
  });
});

/** The smallest depth at which some action has other next states, and what differs in a state, all by the author's functions; states are told as JSON. */
function byHand(a: Model, b: Model) {
  const text = (state: State) => JSON.stringify((state as unknown as { toJS(): unknown }).toJS());
  const nextsOf = (model: Model, state: State) =>
    new Map(
      model.actions.flatMap((action) => {
        const next = nextStates(action, state);
        return next.length === 0 ? [] : [[action.label, next] as const];
      }),
    );
  const differing = (left: State, right: State) => {
    const [inA, inB] = [nextsOf(a, left), nextsOf(b, right)];
    const told = (next: readonly State[] | undefined) => [...new Set((next ?? []).map(text))].sort().join();
    return [...new Set([...inA.keys(), ...inB.keys()])].filter((label) => told(inA.get(label)) !== told(inB.get(label))).sort();
  };
  const initial = (model: Model) => [...model.initial.map(text)].sort().join();
  if (initial(a) !== initial(b)) return 'initial' as const;
  const seen = new Set(a.initial.map(text));
  let level = a.initial.map((state) => [state, b.initial.find((other) => text(other) === text(state)) as State] as const);
  for (let depth = 0; level.length > 0; depth++) {
    const states = new Map(level.map(([left, right]) => [text(left), differing(left, right)]));
    if ([...states.values()].some((labels) => labels.length > 0)) return { depth, states };
    level = level.flatMap(([left, right]) =>
      [...nextsOf(a, left)].flatMap(([label, next]) =>
        next.flatMap((target) => {
          if (seen.has(text(target))) return [];
          seen.add(text(target));
          return [
            [
              target,
              nextsOf(b, right)
                .get(label)
                ?.find((other) => text(other) === text(target)) as State,
            ] as const,
          ];
        }),
      ),
    );
  }
  return seen.size;
}

/** A description with something changed. */
function changed(description: Description, choice: number): Description {
  const at = choice % description.actions.length;
  const change = (of: Partial<Description['actions'][number]>) => ({ ...description, actions: description.actions.map((action, index) => (index === at ? { ...action, ...of } : action)) });
  switch (choice % 5) {
    case 0:
      return description;
    case 1:
      return { ...description, actions: description.actions.slice(0, Math.max(1, description.actions.length - 1)) };
    case 2:
      return change({ guard: null });
    case 3:
      return change({ outcomes: (description.actions[at]?.outcomes ?? []).slice(0, 1) });
    default:
      return change({ refuse: null });
  }
}

test(`random specs with a change (EXPLORE_SEED=${seed})`, { timeout: 1000 * numRuns }, async () => {
  const seen = { parted: 0, same: 0 };
  await fc.assert(
    fc.asyncProperty(descriptions(), fc.nat(), async (description, choice) => {
      const model = (of: Description) => instantiate(randomSpec(JSON.stringify(of)));
      const [a, b] = [model(description), model(changed(description, choice))];
      fc.pre(referenceWithin(a, 1500) !== null);
      const parting = await partingOf(a, b);
      const expected = byHand(a, b);
      if (typeof expected === 'number') {
        seen.same += 1;
        expect(parting).toMatchObject({ kind: 'same', states: expected });
      } else if (expected === 'initial') expect(parting.kind).toBe('initial');
      else {
        seen.parted += 1;
        if (parting.kind !== 'parted') throw new Error(`they part at depth ${expected.depth}`);
        expect(parting.trace.steps.length).toBe(expected.depth);
        const last = parting.trace.steps.at(-1)?.state ?? parting.trace.initial;
        expect(parting.actions.map(({ label }) => label).sort()).toEqual(expected.states.get(JSON.stringify((last as unknown as { toJS(): unknown }).toJS())));
      }
    }),
    { seed, numRuns, interruptAfterTimeLimit: 600 * numRuns, markInterruptAsFailure: true },
  );
  expect(seen.parted).toBeGreaterThan(numRuns / 10);
  expect(seen.same).toBeGreaterThan(numRuns / 10);
});
