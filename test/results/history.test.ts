/** Lines that are there whole, or not at all. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { appendLine, readLines } from '../../src/results/index.js';

test('a file that is not there has no lines; then it has those that were appended', () => {
  const path = join(folder(), 'history.ndjson');
  expect(readLines(path)).toEqual([]);
  appendLine(path, 'one');
  appendLine(path, 'zwölf');
  expect(readLines(path)).toEqual(['one', 'zwölf']);
  expect(readFileSync(path, 'utf8')).toBe('one\nzwölf\n');
});

test.each([10, 4095, 4096, 10_000])('half a line of %d characters does not count, and is gone with the next one', (length) => {
  const path = join(folder(), 'history.ndjson');
  appendLine(path, 'one');
  appendFileSync(path, 'x'.repeat(length));
  expect(readLines(path)).toEqual(['one']);
  appendLine(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});

test('a file with nothing but half a line', () => {
  const path = join(folder(), 'history.ndjson');
  writeFileSync(path, 'half');
  expect(readLines(path)).toEqual([]);
  appendLine(path, 'one');
  expect(readFileSync(path, 'utf8')).toBe('one\n');
});

test('a disk that is full is told', () => {
  expect(() => appendLine('/dev/full', 'one')).toThrow(/cannot be written/);
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'explore-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
