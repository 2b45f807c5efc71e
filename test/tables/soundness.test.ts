/**
 * The rules that make a learned table say what the author's function says. Each test learns in one state and asks in
 * another in which a careless table would answer wrongly.
 */
import { expect, test } from 'vitest';
import { layOut, pack, unpack } from '../../src/layout/index.js';
import { instantiate, type Model, nextStates, type State } from '../../src/model/index.js';
import { type ActionDefinition, boolean, optional, queue, type RecordValue, range, record, spec, type ValueOf, vector } from '../../src/spec/index.js';
import { disabled, FunctionFault, Tables } from '../../src/tables/index.js';

const Pair = record({ x: range(0, 3), y: range(0, 3) });
const Schema = record({ a: Pair, b: Pair, flag: boolean, cells: vector(range(0, 3), 3), last: optional(Pair), inbox: queue(Pair, 2), wide: range(0, 100_000) });
type Value = ValueOf<typeof Schema>;
type Step = ActionDefinition<Value, Record<never, never>>['step'];

function modelOf(step: Step, guard?: (state: Value) => boolean): Model {
  return instantiate(
    spec({
      name: 'toy',
      about: 'one action',
      state: () => Schema,
      initial: (_, state) => state(),
      actions: (_, { action }) => [action('act', { actor: 'toy', step: step as never, ...(guard && { guard: guard as never }) })],
      properties: () => [],
    }),
  );
}

/** Learns the action in the first state, then in each of the others asks the table before the function. */
function learned(model: Model, budget?: number) {
  const layout = layOut(model.schema);
  const tables = new Tables(model, layout, [], budget);
  const [table] = tables.functions.actions;
  if (table === undefined) throw new Error('the model has an action');
  const words = (state: RecordValue<never> | Value) => {
    const packed = new Int32Array(2 * layout.words);
    pack(layout, state as unknown as State, packed);
    return packed;
  };
  const decode = (leaf: number, from: Int32Array): State[] => {
    const { code } = tables.effects;
    return Array.from({ length: code[-leaf] as number }, (_, next) => {
      const at = -leaf + 1 + next * 2 * layout.words;
      return unpack(
        layout,
        Int32Array.from({ length: layout.words }, (_, word) => ((from[word] as number) & (code[at + 2 * word] as number)) | (code[at + 2 * word + 1] as number)),
      );
    });
  };
  return {
    tables,
    /** Next states by the tables, learning if need be. */
    ask: (state: Value) => decode(tables.resolve(table, words(state)), words(state)),
    /** Whether the table has an answer for this state already. */
    knows: (state: Value) => table.diagram.find(words(state)) !== 0,
    leaf: (state: Value) => tables.resolve(table, words(state)),
    misses: () => table.cost.misses,
    audit: (state: Value) => tables.audit(words(state)),
  };
}

/** In every given state, in this order, tables and function agree. */
function agree(step: Step, states: readonly Value[], guard?: (state: Value) => boolean): ReturnType<typeof learned> {
  const model = modelOf(step, guard);
  const table = learned(model);
  for (const state of states) {
    const [action] = model.actions;
    const expected = nextStates(action as never, state as unknown as State);
    const found = table.ask(state);
    expect(found.length).toBe(new Set(expected.map(String)).size);
    for (const next of expected) expect(found.some((other) => other.equals(next))).toBe(true);
  }
  return table;
}

const zero = Schema();

test('what is not read is not tested: one run answers for all values of it', () => {
  const table = agree((state) => state.set('flag', true), [zero]);
  expect(table.knows(zero.set('wide', 99_999).setIn(['a', 'x'], 3))).toBe(true);
});

test('rule 1: what is read is tested, in the order of reading, and only on the branch that was taken', () => {
  const step: Step = (state) => (state.a.x === 0 ? state.set('flag', state.b.y === 1) : state);
  const table = agree(step, [zero]);
  expect(table.knows(zero.setIn(['b', 'y'], 1))).toBe(false);
  agree(step, [zero, zero.setIn(['b', 'y'], 1), zero.setIn(['a', 'x'], 2), zero.setIn(['a', 'x'], 2).setIn(['b', 'y'], 1)]);
});

test('rule 1: reading back what this step wrote is not a reading of the state', () => {
  const step: Step = (state) => {
    const next = state.setIn(['a', 'x'], 2);
    return next.set('flag', next.a.x === 2);
  };
  const table = agree(step, [zero, zero.setIn(['a', 'x'], 2), zero.setIn(['a', 'x'], 3)]);
  expect(table.misses()).toBe(1);
});

test('rule 1: reading back from an object that was not written is a reading', () => {
  const step: Step = (state) => {
    const written = state.setIn(['a', 'x'], 2);
    return written.set('flag', state.a.x === 2);
  };
  agree(step, [zero, zero.setIn(['a', 'x'], 2), zero.setIn(['a', 'x'], 1)]);
});

test('rule 2: a blind write of an equal value is a write', () => {
  agree((state) => state.set('flag', false), [zero, zero.set('flag', true)]);
  agree((state) => state.setIn(['a', 'x'], 0).merge({ wide: 0 }), [zero, zero.setIn(['a', 'x'], 3).set('wide', 7)]);
  agree((state) => state.withMutations((mutable) => mutable.set('flag', false)), [zero, zero.set('flag', true)]);
  agree((state) => state.set('last', null), [zero, zero.set('last', Pair({ x: 1, y: 2 }))]);
});

test('rule 2: a write on an object that is thrown away is none', () => {
  const step: Step = (state) => {
    state.set('flag', false);
    return state.set('wide', 5);
  };
  agree(step, [zero, zero.set('flag', true)]);
});

test('rule 2: written and restored is written', () => {
  agree((state) => state.setIn(['a', 'x'], 3).setIn(['a', 'x'], 0), [zero, zero.setIn(['a', 'x'], 2)]);
});

test('rule 3: a sub-record that is placed elsewhere is read whole from where it came', () => {
  const states = [zero, zero.setIn(['b', 'x'], 3), zero.setIn(['b', 'y'], 2).setIn(['a', 'x'], 1), zero.setIn(['a', 'y'], 3)];
  agree((state) => state.set('a', state.b), states);
  agree((state) => state.set('a', state.b).set('b', state.a), states);
  agree((state) => state.set('a', state.b.set('x', 1)), states);
  agree((state) => state.set('last', state.a), [...states, zero.set('last', Pair({ x: 3, y: 3 }))]);
  agree((state) => (state.last === null ? state : state.set('b', state.last)), [...states, zero.set('last', Pair({ x: 3, y: 3 }))]);
});

test('rule 3: a fresh record is a write of all its leaves', () => {
  const table = agree((state) => state.set('a', Pair({ x: 1 })), [zero, zero.setIn(['a', 'y'], 3), zero.set('a', Pair({ x: 2, y: 2 }))]);
  expect(table.misses()).toBe(1);
});

test('rule 3: a fresh record around a part that stays in its place leaves that part alone', () => {
  agree((state) => Schema({ a: state.a, flag: true }), [zero, zero.setIn(['a', 'y'], 3), zero.set('wide', 9).setIn(['a', 'x'], 1)]);
});

test('queues: what is pushed, kept and shifted', () => {
  const one = zero.update('inbox', (inbox) => inbox.push(Pair({ x: 1 })));
  const two = one.update('inbox', (inbox) => inbox.push(Pair({ y: 2 })));
  const other = zero.update('inbox', (inbox) => inbox.push(Pair({ x: 3 })).push(Pair({ x: 2, y: 1 })));
  agree((state) => (state.inbox.isFull() ? [] : state.update('inbox', (inbox) => inbox.push(state.a))), [zero, one, two, zero.setIn(['a', 'x'], 2)]);
  agree((state) => (state.inbox.isEmpty() ? [] : state.update('inbox', (inbox) => inbox.shift())), [zero, one, two, other]);
});

test('several next states: equal ones count once', () => {
  agree((state) => [0, 1, 1, 2].map((value) => state.setIn(['a', 'x'], value)), [zero, zero.setIn(['a', 'x'], 2)]);
});

test('a disabled action is the disabled leaf', () => {
  const table = learned(
    modelOf(
      (state) => state,
      (state) => state.flag,
    ),
  );
  expect(table.leaf(zero)).toBe(disabled);
  expect(table.leaf(zero.set('flag', true))).not.toBe(disabled);
});

test('a wide domain is tested piece by piece', () => {
  const step: Step = (state) => state.set('flag', state.wide === 77_777);
  const table = agree(step, [zero, zero.set('wide', 77_777), zero.set('wide', 77_776), zero.set('wide', 99_999)]);
  expect(table.knows(zero.set('wide', 77_777))).toBe(true);
  expect(table.knows(zero.set('wide', 77_778))).toBe(false);
});

test('rule 4: a function that reads something else in the same situation is not pure', () => {
  let calls = 0;
  const table = learned(modelOf((state) => (calls++ % 2 === 0 ? state.set('flag', state.a.x === 0) : state.set('flag', state.b.x === 0))));
  expect(() => table.ask(zero)).toThrow(FunctionFault);
  try {
    table.ask(zero);
  } catch (error) {
    const { label, fault } = error as FunctionFault;
    expect(label).toBe('action act');
    expect(fault.message).toBe('is not a pure function of the state');
    expect(fault.details.slice(0, 2)).toEqual([
      ['one run', 'reads a.x = 0'],
      ['another', 'reads b.x = 0, though all readings before were the same'],
    ]);
  }
});

test('rule 4: a function that does something else after the same readings is not pure', () => {
  let calls = 0;
  const table = learned(modelOf((state) => state.set('wide', calls++)));
  expect(() => table.ask(zero)).toThrow('is not a pure function of the state');
});

test('rule 4: the clock and the random numbers are named', () => {
  expect(() => learned(modelOf((state) => state.set('flag', Math.random() < 2))).ask(zero)).toThrow('Math.random()');
  expect(() => learned(modelOf((state) => state.set('flag', Date.now() > 0))).ask(zero)).toThrow('Date.now()');
  expect(() => learned(modelOf((state) => state.set('flag', new Date().getFullYear() > 0))).ask(zero)).toThrow('new Date()');
  expect(new Date(0).getTime()).toBe(0);
  expect(Math.random()).toBeLessThan(1);
});

test('rule 5: an audit notices a function that has changed its mind', () => {
  let mind = true;
  const table = learned(modelOf((state) => state.set('flag', mind)));
  table.ask(zero);
  table.audit(zero);
  mind = false;
  expect(() => table.audit(zero.set('wide', 3))).toThrow('is not a pure function of the state');
});

test('a function that reads too much is called directly from then on, and counted', () => {
  const model = modelOf((state) => state.set('flag', state.wide % 7 === 3));
  const table = learned(model, 2000);
  for (let wide = 0; wide < 3000; wide++) {
    const [next] = table.ask(zero.set('wide', wide)) as [State];
    expect((next as unknown as Value).flag).toBe(wide % 7 === 3);
  }
  const [action] = table.tables.functions.actions;
  expect(action?.fallback?.calls).toBeGreaterThan(1000);
  expect(action?.fallback?.why).toContain('its table passed');
});

test('a next state outside its domain is told with its path', () => {
  const table = learned(modelOf((state) => state.setIn(['cells', 1], 4)));
  try {
    table.ask(zero);
    expect.unreachable();
  } catch (error) {
    expect((error as FunctionFault).fault.details).toEqual([
      ['at', 'cells[1]'],
      ['found', '4'],
      ['expected', '0 to 3'],
    ]);
  }
});
