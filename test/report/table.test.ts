import { expect, test } from 'vitest';
import { tableText } from '../../src/report/table.js';
import airlock from '../fixtures/airlock.js';
import { everything, origin, switches, told } from './told.js';

test('variables that change stand below each other, steps beside each other, a star at a change', () => {
  const { model, verdict } = told(airlock, ['door.open(door 0)', 'door.open(door 1)', 'door.close(door 0)'], { interlock: false, doors: 3 });
  expect(tableText(model, verdict, { variant: null, from: './airlock.ts' }, 80)).toBe(`one-open is violated by 3 steps: At most one door is open.
airlock, with doors=3 interlock=false

  1  person  door.open(door 0)
  2  person  door.open(door 1)
  3  spring  door.close(door 0)

          0      1      2     3
open[0]   false *true   true *false
open[1]   false  false *true  true

=> this state violates one-open

why one-open is violated:
    it read: open[0]=false open[1]=true open[2]=false
`);
});

test('what is too wide goes on in a block of its own, with the names again', () => {
  const actors = ['a', 'b', 'c', 'd'];
  const { model, verdict } = told(
    switches(actors),
    actors.map((actor) => `${actor}.turn`),
  );
  const text = tableText(model, verdict, origin, 30);
  expect(text.slice(text.indexOf('d.turn'), text.indexOf('=>'))).toBe(`d.turn

        0      1      2
on[0]   false *true   true
on[1]   false  false *true
on[2]   false  false  false
on[3]   false  false  false

        3      4
on[0]   true   true
on[1]   true   true
on[2]  *true   true
on[3]   false *true

`);
});

test('sets, queues, maps and what was absent are told as a whole or by their parts, and wide values are folded', () => {
  const { model, verdict } = told(everything, ['change', 'rest']);
  const rows = tableText(model, verdict, origin, 100)
    .split('\n')
    .map((line) => line.trim().split(/ {2,}\*?| \*/));
  expect(rows).toContainEqual(['level', '-2', '5', '5']);
  expect(rows).toContainEqual(['at', 'null', '2', '2']);
  expect(rows).toContainEqual(['members', '[]', '[1, 3]', '[1, 3]']);
  expect(rows).toContainEqual(['line', '[]', '[y, x]', '[y, x]']);
  expect(rows).toContainEqual(['inner', 'null', '{deep true}', '{deep true}']);
  expect(rows.map(([name]) => name)).not.toContain('list[0]');
  expect(rows.map(([name]) => name)).toContain('list[1]');
});

test('a run without a step has no table', () => {
  const { model, verdict } = told(switches(['a']), []);
  expect(tableText(model, verdict, origin, 80)).toBe('off is violated in an initial state: All switches are off.\nswitches\n\n=> this state violates off\n');
});
