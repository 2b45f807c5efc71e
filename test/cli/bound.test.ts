/** `explore bound`: numbers that can be counted by hand, and what is wrong with a request. */
import { describe, expect, test } from 'vitest';
import { readRunDocument } from '../../src/report/index.js';
import { cli, fixture } from '../support/run-cli.js';

const airlock = ['bound', '--quiet', '--workers', '1', '--spec', fixture('airlock')];
const open = ['--from', 'open[0]', '--to', '!open[0]'];

/** Doors of which at most one is open: from where the first is open there is nothing to do but to close it. */
describe('the numbers', () => {
  test.each([
    ['one way', [...open], '1 '],
    ['nothing on the way counts', [...open, '--count', 'door.open'], '0 '],
    ['without the interlock the other door may move for ever', [...open, '--variant', 'no-interlock'], '1..∞ '],
    ['the steps of one actor', [...open, '--variant', 'no-interlock', '--count', 'spring'], '1..∞ '],
    ['and of one action with its arguments', [...open, '--variant', 'no-interlock', '--count', 'door.close(door 0)'], '1 '],
    ['several with commas', [...open, '--variant', 'no-interlock', '--count', 'door.close(door 0),door.open(door 0)'], '1 '],
    ['from one invariant to another', ['--variant', 'no-interlock', '--from', '!one-open', '--to', 'one-open', '--count', 'person'], '0 '],
    ['both at once', ['--from', 'one-open', '--to', 'one-open'], '0 '],
    ['from an instance of a witness', ['--from', 'each-opens(door 1)', '--to', '!each-opens'], '1 '],
    ['never there', ['--from', 'open[0]', '--to', 'open[0] && open[1]'], '..∞ '],
  ])('%s', async (_, args, numbers) => {
    const { code, stdout, stderr } = await cli([...airlock, ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^  the count  ${numbers.replaceAll('.', '[.]')} `, 'm'));
  });
});

test('a run to each number is shown, and the document has them', async () => {
  const args = [...airlock, '--param', 'doors=3', 'interlock=false', '--from', 'open[0] && !open[1] && !open[2]', '--to', '!open[0] || open[1]'];
  const { stdout } = await cli(args);
  expect(stdout).toMatch(/^the count is unbounded by 1 step and a loop of 2; no way to such a loop is shorter$/m);
  expect(stdout).toMatch(/^the count comes to 1 \(the smallest number\) by 2 steps; no run with this number is shorter$/m);
  const document = await readRunDocument('the run', (await cli([...args, '--json', '-'])).stdout);
  expect(document.properties).toMatchObject([
    { name: 'the count', kind: 'bound', verdict: { kind: 'holds', measured: { smallest: { count: 1, begin: 1 }, largest: { count: 'unbounded', begin: 1 }, mayMiss: true } } },
  ]);
});

describe('a wrong request', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no bound', [], /declares no bound[\s\S]*--from P --to Q/],
    ['a beginning without an end', ['--from', 'open[0]'], /--from needs --to beside it/],
    ['an end without a beginning', ['--to', 'open[0]'], /--to needs --from beside it/],
    ['counting nothing', ['--count', 'person'], /--count says what is counted, but not from where to where/],
    ['a variable that is none', ['--from', 'opne[0]', '--to', 'open[0]'], /--from: .*opne[\s\S]*nearest +"open"/],
    ['an invariant that is none', ['--from', 'open[0]', '--to', 'one-opne'], /--to: [\s\S]*nearest +the property "one-open"/],
    ['an actor that is none', [...open, '--count', 'persom'], /neither an action nor an actor "persom"[\s\S]*nearest +"person"/],
    ['a property that is no bound', ['--property', 'one-open'], /one-open of spec airlock is no bound/],
    ['both', [...open, '--property', 'one-open'], /leave one of them out/],
    ['a trace of what no spec has', [...open, '--format', 'columns'], /--format shows runs of properties that the spec has/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await cli([...airlock, ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

test('a space that was cut has no numbers', async () => {
  const { code, stdout } = await cli([...airlock, ...open, '--max-states', '1']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^ {2}the count {2}unknown /m);
});
