/** Each rule that keeps others out, and what happens to who tries. */
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { largestBody } from '../../src/web/body.js';
import type { FaultView, SpecView } from '../../src/web/messages.js';
import type { Served } from '../../src/web/server.js';
import { graph } from '../support/graph.js';
import { ask, post, served, token } from './served.js';

const toy = graph('a>b>bad');
const json = { 'Content-Type': 'application/json' };
const spec = { method: 'GET', route: 'spec' };
const path = JSON.stringify({ variant: 'default', parameters: [], path: '0' });
const own = ({ port }: Served) => ({ ...json, Origin: `http://127.0.0.1:${port}` });
const reason = (text: string) => (JSON.parse(text) as FaultView).message;

test('who has the token and comes from this page is answered', async () => {
  const server = await served(toy);
  expect(server.url).toBe(`http://127.0.0.1:${server.port}/${token}/`);
  expect(JSON.parse((await ask(server, spec)).text) as SpecView).toMatchObject({ name: 'graph', parameters: [] });
  expect((await ask(server, { ...spec, headers: { Host: `localhost:${server.port}`, 'Sec-Fetch-Site': 'same-origin' } })).status).toBe(200);
  expect((await ask(server, { method: 'POST', route: 'path', headers: own(server), body: path })).status).toBe(200);
});

test('only the loopback address is listened to', async () => {
  const server = await served(toy);
  const others = Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ address, family }) => family === 'IPv4' && address !== '127.0.0.1'));
  const connects = (host: string) =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection({ host, port: server.port, timeout: 1000 });
      const end = (answer: boolean) => () => {
        socket.destroy();
        resolve(answer);
      };
      socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
    });
  expect(await connects('127.0.0.1')).toBe(true);
  for (const { address } of others) expect(await connects(address), address).toBe(false);
  // The whole of 127.0.0.0/8 is this machine, and only one address of it is ours.
  expect(await connects('127.0.0.2')).toBe(false);
});

describe('Host', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '[::1]', '0.0.0.0', '127.0.0.1.evil.example'])('"%s" is no name of this server', async (host) => {
    const server = await served(toy);
    const answer = await ask(server, { ...spec, headers: { Host: host === '[::1]' || host === '0.0.0.0' ? `${host}:${server.port}` : host } });
    expect([400, 421]).toContain(answer.status);
    expect(answer.text).not.toContain('graph');
  });
});

describe('Origin', () => {
  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1', 'http://127.0.0.1.evil.example', 'file://'])('%s is refused', async (origin) => {
    const server = await served(toy);
    for (const question of [spec, { method: 'POST', route: 'path', body: path }]) {
      const { status, text } = await ask(server, { ...question, headers: { ...json, Origin: origin } });
      expect([status, reason(text)]).toEqual([403, 'a page of another origin asks']);
    }
  });

  test('a page of another port of this machine is another origin', async () => {
    const [server, other] = [await served(toy), await served(toy)];
    expect((await ask(server, { method: 'POST', route: 'path', headers: own(other), body: path })).status).toBe(403);
  });

  test('a POST without one is refused', async () => {
    const server = await served(toy);
    expect((await ask(server, { method: 'POST', route: 'path', headers: json, body: path })).status).toBe(403);
  });

  test('what another site loads, as a script, a picture or a frame, is refused', async () => {
    const server = await served(toy);
    for (const route of ['spec', 'app.js', '']) expect((await ask(server, { route, headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' } })).status).toBe(403);
    expect((await ask(server, { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' } })).status).toBe(403);
    // A link to it, in a mail say, may be followed: it has the token.
    expect((await ask(server, { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' } })).status).toBe(200);
  });
});

describe('the token', () => {
  test.each(['/', '/spec', '//spec', `/${token.slice(0, -1)}/spec`, `/${token}x/spec`, `/${token.toUpperCase()}/spec`, `/spec?token=${token}`, `/%61${token.slice(1)}/spec`])(
    '%s has not the right one',
    async (asked) => {
      const server = await served(toy);
      const { status, text } = await ask(server, { path: asked });
      expect(status).toBe(403);
      expect(text).not.toContain(token);
    },
  );

  test('the page does not tell it to anybody: no referrer, no copy in what is served', async () => {
    const server = await served(toy);
    for (const route of ['', 'app.js', 'style.css']) {
      const { text, headers } = await ask(server, { route });
      expect(text).not.toContain(token);
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

test('a person who has an address of an earlier time reads what to do', async () => {
  const server = await served(toy);
  const headers = { Accept: 'text/html,application/xhtml+xml', 'Sec-Fetch-Site': 'none' };
  const old = await ask(server, { path: '/a-token-of-yesterday/', headers });
  expect([old.status, old.headers['content-type']]).toEqual([403, 'text/plain; charset=utf-8']);
  expect(old.text).toMatch(/^the token in the address is not the one of this server\nexplore serve prints/);
  // A slash that was forgotten is no reason to search for it.
  const short = await ask(server, { path: `/${token}`, headers });
  expect([short.status, short.headers.location]).toEqual([308, `/${token}/`]);
});

describe('files', () => {
  const secrets = [
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '....//package.json',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'app.js/../../index.js',
    'app.js%00.html',
    '..\\..\\package.json',
    'index.html',
    'app.js?x',
    '.',
    './app.js',
  ];
  test.each(secrets)('"%s" is looked up in a list, not in a file system', async (route) => {
    const server = await served(toy);
    const { status, text } = await ask(server, { route });
    if (route === 'app.js?x') expect(status).toBe(200);
    else expect([status, reason(text)]).toEqual([404, 'there is nothing at this address']);
    expect(text).not.toMatch(/root:|"dependencies"/);
  });

  test('other methods are refused', async () => {
    const server = await served(toy);
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) expect((await ask(server, { method, route: 'spec' })).status).toBe(405);
    expect((await ask(server, { method: 'POST', route: 'app.js', headers: own(server), body: '{}' })).status).toBe(404);
  });
});

describe('sizes', () => {
  test('a body that says that it is too large is not read', async () => {
    const server = await served(toy);
    const { status } = await ask(server, { method: 'POST', route: 'path', headers: own(server), body: Buffer.alloc(largestBody + 1, ' ') });
    expect(status).toBe(413);
  });

  test('a body that does not say so is read no further than is allowed', async () => {
    const server = await served(toy);
    const body = Buffer.alloc(8 * 2 ** 20, ' ');
    const answer = ask(server, { method: 'POST', route: 'path', headers: { ...own(server), 'Transfer-Encoding': 'chunked' }, body });
    // The connection may be closed while the rest is still being sent.
    expect(await answer.then(({ status }) => status).catch((error: NodeJS.ErrnoException) => error.code)).toSatisfy((end) => end === 413 || end === 'ECONNRESET' || end === 'EPIPE');
    expect((await ask(server, spec)).status).toBe(200);
  });

  test('an address is short', async () => {
    const server = await served(toy);
    expect((await ask(server, { route: `events?id=${'1'.repeat(5000)}` })).status).toBe(414);
    expect((await ask(server, { route: `x${'1'.repeat(20_000)}` })).status).toBe(431);
  });
});

describe('what is asked', () => {
  test.each([
    ['no JSON', '{', 400],
    ['a number', '1', 400],
    ['null', 'null', 400],
    ['a field too many', '{"variant":"default","parameters":[],"path":"0","file":"/etc/passwd"}', 400],
    ['a field of another type', '{"variant":"default","parameters":"x","path":"0"}', 400],
    ['a variant that every object has', '{"variant":"__proto__","parameters":[],"path":"0"}', 400],
    ['a parameter that every object has', '{"variant":"default","parameters":["constructor=1"],"path":"0"}', 400],
    ['a path that is none', '{"variant":"default","parameters":[],"path":"../../etc/passwd"}', 400],
    ['an endless path', `{"variant":"default","parameters":[],"path":"0${'/0'.repeat(30_000)}"}`, 400],
  ])('%s is refused with a reason, and no stack', async (_, body, status) => {
    const server = await served(toy);
    const answer = await ask(server, { method: 'POST', route: 'path', headers: own(server), body });
    expect(answer.status).toBe(status);
    expect(reason(answer.text)).not.toBe('');
    expect(answer.text).not.toMatch(/\.[jt]s:\d+|node_modules/);
    expect(server.faults).toEqual([]);
  });

  test('a form of another page cannot ask: its bodies are no JSON', async () => {
    const server = await served(toy);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await ask(server, { method: 'POST', route: 'path', headers: { ...own(server), 'Content-Type': type }, body: path })).status).toBe(415);
    }
  });

  test('an expression is read, never run', async () => {
    const server = await served(toy);
    const { id } = await post<{ readonly id: number }>(server, 'jobs', { kind: 'seek', variant: 'default', parameters: [], path: '0', at: 0, compare: null, goal: { kind: 'property', name: null } });
    expect(id).toBe(1);
    for (const text of ['process.exit(1)', 'constructor.constructor("return process")()', '(() => node)()', '`a`', 'node == a; 1', 'import("node:fs")']) {
      await expect(post(server, 'jobs', { kind: 'seek', variant: 'default', parameters: [], path: '0', at: 0, compare: null, goal: { kind: 'expression', text } })).rejects.toThrow(/^Error: 400|^400/);
    }
  });
});

test('every answer, of whatever kind, says what the page may do', async () => {
  const server = await served(toy);
  for (const question of [spec, { route: '' }, { route: 'app.js' }, { route: 'nothing' }, { path: '/wrong/' }, { ...spec, headers: { Host: 'evil.example' } }, { method: 'PUT' }]) {
    const { headers } = await ask(server, question);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});
