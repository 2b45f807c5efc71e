/** `--watch`: real files that are written while it looks, mistakes in them, and how it ends. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder, type Running, root, shell, start } from '../support/run-cli.js';

const source = readFileSync(join(root, fixture('airlock')), 'utf8');
/** Without the interlock, two doors are open after two steps. */
const careless = source
  .replace("interlock: parameter(boolean, true, 'a door opens only while all others are closed')", "interlock: parameter(boolean, false, 'none')")
  .replace("'no-interlock': {", "'no-interlock-either': {");

/** Watches a file until it has been checked as often as this, and returns what that check has shown. */
function watcher(place: string, flags: readonly string[] = []) {
  const run = start(['--spec', './airlock.ts', '--watch', '--workers', '1', ...flags], { cwd: place });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) run.child[name]?.on('data', (text: string) => (output[name] += text));
  const checked = async (times: number) => {
    await run.until(new RegExp(`(checked in[\\s\\S]*){${times}}`));
    // Standard output is written first, but comes through a pipe of its own.
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { shown: output.stdout.split(/^(?=airlock$)/m).at(-1) ?? '', error: output.stderr.split(/^checked in .*$/m).at(-2) ?? '' };
  };
  return { run, checked };
}

async function interrupted({ child, ended }: Running) {
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/^ +at .*\.js:/m);
}

describe('a save', () => {
  test('of the spec is followed by a check', async () => {
    const place = folder();
    writeFileSync(join(place, 'airlock.ts'), source);
    const { run, checked } = watcher(place);
    expect((await checked(1)).shown).toMatch(/3 distinct states[\s\S]*every property holds/);
    writeFileSync(join(place, 'airlock.ts'), careless);
    expect((await checked(2)).shown).toMatch(/one-open is violated by 2 steps/);
    // Many editors write another file, and rename it.
    writeFileSync(join(place, '.airlock.ts.swp'), source);
    renameSync(join(place, '.airlock.ts.swp'), join(place, 'airlock.ts'));
    expect((await checked(3)).shown).toMatch(/every property holds/);
    await interrupted(run);
  });

  test('of a file that the spec imports, too; of another one not', async () => {
    const place = folder();
    mkdirSync(join(place, 'parts'));
    writeFileSync(join(place, 'parts/doors.ts'), 'export const doors = 2;\n');
    writeFileSync(join(place, 'airlock.ts'), `import { doors } from './parts/doors.js';\n${source.replace("range(1, 8), 2, 'how", "range(1, 8), doors, 'how")}`);
    const { run, checked } = watcher(place);
    expect((await checked(1)).shown).toMatch(/3 distinct states/);
    writeFileSync(join(place, 'parts/doors.ts'), 'export const doors = 5;\n');
    expect((await checked(2)).shown).toMatch(/6 distinct states/);
    writeFileSync(join(place, 'parts/other.ts'), 'export const doors = 7;\n');
    writeFileSync(join(place, 'parts/doors.ts'), 'export const doors = 4;\n');
    expect((await checked(3)).shown).toMatch(/5 distinct states/);
    await interrupted(run);
    expect((await run.ended).stderr.match(/checked in/g)?.length).toBe(3);
    expect((await run.ended).stderr).toContain('watching ./airlock.ts and 1 file that it imports');
  });
});

describe('a mistake is told, and the watching goes on', () => {
  test('in the grammar, in the names, in a step, in an import, and when the file is gone', async () => {
    const place = folder();
    const save = (text: string) => writeFileSync(join(place, 'airlock.ts'), text);
    save('export default spec({');
    const { run, checked } = watcher(place);
    expect((await checked(1)).error).toMatch(/airlock\.ts cannot be compiled/);
    // What is imported is not there yet.
    save(`import './parts.js';\n${source}`);
    expect((await checked(2)).error).toMatch(/cannot be compiled[\s\S]*parts\.js/);
    writeFileSync(join(place, 'parts.ts'), 'export const nothing = 0;\n');
    expect((await checked(3)).shown).toMatch(/every property holds/);
    save(source.replace("step: (state, { door }) => state.setIn(['open', door], true)", "step: () => { throw new Error('ouch') }"));
    expect((await checked(4)).error).toMatch(/door\.open\(door 0\): the step throws Error: ouch/);
    save('process.exit(0);');
    expect((await checked(5)).error).toMatch(/the process was ended from within/);
    rmSync(join(place, 'airlock.ts'));
    expect((await checked(6)).error).toMatch(/there is no spec file/);
    save(source);
    expect((await checked(7)).shown).toMatch(/every property holds/);
    await interrupted(run);
  });

  test('a module that never comes to its end is given up when the file is saved again', async () => {
    const place = folder();
    writeFileSync(join(place, 'airlock.ts'), `while (true) {}\n${source}`);
    const { run, checked } = watcher(place);
    await new Promise((resolve) => setTimeout(resolve, 700));
    // What is saved in the middle of a check may import files that nobody has looked at so far.
    writeFileSync(join(place, 'doors.ts'), 'export const doors = 2;\n');
    writeFileSync(join(place, 'airlock.ts'), `import { doors } from './doors.js';\n${source.replace("range(1, 8), 2, 'how", "range(1, 8), doors, 'how")}`);
    expect((await checked(1)).shown).toMatch(/3 distinct states/);
    writeFileSync(join(place, 'doors.ts'), 'export const doors = 5;\n');
    expect((await checked(2)).shown).toMatch(/6 distinct states/);
    writeFileSync(join(place, 'airlock.ts'), `while (true) {}\n${source}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await interrupted(run);
  });
});

test('the other flags count at each save; a file of results is written each time', async () => {
  const place = folder();
  writeFileSync(join(place, 'airlock.ts'), source);
  const { run, checked } = watcher(place, ['--param', 'doors=4', '--json', 'run.json']);
  const states = () => (JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')) as { readonly counts: { readonly states: number } }).counts.states;
  await checked(1);
  expect(states()).toBe(5);
  writeFileSync(join(place, 'airlock.ts'), careless);
  await checked(2);
  // The states with two open doors are taken further, in the level that decides: 1 + 4 + 6 + 4.
  expect(states()).toBe(15);
  await interrupted(run);
});

test('a reader that leaves ends it', async () => {
  const place = folder();
  writeFileSync(join(place, 'airlock.ts'), source);
  const { stdout } = await shell('explore --spec ./airlock.ts --watch --workers 1 | { head -n 1; exec <&-; touch airlock.ts; }', { cwd: place });
  expect(stdout).toBe('airlock\n');
});

test.each([
  [['--spec', 'peterson'], '--watch needs the file of a spec'],
  [['--spec', './nowhere.ts'], 'there is no spec file'],
  [['--spec', fixture('airlock'), '--checkpoint', 'kept'], '--watch and --checkpoint do not go together'],
  [['--spec', fixture('airlock'), '--json', '-'], '--watch and --json - do not go together'],
])('%j is refused at once', async (args, message) => {
  expect(await cli([...args, '--watch'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
});
