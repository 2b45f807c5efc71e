import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { requireWritable, writeNew, writeWhole } from '../../src/results/index.js';

test('a file is written, and nothing else is left beside it', () => {
  const place = folder();
  writeWhole(join(place, 'a.json'), 'über\n');
  writeWhole(join(place, 'a.json'), 'newer\n');
  expect(readFileSync(join(place, 'a.json'), 'utf8')).toBe('newer\n');
  expect(readdirSync(place)).toEqual(['a.json']);
});

test('what a link points at is written; the link stays', () => {
  const place = folder();
  mkdirSync(join(place, 'real'));
  writeFileSync(join(place, 'real', 'a.json'), 'old');
  symlinkSync('real/a.json', join(place, 'link.json'));
  writeWhole(join(place, 'link.json'), 'new');
  expect(readFileSync(join(place, 'real', 'a.json'), 'utf8')).toBe('new');
  expect(readdirSync(place)).toEqual(['link.json', 'real']);
});

test.each([
  ['a folder that is not there', (place: string) => join(place, 'no', 'a.json'), /there is no folder .*no$/],
  ['a folder that is a file', (place: string) => join(place, 'file', 'a.json'), /is not a folder|there is no folder/],
  ['a file that is a folder', (place: string) => place, /it is a folder/],
])('%s is refused, before and while it is written', (_, pathIn, because) => {
  const place = folder();
  writeFileSync(join(place, 'file'), '');
  for (const work of [requireWritable, (path: string) => writeWhole(path, 'text')]) {
    const refusal = refused(() => work(pathIn(place)));
    expect(refusal.message).toMatch(/cannot be written$/);
    expect(refusal.details[0]?.[1]).toMatch(because);
  }
  expect(readdirSync(place)).toEqual(['file']);
});

test('a full disk is told', () => {
  expect(refused(() => writeWhole('/dev/full', 'text')).details).toEqual([['because', 'the disk is full']]);
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'explore-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function refused(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a new file', () => {
  test('is written whole, and nothing lies beside it', () => {
    const place = folder();
    writeNew(join(place, 'new.txt'), 'all of it');
    expect(readdirSync(place)).toEqual(['new.txt']);
    expect(readFileSync(join(place, 'new.txt'), 'utf8')).toBe('all of it');
  });

  test('never replaces another', () => {
    const place = folder();
    writeFileSync(join(place, 'old.txt'), 'old');
    expect(() => writeNew(join(place, 'old.txt'), 'new')).toThrow('cannot be written');
    expect(readFileSync(join(place, 'old.txt'), 'utf8')).toBe('old');
    expect(readdirSync(place)).toEqual(['old.txt']);
  });
});
