/** Threads that tell each other what they learn. */
import { expect, test } from 'vitest';
import type { State } from '../../src/model/index.js';
import { Gossip, gossipMemory, type LearnedPath } from '../../src/tables/gossip.js';
import { FunctionFault, type Tables } from '../../src/tables/index.js';
import { layout, learn, newTables, nexts, nextsBySpec, packed, states } from './learned.js';

const thirds = [0, 1, 2].map((third) => states.filter((_, index) => index % 3 === third));

const missesOf = (...all: readonly Tables[]) => all.flatMap((tables) => tables.all()).reduce((sum, { cost }) => sum + cost.misses, 0);

/** Tables of three threads, of which the first has taught the others after it had learned from these states. */
function three(from: readonly State[]): { readonly all: readonly [Tables, Tables, Tables]; readonly lists: readonly SharedArrayBuffer[] } {
  const lists = [gossipMemory(), gossipMemory(), gossipMemory()];
  const all = [newTables(), newTables(), newTables()] as const;
  learn(all[0], from);
  all[1].take(structuredClone(all[0].lesson(lists, 0)), lists, 1);
  learn(all[1], thirds[1] as State[]);
  // Who comes later has heard as much as the one who teaches.
  all[2].take(structuredClone(all[0].lesson(lists, 0)), lists, 2);
  return { all, lists };
}

const path = (table: number): LearnedPath => ({ table, reads: Int32Array.of(2, 0, 1), words: Int32Array.of(7, -1), said: Int32Array.of(-table) });

test('what one has told the others hear, once and in its order', () => {
  const lists = [gossipMemory(), gossipMemory()];
  const [one, other] = [new Gossip(lists, 0), new Gossip(lists, 1)];
  const heard: LearnedPath[] = [];
  const listen = (who: Gossip) => who.listen((told) => heard.push({ ...told, said: told.said.slice() }));
  expect(listen(other)).toBe(false);
  for (const table of [3, 1, 4]) one.tell(path(table));
  expect(listen(one)).toBe(false);
  expect(listen(other)).toBe(true);
  expect(heard).toEqual([path(3), path(1), path(4)]);
  expect(listen(other)).toBe(false);
  one.tell(path(5));
  // Who has come with what the other had heard until then.
  expect(listen(new Gossip(lists, 1, other.heard))).toBe(true);
  expect(heard.slice(3)).toEqual([path(5)]);
});

test('a list that is full ends with a whole path', () => {
  const lists = [new SharedArrayBuffer(4 * 25), new SharedArrayBuffer(4 * 25)];
  const [one, other] = [new Gossip(lists, 0), new Gossip(lists, 1)];
  // Each takes 10 numbers, and the first number is the end.
  for (const table of [3, 1, 4]) one.tell(path(table));
  const heard: number[] = [];
  other.listen(({ table }) => heard.push(table));
  expect(heard).toEqual([3, 1]);
});

test('each path is run by one of them only', () => {
  const alone = newTables();
  learn(alone, states);
  const { all } = three(thirds[0] as State[]);
  learn(all[2], thirds[2] as State[]);
  for (const tables of all) learn(tables, states);
  expect(missesOf(...all)).toBe(missesOf(alone));
  expect(all.every((tables) => missesOf(tables) > 0)).toBe(true);
  for (const tables of all) {
    for (const state of states) {
      expect(nexts(tables, state)).toEqual(nextsBySpec(state));
      expect(() => tables.audit(packed(state))).not.toThrow();
    }
  }
});

test('a path that contradicts what is known is a fault of the function', () => {
  const { all, lists } = three((thirds[0] as State[]).slice(0, 1));
  const third = all[2];
  // An action that reads nothing at all, where it is known to read something.
  new Gossip(lists, 1).tell({ table: 0, reads: [], words: packed(states[0] as State).subarray(0, layout.words), said: third.effects.said(-1) });
  const asked = () => learn(third, states);
  expect(asked).toThrow(FunctionFault);
  expect(asked).not.toThrow();
});
