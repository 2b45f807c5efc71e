/** `explore new`: files that work as they are, and no file that is lost. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder } from '../support/run-cli.js';

test('a spec and its test are written, and the commands told that try them', async () => {
  const place = folder();
  const { code, stdout, stderr } = await cli(['new', 'two-boxes'], { cwd: place });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(readdirSync(place).sort()).toEqual(['two-boxes.test.ts', 'two-boxes.ts']);
  const [first, second] = stdout.split('\n').flatMap((line) => /^ {2}npx (\S.*?) {2}/.exec(line)?.[1] ?? []);
  expect(second).toBe('vitest run two-boxes.test.ts');
  expect(first).toBe('explore --spec ./two-boxes.ts');
  // The bug, worked out by hand: the worker looks, a letter comes, the worker falls asleep.
  const run = await cli(['--spec', './two-boxes.ts', '--quiet'], { cwd: place });
  expect(run.stdout).toMatch(/^two-boxes$/m);
  expect(run.stdout).toMatch(/no-letter-waits is violated by 3 steps[\s\S]* look$[\s\S]* send$[\s\S]* sleep$/m);
  expect(run.stdout).toMatch(/full +reached \(2 steps\)/);
  expect(run.code).toBe(1);
  // All of it is reachable: 0, 1 or 2 letters, the worker awake, dozing or asleep.
  expect((await cli(['--spec', './two-boxes.ts', '--quiet', '--continue', '--strict'], { cwd: place })).stdout).toMatch(/9 distinct states/);
});

describe('what is refused', () => {
  test.each(['mailbox.ts', 'mailbox.test.ts'])('to replace %s', async (name) => {
    const place = folder();
    writeFileSync(join(place, name), 'mine');
    const { code, stderr } = await cli(['new', 'mailbox'], { cwd: place });
    expect(stderr).toContain(`${name} would be overwritten`);
    expect(code).toBe(2);
    expect(readdirSync(place)).toEqual([name]);
    expect(readFileSync(join(place, name), 'utf8')).toBe('mine');
  });

  test.each([
    ['TwoLocks', '"two-locks"'],
    ['../lock.ts', '"lock"'],
    ['Überholspur', '"berholspur"'],
    ['2pc', '"pc"'],
  ])('the name %s', async (name, nearest) => {
    const place = folder();
    const { code, stderr } = await cli(['new', name], { cwd: place });
    expect(stderr).toContain(`a spec cannot be called "${name}"\n  nearest   ${nearest}\n`);
    expect(code).toBe(2);
    expect(readdirSync(place)).toEqual([]);
  });

  test.each([
    [[], 'new needs a name'],
    [['a', 'b'], '"b" is one word too many'],
    [['a', '--spec', 'b'], 'unknown flag --spec of explore new'],
  ])('%j', async (args, message) => {
    const place = folder();
    expect(await cli(['new', ...args], { cwd: place })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(readdirSync(place)).toEqual([]);
  });

  test('a folder in which nothing can be written', async () => {
    const place = folder();
    const { code, stderr } = await cli(['new', 'mailbox'], { cwd: '/proc' });
    expect(stderr).toMatch(/^mailbox\.ts cannot be written\n +because /);
    expect(code).toBe(2);
    expect(readdirSync(place)).toEqual([]);
  });
});
