/** The words of the command line, and what they ask for; without a process. */
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/cli/arguments.js';
import { commands } from '../../src/cli/flags.js';
import { helpText } from '../../src/cli/help.js';
import { parseCount, parseSize, parseTime } from '../../src/cli/quantities.js';
import { UserError } from '../../src/errors.js';

describe('what is asked for', () => {
  test.each([
    ['--spec x', { kind: 'explore', spec: 'x', parameters: [], properties: undefined, until: 'first-violation', strict: false, quiet: false }],
    ['explore --spec=x --continue --strict --quiet', { kind: 'explore', until: 'exhaustion', strict: true, quiet: true }],
    ['--spec x --param a=1 b=2 --param c', { parameters: ['a=1', 'b=2', 'c'] }],
    ['--spec x --property P Q --property R --workers 3', { properties: ['P', 'Q', 'R'], workers: 3 }],
    ['--spec x --memory 2G --max-states 1e6 --max-depth 0 --time-limit 2m', { memory: 2 ** 31, maxStates: 1e6, maxDepth: 0, timeLimit: 120 }],
    ['--spec x --json - --trace t.json', { json: '-', trace: 't.json' }],
    ['list', { kind: 'list', spec: undefined }],
    ['--spec x list', { kind: 'list', spec: 'x' }],
    ['matrix --spec x --variant a b', { kind: 'matrix', variants: ['a', 'b'] }],
    ['matrix --spec x', { kind: 'matrix', variants: undefined }],
    ['replay file', { kind: 'replay', file: 'file', spec: undefined }],
    ['replay --spec x file', { kind: 'replay', file: 'file', spec: 'x' }],
    ['graph --spec x', { kind: 'graph', on: null, format: 'dot', loops: true, out: '-' }],
    ['graph --spec x --on a,b c --no-loops --out - --format svg', { on: 'a,b, c', format: 'svg', loops: false, out: '-' }],
    ['graph --spec x --param a=1 --out x.MMD', { parameters: ['a=1'], format: 'mermaid', out: 'x.MMD' }],
  ])('%s', (line, request) => {
    expect(readArguments(line.split(' '))).toMatchObject(request);
  });
});

describe('what cannot be understood is refused', () => {
  test.each([
    ['', /no spec is given/, undefined],
    ['matrix', /no spec is given/, undefined],
    ['lst', /unknown command "lst"/, ['nearest', '"list"']],
    ['--spec x --varaint y', /unknown flag --varaint/, ['nearest', '--variant']],
    ['list --quiet', /unknown flag --quiet of explore list/, ['known', '--spec']],
    ['--spec x --no-quiet', /unknown flag --no-quiet/, undefined],
    ['--spec x -q', /unknown flag -q/, undefined],
    ['--spec', /--spec needs a value/, undefined],
    ['--spec x --property', /--property needs a value/, undefined],
    ['--spec x --spec y', /--spec is given more than once/, ['found', 'x, y']],
    ['--spec x --variant a --variant b', /--variant is given more than once/, ['found', 'a, b']],
    ['list x', /"x" is one word too many/, ['to do', 'if it is a spec: --spec x']],
    ['replay', /replay needs a file/, undefined],
    ['replay a b', /"b" is one word too many/, undefined],
    ['graph x', /"x" is one word too many/, ['to do', 'if it is a spec: --spec x']],
    ['graph --spec x --format columns', /--format knows no format "columns"/, ['known', 'dot, svg, mermaid']],
    ['graph --spec x --on', /--on needs a value/, undefined],
    ['--spec x --workers 0', /the value of --workers/, ['found', '"0"']],
    ['--spec x --workers -1', /--workers/, undefined],
    ['--spec x --memory 2X', /the value of --memory/, ['found', '"2X"']],
    ['--spec x --json - --trace -', /cannot both go to standard output/, undefined],
  ] as const)('%s', (line, headline, detail) => {
    const refusal = refused(() => readArguments(line.split(' ').filter((word) => word !== '')));
    expect(refusal.message).toMatch(headline);
    if (detail !== undefined) expect(refusal.details).toContainEqual(detail);
  });
});

test.each([
  ['512', 512],
  ['512M', 512 * 2 ** 20],
  ['2G', 2 ** 31],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['500MB', 5e8],
  ['64k', 65536],
])('the size %s', (text, bytes) => expect(parseSize('--memory', text)).toBe(bytes));

test.each([
  ['90', 90],
  ['90s', 90],
  ['5m', 300],
  ['1h', 3600],
  ['1h30m', 5400],
  ['250ms', 0.25],
  ['0.5', 0.5],
])('the time %s', (text, seconds) => expect(parseTime('--time-limit', text)).toBe(seconds));

test.each([
  ['7', 7],
  ['10_000', 10_000],
  ['1,000,000', 1_000_000],
  ['1e6', 1_000_000],
])('the number %s', (text, value) => expect(parseCount('--max-states', text, 1)).toBe(value));

test.each(['', '-1', '1.5', '1_0', 'ten', '1e99', '0x10', '∞'])('%j is not a whole number', (text) => {
  expect(refused(() => parseCount('--max-states', text, 1)).details[1]?.[1]).toBe('a whole number, 1 or more');
});

test.each(['', 'M', '1Q', '-1M', '1..5G', 'constructor'])('%j is not a size', (text) => {
  expect(refused(() => parseSize('--memory', text)).message).toBe('the value of --memory makes no sense');
});

test.each(['', '1y', '-1', '1m30', '5 minutes please', '1constructor'])('%j is not a time', (text) => {
  expect(refused(() => parseTime('--time-limit', text)).message).toBe('the value of --time-limit makes no sense');
});

test.each(commands.map(({ name, flags }) => [name, flags] as const))('the help of %s tells every flag, in lines that fit 104 columns', (name, flags) => {
  const text = helpText(name);
  for (const flag of flags) expect(text).toContain(`  --${flag.name} `);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(104);
});

function refused(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
