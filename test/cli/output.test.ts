/** Whole outputs, as users see them. Renew them with `npx vitest run test/cli -u`, and read the difference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { cli, fixture, root, steady } from '../support/run-cli.js';

const run = ['--workers', '1', '--quiet', '--spec'];

test.each([
  ['holds', [...run, fixture('airlock')]],
  ['violated', [...run, fixture('airlock'), '--variant', 'no-interlock']],
  ['says-nothing', [...run, fixture('airlock'), '--variant', 'with-siren']],
  ['unreached', [...run, fixture('airlock'), '--variant', 'stuck', '--continue']],
  ['parameters', [...run, fixture('airlock'), '--param', 'doors=3', '--property', 'one-open', 'each-opens']],
  ['cut', [...run, fixture('endless'), '--max-depth', '3']],
  ['list-airlock', ['list', '--spec', fixture('airlock')]],
  ['help', ['--help']],
  ['help-matrix', ['matrix', '--help']],
  ['help-replay', ['replay', '--help']],
  ['help-trace', ['trace', '--help']],
  ['help-graph', ['graph', '--help']],
  ['help-diff', ['diff', '--help']],
  ['help-bound', ['bound', '--help']],
  ['help-refine', ['refine', '--help']],
])('%s', async (name, args) => {
  const { stdout, stderr } = await cli(args);
  expect(stderr).toBe('');
  await expect(steady(stdout)).toMatchFileSnapshot(`../golden/${name}.txt`);
});

test.each([
  ['error-step', [...run, fixture('throwing-step')]],
  ['error-domain', [...run, fixture('outside-domain')]],
  ['error-parameter', [...run, fixture('airlock'), '--param', 'dors=3']],
  ['error-variant', [...run, fixture('airlock'), '--variant', 'no-interlok']],
  ['error-flag', ['--spce', 'vgic-hw']],
  ['error-nothing', []],
])('%s', async (name, args) => {
  const { stdout, stderr } = await cli(args);
  expect(stdout).toBe('');
  await expect(steady(stderr)).toMatchFileSnapshot(`../golden/${name}.txt`);
});

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await cli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test('every flag stands in the help', async () => {
  const { stdout } = await cli(['--help']);
  for (const flag of ['spec', 'variant', 'param', 'property', 'workers', 'memory', 'max-states', 'max-depth', 'time-limit', 'continue', 'strict', 'json', 'trace', 'format', 'quiet'])
    expect(stdout).toMatch(new RegExp(`^ +--${flag} `, 'm'));
  for (const command of ['list', 'matrix', 'replay', 'trace', 'bound', 'refine']) expect(stdout).toMatch(new RegExp(`explore ${command} `));
});

test('the help comes at once: neither engine nor specs are loaded for it', async () => {
  const times: number[] = [];
  for (let repeat = 0; repeat < 3; repeat++) {
    const begun = performance.now();
    await cli(['--help']);
    times.push(performance.now() - begun);
  }
  // Some 0.2 s on an idle machine. Loading everything takes twice that; the bound leaves room for a busy one.
  expect(Math.min(...times)).toBeLessThan(1500);
});
