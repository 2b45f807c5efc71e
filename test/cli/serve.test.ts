/** `explore serve` as a user starts it: the address, Ctrl-C, a port that is taken, and requests that make no sense. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, fixture, folder, start } from '../support/run-cli.js';

const served = /Ctrl-C ends it/;

test('prints an address that answers, and ends with 0 at Ctrl-C', async () => {
  const run = start(['serve', '--spec', fixture('airlock'), '--variant', 'stuck', '--param', 'doors=3']);
  let printed = '';
  run.child.stdout?.on('data', (text: string) => (printed += text));
  await run.until(served);
  const [address] = printed.split('\n') as [string];
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/#variant=stuck&param=doors=3$/);
  expect(await (await fetch(address)).text()).toContain('<div id="app">');
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 0, signal: null });
});

test('Ctrl-C ends an exploration that is under way, and whoever listens to it', async () => {
  const run = start(['serve', '--spec', fixture('endless'), '--memory', '256M'], { env: { EXPLORE_TOKEN: 'always-the-same-one' } });
  let printed = '';
  run.child.stdout?.on('data', (text: string) => (printed += text));
  await run.until(served);
  const address = printed.trim();
  expect(address).toMatch(/\/always-the-same-one\/$/);
  const headers = { 'Content-Type': 'application/json', Origin: new URL(address).origin };
  const body = JSON.stringify({ kind: 'explore', variant: 'default', parameters: [], properties: [], exhaustive: true, maxDepth: null, maxStates: null, timeLimit: null });
  expect((await fetch(`${address}jobs`, { method: 'POST', headers, body })).status).toBe(200);
  const listening = fetch(`${address}events?id=1`).then((response) => response.text());
  listening.catch(() => undefined);
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 0, signal: null });
});

test('begins at the first run of a trace file, whose spec it serves', async () => {
  const file = join(folder(), 'bug.json');
  expect((await cli(['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1', '--quiet', '--trace', file])).code).toBe(1);
  const run = start(['serve', '--trace', file]);
  let printed = '';
  run.child.stdout?.on('data', (text: string) => (printed += text));
  await run.until(served);
  const [page, place] = printed.trim().split('#') as [string, string];
  expect(place).toMatch(/^variant=no-interlock&path=0(\/\d+)+$/);
  expect(await (await fetch(`${page}spec`)).json()).toMatchObject({ name: 'airlock', runs: [{ variant: 'no-interlock', title: expect.stringMatching(/is violated by \d+ steps/) }] });
  run.child.kill('SIGTERM');
  expect((await run.ended).code).toBe(0);
});

test('a port that is taken is told, and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  try {
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stderr, stdout } = await cli(['serve', '--spec', fixture('airlock'), '--port', String(port)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`port ${port} is taken`);
    expect(stderr).toContain('--port');
  } finally {
    other.close();
  }
});

test.each([
  [['serve'], /no spec is given/],
  [['serve', '--spec', 'vgic'], /unknown spec "vgic"[\s\S]*vgic-hw/],
  [['serve', '--spec', fixture('airlock'), '--variant', 'stuk'], /unknown variant "stuk"[\s\S]*stuck/],
  [['serve', '--spec', fixture('airlock'), '--param', 'dors=3'], /no parameter "dors"[\s\S]*doors/],
  [['serve', '--spec', fixture('airlock'), '--port', '70000'], /--port makes no sense[\s\S]*1 to 65535/],
  [['serve', '--spec', fixture('airlock'), '--prot', '1'], /unknown flag --prot[\s\S]*--port/],
  [['serve', '--trace', 'nowhere.json'], /trace file nowhere.json cannot be read/],
  [['serve', '--trace', 'package.json'], /package.json/],
  [['serve', '--trace', 'x.json', '--variant', 'stuck'], /says which model/],
])('%j ends with 2 and the reason', async (args, reason) => {
  const { code, stdout, stderr } = await cli(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(reason);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('a token that is too short is refused', async () => {
  const { code, stderr } = await cli(['serve', '--spec', fixture('airlock')], { env: { EXPLORE_TOKEN: 'short' } });
  expect(code).toBe(2);
  expect(stderr).toContain('at least 16');
});
