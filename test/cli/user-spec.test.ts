/** A user's own file runs as it is: from any folder, with workers, without a project, a build step, or an installed package. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, fixture, folder, root } from '../support/run-cli.js';

const source = readFileSync(join(root, fixture('airlock')), 'utf8');

describe('a TypeScript file', () => {
  test.each(['airlock.ts', 'airlock.mts', 'with space & ümlaut, 100% #1.ts', 'deep/down/airlock.ts'])('%s outside of any project', async (name) => {
    const place = folder();
    mkdirSync(join(place, 'deep/down'), { recursive: true });
    writeFileSync(join(place, name), source);
    const { code, stdout, stderr } = await cli(['--spec', `./${name}`, '--workers', '2', '--quiet', '--param', 'doors=5'], { cwd: place });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/6 distinct states, 10 transitions, depth 1 /);
    expect(code).toBe(0);
  });

  test('imports its neighbours, and Immutable without having it installed', async () => {
    const place = folder();
    mkdirSync(join(place, 'parts'));
    copyFileSync(join(root, fixture('counting')), join(place, 'parts/counting.ts'));
    writeFileSync(
      join(place, 'mine.ts'),
      `import { List } from 'immutable';
import { counting, ticked } from './parts/counting.js';

export default counting({ name: 'mine', step: (state) => List([state]).map(ticked).get(0) ?? state });
`,
    );
    const { code, stdout, stderr } = await cli(['--spec', join(place, 'mine.ts'), '--workers', '2', '--quiet']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/6 distinct states, 5 transitions, depth 5 /);
    expect(code).toBe(0);
  });

  test('is found beside a package.json that says CommonJS', async () => {
    const place = folder();
    writeFileSync(join(place, 'package.json'), '{"name": "theirs", "type": "commonjs"}');
    writeFileSync(join(place, 'airlock.ts'), source);
    const { code } = await cli(['--spec', 'airlock.ts', '--workers', '2', '--quiet'], { cwd: place });
    expect(code).toBe(0);
  });

  test('leaves its folder as it was', async () => {
    const place = folder();
    writeFileSync(join(place, 'airlock.ts'), source);
    await cli(['--spec', './airlock.ts', '--workers', '2', '--quiet'], { cwd: place });
    expect(readdirSync(place)).toEqual(['airlock.ts']);
  });
});

test.each(['plain.js', 'plain.mjs'])('a JavaScript file: %s', async (name) => {
  const place = folder();
  writeFileSync(
    join(place, name),
    `import { boolean, record, spec } from 'explore';

export default spec({
  name: 'lamp',
  about: 'A lamp.',
  state: () => record({ lit: boolean }),
  initial: (_, state) => state(),
  actions: (_, { action }) => [action('switch', { actor: 'hand', step: (state) => state.update('lit', (lit) => !lit) })],
  properties: (_, { witness }) => [witness('lit', 'It can be lit.', ({ lit }) => lit)],
});
`,
  );
  const { code, stdout } = await cli(['--spec', join(place, name), '--workers', '2', '--quiet']);
  expect(stdout).toMatch(/2 distinct states, 2 transitions, depth 1 /);
  expect(code).toBe(0);
});
