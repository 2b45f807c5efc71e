/** The folder of the nights: one writer, whole runs, and nights that are kept as long as was asked for. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openArchive } from '../../src/results/index.js';

test('a run is stored whole, and is there when the archive is opened again', () => {
  const place = folder();
  const archive = openArchive(place);
  archive.begin('night-1', 'the plan').store('a', { 'line.json': 'line a', 'log.txt': 'said' });
  archive.append('line a');
  archive.close();
  const again = openArchive(place);
  expect(again.history()).toEqual(['line a']);
  const [night] = again.nights();
  expect([night?.id, night?.plan(), night?.summary(), [...(night?.runs() ?? [])]]).toEqual(['night-1', 'the plan', null, [['a', 'line a']]]);
  again.close();
});

test('what somebody who was killed has left half done is removed', () => {
  const place = folder();
  openArchive(place).close();
  const runs = join(place, 'nights/night-1/runs');
  mkdirSync(join(runs, '.a.1234.unfinished'), { recursive: true });
  writeFileSync(join(runs, '.a.1234.unfinished/line.json'), '{');
  writeFileSync(join(place, 'nights/night-1/plan.json'), 'the plan');
  writeFileSync(join(place, '.history.1234.unfinished'), 'x');
  mkdirSync(join(place, 'nights/2026-01-01T00-00-00.000Z'));
  mkdirSync(join(place, 'nights/of-somebody-else'));
  mkdirSync(join(place, 'nights/.night-0.unfinished'));
  writeFileSync(join(place, 'nights/.night-0.unfinished/plan.json'), 'a night that was being removed');
  const archive = openArchive(place);
  expect(archive.nights().map(({ id }) => id)).toEqual(['night-1']);
  expect(readdirSync(runs)).toEqual([]);
  expect(readdirSync(place).sort()).toEqual(['lock', 'nights']);
  expect(readdirSync(join(place, 'nights')).sort()).toEqual(['night-1', 'of-somebody-else']);
  archive.close();
});

test('one at a time: a second one is told who is there', () => {
  const place = folder();
  const archive = openArchive(place);
  expect(() => openArchive(place)).toThrow('another night is under way in this folder');
  archive.close();
  openArchive(place).close();
  expect(readdirSync(place)).toEqual(['nights']);
});

test('a lock of a process that is gone is taken over; one of another machine is not', () => {
  const place = folder();
  // No process has a number as great as this: 2^22 is the most that Linux gives.
  const holder = { pid: 2 ** 22 + 1, host: hostname(), began: '1', since: 'yesterday' };
  writeFileSync(join(place, 'lock'), JSON.stringify(holder));
  const archive = openArchive(place);
  expect(JSON.parse(readFileSync(join(place, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  archive.close();
  writeFileSync(join(place, 'lock'), JSON.stringify({ ...holder, host: 'elsewhere.example' }));
  expect(() => openArchive(place)).toThrow('another night is under way');
});

test('a lock whose number belongs to another process now is taken over', () => {
  const place = folder();
  writeFileSync(join(place, 'lock'), JSON.stringify({ pid: process.pid, host: hostname(), began: '1', since: 'yesterday' }));
  openArchive(place).close();
  expect(existsSync(join(place, 'lock'))).toBe(false);
});

test('only the last nights are kept', () => {
  const archive = openArchive(folder());
  for (const id of ['night-1', 'night-2', 'night-3']) archive.begin(id, 'plan');
  archive.append('line');
  archive.retain(2);
  expect(archive.nights().map(({ id }) => id)).toEqual(['night-2', 'night-3']);
  expect(archive.history()).toEqual(['line']);
  archive.close();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'explore-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
