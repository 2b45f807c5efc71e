/** `explore simulate` as a user meets it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder, shell, steady } from '../support/run-cli.js';

const asked = ['simulate', '--spec', fixture('airlock'), '--seed', '4711', '--quiet'];
const wrong = [...asked, '--variant', 'no-interlock'];

test.each([
  ['simulate-violated', [...wrong, '--on', 'open[*], open[0] == true && open[1] == true', '--count', '20'], 1],
  ['simulate-nothing', [...asked, '--count', '20', '--depth', '10'], 3],
])('%s', async (name, args, expected) => {
  const { code, stdout, stderr } = await cli(args);
  expect({ code, stderr }).toEqual({ code: expected, stderr: '' });
  await expect(steady(stdout)).toMatchFileSnapshot(`../golden/${name}.txt`);
});

test('the help', async () => {
  const { stdout } = await cli(['simulate', '--help']);
  await expect(stdout).toMatchFileSnapshot('../golden/help-simulate.txt');
});

test('the seed that is told gives the same walks', async () => {
  const seedless = asked.filter((word) => word !== '--seed' && word !== '4711');
  const first = steady((await cli([...seedless, '--count', '50'])).stdout);
  const seed = /seed +(\d+)/.exec(first)?.[1] ?? '';
  expect(seed).toMatch(/^\d+$/);
  expect(steady((await cli([...seedless, '--count', '50', '--seed', seed])).stdout)).toBe(first);
});

test('what was found is saved, replayed, and shown in every form', async () => {
  const path = join(folder(), 'found.json');
  expect((await cli([...wrong, '--trace', path])).code).toBe(1);
  const replayed = await cli(['replay', path]);
  expect(replayed.code).toBe(0);
  expect(replayed.stdout).toContain('one-open is violated by 2 steps');
  const columns = await cli([...wrong, '--format', 'columns']);
  expect(columns.stdout).toBe((await cli(['trace', path, '--format', 'columns'])).stdout);
  const { code, stdout } = await shell(`explore ${wrong.join(' ')} --trace - | explore trace - --format itf`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty('states');
});

test('the document', async () => {
  const path = join(folder(), 'walks.json');
  await cli([...wrong, '--count', '30', '--continue', '--json', path]);
  const document = JSON.parse(readFileSync(path, 'utf8')) as { readonly steps: number; readonly coverage: readonly { readonly taken: number }[] };
  expect(document).toMatchObject({
    format: 'explore.simulation',
    seed: 4711,
    walks: 30,
    steps: 6000,
    verdicts: expect.arrayContaining([expect.objectContaining({ property: 'one-open', verdict: 'violated', steps: 2 })]),
  });
  expect(document.coverage.reduce((sum, { taken }) => sum + taken, 0)).toBe(6000);
});

describe('refused with a reason:', () => {
  test.each([
    ['a way that is not there', [...asked, '--uniform', 'action'], /--uniform knows no way "action"(.|\n)*nearest +"actions"/],
    [
      'a seed that is too large',
      [...asked, '--seed', '5000000000'].filter((word) => word !== '4711').filter((word, index, all) => word !== '--seed' || index !== all.indexOf('--seed')),
      /the value of --seed makes no sense/,
    ],
    ['a depth that no memory holds', [...asked, '--depth', '1e9'], /the value of --depth makes no sense/],
    ['a variable that is not there', [...asked, '--on', 'opne[0]'], /opne/],
    ['a property that is not there', [...asked, '--property', 'one-opn'], /unknown property "one-opn"/],
    ['a folder that is not there', [...asked, '--trace', '/none/x.json'], /none/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await cli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
