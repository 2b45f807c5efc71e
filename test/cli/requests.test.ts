/** What the user got wrong is told with what would be right, on standard error, with exit code 2 and without a stack. */
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder } from '../support/run-cli.js';

const airlock = ['--spec', fixture('airlock')];

/** Each: what is wrong, how it was asked for, and what the message must say. */
const wrong = requests(
  ['an unknown spec', ['--spec', 'vgic-hv'], 'unknown spec "vgic-hv"', /nearest +"vgic-hw"/, /known .*vgic-hw/],
  ['a spec that has nothing to do with any', ['--spec', 'zebra'], 'unknown spec "zebra"', /known .*vgic-hw/],
  ['a spec file that is missing', ['--spec', 'test/fixtures/airlok.ts'], 'test/fixtures/airlok.ts', /no such file|does not exist|there is no/i],
  ['a folder instead of a spec', ['--spec', 'test/fixtures/'], 'test/fixtures', /not a file|folder|directory/i],
  ['a file of another kind', ['--spec', './package.json'], 'package.json', /\.ts|\.js|TypeScript|module/],
  ['no spec at all', [], 'no spec is given', '--spec'],
  ['a flag without its value', ['--spec'], '--spec needs a value'],
  ['an unknown variant', [...airlock, '--variant', 'no-interlok'], 'unknown variant "no-interlok"', /nearest +"no-interlock"/, /known .*with-siren/],
  ['an unknown parameter', [...airlock, '--param', 'dors=3'], 'no parameter "dors"', /nearest +"doors"/, /known +doors, interlock, stuck, siren/],
  ['a parameter outside its domain', [...airlock, '--param', 'doors=9'], 'parameter doors: the value is not in its domain', /found +9/, /expected +1 to 8/],
  ['a parameter of another type', [...airlock, '--param', 'interlock=maybe'], 'parameter interlock', /found +maybe/, /expected +true or false/],
  ['a parameter without a value', [...airlock, '--param', 'doors'], 'parameter doors needs a value', '1 to 8'],
  ['a parameter that is a method of every object', [...airlock, '--param', 'constructor=1'], 'no parameter "constructor"'],
  ['parameters that do not go together', [...airlock, '--param', 'stuck', 'interlock=false'], 'do not go together', /because +doors that do not open need no interlock/],
  ['an unknown property', [...airlock, '--property', 'one-opne'], 'unknown property "one-opne"', /nearest +"one-open"/, /known .*never-stuck/],
  ['an unknown flag', [...airlock, '--max-state', '5'], 'unknown flag --max-state', /nearest +--max-states/],
  ['an unknown command', ['matrx', ...airlock], 'unknown command "matrx"', /nearest +"?matrix"?/],
  ['a number of workers that makes no sense', [...airlock, '--workers', '0'], /workers/, '0'],
  ['workers that are not a number', [...airlock, '--workers', 'many'], /workers/, 'many'],
  ['half a worker', [...airlock, '--workers', '1.5'], /workers/, '1.5'],
  ['a size without sense', [...airlock, '--memory', '5 bananas'], /memory/, '5 bananas', /512M|2G/],
  ['a negative size', [...airlock, '--memory=-5M'], /memory/, '-5M'],
  ['a size that the program alone exceeds', [...airlock, '--memory', '64M'], /no room for the program itself/, /found +64 MiB/, /expected +117 MiB or more/],
  ['a time without sense', [...airlock, '--time-limit', 'soon'], /time-limit/, 'soon', /90|5m|1h/],
  ['a number of states without sense', [...airlock, '--max-states', 'lots'], /max-states/, 'lots'],
  ['a negative depth', [...airlock, '--max-depth=-1'], /max-depth/, '-1'],
  ['a flag given twice that can be given once', [...airlock, '--spec', 'vgic-hw'], '--spec is given more than once'],
  ['a word that belongs to nothing', [...airlock, 'fast'], 'unknown command "fast"', 'explore --spec fast'],
);

describe('a wrong request ends with exit code 2 and a message:', () => {
  test.each(wrong)('$what', async ({ args, says }) => {
    const { code, stdout, stderr } = await cli(args);
    for (const text of says) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test('a wrong variant is told before anything is explored, and no file is begun', async () => {
  const json = `${folder()}/run.json`;
  const { code } = await cli([...airlock, '--variant', 'nope', '--json', json]);
  expect(code).toBe(2);
  expect(existsSync(json)).toBe(false);
});

function requests(...rows: readonly (readonly [string, readonly string[], ...(string | RegExp)[]])[]) {
  return rows.map(([what, args, ...says]) => ({ what, args, says }));
}
