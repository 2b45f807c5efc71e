/** Packing: every leaf keeps its value, equal states have equal words, no leaf crosses a word, the store's bits stay free. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNeverZero, layOut, locate, pack, packedTest, readSlot, reservedBits, Unpacker, unpack } from '../../src/layout/index.js';
import { holds, readAspects, readExpression, type State } from '../../src/model/index.js';
import { boolean, map, oneOf, optional, queue, range, record, reference, set, vector } from '../../src/spec/index.js';

const Message = record({ from: reference('node', 3), body: range(0, 1_000_000) });
const Everything = record({
  flag: boolean,
  wide: range(-5, 2 ** 31 - 7),
  name: oneOf('a', 'b', 'c'),
  maybe: optional(range(0, 4)),
  last: optional(Message),
  inbox: queue(Message, 3),
  members: set(reference('node', 3)),
  owners: map(oneOf('x', 'y'), range(0, 40)),
  grid: vector(vector(boolean, 2), 2),
  alone: oneOf('only'),
});
const layout = layOut(Everything as never);

function packed(state: unknown): Int32Array {
  const words = new Int32Array(layout.words);
  pack(layout, state as State, words);
  return words;
}

const anyState = fc
  .record({
    flag: fc.boolean(),
    wide: fc.integer({ min: -5, max: 2 ** 31 - 7 }),
    name: fc.constantFrom('a' as const, 'b' as const, 'c' as const),
    maybe: fc.option(fc.integer({ min: 0, max: 4 })),
    last: fc.option(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1_000_000 }))),
    inbox: fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 1_000_000 })), { maxLength: 3 }),
    members: fc.uniqueArray(fc.integer({ min: 0, max: 2 })),
    owner: fc.option(fc.integer({ min: 0, max: 40 })),
    cell: fc.boolean(),
  })
  .map(({ last, inbox, members, owner, cell, ...leaves }) => {
    const message = ([from, body]: [number, number]) => Message({ from, body });
    let state = Everything(leaves)
      .set('last', last === null ? null : message(last))
      .set('members', Everything().members.union(members))
      .setIn(['grid', 1, 0], cell);
    for (const each of inbox) state = state.update('inbox', (queued) => queued.push(message(each)));
    return owner === null ? state : state.update('owners', (owners) => owners.set('y', owner));
  });

test('a state survives packing', () => {
  fc.assert(fc.property(anyState, (state) => void expect(unpack(layout, packed(state)).equals(state)).toBe(true)));
  // One that keeps parts of the states before.
  const unpacker = new Unpacker(layout);
  fc.assert(fc.property(anyState, (state) => void expect(unpacker.state(Int32Array.of(-1, ...packed(state)), 1).equals(state)).toBe(true)));
});

test('equal states have equal words, different states different ones', () => {
  fc.assert(fc.property(anyState, anyState, (a, b) => void expect(packed(a).join() === packed(b).join()).toBe(a.equals(b))));
});

test('a queue that was filled and emptied packs like one that never was', () => {
  const filled = Everything().update('inbox', (inbox) => inbox.push(Message({ from: 2, body: 77 })).shift());
  expect(packed(filled)).toEqual(packed(Everything()));
});

test('no leaf crosses a word, none overlaps another, and the bits of the store stay free', () => {
  const taken = Array.from({ length: layout.words }, () => new Set<number>());
  for (const { word, shift, width } of layout.slots) {
    for (let bit = shift; bit < shift + width; bit++) {
      expect(bit).toBeLessThan(32);
      expect(taken[word]?.has(bit)).toBe(false);
      taken[word]?.add(bit);
    }
  }
  for (let bit = 0; bit < reservedBits; bit++) expect(taken[0]?.has(bit)).toBe(false);
});

test('a word after the first is never 0 where it has a bit to spare; nothing else is in it but its leaves', () => {
  const ofLeaves = Int32Array.from({ length: layout.words }, (_, word) => layout.slots.filter((slot) => slot.word === word).reduce((bits, { mask, shift }) => bits | (mask << shift), 0));
  const isFull = (word: number) => layout.slots.filter((slot) => slot.word === word).reduce((bits, { width }) => bits + width, 0) === 32;
  expect(Array.from(ofLeaves.keys(), isFull)).toContain(false);
  for (const state of [Everything(), ...fc.sample(anyState, 100)]) {
    packed(state).forEach((bits, word) => {
      const beside = bits & ~(ofLeaves[word] as number);
      expect(beside).toBe(layout.filler[word]);
      if (word > 0) expect(beside !== 0).toBe(!isFull(word));
      else expect(beside).toBe(0);
    });
  }
});

test('a second word that is full may be 0', () => {
  const two = (largest: number) => layOut(record({ a: range(0, 2 ** 30 - 1), b: optional(range(0, largest)) }) as never);
  expect([two(2 ** 31 - 1), two(2 ** 31 - 2)].map((layout) => [layout.words, isNeverZero(layout)])).toEqual([
    [2, false],
    [2, true],
  ]);
});

test('a leaf takes just the bits that its domain needs', () => {
  const widths = Object.fromEntries(layout.slots.map(({ path, width }) => [path, width]));
  expect(widths).toMatchObject({ flag: 1, wide: 31, name: 2, maybe: 3, 'last.from': 2, 'last.body': 20, 'inbox.length': 2, 'members[0]': 1, 'owners.y': 6, 'grid[1][0]': 1, alone: 0 });
});

test('the largest domain reads back unsigned', () => {
  const Wide = record({ value: optional(range(0, 2 ** 31 - 1)) });
  const wide = layOut(Wide as never);
  const words = new Int32Array(wide.words);
  pack(wide, Wide({ value: 2 ** 31 - 1 }) as unknown as State, words);
  expect(readSlot(wide.slots[0] as never, words, 0)).toBe(2 ** 31);
  expect((unpack(wide, words) as unknown as { value: number }).value).toBe(2 ** 31 - 1);
});

test.each([
  'flag',
  '!flag || maybe == 2',
  'wide > 1000000',
  'wide <= -5',
  'name != b',
  'maybe == null',
  'maybe != null && maybe < 3',
  'last == null',
  'last != null',
  'last.from == 0',
  'last.body != 0',
  'last.from == null',
  'inbox.length >= 2',
  'inbox[0].from == 0',
  'inbox[*].from == 0',
  'inbox[2].body == null',
  'inbox[2].body > 10',
  'members[1]',
  '!(members[*] == false)',
  'owners.y == null',
  'owners.y <= 20 && owners.x == null',
  'grid[*][0]',
  'grid[1][0] == false || alone == only',
])('%s is true of the words when it is true of the state', (text) => {
  const expression = readExpression(Everything, text);
  const ask = packedTest(layout, expression);
  fc.assert(fc.property(anyState, (state) => void expect(ask(Int32Array.of(-1, ...packed(state)), 1)).toBe(holds(expression, state as State))));
});

test('a place is found in the words with all below it', () => {
  const found = (text: string) =>
    readAspects(Everything, text).map((aspect) => {
      const { slots, presence } = locate(layout, (aspect as Extract<typeof aspect, { kind: 'variable' }>).place);
      return [...slots.map(({ path }) => path), ...presence.map(({ slot, least }) => `${slot.path} >= ${least}`)];
    });
  expect(found('last, last.from, grid, inbox[1].body, name')).toEqual([
    ['last', 'last.from', 'last.body'],
    ['last.from', 'last >= 1'],
    ['grid[0][0]', 'grid[0][1]', 'grid[1][0]', 'grid[1][1]'],
    ['inbox[1].body', 'inbox.length >= 2'],
    ['name'],
  ]);
});
