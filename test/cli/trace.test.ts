/** A saved trace in every format, whole; formats at once on a run; and what is refused. */
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, fixture, folder, root, shell, steady } from '../support/run-cli.js';

const search = ['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1', '--quiet'];
const formats = ['steps', 'columns', 'table', 'itf', 'mermaid', 'html', 'test'];
let saved: string;

beforeAll(async () => {
  saved = (await cli([...search, '--trace', '-'])).stdout;
});

/** The saved trace in a file. */
function file(text = saved): string {
  const path = join(folder(), 'trace.json');
  writeFileSync(path, text);
  return path;
}

test.each([
  ['steps', 'txt'],
  ['columns', 'txt'],
  ['table', 'txt'],
  ['itf', 'json'],
  ['mermaid', 'mmd'],
  ['html', 'html'],
  ['test', 'txt'],
])('%s', async (format, ending) => {
  const { code, stdout, stderr } = await cli(['trace', file(), '--format', format]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await expect(stdout).toMatchFileSnapshot(`../golden/trace-${format}.${ending}`);
});

test('without a format, the steps, as replay shows them', async () => {
  const path = file();
  const { stdout } = await cli(['trace', path]);
  expect(stdout).toBe((await cli(['replay', path])).stdout);
  expect(stdout).toMatch(/1 +person +door\.open\(door 0\)/);
});

describe('on a run', () => {
  test.each(formats.filter((format) => format !== 'steps'))('%s: standard output holds what explore trace makes of the saved run, and nothing else', async (format) => {
    const { code, stdout } = await cli([...search, '--format', format]);
    expect(code).toBe(1);
    expect(stdout).toBe((await cli(['trace', file(), '--format', format])).stdout);
  });

  test('the result goes to standard error, without the steps', async () => {
    const { stderr, stdout } = await cli([...search.filter((word) => word !== '--quiet'), '--format', 'columns']);
    expect(stderr).toMatch(/one-open +VIOLATED \(2 steps\)/);
    expect(stderr).toContain('All 4 reachable states were checked');
    expect(stderr).not.toContain('door.open(');
    expect(stdout).toContain('=> this state violates one-open\n');
  });

  test('steps are what a run shows anyway', async () => {
    expect(steady((await cli([...search, '--format', 'steps'])).stdout)).toBe(steady((await cli(search)).stdout));
  });

  test('several runs stand one after the other; in a page and a test file, together', async () => {
    const both = [...search, '--continue', '--property', 'one-open', 'each-opens', '--format'];
    const columns = (await cli([...both, 'columns'])).stdout;
    expect(columns.match(/^=> .*$/gm)).toEqual(['=> this state violates one-open', '=> this state is what each-opens(door 0) asks for']);
    expect((await cli([...both, 'html'])).stdout.match(/<section/g)?.length).toBe(2);
    expect((await cli([...both, 'test'])).stdout.match(/^test\(/gm)?.length).toBe(2);
  });

  test('where nothing is violated, there is nothing to show', async () => {
    const { code, stdout, stderr } = await cli(['--spec', fixture('airlock'), '--workers', '1', '--format', 'itf']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('there is no run to show\n');
  });
});

test.each([
  ['vgic-hw', '--variant sync-clears-active --property S2'],
  ['spe-irq', '--variant mapped+host+late --property B1'],
  ['s2-recycle', '--variant no-refcount --property NoRecycleInUse'],
  ['sdei', '--variant deliver-while-masked --property P2'],
  ['two-phase', '--param n=5 bug=hasty --property consistency'],
])('columns of %s %s: 78 columns of ASCII, and every step in its order', async (spec, flags) => {
  const path = join(folder(), 'trace.json');
  const { code, stdout } = await cli(['--spec', spec, ...flags.split(' '), '--quiet', '--trace', path, '--format', 'columns']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^[ -~\n]*$/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(78);
  const { traces } = JSON.parse(readFileSync(path, 'utf8')) as { traces: { steps: { label: string }[] }[] };
  const labels = (traces[0]?.steps ?? []).map(({ label }, index) => `${index + 1}${label.replaceAll(' ', '')}`);
  expect(labels.length).toBeGreaterThan(2);
  const told = stdout.replaceAll(/\s/g, '');
  const places = labels.map((label) => told.indexOf(label));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('a trace comes through a pipe, for trace and for replay', async () => {
  const line = `explore ${search.join(' ')} --trace - | explore`;
  const { code, stdout, stderr } = await shell(`${line} trace - --format columns`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe((await cli(['trace', file(), '--format', 'columns'])).stdout);
  expect((await shell(`${line} replay -`)).stdout).toBe((await cli(['replay', file()])).stdout);
});

test('a file that names a variant with other parameters is not believed', async () => {
  const { stdout } = await cli(['trace', file(saved.replace('"variant": "no-interlock"', '"variant": "with-siren"')), '--format', 'columns']);
  expect(stdout).toContain(`  model   airlock
          with interlock=false
  repeat  explore --spec ./test/fixtures/airlock.ts --param interlock=false \\
`);
});

describe('the test of a trace', () => {
  /** A project of somebody who uses explore, with the spec and the test of its counterexample. */
  async function project(): Promise<string> {
    const place = folder();
    mkdirSync(join(place, 'node_modules'));
    symlinkSync(root, join(place, 'node_modules/explore'));
    symlinkSync(join(root, 'node_modules/vitest'), join(place, 'node_modules/vitest'));
    copyFileSync(join(root, fixture('airlock')), join(place, 'airlock.ts'));
    const { stdout } = await cli(['--spec', './airlock.ts', '--variant', 'no-interlock', '--workers', '1', '--quiet', '--format', 'test'], { cwd: place });
    writeFileSync(join(place, 'airlock.test.ts'), stdout);
    return place;
  }

  const vitest = (place: string) => shell('node node_modules/vitest/vitest.mjs run --root .', { cwd: place, env: { NO_COLOR: '1' } });

  test('passes while the spec allows the run, and fails when the spec is mended', async () => {
    const place = await project();
    const before = await vitest(place);
    expect(before.stdout).toMatch(/Tests +1 passed/);
    expect(before.code).toBe(0);
    const spec = readFileSync(join(place, 'airlock.ts'), 'utf8');
    const mended = spec.replace('(!interlock || !open.some((one) => one))', '!open.some((one) => one)');
    expect(mended).not.toBe(spec);
    writeFileSync(join(place, 'airlock.ts'), mended);
    const after = await vitest(place);
    expect(after.code).toBe(1);
    expect(after.stdout).toMatch(/Tests +1 failed/);
    expect((after.stdout + after.stderr).replaceAll(/\s+/g, ' ')).toContain('in step 2 that is not enabled there');
  });
});

describe('refused with a reason:', () => {
  test.each([
    ['a format that is not there', ['trace', 'x.json', '--format', 'colums'], /no format "colums"(.|\n)*nearest +"columns"(.|\n)*known +steps, columns, table, itf, mermaid, html, test/],
    ['no file', ['trace'], /trace needs a file/],
    ['two files', ['trace', 'x.json', 'y.json'], /"y\.json" is one word too many/],
    ['a file that is not there', ['trace', 'none.json'], /none\.json(.|\n)*no such file/],
    ['nothing on standard input', ['trace', '-'], /the trace on standard input cannot be read(.|\n)*empty/],
    ['two things on standard output', [...search, '--format', 'html', '--json', '-'], /--format html and --json cannot both/],
    ['two others', [...search, '--format', 'html', '--trace', '-'], /--format html and --trace cannot both/],
  ])('%s', async (_, args, says) => {
    const { code, stdout, stderr } = await cli(args);
    expect(stderr).toMatch(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test.each(formats)('%s: a run that the spec does not allow any more is not shown', async (format) => {
    const { code, stdout, stderr } = await cli(['trace', file(saved.replace('"interlock": false', '"interlock": true')), '--format', format]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/step 2 that is not enabled/);
  });
});
