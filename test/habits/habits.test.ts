/**
 * `specs/FROM-OTHER-TOOLS.md`: what it shows are files beside this one, and each of the other tools, where it is installed,
 * finds in its own what explore finds: 9 states, 12 transitions, and a run of three steps against the promise.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/flags.js';
import * as language from '../../src/spec/index.js';
import { check } from '../../src/suite/index.js';
import { codeBlocks } from '../support/markdown.js';
import { folder, launch, root } from '../support/run-cli.js';

const page = readFileSync(join(root, 'specs/FROM-OTHER-TOOLS.md'), 'utf8');
const files = join(root, 'test/habits/mailbox');
/** The steps that lead to a letter beside which the worker sleeps; no run is shorter. */
const way = ['look', 'send', 'sleep'];

describe('the page', () => {
  test.each([
    ['ts', 'mailbox.ts'],
    ['tla', 'Mailbox.tla'],
    ['cfg', 'Mailbox.cfg'],
    ['promela', 'mailbox.pml'],
    ['murphi', 'mailbox.m'],
    ['rust', 'mailbox.rs'],
  ])('shows the file of its block in %s', (kind, name) => {
    expect(codeBlocks(page, kind).map((text) => `${text}\n`)).toEqual([readFileSync(join(files, name), 'utf8')]);
  });

  test('shows all of them', () => {
    expect(readdirSync(files).length).toBe([...page.matchAll(/^```\w+$/gm)].length);
  });

  test('names no flag and no word of the language that there is not', () => {
    const here = page.split('\n').flatMap((line) => /^\| .* \| (.*) \|$/.exec(line)?.[1] ?? []);
    expect(here.length).toBeGreaterThan(60);
    const code = here.flatMap((cell) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, text = '']) => text));
    const flags = new Set(commands.flatMap((command) => command.flags.map(({ name }) => `--${name}`)));
    expect(code.flatMap((text) => text.match(/--[a-z-]+/g) ?? []).filter((flag) => !flags.has(flag))).toEqual([]);
    const known = new Set([...Object.keys(language), ...Object.keys(language.language()), 'expect', 'model', 'toHold', 'toViolate', 'toReach']);
    expect(code.flatMap((text) => Array.from(text.matchAll(/([A-Za-z]+)\(/g), ([, word = '']) => word)).filter((word) => !known.has(word))).toEqual([]);
  });
});

test('explore', async () => {
  const { states, transitions, verdicts } = await check(join(files, 'mailbox.ts'), { continue: true });
  expect([states, transitions]).toEqual([9, 12]);
  expect(verdicts['no-letter-waits']).toMatchObject({ kind: 'violated', length: 3, run: { steps: way.map((label) => ({ label })) } });
  expect(verdicts.full).toMatchObject({ kind: 'reached', length: 2 });
});

describe.skipIf(!installed('spin', 'gcc'))('SPIN', () => {
  test('finds the same states, and a run of the same length', async () => {
    const { run } = workshop('mailbox.pml');
    await run('spin', '-a', 'mailbox.pml');
    // Without its claim: the whole space. It counts the initial state as a transition.
    await run('gcc', '-DNOREDUCE', '-DNOCLAIM', '-o', 'all', 'pan.c');
    const all = await run('./all', '-E');
    expect(all).toMatch(/^ +9 states, stored$/m);
    expect(all).toMatch(/^ +13 transitions /m);
    // Breadth first, with the claim.
    await run('gcc', '-DNOREDUCE', '-DBFS', '-o', 'claim', 'pan.c');
    expect(await run('./claim')).toMatch(/assertion violated/);
    expect(await run('spin', '-t', '-p', 'mailbox.pml')).toMatch(/trail ends after 3 steps/);
  });
});

describe.skipIf(!installed('rumur', 'gcc'))('Rumur', () => {
  const compiled = async (text: string) => {
    const { place, run } = workshop('mailbox.m');
    writeFileSync(join(place, 'mailbox.m'), text);
    await run('rumur', '--deadlock-detection', 'off', '-o', 'mailbox.c', 'mailbox.m');
    await run('gcc', '-std=c11', '-O1', '-march=native', '-o', 'mailbox', 'mailbox.c', '-lpthread', '-latomic');
    return run('./mailbox');
  };
  const source = readFileSync(join(files, 'mailbox.m'), 'utf8');

  test('finds the same run', async () => {
    const found = await compiled(source);
    expect(found).toMatch(/invariant "no letter waits" failed/);
    expect(Array.from(found.matchAll(/^Rule "(\w+)" fired\.$/gm), ([, rule]) => rule)).toEqual(way);
  });

  test('finds the same states, when nothing stops it', async () => {
    expect(await compiled(source.replace(/^invariant .*\n/m, ''))).toMatch(/No error found\.[\s\S]*\b9 states, 12 rules fired/);
  });
});

describe.skipIf(process.env.TLC_JAR === undefined)('TLC, if TLC_JAR names its archive', () => {
  const tlc = async (...flags: readonly string[]) => {
    const { run } = workshop('Mailbox.tla', 'Mailbox.cfg');
    return run('java', '-cp', process.env.TLC_JAR ?? '', 'tlc2.TLC', '-workers', '1', ...flags, 'Mailbox.tla');
  };

  test('finds the same run', async () => {
    const found = await tlc();
    expect(found).toMatch(/Invariant NoLetterWaits is violated/);
    expect(Array.from(found.matchAll(/^State \d+: <(\w+) line/gm), ([, action = '']) => action.toLowerCase())).toEqual(way);
  });

  test('finds the same states', async () => {
    // It counts the initial state as generated.
    expect(await tlc('-continue', '-deadlock')).toMatch(/^13 states generated, 9 distinct states found, 0 states left/m);
  });
});

describe.skipIf(process.env.STATERIGHT === undefined)('Stateright, if STATERIGHT names the folder of the crate', () => {
  test('finds the same states, and a run against the promise', async () => {
    const { place, run } = workshop('mailbox.rs');
    mkdirSync(join(place, 'src'));
    copyFileSync(join(place, 'mailbox.rs'), join(place, 'src/main.rs'));
    writeFileSync(join(place, 'Cargo.toml'), `[package]\nname = "mailbox"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nstateright = { path = ${JSON.stringify(process.env.STATERIGHT)} }\n`);
    const found = await run('cargo', 'run', '--quiet', '--offline');
    expect(found).toMatch(/^9 states$/m);
    // It reports some run, not always the shortest.
    expect(found).toMatch(/^no letter waits: \[.*Sleep\]$/m);
    expect(found).toMatch(/^full: \[.*Send.*\]$/m);
  });
});

/** Files of the page in a folder of their own, and programs that run there. */
function workshop(...names: readonly string[]) {
  const place = folder();
  for (const name of names) copyFileSync(join(files, name), join(place, name));
  return {
    place,
    run: async (program: string, ...args: readonly string[]) => {
      const { stdout, stderr } = await launch(program.replace(/^\./, place), args, { cwd: place }).ended;
      return stdout + stderr;
    },
  };
}

function installed(...programs: readonly string[]): boolean {
  try {
    for (const program of programs) execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
