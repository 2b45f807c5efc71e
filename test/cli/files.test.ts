/** `--json` and `--trace`: whole files or none, and what stands in them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readRunDocument, readTraceFile } from '../../src/report/index.js';
import { cli, fixture, folder, shell } from '../support/run-cli.js';

const broken = ['--spec', fixture('airlock'), '--variant', 'no-interlock', '--workers', '1'];

describe.each(['--json', '--trace'])('%s', (flag) => {
  test('writes one whole file and nothing beside it', async () => {
    const place = folder();
    const { code } = await cli([...broken, flag, join(place, 'out.json')]);
    expect(code).toBe(1);
    expect(readdirSync(place)).toEqual(['out.json']);
    expect(() => JSON.parse(readFileSync(join(place, 'out.json'), 'utf8')) as unknown).not.toThrow();
    expect(readFileSync(join(place, 'out.json'), 'utf8')).toMatch(/}\n$/);
  });

  test('replaces an older file', async () => {
    const file = join(folder(), 'out.json');
    writeFileSync(file, 'old'.repeat(100_000));
    await cli([...broken, flag, file]);
    expect(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).not.toThrow();
  });

  test('names a folder that is missing, before the run', async () => {
    const file = join(folder(), 'nowhere/out.json');
    const { code, stdout, stderr } = await cli(['--spec', fixture('endless'), '--workers', '1', flag, file]);
    expect(stderr).toContain('nowhere');
    expect(stderr).toMatch(/folder|directory/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('says so when it may not write', async () => {
    // Nobody may make a file there, not even the superuser.
    const { code, stderr } = await cli([...broken, flag, '/sys/out.json']);
    expect(stderr).toContain('/sys/out.json');
    expect(stderr).toMatch(/permi/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(2);
  });

  test('says so when the target is a folder', async () => {
    const place = folder();
    const { code, stderr } = await cli([...broken, flag, place]);
    expect(stderr).toMatch(/folder|directory/);
    expect(readdirSync(place)).toEqual([]);
    expect(code).toBe(2);
  });

  test('a disk that is full leaves what was there before, and is told', async () => {
    const place = folder();
    const file = join(place, 'out.json');
    writeFileSync(file, '{"precious": true}\n');
    // No file may become longer than 1024 bytes.
    const { code, stderr } = await shell(`ulimit -f 1; explore --spec vgic-hw --variant sync-clears-active --workers 1 --quiet ${flag} ${file}`);
    expect(stderr).toContain('out.json cannot be written');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('{"precious": true}\n');
    expect(readdirSync(place)).toEqual(['out.json']);
  });

  test('goes to standard output alone with "-"', async () => {
    const { code, stdout } = await cli([...broken, flag, '-']);
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    expect(code).toBe(1);
  });

  test('writes into what is not a plain file, and does not replace it', async () => {
    const place = folder();
    mkdirSync(join(place, 'real'));
    writeFileSync(join(place, 'real/out.json'), '');
    symlinkSync('real/out.json', join(place, 'link.json'));
    await cli([...broken, flag, join(place, 'link.json')]);
    expect(readFileSync(join(place, 'real/out.json'), 'utf8')).toMatch(/^{/);
    const piped = await shell(`mkfifo ${place}/pipe; (explore ${broken.join(' ')} ${flag} ${place}/pipe >/dev/null 2>&1) & cat ${place}/pipe; wait`);
    expect(() => JSON.parse(piped.stdout) as unknown).not.toThrow();
    expect(statSync(join(place, 'pipe')).isFIFO()).toBe(true);
  });
});

test('the document of a run passes its own schema, and says what the terminal says', async () => {
  const { stdout } = await cli([...broken, '--continue', '--json', '-']);
  const document = await readRunDocument('the document', stdout);
  expect(document).toMatchObject({
    spec: { name: 'airlock' },
    variant: 'no-interlock',
    parameters: { doors: 2, interlock: false, stuck: false, siren: 'absent' },
    ending: { kind: 'exhausted' },
    counts: { states: 4, transitions: 8, depth: 2, expanded: 4, frontier: 0, deadEnds: 0 },
    workers: 1,
  });
  expect(document.properties.map(({ name, verdict }) => [name, verdict.kind])).toEqual([
    ['one-open', 'violated'],
    ['one-at-a-time', 'holds'],
    ['each-opens', 'reached'],
    ['never-stuck', 'holds'],
  ]);
  // Each door opens from two states, and closes in two.
  expect(document.actions.map(({ label, fired }) => [label, fired])).toEqual([
    ['door.open(door 0)', 2],
    ['door.open(door 1)', 2],
    ['door.close(door 0)', 2],
    ['door.close(door 1)', 2],
  ]);
});

test('the trace file passes its own schema, and holds the steps', async () => {
  const { stdout } = await cli([...broken, '--trace', '-']);
  const { traces } = await readTraceFile('the file', stdout);
  expect(traces).toMatchObject([
    {
      property: 'one-open',
      shows: 'violated',
      initial: { open: [false, false] },
      steps: [
        { label: 'door.open(door 0)', actor: 'person', changes: [{ path: 'open[0]', from: false, to: true }] },
        { label: 'door.open(door 1)', actor: 'person', changes: [{ path: 'open[1]', from: false, to: true }] },
      ],
    },
  ]);
});

test('the document tells what a bound has cut', async () => {
  const { code, stdout } = await cli(['--spec', fixture('endless'), '--workers', '1', '--quiet', '--max-depth', '2', '--json', '-']);
  expect(code).toBe(3);
  // Sums of at most 2 over 8 counters: 1 + 8 + 36 states; from each of the 36 the 8 counters go up.
  expect(JSON.parse(stdout)).toMatchObject({ ending: { kind: 'cut', bound: 'depth', limit: 2, frontier: 36, transitions: { up: 288 } }, counts: { states: 45, depth: 2, expanded: 9 } });
});

test('without a counterexample the trace file says that there is none', async () => {
  const file = join(folder(), 'trace.json');
  const { code, stdout, stderr } = await cli(['--spec', fixture('airlock'), '--trace', file]);
  expect(code).toBe(0);
  // Either a file without a trace, or a sentence that none was written: never silence.
  if (existsSync(file)) expect(readFileSync(file, 'utf8')).toContain('[]');
  else expect(stdout + stderr).toMatch(/no (counterexample|trace)/i);
});

test('standard output that cannot be written is an error', async () => {
  const { code } = await shell(`explore ${broken.slice(0, 2).join(' ')} --quiet >/dev/full`);
  expect(code).not.toBe(0);
});
