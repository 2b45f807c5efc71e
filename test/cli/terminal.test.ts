/** What goes where: the result on standard output, progress on standard error, colours only where they are seen. */
import { describe, expect, test } from 'vitest';
import { showProgress } from '../../src/cli/progress.js';
import type { Output } from '../../src/cli/terminal.js';
import { styleFor } from '../../src/report/index.js';
import { cli, fixture } from '../support/run-cli.js';

const airlock = ['--spec', fixture('airlock'), '--workers', '1'];
const broken = [...airlock, '--variant', 'no-interlock'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is made of
const colour = /\u001b\[/;

describe('colours', () => {
  test.each([
    ['no terminal', {}],
    ['no terminal, in a build robot', { CI: 'true' }],
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }],
  ])('there are none: %s', async (_, env) => {
    const { stdout, stderr } = await cli(broken, { env });
    expect(stdout).not.toMatch(colour);
    expect(stderr).not.toMatch(colour);
  });

  test('FORCE_COLOR asks for them, and changes nothing else', async () => {
    const plain = await cli([...broken, '--quiet']);
    const coloured = await cli([...broken, '--quiet'], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).toMatch(colour);
    expect(steady(stripped(coloured.stdout))).toBe(steady(plain.stdout));
  });
});

test('what a spec prints goes to standard error', async () => {
  const { code, stdout, stderr } = await cli(['--spec', fixture('talkative'), '--workers', '2', '--quiet', '--json', '-']);
  expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  expect(stderr).toContain('loaded\n');
  expect(stderr).toContain('tick 4\n');
  expect(code).toBe(0);
});

describe('progress', () => {
  test('comes in plain lines where there is no terminal', async () => {
    const { stdout, stderr } = await cli(['--spec', fixture('endless'), '--workers', '2', '--memory', '256M', '--time-limit', '4s']);
    const lines = stderr.split('\n').filter((line) => /states/.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBeLessThanOrEqual(3);
    expect(stderr).not.toMatch(/\r/);
    expect(stderr).not.toMatch(colour);
    for (const word of [/depth/, /transitions/, /frontier/, /\/s/, /[MG]i?B/]) expect(lines[0]).toMatch(word);
    expect(stdout).not.toContain(lines[0]);
  });

  test('does not come with --quiet', async () => {
    const { stderr } = await cli(['--spec', fixture('endless'), '--workers', '2', '--memory', '256M', '--time-limit', '2s', '--quiet']);
    expect(stderr).toBe('');
  });
});

describe('progress on a terminal', () => {
  function display(columns: number, quiet = false) {
    const written: string[] = [];
    const write = (text: string) => void written.push(text);
    const err: Output = { style: styleFor({ isTTY: true, columns }, { NO_COLOR: '1' }), isTerminal: true, columns: () => columns, write };
    return { shown: showProgress({ out: err, err, signal: new AbortController().signal }, { quiet }), written };
  }

  test('is one line that is drawn over, and gone at the end', () => {
    const { shown, written } = display(80);
    shown.tell(() => '123,456 states');
    shown.tell(() => '234,567 states');
    shown.end();
    expect(written).toEqual(['\r\u001b[K123,456 states', '\r\u001b[K234,567 states', '\r\u001b[K']);
  });

  test('never fills the last column, where a terminal would break the line', () => {
    const { shown, written } = display(60);
    shown.tell((width) => 'x'.repeat(width + 20));
    expect(written).toEqual([`\r\u001b[K${'x'.repeat(59)}`]);
  });

  test('does not come with --quiet', () => {
    const { shown, written } = display(60, true);
    shown.tell(() => 'x');
    shown.end();
    expect(written).toEqual([]);
  });
});

function stripped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is made of
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function steady(text: string): string {
  return text.replace(/\d[\d.,]*/g, '#');
}
