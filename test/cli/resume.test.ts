/** `--checkpoint` and `explore resume`: a search that was killed goes on, and ends as if nothing had happened. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { closedForm } from '../support/counters.js';
import { cli, folder, root, start } from '../support/run-cli.js';

const spec = ['--spec', 'test/support/counters.ts', '--param', 'counters=6', 'top=9', 'bad=5', '--continue'];
const steady = (text: string) => {
  const { counts, properties, conclusion, actions } = JSON.parse(text) as { counts: unknown; properties: unknown; conclusion: unknown; actions: { label: string; enabled: number; fired: number }[] };
  return { counts, properties, conclusion, actions: actions.map(({ label, enabled, fired }) => [label, enabled, fired]) };
};

test('killed at some moment, and resumed, it tells what it would have told', async () => {
  const directory = join(folder(), 'kept');
  const running = start([...spec, '--workers', '1', '--checkpoint', directory, '--every', '0.05s', '--quiet']);
  while (!existsSync(join(directory, 'checkpoint.json'))) await sleep(5);
  await sleep(100);
  running.child.kill('SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  const resumed = await cli(['resume', directory, '--json', '-', '--quiet', '--workers', '2']);
  const whole = await cli([...spec, '--json', '-', '--quiet', '--workers', '1']);
  expect(resumed.stderr).toBe('');
  expect([resumed.code, whole.code]).toEqual([1, 1]);
  expect(steady(resumed.stdout)).toEqual(steady(whole.stdout));
  expect((JSON.parse(resumed.stdout) as { resumed: { states: number } }).resumed.states).toBeGreaterThan(1);
});

test('what a bound cut can be taken up with a wider one', async () => {
  const directory = join(folder(), 'kept');
  const cut = await cli([...spec, '--max-depth', '12', '--checkpoint', directory]);
  expect(cut.code).toBe(3);
  expect(cut.stderr).toContain(`the search is kept; go on with: explore resume ${directory}\n`);
  const again = await cli(['resume', directory, '--max-depth', '13']);
  expect(again.code).toBe(3);
  expect(again.stdout).toContain(`resumed with ${closedForm(6, 9, 12).states.toLocaleString('en')} states`);
});

test('a folder that holds something is not overwritten', async () => {
  const directory = folder();
  writeFileSync(join(directory, 'mine.txt'), 'precious');
  const refused = await cli([...spec, '--checkpoint', directory]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`the folder ${directory} is not empty`);
  expect(readFileSync(join(directory, 'mine.txt'), 'utf8')).toBe('precious');
});

test('a checkpoint of a spec that was changed since is refused', async () => {
  const home = folder();
  const file = join(home, 'counters.ts');
  copyFileSync(join(root, 'test/support/counters.ts'), file);
  const directory = join(home, 'kept');
  await cli(['--spec', file, '--max-depth', '3', '--checkpoint', directory]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('at.get(counter) < top', 'at.get(counter) < top - 1'));
  const refused = await cli(['resume', directory]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('does not belong to spec counters as it is now');
});

test.each([
  [['resume'], 'resume needs a folder'],
  [['resume', '/nonexistent'], '/nonexistent holds no checkpoint'],
  [['resume', 'a', 'b'], '"b" is one word too many'],
  [[...spec, '--every', '5s'], '--every says how often the search is kept, but not where'],
])('%j is refused', async (args, message) => {
  const refused = await cli(args);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(message);
});
