/** The states around a state: the whole space where it is small, by the reference; bounds; the drawing. */
import { describe, expect, test } from 'vitest';
import { findSpec } from '../../src/catalog.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import { followPath } from '../../src/trace/index.js';
import { neighbourhood, neighbourhoodView } from '../../src/web/neighbourhood.js';
import { graph } from '../support/graph.js';

const nodes = (line: string, path: string, at: number, radius: number, limit = 100) => {
  const { nodes: found, ...rest } = neighbourhood(instantiate(graph(line).spec), { path, at, radius, limit });
  return { ...rest, nodes: found.map(({ state, kind, path: way }) => `${state.get('node')} ${kind} ${way}`) };
};

test('from the initial state on it is the reachable space, and each state has the way to it', async () => {
  const { spec } = await findSpec('peterson');
  const model = instantiate(spec, { n: 2 });
  const reference = referenceExplore(model);
  const around = neighbourhood(model, { path: '0', at: 0, radius: 100, limit: 10_000 });
  expect(around.nodes).toHaveLength(reference.states.size);
  expect(around.transitions).toBe(reference.transitions);
  expect(around.cut).toBe(false);
  for (const { state, path } of around.nodes) {
    const { initial, steps } = followPath(model, path);
    expect((steps.at(-1)?.state ?? initial).equals(state)).toBe(true);
  }
});

describe('around a state of a path', () => {
  test('are the states of the path before it, and those that can come next', () => {
    // Actions: 0 b, 1 c, 2 d, 3 e.
    const around = nodes('a>b>c>d>e', '0/0/1', 2, 1);
    expect(around.nodes).toEqual(['c here 0/0/1', 'b path 0/0', 'd other 0/0/1/2']);
    expect(around.edges.map(({ from, to, labels }) => [from, to, labels.map(({ label }) => label).join()])).toEqual([
      [1, 0, 'c'],
      [0, 2, 'd'],
    ]);
    expect(around.cut).toBe(false);
  });

  test('a bound leaves out states and says so, never a transition between those that are there', () => {
    const around = nodes('a>b a>c a>d b>a', '0', 0, 5, 2);
    expect(around.nodes).toEqual(['a here 0', 'b other 0/0']);
    expect(around.transitions).toBe(2);
    expect(around.cut).toBe(true);
  });

  test('two ways from one state to another are one edge with two labels', () => {
    const model = instantiate(graph('a>b a>b,b').spec);
    const { edges, transitions } = neighbourhood(model, { path: '0', at: 0, radius: 1, limit: 9 });
    expect(edges.map(({ labels }) => labels.map(({ label }) => label))).toEqual([['b', 'b,b']]);
    expect(transitions).toBe(2);
  });
});

describe('the drawing', () => {
  test('has every state and every transition within its frame, no two states at one place', async () => {
    const view = await neighbourhoodView(instantiate(graph('a>b>c>a b>bad').spec), { variant: 'default', parameters: [], path: '0', at: 0, radius: 9, limit: 99 });
    expect(view.nodes.map(({ kind, broken, lines }) => [kind, broken, lines])).toEqual([
      ['here', false, ['here']],
      ['other', false, ['node = b']],
      ['other', false, ['node = c']],
      ['other', true, ['node = bad']],
    ]);
    expect(view.edges.map(({ labels }) => labels[0]?.label)).toEqual(['b', 'c', 'bad', 'a']);
    for (const { x, y, width, height } of view.nodes) expect([x - width / 2 >= 0, y - height / 2 >= 0, x + width / 2 <= view.width, y + height / 2 <= view.height]).toEqual([true, true, true, true]);
    expect(new Set(view.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
    // Each edge begins and ends at its nodes, nearer than to any other one.
    const nearest = ([x, y]: readonly [number, number]) =>
      view.nodes.map((node) => Math.hypot(Math.max(0, Math.abs(node.x - x) - node.width / 2), Math.max(0, Math.abs(node.y - y) - node.height / 2)));
    const ends = view.edges.map(({ points }) => [points[0], points.at(-1)].map((point) => nearest(point as readonly [number, number])).map((far) => far.indexOf(Math.min(...far))));
    expect(ends).toEqual([
      [0, 1],
      [1, 2],
      [1, 3],
      [2, 0],
    ]);
    expect(view.edges.every(({ points }) => points.length % 3 === 1)).toBe(true);
  });

  test('many states are dots, and what they are is told elsewhere', async () => {
    const { spec } = await findSpec('vgic-hw');
    const view = await neighbourhoodView(instantiate(spec), { variant: 'default', parameters: [], path: '0', at: 0, radius: 20, limit: 500 });
    expect(view.nodes).toHaveLength(500);
    expect(view.cut).toBe(true);
    expect(view.nodes.every(({ lines, title }) => lines.length === 0 && title !== '')).toBe(true);
    expect(view.edges.length).toBe(1000);
    expect(view.transitions).toBeGreaterThan(1000);
  });
});
