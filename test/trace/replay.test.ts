import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { instantiate, nextStates, type State } from '../../src/model/index.js';
import { type RecordedTrace, record, replay, type Trace } from '../../src/trace/index.js';
import { graph } from '../support/graph.js';

const model = instantiate(graph('*a>b>c,d *x>b d>bad').spec);

/** The run that visits these nodes. */
function run(...nodes: string[]): Trace {
  const find = (states: readonly State[], node: string) => states.find((state) => state.get('node') === node) as State;
  const initial = find(model.initial, nodes[0] as string);
  let state = initial;
  const steps = nodes.slice(1).map((node) => {
    for (const taken of model.actions) {
      const next = find(nextStates(taken, state), node);
      if (next === undefined) continue;
      state = next;
      return { taken, state };
    }
    throw new Error(`there is no edge to ${node}`);
  });
  return { initial, steps };
}

const recorded = record(model, run('a', 'b', 'd', 'bad'));

test('a trace as data: the initial state, and per step the action and what it changed', () => {
  expect(recorded).toEqual({
    initial: { node: 'a' },
    steps: [
      { label: 'b', changes: [{ path: 'node', from: 'a', to: 'b' }] },
      { label: 'c,d', changes: [{ path: 'node', from: 'b', to: 'd' }] },
      { label: 'bad', changes: [{ path: 'node', from: 'd', to: 'bad' }] },
    ],
  });
});

test.each([[['a', 'b', 'd', 'bad']], [['x', 'b', 'c']], [['a']]])('%j comes back from JSON as it was', (nodes) => {
  const trace = run(...nodes);
  const again = replay(model, JSON.parse(JSON.stringify(record(model, trace))) as RecordedTrace);
  expect(again.initial.get('node')).toBe(nodes[0]);
  expect(again.steps.map(({ state }) => state.get('node'))).toEqual(nodes.slice(1));
  expect(again.steps.map(({ taken }) => taken)).toEqual(trace.steps.map(({ taken }) => taken));
});

describe('a trace that is not one of this model is refused with the reason:', () => {
  const [first, second, third] = recorded.steps as [RecordedTrace['steps'][0], RecordedTrace['steps'][0], RecordedTrace['steps'][0]];
  test.each([
    ['it begins elsewhere', { ...recorded, initial: { node: 'd' } }, /initial state/, ['at', 'node']],
    ['its states have other fields', { ...recorded, initial: { knot: 'a' } }, /initial state/, ['expected', '"a"']],
    ['its states are no records', { ...recorded, initial: [1, 2] }, /initial state/, ['found', '[1,2]']],
    ['an action that does not exist', { ...recorded, steps: [{ ...first, label: 'bb' }] }, /action in step 1/, ['nearest', 'b']],
    ['an action that is not enabled', { ...recorded, steps: [second] }, /step 1 that is not enabled/, ['found', 'c,d']],
    ['another next state', { ...recorded, steps: [first, { ...second, changes: [{ path: 'node', from: 'b', to: 'bad' }] }] }, /step 2, c,d/, ['found', 'node: "b" → "bad"']],
    ['no change where there is one', { ...recorded, steps: [first, second, { ...third, changes: [] }] }, /step 3, bad/, ['expected', 'node: "d" → "bad"']],
  ])('%s', (_, wrong, headline, detail) => {
    const refusal = refused(() => replay(model, wrong));
    expect(refusal.message).toMatch(headline);
    expect(refusal.details).toContainEqual(detail);
  });
});

function refused(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
