/** Whole nights: what a team finds in the morning, whatever happened in between. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Night, readNight, readRunDocument, readTraceFile } from '../../src/report/index.js';
import { cli, fixture, folder, shell, start } from '../support/run-cli.js';

interface Prepared {
  readonly place: string;
  readonly args: readonly string[];
}

/** A plan in a folder of its own, and the words that run it. */
function planned(runs: readonly object[], more: object = {}): Prepared {
  const place = folder();
  writeFileSync(join(place, 'plan.json'), JSON.stringify({ format: 'explore.plan', version: 1, runs, ...more }));
  return { place, args: ['nightly', '--plan', join(place, 'plan.json'), '--results', join(place, 'out'), '--draws', '0', '--workers', '1'] };
}

async function lastNight(place: string): Promise<Night> {
  const nights = readdirSync(join(place, 'out/nights')).sort();
  return readNight('the night', readFileSync(join(place, 'out/nights', nights.at(-1) as string, 'night.json'), 'utf8'));
}

function historyOf(place: string): { night: string; key: string }[] {
  const text = readFileSync(join(place, 'out/history.ndjson'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { night: string; key: string });
}

test('a good night: what is violated as expected is no news; everything is kept', async () => {
  const { place, args } = planned([
    { spec: fixture('airlock'), variant: 'no-interlock' },
    { spec: fixture('airlock'), parameters: { doors: 3 } },
  ]);
  const { code, stdout, stderr } = await cli(args);
  expect(stdout).toMatch(/All 2 runs as expected, nothing new/);
  expect(code, stderr).toBe(0);
  const night = await lastNight(place);
  // Two doors that open and close freely; of three doors at most one is open.
  expect(night.lines.map(({ key, counts }) => [key, counts])).toEqual([
    ['airlock/no-interlock', { states: 4, transitions: 8, depth: 2 }],
    ['airlock/default/doors=3', { states: 4, transitions: 6, depth: 1 }],
  ]);
  const files = join(place, 'out/nights', night.night, 'runs/airlock--no-interlock');
  expect(readdirSync(files).sort()).toEqual(['line.json', 'log.txt', 'run.json', 'traces.json', 'traces.txt']);
  expect((await readRunDocument('run', readFileSync(join(files, 'run.json'), 'utf8'))).counts.states).toBe(4);
  expect((await readTraceFile('traces', readFileSync(join(files, 'traces.json'), 'utf8'))).traces.map(({ property }) => property)).toEqual(['one-open']);
  expect(readFileSync(join(files, 'traces.txt'), 'utf8')).toMatch(/door\.open/);
  expect(readFileSync(join(files, 'log.txt'), 'utf8')).toMatch(/one-open +VIOLATED/);
  expect(historyOf(place).map(({ key }) => key)).toEqual(['airlock/no-interlock', 'airlock/default/doors=3']);
  for (const page of ['index.html', 'summary.md', 'junit.xml']) expect(existsSync(join(place, 'out', page)), page).toBe(true);
  // What the night says can be said again.
  expect((await cli(['replay', join(files, 'traces.json')])).code).toBe(0);
});

test('one that fails does not stop the rest, and is news', async () => {
  const { place, args } = planned([
    { spec: fixture('worker-exit'), priority: 3 },
    { spec: fixture('throwing-step'), priority: 2 },
    { spec: fixture('endless'), budget: { states: 1000 }, priority: 1 },
    { spec: fixture('airlock') },
  ]);
  const { code } = await cli(args);
  expect(code).toBe(1);
  const { lines, news } = await lastNight(place);
  expect(lines.map(({ spec, outcome }) => [spec, outcome.kind])).toEqual([
    ['worker-exit', 'failed'],
    ['throwing-step', 'failed'],
    ['endless', 'cut'],
    ['airlock', 'whole'],
  ]);
  expect(news.map(({ kind, key }) => [kind, key])).toEqual([
    ['failure', 'worker-exit/default'],
    ['failure', 'throwing-step/default'],
  ]);
  expect(readFileSync(join(place, 'out/junit.xml'), 'utf8')).toMatch(/<error message="it ended with exit code/);
});

test('a promise that is broken is news, with its counterexample for the CI', async () => {
  const { place, args } = planned([{ spec: fixture('airlock'), variant: 'no-interlock', expect: { violated: {}, states: 5 } }]);
  const { code, stdout } = await cli(args, { env: { GITHUB_ACTIONS: 'true' } });
  expect(code).toBe(1);
  expect(stdout).toContain('::error title=airlock/no-interlock::airlock/no-interlock, one-open: not as expected: expected holds, found violated by 2 steps');
  expect(stdout).toContain('airlock/no-interlock, states: not as expected: expected 5, found 4');
  const xml = readFileSync(join(place, 'out/junit.xml'), 'utf8');
  expect(xml).toMatch(/<testcase classname="airlock" name="no-interlock: one-open"[^>]*>\s*<failure [^>]*>[^<]*door\.open/);
  expect(xml).toMatch(/<testsuite [^>]*tests="5" failures="2" errors="0" skipped="0"/);
});

// A process takes longer to start than this night lasts, so that no time can be left for a second one.
test('what has no time left is not begun, and makes the night incomplete', async () => {
  const { place, args } = planned([{ spec: fixture('endless'), priority: 1 }, { spec: fixture('airlock') }]);
  const { code } = await cli([...args, '--time-limit', '0.3s', '--memory', '256M']);
  expect(code).toBe(3);
  const night = await lastNight(place);
  expect(night.lines.map(({ outcome }) => outcome)).toEqual([{ kind: 'cut', bound: 'time', by: 'night' }]);
  expect(night.missing).toEqual(['airlock/default']);
});

test('the second night compares with the first, and with the baseline where there is none', async () => {
  const { place, args } = planned([{ spec: fixture('airlock') }]);
  await cli(args);
  const [line] = readFileSync(join(place, 'out/history.ndjson'), 'utf8').split('\n');
  const other = (line as string).replace('"states":3', '"states":7');
  expect(other).not.toBe(line);
  appendFileSync(join(place, 'out/history.ndjson'), `${other.replace(/"night":"[^"]*"/, '"night":"2026-01-01T00-00-00.000Z"')}\n`);
  const second = await cli(args);
  expect(second.stdout).toMatch(/another size, though neither spec nor engine has changed: 7 → 3/);
  expect(second.code).toBe(1);
  writeFileSync(join(place, 'baseline.ndjson'), `${other}\n`);
  const fresh = await cli([...args.map((word) => (word === join(place, 'out') ? join(place, 'elsewhere') : word)), '--baseline', join(place, 'baseline.ndjson')]);
  expect(fresh.stdout).toMatch(/7 → 3/);
  expect((await cli(args)).code).toBe(0);
});

test.each([
  ['is not JSON', '{', /cannot be read/],
  ['names a spec that is not there', '{"format":"explore.plan","version":1,"runs":[{"spec":"petersen"}]}', /run 1: unknown spec "petersen"[\s\S]*peterson/],
  ['names a property that is not there', '{"format":"explore.plan","version":1,"runs":[{"spec":"peterson","properties":["enter"]}]}', /run 1: unknown property "enter"/],
  ['has a field that nobody knows', '{"format":"explore.plan","version":1,"runs":[{"spec":"peterson","budgets":{}}]}', /runs\[0\][\s\S]*budgets/],
  ['gives a parameter a value outside its domain', '{"format":"explore.plan","version":1,"runs":[{"spec":"peterson","parameters":{"n":99}}]}', /run 1: .*parameter n/],
  ['has a run twice', '{"format":"explore.plan","version":1,"runs":[{"spec":"peterson"},{"spec":"peterson"}]}', /peterson\/default twice/],
  ['has no run', '{"format":"explore.plan","version":1}', /has no runs/],
])('a plan that %s is refused before anything is run', async (_, text, message) => {
  const place = folder();
  writeFileSync(join(place, 'plan.json'), text);
  const { code, stdout, stderr } = await cli(['nightly', '--plan', join(place, 'plan.json'), '--results', join(place, 'out')]);
  expect(stderr).toMatch(message);
  expect([code, stdout, readdirSync(place)]).toEqual([2, '', ['plan.json']]);
});

test.each([
  [['--changed', 'no-such-commit'], /git does not know what has changed since no-such-commit/],
  [['--spec', 'petersen'], /unknown spec "petersen"[\s\S]*"peterson"/],
  [['--plan', 'plan.json', '--quick'], /--plan says everything/],
  [['--plan', 'no-such-plan.json'], /the plan no-such-plan.json cannot be read/],
  [['--draws', 'many'], /--draws/],
])('%j is refused', async (args, message) => {
  const { code, stderr } = await cli(['nightly', ...args, '--results', join(folder(), 'out')]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('two nights in one folder: the second one is refused, the first one is not disturbed', async () => {
  const { place, args } = planned([{ spec: fixture('endless'), budget: { time: 6 } }]);
  const first = start([...args, '--memory', '256M']);
  await waitFor(() => existsSync(join(place, 'out/lock')));
  const second = await cli(args);
  expect(second.stderr).toMatch(/another night is under way/);
  expect(second.code).toBe(2);
  expect((await first.ended).code).toBe(3);
});

test('of several that find the lock of a process that is gone, one takes it over', async () => {
  const { place, args } = planned([{ spec: fixture('endless'), budget: { time: 8 } }]);
  mkdirSync(join(place, 'out'));
  // No process has a number as great as this: 2^22 is the most that Linux gives.
  writeFileSync(join(place, 'out/lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), began: '1', since: 'yesterday' }));
  const nights = Array.from({ length: 4 }, () => start([...args, '--memory', '256M']));
  const ended = await Promise.all(nights.map((night) => night.ended));
  expect(ended.map(({ code }) => code).sort()).toEqual([2, 2, 2, 3]);
});

test('Ctrl-C keeps what is done, and the next start goes on', async () => {
  const { place, args } = planned([
    { spec: fixture('airlock'), priority: 1 },
    { spec: fixture('endless'), budget: { states: 200_000 } },
  ]);
  const run = start(args);
  await run.until(/airlock\/default: as expected/);
  run.child.kill('SIGINT');
  const stopped = await run.ended;
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/1 of 2 runs are done and kept/);
  const { code, stderr } = await cli(args);
  expect(stderr).toMatch(/goes on: 1 of 2 runs are done/);
  expect(code).toBe(3);
  expect(historyOf(place).map(({ key }) => key)).toEqual(['airlock/default', 'endless/default']);
});

test('a night that is killed takes the run with it that was under way', async () => {
  const { args } = planned([{ spec: fixture('endless'), budget: { time: 50 } }]);
  const run = start([...args, '--memory', '256M']);
  const children = () =>
    readFileSync(`/proc/${run.child.pid}/task/${run.child.pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('endless'));
  await waitFor(() => children().length > 0);
  const [child] = children();
  run.child.kill('SIGKILL');
  await run.ended;
  await waitFor(() => !existsSync(`/proc/${child}`));
}, 60_000);

test('killed twenty times at any moment: no file is half-written, no line is lost or doubled, and the next start goes on', async () => {
  const { place, args: given } = planned([{ spec: 'peterson', variant: 'one-rung-short', repetitions: 6 }]);
  // A fast machine finishes many nights before twenty were killed: all of them are to be looked at.
  const args = [...given, '--keep', '10000'];
  let killed = 0;
  for (let turn = 0; killed < 20; turn++) {
    const run = start(args);
    const timer = setTimeout(() => run.child.kill('SIGKILL'), 300 + ((turn * 389) % 1900));
    const { signal } = await run.ended;
    clearTimeout(timer);
    if (signal === 'SIGKILL') killed += 1;
    requireWhole(place);
  }
  expect((await cli(args)).code).toBe(0);
  const night = await lastNight(place);
  expect(night.lines.length).toBe(6);
  const told = historyOf(place);
  expect(
    told
      .filter((line) => line.night === night.night)
      .map(({ key }) => key)
      .sort(),
  ).toEqual(night.lines.map(({ key }) => key).sort());
  const nights = readdirSync(join(place, 'out/nights'));
  expect(told.length).toBe(6 * nights.length);
  // Every night but the last one was finished too: each went on with what the one before had left.
  for (const id of nights) expect(existsSync(join(place, 'out/nights', id, 'night.json')), id).toBe(true);
  expect(readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('unfinished') && !path.includes('lock.'))).toEqual([]);
}, 240_000);

test('a disk that is full ends the night with its reason; what was done is kept, and goes on when there is room', async () => {
  const { place, args } = planned([
    { spec: fixture('airlock'), priority: 1 },
    { spec: 'vgic-hw', variant: 'sync-clears-active' },
  ]);
  // No file may become longer than 40 KiB: the document of the second run is.
  const { code, stderr } = await shell(`ulimit -f 40; explore ${args.join(' ')}`);
  expect(stderr).toMatch(/cannot be written[\s\S]*done +1 of 2 runs are kept/);
  expect(stderr).not.toMatch(/^ +at .*\.js/m);
  expect(code).toBe(2);
  requireWhole(place);
  expect(historyOf(place).map(({ key }) => key)).toEqual(['airlock/default']);
  expect((await cli(args)).code).toBe(0);
  expect(historyOf(place).map(({ key }) => key)).toEqual(['airlock/default', 'vgic-hw/sync-clears-active']);
});

test('the self-check says the same for the same seed', async () => {
  const args = ['nightly', '--self-check', '--seed', '7', '--draws', '6'];
  const [one, two] = [await cli(args), await cli(args)];
  expect(JSON.parse(one.stdout)).toMatchObject({ seed: 7, asked: 6, agreed: 6, disagreements: [] });
  expect(two.stdout).toBe(one.stdout);
  expect(one.code).toBe(0);
});

/** Everything that is there under its own name is whole; only the end of the history may be missing its line break. */
function requireWhole(place: string): void {
  const out = join(place, 'out');
  if (!existsSync(out)) return;
  for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (path.includes('unfinished')) continue;
    if (path.endsWith('.json')) expect(() => JSON.parse(readFileSync(join(out, path), 'utf8')) as unknown, path).not.toThrow();
    if (/runs\/[^/]+$/.test(path)) expect(readdirSync(join(out, path)), path).toContain('run.json');
  }
  if (!existsSync(join(out, 'history.ndjson'))) return;
  const lines = readFileSync(join(out, 'history.ndjson'), 'utf8').split('\n').slice(0, -1);
  const ids = lines.map((line) => {
    const { night, key } = JSON.parse(line) as { night: string; key: string };
    return `${night} ${key}`;
  });
  expect(new Set(ids).size).toBe(ids.length);
}

async function waitFor(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !condition(); turn++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(condition()).toBe(true);
}
