/** Faults of a spec: named, placed, with what would be right and the run that leads there. Never a verdict, never a stack of ours. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, type Ended, fixture, folder, root, shell } from '../support/run-cli.js';

/** Each: the fixture, and what the message must say. */
const faults = messages(
  ['throwing-step', 'spec throwing-step, action tick: the step throws RangeError: the spring is broken', /thrown .*throwing-step\.ts:\d+/, /after +1\. tick\n +2\. tick\n +3\. tick\n/],
  ['outside-domain', 'spec outside-domain, action tick: the next state is not in its domain', /at +clock\.ticks/, /found +7/, /expected +0 to 5/, /after +1\. tick\n +2\. tick\n/],
  ['random', 'spec random, action tick: is not a pure function of the state: it uses Math.random()', /after +1\. tick\n/],
  ['wall-clock', 'spec wall-clock, action tick: is not a pure function of the state: it uses Date.now()', /after +1\. tick\n/],
  ['outer-variable', 'spec outer-variable, action tick: is not a pure function of the state', /no variable that\s+changes outside/],
  [
    'undefined-property',
    'spec undefined-property, property forgetful: the property returns something that is not a boolean',
    /found +undefined/,
    /expected +true or false/,
    /after +1\. tick\n +2\. tick\n +3\. tick\n +4\. tick/,
  ],
  ['no-initial', 'spec no-initial: there is no initial state'],
  ['initial-outside', 'spec initial-outside: initial state 1 is not in its domain', /at +ticks\[1\]/, /found +6/, /expected +0 to 5/],
  ['not-a-spec', 'not-a-spec.ts', /spec\(/, /default/],
  ['no-default', 'no-default.ts', /default/],
  ['throwing-load', 'throwing-load.ts', 'the setting "home" is missing', /throwing-load\.ts:\d+/],
);

describe('a fault of a spec ends with exit code 2 and a message:', () => {
  test.each(faults)('$name', async ({ name, says }) => {
    const ended = await cli(['--spec', fixture(name), '--workers', '2']);
    for (const text of says) expect(ended.stderr).toMatch(text);
    expectFault(ended);
  });
});

test('a syntax error is told with its place', async () => {
  const file = join(folder(), 'broken.ts');
  writeFileSync(file, "import { spec } from 'explore';\n\nexport default spec({ name: 'broken', );\n");
  const ended = await cli(['--spec', file]);
  expect(ended.stderr).toMatch(/broken\.ts:3:39/);
  expectFault(ended);
});

test('an import of something that is not there is told with its place', async () => {
  const file = join(folder(), 'lonely.ts');
  writeFileSync(file, "import { friend } from './friend.js';\nexport default friend;\n");
  const ended = await cli(['--spec', file]);
  expect(ended.stderr).toMatch(/lonely\.ts:1:\d+/);
  expect(ended.stderr).toContain('./friend.js');
  expectFault(ended);
});

test('a misspelt word of the language is told with its place', async () => {
  const file = join(folder(), 'misspelt.ts');
  writeFileSync(file, "import { spce } from 'explore';\nexport default spce({ name: 'misspelt' });\n");
  const ended = await cli(['--spec', file]);
  expect(ended.stderr).toContain('spce');
  expect(ended.stderr).toContain('misspelt.ts');
  expectFault(ended);
});

test('a folder for temporary files that is full is told', async () => {
  // No file may become longer than 1024 bytes.
  const { code, stderr } = await shell(`ulimit -f 1; explore --spec ${fixture('airlock')}`);
  expect(stderr).toMatch(/temporary/);
  expect(stderr).toContain('TMPDIR');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(code).toBe(2);
});

test('the place of a fault is a line of the file that the author wrote', async () => {
  const place = folder();
  mkdirSync(join(place, 'parts'));
  copyFileSync(join(root, 'test/fixtures/counting.ts'), join(place, 'parts/counting.ts'));
  writeFileSync(
    join(place, 'deep.ts'),
    `import { counting } from './parts/counting.js';

export default counting({
  name: 'deep',
  step: (state) => {
    if (state.clock.ticks === 0) throw new Error('too early');
    return state;
  },
});
`,
  );
  const ended = await cli(['--spec', join(place, 'deep.ts')]);
  expect(ended.stderr).toMatch(/thrown .*deep\.ts:6:\d+/);
  expectFault(ended);
});

test('a worker that ends in the middle of a run is an error, and no verdict', async () => {
  const { code, stdout, stderr } = await cli(['--spec', fixture('worker-exit'), '--workers', '2']);
  expect(stderr).toMatch(/a worker was lost .*no verdict/);
  expect(stderr).toMatch(/exited with code: 3/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

function expectFault({ code, stdout, stderr }: Ended): void {
  expect(stderr).not.toMatch(/node_modules|node:internal|dist\/src/);
  expect(stdout).not.toMatch(/holds|violated|reached/i);
  expect(code).toBe(2);
}

function messages(...rows: readonly (readonly [string, ...(string | RegExp)[]])[]) {
  return rows.map(([name, ...says]) => ({ name, says }));
}
