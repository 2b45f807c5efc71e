import { boolean, map, oneOf, optional, queue, range, record, set, vector } from 'explore';
import { describe, expect, test } from 'vitest';
import { difference, plain, samePlain } from '../../src/trace/index.js';

const Handler = record({ irq: range(0, 3), stage: oneOf('acked', 'done') });
const State = record({
  on: boolean,
  level: range(0, 9),
  owner: optional(range(0, 3)),
  handler: optional(Handler),
  cpus: vector(record({ pc: oneOf('out', 'guest') }), 2),
  sharers: set(range(0, 2)),
  homes: map(oneOf('a', 'b'), range(0, 9)),
  channel: queue(Handler, 3),
});
const first = State();

describe('what changed between two states', () => {
  test.each([
    ['nothing', first, []],
    ['a leaf that gets its own value again', first.set('level', 3).set('level', 0), []],
    ['a leaf', first.set('level', 3), [{ path: 'level', from: 0, to: 3 }]],
    ['an optional leaf', first.set('owner', 0), [{ path: 'owner', from: null, to: 0 }]],
    ['a leaf of a record in a vector', first.setIn(['cpus', 1, 'pc'], 'guest'), [{ path: 'cpus[1].pc', from: 'out', to: 'guest' }]],
    ['a part that appears, as a whole', first.set('handler', Handler({ irq: 2 })), [{ path: 'handler', from: null, to: { irq: 2, stage: 'acked' } }]],
    ['a set, as a whole', first.update('sharers', (sharers) => sharers.add(2).add(0)), [{ path: 'sharers', from: [], to: [0, 2] }]],
    ['a map, key by key', first.update('homes', (homes) => homes.set('b', 7)), [{ path: 'homes.b', from: null, to: 7 }]],
    ['a queue, as a whole', first.update('channel', (channel) => channel.push(Handler({ irq: 1 }))), [{ path: 'channel', from: [], to: [{ irq: 1, stage: 'acked' }] }]],
    [
      'several places, in the order of the schema',
      first.set('level', 1).set('on', true),
      [
        { path: 'on', from: false, to: true },
        { path: 'level', from: 0, to: 1 },
      ],
    ],
  ])('%s', (_, after, changes) => {
    expect(difference(State, first, after)).toEqual(changes);
  });

  test('inside a part that is there before and after, leaf by leaf', () => {
    const before = first.set('handler', Handler({ irq: 2 }));
    const after = first.set('handler', Handler({ irq: 2, stage: 'done' }));
    expect(difference(State, before, after)).toEqual([{ path: 'handler.stage', from: 'acked', to: 'done' }]);
  });

  test('a part that disappears', () => {
    expect(difference(State, first.set('handler', Handler()), first)).toEqual([{ path: 'handler', from: { irq: 0, stage: 'acked' }, to: null }]);
  });
});

test('a state as plain data survives JSON', () => {
  const state = first
    .set('handler', Handler({ irq: 3 }))
    .update('sharers', (sharers) => sharers.add(1))
    .update('channel', (channel) => channel.push(Handler({ stage: 'done' })));
  const data = {
    on: false,
    level: 0,
    owner: null,
    handler: { irq: 3, stage: 'acked' },
    cpus: [{ pc: 'out' }, { pc: 'out' }],
    sharers: [1],
    homes: { a: null, b: null },
    channel: [{ irq: 0, stage: 'done' }],
  };
  expect(plain(State, state)).toEqual(data);
  expect(JSON.parse(JSON.stringify(plain(State, state)))).toEqual(data);
});

test.each([
  [1, 1, true],
  [1, '1', false],
  [null, [], false],
  [[1, 2], [2, 1], false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: [{ b: null }] }, { a: [{ b: null }] }, true],
])('%j and %j are the same: %s', (a, b, same) => {
  expect(samePlain(a, b)).toBe(same);
});
