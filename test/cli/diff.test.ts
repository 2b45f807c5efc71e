/** `explore diff` as a user starts it: variants, documents, a pipe, and what is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, fixture, folder, shell, start } from '../support/run-cli.js';

const airlock = ['--spec', fixture('airlock'), '--workers', '1', '--quiet'];
const documents: { [variant: string]: string } = {};

beforeAll(async () => {
  for (const variant of ['default', 'no-interlock']) documents[variant] = (await cli([...airlock, '--variant', variant, '--continue', '--json', '-'])).stdout;
});

/** A document in a file. */
function file(text: string, name = 'run.json'): string {
  const path = join(folder(), name);
  writeFileSync(path, text);
  return path;
}

test('two variants: verdicts, counts, and where they part', async () => {
  const { code, stdout, stderr } = await cli(['diff', 'default', 'no-interlock', ...airlock]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  await expect(stdout).toMatchFileSnapshot('../golden/diff.txt');
});

test('a variant and itself', async () => {
  const { code, stdout } = await cli(['diff', 'default', 'default', ...airlock]);
  expect(code).toBe(0);
  expect(stdout).toContain('Verdicts and counts are the same.');
  expect(stdout).toContain('Their behaviours are the same: 3 states in common');
});

describe('two documents', () => {
  test('are compared as the variants are, but for the behaviour', async () => {
    const { code, stdout } = await cli(['diff', file(documents.default as string), file(documents['no-interlock'] as string)]);
    expect(code).toBe(1);
    const variants = (await cli(['diff', 'default', 'no-interlock', ...airlock])).stdout;
    const rows = (text: string) =>
      text
        .split('\n')
        .filter((line) => /^[≠ ] (?:one-open|states|transitions|depth|interlock)/.test(line))
        .map((line) => line.replaceAll(/ +/g, ' '));
    expect(rows(stdout)).toEqual(rows(variants));
    expect(rows(stdout).length).toBe(5);
    expect(stdout).not.toMatch(/behaviours/);
  });

  test('one of them, or both sides of a run, through a pipe', async () => {
    const known = file(documents.default as string);
    const run = `explore ${airlock.join(' ')} --json -`;
    expect(await shell(`${run} --continue | explore diff ${known} -`)).toMatchObject({ code: 0, stderr: '' });
    const { code, stdout } = await shell(`${run} --variant no-interlock --continue | explore diff --quiet - ${known}`);
    expect(code).toBe(1);
    expect(stdout).toMatch(/standard input/);
    // A document and a variant.
    expect(await cli(['diff', known, 'default', ...airlock])).toMatchObject({ code: 0 });
  });

  test('one that was cut is no reason for a difference, nor for none', async () => {
    const cut = (await cli([...airlock, '--max-depth', '0', '--json', '-'])).stdout;
    const { code, stdout } = await cli(['diff', file(documents.default as string), file(cut)]);
    expect(code).toBe(3);
    expect(stdout).toContain('No difference, as far as both runs went.');
    expect(stdout).toContain('to the bound on depth');
  });
});

describe('what cannot be compared is refused:', () => {
  const wrong: readonly [string, () => readonly string[], readonly RegExp[]][] = [
    ['nothing', () => [], [/diff needs two runs or variants/, /explore diff A B --spec NAME/]],
    ['one', () => ['a.json'], [/diff needs two runs or variants/]],
    ['three', () => ['a.json', 'b.json', 'c.json'], [/"c.json" is one word too many/, /give two runs or variants/]],
    ['no file', () => ['a.json', 'b.json'], [/run file a\.json cannot be read/, /there is no such file/]],
    ['a folder', () => ['./src', './src'], [/run file \.\/src cannot be read/, /it is a folder/]],
    ['an empty file', () => [file(''), file('')], [/it is empty/]],
    ['what is no JSON', () => [file('states: 3'), file('')], [/it is not JSON/]],
    ['a document of another kind', () => [file('{"format":"explore.trace","version":1}'), file(documents.default as string)], [/explore\.trace|not .*run/]],
    ['variants without a spec', () => ['default', 'no-interlock'], [/"default" is neither a file nor a variant/, /--spec NAME/]],
    ['an unknown variant', () => ['default', 'no-interlok', ...airlock], [/unknown variant "no-interlok"/, /nearest +"no-interlock"/]],
    ['standard input twice', () => ['-', '-'], [/both runs cannot come from standard input/]],
    [
      'different specs',
      () => [file(documents.default as string), file((documents.default as string).replace('"name": "airlock"', '"name": "other"'))],
      [/the runs are of different specs/, /a run of other/],
    ],
  ];

  test.each(wrong)('%s', async (_, args, says) => {
    const { code, stdout, stderr } = await cli(['diff', ...args()]);
    for (const text of says) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('an empty pipe', async () => {
    expect(await shell(`explore diff - ${file(documents.default as string)} < /dev/null`)).toMatchObject({ code: 2, stdout: '' });
  });
});

test('a bound: what was compared by then is told, and that it is not all', async () => {
  const { code, stdout } = await cli(['diff', 'default', 'default', '--spec', fixture('endless'), '--workers', '1', '--quiet', '--max-depth', '2']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/Their behaviours do not part up to depth 2 \(\d+ states\); the bound on depth ended the comparison\./);
});

test('Ctrl-C ends the comparison', async () => {
  const { child, ended, until } = start(['diff', 'default', 'default', '--spec', fixture('endless'), '--workers', '1']);
  await until(/default: depth \d+/);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
});

test('a reader that goes away is no fault', async () => {
  expect(await shell(`explore diff default no-interlock ${airlock.join(' ')} | head -1; exit \${PIPESTATUS[0]}`)).toMatchObject({ code: 1, stderr: '' });
});
