/** Where a value leaves its domain: the path as an author would write it, what is there, and what would be right. */
import { Map as ImmutableMap, Record } from 'immutable';
import { describe, expect, test } from 'vitest';
import { below, findMisfit } from '../../src/model/index.js';
import { boolean, map, oneOf, optional, queue, range, record, reference, type Schema, set, vector } from '../../src/spec/index.js';

const Lr = record({ state: oneOf('invalid', 'pending'), irq: optional(range(0, 7)) });
const Vcpu = record({ lrs: vector(Lr, 2), current: optional(Lr), seen: set(oneOf('a', 'b')), homes: map(range(0, 3), Lr), inbox: queue(Lr, 2), cpu: reference('cpu', 2) });
const State = record({ vcpus: vector(Vcpu, 2), line: boolean });
/** Writes without the compiler's help. */
const put = (path: readonly (string | number)[], value: unknown) => (State() as unknown as { setIn(path: readonly (string | number)[], value: unknown): unknown }).setIn(path, value);

test('a value in its domain has no misfit', () => {
  const full = State({ line: true }).setIn(['vcpus', 1, 'current'], Lr({ irq: 7 }));
  expect(findMisfit(State, State())).toBeUndefined();
  expect(findMisfit(State, full)).toBeUndefined();
  expect(findMisfit(optional(Lr), null)).toBeUndefined();
});

describe('a leaf', () => {
  test.each<[readonly (string | number)[], unknown, string, string, string]>([
    [['line'], 'high', 'line', '"high"', 'true or false'],
    [['line'], null, 'line', 'null', 'true or false'],
    [['vcpus', 1, 'cpu'], 2, 'vcpus[1].cpu', '2', 'a cpu, 0 to 1'],
    [['vcpus', 0, 'lrs', 1, 'state'], 'pnding', 'vcpus[0].lrs[1].state', '"pnding"', 'one of "invalid", "pending"'],
    [['vcpus', 0, 'lrs', 0, 'irq'], 8, 'vcpus[0].lrs[0].irq', '8', 'null, or 0 to 7'],
    [['vcpus', 0, 'lrs', 0, 'irq'], 1.5, 'vcpus[0].lrs[0].irq', '1.5', 'null, or 0 to 7'],
    [['vcpus', 0, 'seen', 'b'], 1, 'vcpus[0].seen.b', '1', 'true or false'],
    [['vcpus', 0, 'inbox', 'length'], 3, 'vcpus[0].inbox.length', '3', '0 to 2'],
  ])('%j with %j', (path, value, at, found, expected) => {
    expect(findMisfit(State, put(path, value))).toEqual({ path: at, found, expected });
  });

  test('alone has no path', () => {
    expect(findMisfit(range(0, 3), 4)).toEqual({ path: '', found: '4', expected: '0 to 3' });
  });
});

describe('a composite', () => {
  test.each<[readonly (string | number)[], unknown, string, string]>([
    [['vcpus'], [Vcpu(), Vcpu()], 'vcpus', 'vector'],
    [['vcpus', 1], Lr(), 'vcpus[1]', 'record'],
    [['vcpus', 1], null, 'vcpus[1]', 'record'],
    [['vcpus', 0, 'current'], Vcpu(), 'vcpus[0].current', 'record'],
    [['vcpus', 0, 'lrs'], vector(Lr, 3)(), 'vcpus[0].lrs', 'vector'],
    [['vcpus', 0, 'seen'], new Set(['a']), 'vcpus[0].seen', 'set'],
    [['vcpus', 0, 'homes'], ImmutableMap(), 'vcpus[0].homes', 'map'],
    [['vcpus', 0, 'homes', '2'], true, 'vcpus[0].homes[2]', 'record'],
    [['vcpus', 0, 'inbox'], [], 'vcpus[0].inbox', 'queue'],
  ])('%j of another kind', (path, value, at, kind) => {
    expect(findMisfit(State, put(path, value))).toMatchObject({ path: at, expected: `a ${kind} made by this spec's schema` });
  });

  test('the first misfit in the order of the schema is told', () => {
    const twice = (put(['vcpus', 1, 'cpu'], 5) as { set(key: string, value: unknown): unknown }).set('line', 'high');
    expect(findMisfit(State, twice)?.path).toBe('vcpus[1].cpu');
  });

  test('a record of Immutable with the same fields in the same order will do', () => {
    const Own = Record({ state: 'pending', irq: null });
    expect(findMisfit(Lr, Own())).toBeUndefined();
    expect(findMisfit(Lr, Record({ irq: null, state: 'pending' })())?.path).toBe('');
    expect(findMisfit(Lr as Schema<unknown>, Own({ state: 'gone' }))?.path).toBe('state');
  });
});

test('a path is written as an author writes it', () => {
  expect([below('', 'vcpus'), below('vcpus', '3'), below('vcpus[3]', 'lrs'), below('', '0'), below('map', '-1')]).toEqual(['vcpus', 'vcpus[3]', 'vcpus[3].lrs', '[0]', 'map.-1']);
});
