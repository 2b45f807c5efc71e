import { expect, test } from 'vitest';
import { possiblePredecessors } from '../../src/explore/predecessors.js';
import { Table, tableMemory } from '../../src/store/index.js';

/** All states of two words with values below 8 behind the two bits of the store and in the second word, but for those of which the sum is divisible by 3. */
function someStates(): Int32Array[] {
  const states: Int32Array[] = [];
  for (let a = 0; a < 8; a++) for (let b = 0; b < 8; b++) if ((a + b) % 3 !== 0) states.push(Int32Array.of(a << 2, b));
  return states;
}

function tableOf(states: readonly Int32Array[]): Table {
  const table = new Table(tableMemory(2, 256), false);
  table.insertAll(Int32Array.from(states.flatMap((state) => [...state])), states.length, new Uint32Array(states.length), new Int32Array(states.length));
  return table;
}

/** What is to be found, by looking at every state. */
function byLooking(states: readonly Int32Array[], effects: readonly (readonly [number, number])[], target: Int32Array): string[] {
  const [first = 0, second = 0] = target;
  return states.filter(([a = 0, b = 0]) => effects.some(([keepA, keepB]) => ((a ^ first) & keepA) === 0 && ((b ^ second) & keepB) === 0)).map(String);
}

test.each<[string, (readonly [number, number])[]]>([
  ['no effect', []],
  ['an effect that changes nothing', [[-1, -1]]],
  ['effects on one word', [[~0b1_00, -1]]],
  ['an effect on both words', [[~0b101_00, ~0b11]]],
  [
    'several effects, some of whose predecessors are the same',
    [
      [~0b111_00, -1],
      [~0b110_00, ~0b1],
      [-1, ~0b111],
    ],
  ],
])('the possible predecessors by %s are those that a look at every state finds', (_, effects) => {
  const states = someStates();
  const table = tableOf(states);
  for (const target of states) {
    const entries = possiblePredecessors(Int32Array.from(effects.flat()), target, table, 64) as ReadonlySet<number>;
    const found = Array.from(entries, (entry) => {
      const state = new Int32Array(2);
      table.read(entry, state, 0);
      return String(state);
    });
    expect(found.sort()).toEqual(byLooking(states, effects, target).sort());
  }
});

test('more than are worth it are not looked up', () => {
  const table = tableOf(someStates());
  const target = Int32Array.of(4, 0);
  expect(possiblePredecessors(Int32Array.of(~0b111_00, ~0b11), target, table, 31)).toBeNull();
  expect(possiblePredecessors(Int32Array.of(~0b111_00, ~0b11), target, table, 32)).not.toBeNull();
});
