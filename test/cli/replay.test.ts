/** A saved trace is shown again when it is whole, of this version and of this model, and refused with a reason when it is not. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setIn } from 'immutable';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, fixture, folder, root } from '../support/run-cli.js';

let good: string;
let shown: string;

beforeAll(async () => {
  const { stdout } = await cli(['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1', '--quiet', '--trace', '-']);
  good = stdout;
  shown = (await cli(['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1', '--quiet'])).stdout;
});

test('a saved trace is shown with the same steps as in the run that found it', async () => {
  const { code, stdout, stderr } = await replay(good);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const steps = /( {2}the initial state:.*?)\n\n/s.exec(shown)?.[1];
  expect(steps).toMatch(/1 +person +door\.open\(door 0\)/);
  expect(stdout).toContain(steps);
  expect(stdout).toContain('no-interlock');
});

test('all traces of a run lie in one file, and each is shown again', async () => {
  const saved = await cli([
    '--spec',
    fixture('airlock'),
    '--variant',
    'stuck',
    '--param',
    'doors=3',
    '--workers',
    '1',
    '--quiet',
    '--continue',
    '--property',
    'never-stuck',
    'one-open',
    '--trace',
    '-',
  ]);
  expect((JSON.parse(saved.stdout) as { traces: { property: string }[] }).traces.map(({ property }) => property)).toEqual(['never-stuck']);
  const { code, stdout } = await replay(saved.stdout);
  expect(stdout).toContain('never-stuck');
  expect(code).toBe(0);
});

test('the run to a witness can be saved too', async () => {
  const saved = await cli(['--spec', fixture('airlock'), '--workers', '1', '--quiet', '--property', 'each-opens', '--trace', '-']);
  const { code, stdout } = await replay(saved.stdout);
  expect(stdout).toMatch(/each-opens.* reached/);
  expect(code).toBe(0);
});

test('a spec that has moved is named with --spec', async () => {
  const place = folder();
  const moved = join(place, 'moved.ts');
  copyFileSync(join(root, fixture('airlock')), moved);
  const text = spoilt(['spec', 'from'], join(place, 'before.ts'));
  const lost = await replay(text);
  expect(lost.stderr).toContain('before.ts');
  expect(lost.code).toBe(2);
  expect((await replay(text, '--spec', moved)).code).toBe(0);
});

describe('refused with a reason:', () => {
  test.each([
    ['cut short', () => good.slice(0, good.length / 2), /cut short/],
    ['empty', () => '', /empty/],
    ['not JSON', () => 'a trace, honestly\n', /not JSON/],
    ['JSON, but no trace', () => '{"hello": "world"}', /"explore\.trace"/],
    ['a list', () => '[]', /"explore\.trace"/],
    ['another version', () => spoilt(['version'], 2), /version.*\n.*2(.|\n)*1/],
    ['a key that would change all objects', () => good.replace('"spec": {', '"spec": { "__proto__": { "polluted": true },'), /__proto__/],
    ['such a key far inside', () => good.replace('"changes": [', '"__proto__": [], "changes": ['), /__proto__/],
    ['a field that is missing', () => good.replace('"label"', '"lable"'), /traces\[0\]\.steps\[0\]/],
    ['deep nonsense', () => '['.repeat(200_000), /nested|JSON/],
    ['another spec', () => spoilt(['spec', 'name'], 'waterlock'), /waterlock(.|\n)*airlock|airlock(.|\n)*waterlock/],
    ['parameters with which the run cannot be taken', () => spoilt(['parameters', 'interlock'], true), /step 2/, /not enabled/],
    ['a parameter that is not there', () => spoilt(['parameters', 'windows'], 3), /no parameter "windows"/],
    ['an unknown property', () => spoilt(['traces', 0, 'property'], 'one-opne'), /one-opne/, /nearest +"one-open"/],
    ['an unknown action', () => spoilt(['traces', 0, 'steps', 0, 'label'], 'door.opne(door 0)'), /step 1/, /door\.opne/],
    ['a step that leads elsewhere', () => spoilt(['traces', 0, 'steps', 0, 'changes', 0, 'path'], 'open[1]'), /step 1/, /open\[1\]/],
    ['another beginning', () => spoilt(['traces', 0, 'initial', 'open', 1], true), /initial state/],
    ['a run that shows nothing', () => spoilt(['traces', 0, 'steps'], []), /does not show/],
  ] as [string, () => string, ...RegExp[]][])('%s', async (_, make, ...says) => {
    const { code, stdout, stderr } = await replay(make());
    for (const text of says) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a file that is not there, and a folder', async () => {
    const place = folder();
    mkdirSync(join(place, 'sub'));
    for (const [path, says] of [
      [join(place, 'none.json'), /no such file/],
      [join(place, 'sub'), /folder/],
    ] as const) {
      const { code, stderr } = await cli(['replay', path]);
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
    }
  });

  test('the document of a run, which is not a trace', async () => {
    const { stdout } = await cli(['--spec', fixture('airlock'), '--workers', '1', '--quiet', '--json', '-']);
    const { code, stderr } = await replay(stdout);
    expect(stderr).toMatch(/"explore\.run"/);
    expect(code).toBe(2);
  });
});

/** The good file with one thing changed. */
function spoilt(path: readonly (string | number)[], value: unknown): string {
  return JSON.stringify(setIn(JSON.parse(good) as object, path, value));
}

function replay(text: string, ...more: readonly string[]) {
  const file = join(folder(), 'trace.json');
  writeFileSync(file, text);
  return cli(['replay', file, ...more]);
}
