/** The exit code is the verdict: 0 everything holds on the whole space, 1 something is violated, 3 not everything was seen. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CheckOptions, check } from '../../src/check.js';
import { exitCodeOf } from '../../src/cli/judged.js';
import airlockSpec from '../fixtures/airlock.js';
import { cli, fixture, root } from '../support/run-cli.js';

const airlock = ['--spec', fixture('airlock'), '--workers', '1'];
const endless = ['--spec', fixture('endless'), '--workers', '1'];
const broken = [...airlock, '--variant', 'no-interlock'];

describe('0: everything holds, on the whole space', () => {
  test.each([
    ['the default', []],
    ['one property of a variant that violates another', ['--variant', 'no-interlock', '--property', 'one-at-a-time']],
    ['a bound that is not met', ['--max-states', '3', '--max-depth', '1', '--time-limit', '1h', '--memory', '150M']],
    ['only a witness', ['--property', 'each-opens']],
    ['with something that never happened', ['--variant', 'with-siren']],
    ['--strict, when everything happened', ['--strict']],
    ['--continue', ['--continue']],
  ])('%s', async (_, more) => {
    expect(await codeOf([...airlock, ...more])).toBe(0);
  });
});

describe('1: something is violated or out of reach, whatever the bounds', () => {
  test.each([
    ['the violation is all there is', []],
    ['--continue', ['--continue']],
    ['--strict', ['--strict']],
    ['several properties', ['--property', 'one-at-a-time', '--property', 'one-open']],
    ['a bound that cuts the search behind it', ['--param', 'doors=8', '--max-depth', '2', '--continue']],
    ['a number of states that cuts the search behind it', ['--param', 'doors=8', '--max-states', '100', '--continue']],
  ])('%s', async (_, more) => {
    expect(await codeOf([...broken, ...more])).toBe(1);
  });

  test('under every combination of bounds', async () => {
    const source = { spec: airlockSpec, url: pathToFileURL(join(root, 'dist/test/fixtures/airlock.js')).href };
    // Up to depth 2, where a second door opens, there are 1 + 8 + 28 states.
    const bounds: readonly CheckOptions[] = [{ maxDepth: 2 }, { maxStates: 37 }, { timeLimit: 60 }, { memory: 2 ** 20 }, { until: 'exhaustion' }, { properties: ['one-open', 'each-opens'] }];
    const endings = new Set<string>();
    for (let subset = 0; subset < 2 ** bounds.length; subset++) {
      const chosen = bounds.filter((_, index) => subset & (1 << index));
      const run = await check(source, Object.assign({ variant: 'no-interlock', parameters: { doors: 8 }, workers: 1, memory: 2 ** 24 }, ...chosen) as CheckOptions);
      endings.add(run.ending.kind);
      expect(exitCodeOf(run, { strict: subset % 2 === 0 }), JSON.stringify(chosen)).toBe(1);
    }
    expect([...endings].sort()).toEqual(['cut', 'exhausted', 'settled']);
  });

  test.each([
    ['a witness that no run reaches', ['--variant', 'stuck', '--property', 'each-opens']],
    ['a dead end in the initial state', ['--variant', 'stuck', '--property', 'never-stuck']],
    ['--strict, when a premise was never true', ['--variant', 'with-siren', '--strict', '--property', 'siren-heard']],
    ['--strict, when an action never fired', ['--variant', 'with-siren', '--strict', '--property', 'one-open']],
  ])('%s', async (_, more) => {
    expect(await codeOf([...airlock, ...more])).toBe(1);
  });
});

describe('3: not everything was seen, and nothing was violated in what was', () => {
  test.each([
    ['too little depth', ['--max-depth', '3']],
    ['depth 0', ['--max-depth', '0']],
    ['too little time', ['--time-limit', '0.3s']],
    ['--strict', ['--strict', '--max-depth', '3']],
    ['--continue', ['--continue', '--max-depth', '3']],
  ])('%s', async (_, more) => {
    const { code, stdout } = await cli([...endless, ...more]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/below-limit +unknown/);
    expect(stdout).not.toMatch(/holds|unreached/i);
  });

  test.each([
    ['--memory', '120M', /cut +by --memory 120 MiB: [\d,]+ of the [\d,]+ states at depth/],
    ['--max-states', '5000', /cut +by --max-states 5,000: [\d,]+ of the [\d,]+ states at depth/],
  ])('the bound that was met is named: %s %s', async (flag, value, says) => {
    const { code, stdout } = await cli([...endless, flag, value]);
    expect(stdout).toMatch(says);
    expect(code).toBe(3);
  });

  test('a violation that lies behind the bound is not known', async () => {
    expect(await codeOf([...broken, '--max-depth', '1', '--property', 'one-open'])).toBe(3);
  });
});

async function codeOf(args: readonly string[]): Promise<number | null> {
  return (await cli(args)).code;
}
