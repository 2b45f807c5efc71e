/** Every variant against every property; the exit code says whether everything is as the spec expects. */
import { expect, test } from 'vitest';
import { cli, fixture } from '../support/run-cli.js';

const matrix = ['matrix', '--workers', '1', '--quiet'];

test('a spec that keeps its promises', async () => {
  const { code, stdout, stderr } = await cli([...matrix, '--spec', fixture('airlock')]);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  await expect(stdout).toMatchFileSnapshot('../golden/matrix-airlock.txt');
});

test('a spec that does not: each broken promise is marked, and told below', async () => {
  const { code, stdout } = await cli([...matrix, '--spec', fixture('wrong-promise')]);
  expect(code).toBe(1);
  await expect(stdout).toMatchFileSnapshot('../golden/matrix-wrong-promise.txt');
});

test.each([
  ['the only right one', 'default', 0],
  ['holds, though said to be violated', 'holds-instead', 1],
  ['violated, though said to hold', 'violated-instead', 1],
  ['violated by a shorter run than was said', 'shorter-instead', 1],
  ['not reached, though said to be', 'unreached-instead', 1],
  ['another number of states', 'more-states', 1],
])('exit code of one variant: %s', async (_, variant, exit) => {
  const { code, stdout } = await cli([...matrix, '--spec', fixture('wrong-promise'), '--variant', variant]);
  expect(stdout).toContain(variant);
  expect(code).toBe(exit);
});

test('as a document', async () => {
  const { code, stdout } = await cli([...matrix, '--spec', fixture('wrong-promise'), '--json', '-']);
  expect(code).toBe(1);
  expect(JSON.stringify(JSON.parse(stdout))).toContain('"shorter-instead"');
});

test('what does not fit into memory is not what the spec expects', async () => {
  const { code, stdout } = await cli([...matrix, '--spec', fixture('airlock'), '--memory', '1K']);
  expect(stdout).not.toMatch(/✓ {2}|All .* as the spec expects/);
  expect(code).toBe(3);
});

test('an unknown variant', async () => {
  const { code, stderr } = await cli([...matrix, '--spec', fixture('airlock'), '--variant', 'stukc']);
  expect(stderr).toMatch(/unknown variant "stukc"(.|\n)*nearest +"stuck"/);
  expect(code).toBe(2);
});
