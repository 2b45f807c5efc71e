/** Ctrl-C, a polite kill, a rude one, and a reader that leaves: counts so far, no half-written file, no verdict. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRunDocument } from '../../src/report/index.js';
import { cli, fixture, folder, shell, start } from '../support/run-cli.js';

const endless = ['--spec', fixture('endless'), '--workers', '2', '--memory', '256M'];

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  test('ends the run with the counts so far and exit code 130', async () => {
    const place = folder();
    const run = start([...endless, '--json', join(place, 'run.json')]);
    await run.until(/states/);
    run.child.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    expect(stdout).toMatch(/interrupted/i);
    expect(stdout).toMatch(/[1-9][\d,]* distinct states, [1-9][\d,]* transitions/);
    expect(stdout).toMatch(/below-limit.*unknown|unknown.*below-limit/);
    expect(stdout).not.toMatch(/holds/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(130);
    // What was written is whole, and says that the run was interrupted.
    expect(readdirSync(place)).toEqual(['run.json']);
    expect(JSON.stringify(JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')))).toContain('interrupted');
  });
});

test('Ctrl-C before the search has begun ends with exit code 130 too', async () => {
  const run = start(endless);
  setTimeout(() => run.child.kill('SIGINT'), 60);
  const { code, signal, stdout } = await run.ended;
  expect(stdout).not.toMatch(/holds/);
  expect(code ?? signal).toSatisfy((end) => end === 130 || end === 'SIGINT');
});

test('a second Ctrl-C ends what does not listen to the first', async () => {
  const run = start(['--spec', fixture('hanging-step'), '--workers', '2']);
  await run.until(/states/);
  run.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(run.child.exitCode).toBe(null);
  run.child.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(stdout).not.toMatch(/holds/);
  expect(code).toBe(130);
});

test('a violation that was found before Ctrl-C is told, and stays one', async () => {
  const run = start([...endless, '--param', 'limit=3', '--continue']);
  await run.until(/states/);
  run.child.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(stdout).toMatch(/below-limit +VIOLATED \(3 steps\)/);
  expect(stdout).toMatch(/Interrupted/);
  expect(code).toBe(1);
});

test('a search that Ctrl-C has stopped goes on where it was', async () => {
  const kept = join(folder(), 'kept');
  const run = start([...endless, '--checkpoint', kept, '--json', '-']);
  await run.until(/states/);
  run.child.kill('SIGINT');
  const stopped = await run.ended;
  expect(stopped.code).toBe(130);
  const before = (await readRunDocument('before', stopped.stdout)).counts;
  const { code, stdout } = await cli(['resume', kept, '--workers', '1', '--max-depth', String(before.depth), '--quiet', '--json', '-']);
  expect(code).toBe(3);
  const { resumed, counts } = await readRunDocument('after', stdout);
  expect(resumed).toEqual({ states: before.states, transitions: before.transitions });
  expect(counts.depth).toBe(before.depth);
  expect(counts.states).toBeGreaterThanOrEqual(before.states);
});

test('Ctrl-C in a matrix tells which variants were checked', async () => {
  const run = start(['matrix', '--spec', fixture('endless'), '--workers', '2', '--memory', '256M']);
  await run.until(/default.*states/);
  run.child.kill('SIGINT');
  const { code, stdout } = await run.ended;
  expect(stdout).toMatch(/1 variant .*not checked/);
  expect(stdout).not.toMatch(/ 0 /);
  expect(code).toBe(130);
});

test('a process that is killed has said nothing and leaves no half-written file', async () => {
  const place = folder();
  const run = start([...endless, '--json', join(place, 'run.json'), '--trace', join(place, 'trace.json')]);
  await run.until(/states/);
  run.child.kill('SIGKILL');
  const { signal, stdout } = await run.ended;
  expect(signal).toBe('SIGKILL');
  expect(stdout).not.toMatch(/holds|violated/);
  expect(readdirSync(place)).toEqual([]);
});

test('a reader that leaves is no reason for a stack', async () => {
  const { stdout, stderr } = await shell(`explore --spec ${fixture('airlock')} --variant no-interlock --workers 1 | head -n 1`);
  expect(stdout.split('\n').length).toBe(2);
  expect(stderr).not.toMatch(/EPIPE|^ +at /m);
  const help = await shell('explore --help | head -n 1');
  expect(help.stderr).toBe('');
});

test('a reader that leaves does not turn a violation into a success', async () => {
  const { stdout } = await shell(`explore --spec ${fixture('airlock')} --variant no-interlock --workers 1 | head -n 1 >/dev/null; echo "\${PIPESTATUS[0]}"`);
  expect(stdout.trim()).not.toBe('0');
});

test('a run leaves no temporary files behind', async () => {
  const place = folder();
  await cli(['--spec', fixture('airlock')], { env: { TMPDIR: place } });
  await cli(['--spec', fixture('throwing-load')], { env: { TMPDIR: place } });
  const run = start(endless, { env: { TMPDIR: place } });
  await run.until(/states/);
  run.child.kill('SIGINT');
  await run.ended;
  expect(readdirSync(place)).toEqual([]);
});
