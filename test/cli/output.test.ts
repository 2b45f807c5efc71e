/** Whole outputs, as users see them. Renew them with `npx vitest run test/cli -u`, and read the difference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
  // A hook of Node's module loader tells on standard error what is loaded.
  const tells = `export const load = (url, context, next) => { process._rawDebug(url); return next(url, context); };`;
  const registers = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(tells))});`;
  const loaded = async (args: readonly string[]) => (await cli(args, { env: { NODE_OPTIONS: `--import=${dataUrl(registers)}` } })).stderr.split('\n');
  const heavy = /\/dist\/(src\/(explore|tables|model|spec)|specs)\/|node_modules\/(immutable|piscina|zod|esbuild)\//;
  expect((await loaded(['--spec', fixture('airlock'), '--quiet'])).some((url) => heavy.test(url))).toBe(true);
  expect((await loaded(['--help'])).filter((url) => heavy.test(url))).toEqual([]);
});

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
