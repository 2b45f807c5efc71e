/** `explore graph` as a user starts it: where the picture goes, what is refused, and what a bound or Ctrl-C makes of it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder, shell, start } from '../support/run-cli.js';

const airlock = ['graph', '--spec', fixture('airlock'), '--workers', '1'];
const endless = ['graph', '--spec', fixture('endless'), '--workers', '1'];

test.each(['dot', 'mermaid', 'svg'])('%s', async (format) => {
  const { code, stdout, stderr } = await cli([...airlock, '--variant', 'no-interlock', '--format', format]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '4 states, 8 transitions.\nRed: what violates a property.\n' });
  await expect(stdout).toMatchFileSnapshot(`../golden/graph.${format === 'mermaid' ? 'mmd' : format}`);
});

describe('--on', () => {
  test('variables, conditions and stars, in one list or in several', async () => {
    const { code, stdout } = await cli([...airlock, '--quiet', '--on', 'open[*]', 'open[0] && !open[1]']);
    expect(code).toBe(0);
    expect(stdout).toContain('label="open[0]=true\\nopen[1]=false\\nopen[0] &amp;&amp; !open[1]\\n1 state"');
    expect((await cli([...airlock, '--quiet', '--on', 'open[*], open[0] && !open[1]'])).stdout).toBe(stdout);
  });

  test('is the same for any number of workers', async () => {
    const graph = ['graph', '--spec', 'vgic-hw', '--on', 'vcpus[0].pc, vcpus[*].irqs[*].lrP'];
    const [one, two] = await Promise.all(['1', '2'].map((workers) => cli([...graph, '--workers', workers])));
    expect(one?.stdout).toMatch(/^digraph/);
    expect(two?.stdout).toBe(one?.stdout);
  });
});

describe('what cannot be drawn is refused with what to do:', () => {
  test.each<[string, readonly string[], readonly RegExp[]]>([
    ['too many states', ['--spec', 'vgic-hw'], [/the state graph of vgic-hw has more than 300 states/, /to do +draw its projection on a few variables/, /variables +vcpus, pcpus/]],
    ['too many nodes', ['--spec', 'vgic-hw', '--on', 'vcpus, pcpus'], [/this projection of vgic-hw has more than 500 nodes/, /to do +choose fewer variables/]],
    ['an unknown variable', ['--spec', 'vgic-hw', '--on', 'vcpus[0].pcc'], [/unknown variable "vcpus\[0\]\.pcc"/, /nearest +"vcpus\[0\]\.pc"/]],
    ['an unknown value', ['--spec', 'vgic-hw', '--on', 'vcpus[0].pc == gest'], [/vcpus\[0\]\.pc is never gest/, /nearest +guest/]],
    ['an expression that ends too soon', ['--spec', 'vgic-hw', '--on', 'vcpus[0].pc =='], [/an expression cannot be read/, /expected +a value/]],
    ['nothing at all', ['--spec', 'vgic-hw', '--on', ''], [/--on needs a value/]],
    ['an unknown format', ['--spec', 'vgic-hw', '--format', 'png'], [/--format knows no format "png"/, /known +dot, svg, mermaid/]],
    ['an unknown variant', ['--spec', 'vgic-hw', '--variant', 'fold'], [/unknown variant "fold"/]],
    ['no spec', [], [/no spec is given/, /explore graph --spec/]],
  ])('%s', async (_, args, says) => {
    const { code, stdout, stderr } = await cli(['graph', ...args, '--quiet']);
    for (const text of says) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/^ +at /m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('--out', () => {
  test('the ending says what is to be in the file', async () => {
    const place = folder();
    for (const [name, begins] of [
      ['a.svg', '<?xml'],
      ['a.mmd', 'flowchart'],
      ['a.gv', 'digraph'],
    ] as const) {
      expect(await cli([...airlock, '--quiet', '--out', join(place, name)])).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(join(place, name), 'utf8').startsWith(begins), name).toBe(true);
    }
    await cli([...airlock, '--quiet', '--format', 'dot', '--out', join(place, 'a.svg')]);
    expect(readFileSync(join(place, 'a.svg'), 'utf8')).toMatch(/^digraph/);
  });

  test('a file that cannot be written is told before anything is explored; what was there stays', async () => {
    const place = folder();
    mkdirSync(join(place, 'taken.svg'));
    const { code, stderr } = await cli([...endless, '--on', 'counters[0]', '--out', join(place, 'taken.svg')]);
    expect(code).toBe(2);
    expect(stderr).toContain('taken.svg');
    writeFileSync(join(place, 'old.dot'), 'old');
    expect((await cli(['graph', '--spec', 'vgic-hw', '--out', join(place, 'old.dot')])).code).toBe(2);
    expect(readFileSync(join(place, 'old.dot'), 'utf8')).toBe('old');
  });
});

test('a bound: what was explored is drawn, and the exit code says that it is not all', async () => {
  const { code, stdout, stderr } = await cli([...endless, '--on', 'counters[0] > 2', '--max-depth', '3']);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^Incomplete: \d+ states had not been expanded\.$/m);
  expect(stdout).toContain('counters[0] > 2');
});

test('Ctrl-C: what was explored by then is drawn', async () => {
  const out = join(folder(), 'graph.dot');
  const { child, ended, until } = start([...endless, '--on', 'counters[0] > 2', '--out', out]);
  await until(/depth \d+/);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(existsSync(out)).toBe(true);
  expect(readFileSync(out, 'utf8')).toMatch(/counters\[0\] > 2/);
});

test('a reader that goes away is no fault', async () => {
  const { code, stderr } = await shell(`explore graph --spec vgic-hw --on 'vcpus[0]' --quiet | head -1; exit \${PIPESTATUS[0]}`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
