/** `--explain ACTION`: at the end of each run that is shown, in a search, in a replay, in every format, and in the document. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readRunDocument } from '../../src/report/index.js';
import { cli, fixture, folder } from '../support/run-cli.js';

const model = ['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1', '--quiet'];
const told = [
  '  whether door.open can be taken now:',
  '      door.open(door 0)  not enabled: its guard is false, having read open[0]=true; it would be',
  '                         enabled with open[0]=false',
  '      door.open(door 1)  not enabled: its guard is false, having read open[1]=true; it would be',
  '                         enabled with open[1]=false',
].join('\n');
let saved: string;

beforeAll(async () => {
  saved = (await cli([...model, '--trace', '-'])).stdout;
});

test('a search tells it below the counterexample', async () => {
  const { stdout, code } = await cli([...model, '--explain', 'door.open']);
  expect(stdout).toContain(told);
  expect(code).toBe(1);
});

test('an action that can be taken is told with what it changes; one instance can be asked for', async () => {
  const { stdout } = await cli([...model, '--explain', 'door.close(door 1)']);
  expect(stdout).toMatch(/^ {2}whether door\.close\(door 1\) can be taken now:\n {6}door\.close\(door 1\) {2}enabled: open\[1\] true → false\n\n/m);
  expect(stdout).not.toContain('door.close(door 0)');
});

test('the document holds it, and why the property is violated', async () => {
  const { stdout } = await cli([...model, '--explain', 'door.open(door 0)', '--json', '-']);
  const { properties } = await readRunDocument('it', stdout);
  const read = [0, 1].map((door) => ({ path: `open[${door}]`, value: true }));
  expect(properties[0]?.verdict).toMatchObject({
    why: { failed: [], read, readAfter: [], blocked: [] },
    explained: [{ kind: 'disabled', label: 'door.open(door 0)', because: 'guard', read: [read[0]], remedies: [[{ path: 'open[0]', from: true, to: false }]] }],
  });
});

test('of a deadlock each guard is told', async () => {
  const { stdout } = await cli(['--spec', fixture('airlock'), '--variant', 'stuck', '--workers', '1', '--quiet']);
  expect(stdout).toContain(
    [
      '  nothing can happen, so never-stuck is violated; the guards have read:',
      '      door.open(door 0)   nothing of the state',
      '      door.open(door 1)   nothing of the state',
      '      door.close(door 0)  open[0]=false',
      '      door.close(door 1)  open[1]=false',
    ].join('\n'),
  );
});

describe('a saved run', () => {
  const again = async (...args: string[]) => {
    const file = join(folder(), 'run.json');
    writeFileSync(file, saved);
    return cli([args[0] as string, file, ...args.slice(1)]);
  };

  test('is explained when it is replayed', async () => {
    expect((await again('replay', '--explain', 'door.open')).stdout).toContain(told);
    expect((await again('trace', '--explain', 'door.open')).stdout).toContain(told);
  });

  test.each(['columns', 'table', 'itf', 'mermaid', 'html'])('in %s, with why the property is violated', async (format) => {
    const { stdout } = await again('trace', '--format', format, '--explain', 'door.open');
    const text = stdout.replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))).replaceAll(/<[^>]*>|\s+/g, ' ');
    expect(text).toMatch(/open\[0\]=true open\[1\]=true/);
    expect(text).toMatch(/having read open\[0\]=true; it would be enabled with open\[0\]=false/);
  });

  test('a name that the model does not have is refused with the nearest one', async () => {
    const { code, stdout, stderr } = await again('replay', '--explain', 'door.opne');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/unknown action "door\.opne" of spec airlock.*\n +nearest +"door\.open"/);
  });
});

test('where no run is shown, it is said that there is none; that to a witness is shown when it is asked for', async () => {
  const sound = ['--spec', fixture('airlock'), '--workers', '1', '--explain', 'door.open(door 0)'];
  expect((await cli(sound)).stderr).toMatch(/^no run is shown at whose end --explain could tell anything/m);
  const { stdout, stderr } = await cli([...sound, '--property', 'each-opens']);
  expect(stderr).not.toMatch(/no run is shown/);
  expect(stdout).toMatch(/whether door\.open\(door 0\) can be taken now:\n +door\.open\(door 0\) {2}not enabled: its guard is false/);
});

test('a search does not begin when a name is wrong', async () => {
  const { code, stdout, stderr } = await cli(['--spec', fixture('endless'), '--quiet', '--explain', 'nothing']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/unknown action "nothing"/);
  expect((await cli([...model, '--explain'])).stderr).toMatch(/--explain needs a value/);
  expect((await cli([...model, '--explain', 'door.open', '--format', 'test'])).stderr).toMatch(/--explain has no place in a test/);
});
