/** What `npm pack` makes, as its users have it: in an empty project, with a spec, programs and tests of their own. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, test } from 'vitest';
import { install } from './support/installed.js';
import { codeBlocks } from './support/markdown.js';
import { fixture, root } from './support/run-cli.js';

const { place, archive, run, write } = install('vitest', 'typescript', '@types/node');
const unpacked = join(place, 'node_modules/explore');
const files = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .map((path) => path.replace(/^package\//, ''));
copyFileSync(join(root, fixture('airlock')), join(place, 'airlock.ts'));

describe('the archive', () => {
  test('holds no test, no measurement and no settings, and nothing but text and the compiled hot loop', () => {
    expect(files.filter((path) => !/^(dist|src|specs)\//.test(path)).sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(files.filter((path) => /(^|\/)(test|bench)\/|\.test\.|tsbuildinfo/.test(path))).toEqual([]);
    // The page of the web explorer is built; its sources are of no use without what it is built from.
    const page = files.filter((path) => path.includes('web/page/')).sort();
    expect(page).toEqual(['app.js', 'icon.svg', 'index.html', 'style.css'].map((name) => `dist/src/web/page/${name}`));
    expect(files.filter((path) => !page.includes(path) && !/\.(ts|js|js\.map|d\.ts|md|json|log)$|^LICENSE$/.test(path))).toEqual(['dist/src/explore/kernel.wasm']);
  });

  test('holds the sources that its source maps name', () => {
    const maps = files.filter((path) => path.endsWith('.js.map') && existsSync(join(root, path.replace(/^dist\//, '').replace(/\.js\.map$/, '.ts'))));
    expect(maps.length).toBeGreaterThan(100);
    for (const path of maps) {
      const { sources } = JSON.parse(readFileSync(join(unpacked, path), 'utf8')) as { readonly sources: readonly string[] };
      for (const source of sources) expect(existsSync(join(unpacked, dirname(path), source)), `${path} names ${source}`).toBe(true);
    }
  });

  test('holds each module once in a thread: a file that was made of several is made of one stage', () => {
    const sources = (path: string) => (JSON.parse(readFileSync(join(unpacked, path), 'utf8')) as { readonly sources: readonly string[] }).sources;
    const bundled = files.filter((path) => path.startsWith('dist/src/') && path.endsWith('.js.map')).filter((path) => sources(path).length > 1);
    expect(bundled.length).toBeGreaterThan(5);
    for (const path of bundled) expect(new Set(sources(path).map((source) => dirname(join(dirname(path), source)))), path).toEqual(new Set([dirname(path).replace(/^dist\//, '')]));
  });

  test('publint finds nothing to complain about', async () => {
    const { messages, pkg } = await publint({ pkgDir: unpacked, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
  });

  test('its types resolve as its modules do, from ES modules and for bundlers', async () => {
    const found = await checkPackage(createPackageFromTarballData(readFileSync(archive)));
    if (found.types === false) throw new Error('the package has no types');
    // It is ES modules only: CommonJS reaches them with a dynamic import, and the resolution of Node 10 knows no exports.
    const problems = found.problems.filter((problem) => !(problem.kind === 'CJSResolvesToESM' || ('resolutionKind' in problem && problem.resolutionKind === 'node10')));
    expect(problems).toEqual([]);
    expect(Object.keys(found.entrypoints).sort()).toEqual(['.', './check', './package.json', './vitest']);
  });
});

describe('in a project', () => {
  test('a spec runs, with two workers', async () => {
    const { code, stdout, stderr } = await run('explore', ['--spec', './airlock.ts', '--param', 'doors=5', '--workers', '2', '--quiet']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/6 distinct states, 10 transitions, depth 1 /);
    expect(code).toBe(0);
  });

  test('so does a spec that comes with the package', async () => {
    expect(await run('explore', ['--spec', 'two-phase', '--workers', '2', '--quiet'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('a fault in a spec is told with its place in the source', async () => {
    write('broken.ts', readFileSync(join(root, fixture('throwing-load')), 'utf8'));
    const { code, stderr } = await run('explore', ['--spec', './broken.ts']);
    expect(stderr).toMatch(/^ +at +\/.*\/theirs\/broken\.ts:\d+:\d+$/m);
    expect(code).toBe(2);
  });

  test('a program of its own imports the language and the check', async () => {
    write(
      'program.mjs',
      `import { boolean, spec } from 'explore';
import { check, model } from 'explore/check';
const { good, states, verdicts } = await check(model('./airlock.ts', { variant: 'no-interlock' }), { workers: 2 });
console.log(JSON.stringify([typeof spec, boolean.size, good, states, verdicts['one-open'].length]));
`,
    );
    expect(await run('node', ['program.mjs'])).toEqual({ code: 0, signal: null, stdout: '["function",2,false,4,2]\n', stderr: '' });
  });

  test('tests for Node’s own runner ask for data', async () => {
    write(
      'airlock.node.mjs',
      `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, model } from 'explore/check';

test('the airlock is safe', async () => {
  const airlock = await check('./airlock.ts');
  assert.ok(airlock.good, airlock.text);
});

test('without its interlock it is not', async () => {
  const { verdicts } = await check(model('./airlock.ts', { variant: 'no-interlock' }));
  assert.equal(verdicts['one-open'].kind, 'violated');
  assert.equal(verdicts['one-open'].length, 2);
});

test('a test that fails', async () => {
  const airlock = await check(model('./airlock.ts', { variant: 'no-interlock' }));
  assert.ok(airlock.good, airlock.text);
});
`,
    );
    const { code, stdout } = await run('node', ['--test', '--test-reporter', 'tap', 'airlock.node.mjs']);
    expect(stdout).toMatch(/^ok 1 - the airlock is safe$[\s\S]*^ok 2 - without its interlock it is not$[\s\S]*^not ok 3 - a test that fails$/m);
    expect(stdout).toContain('one-open is violated by 2 steps: At most one door is open.');
    expect(code).toBe(1);
  });

  test('tests for Vitest use the matchers, in files that run at the same time', async () => {
    const file = (variant: string, body: string) => `import { model } from 'explore/check';
import 'explore/vitest';
import { expect, test } from 'vitest';
test('${variant}', async () => {
  const airlock = model(new URL('./airlock.ts', import.meta.url), { variant: '${variant}' });
  ${body}
});
`;
    write('a.test.ts', file('default', "await expect(airlock).toHold({ workers: 2 });\n  await expect(airlock).toReach('each-opens', { steps: 1 });"));
    write('b.test.ts', file('no-interlock', "await expect(airlock).toViolate('one-open', { steps: 2 });"));
    write('c.test.ts', file('stuck', 'await expect(airlock).toHold();'));
    const { code, stdout, stderr } = await run('vitest', ['run', '--reporter', 'default'], { env: { NO_COLOR: '1' } });
    expect(stdout).toMatch(/Tests +1 failed \| 2 passed/);
    // The failure names the line of the test, and shows the run in columns.
    expect(stderr).toMatch(/airlock, variant stuck was expected to hold\.\n\nnever-stuck is violated in an initial state/);
    expect(stderr).toMatch(/c\.test\.ts:6:/);
    expect(code).toBe(1);
  });

  test('the test of the README passes, and compiles', async () => {
    const [spec = '', tests = ''] = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8'), 'ts');
    write('lock.ts', spec);
    write('lock.test.ts', tests);
    expect(await run('vitest', ['run', 'lock.test.ts'])).toMatchObject({ code: 0 });
    expect(await compiled('lock.test.ts', { types: ['node'], skipLibCheck: true }, tests)).toMatchObject({ stdout: '', code: 0 });
  });

  test('the language compiles under the strictest settings, without the types of Node or of a browser', async () => {
    expect(await compiled('airlock.ts', { types: [], skipLibCheck: false })).toMatchObject({ stdout: '', code: 0 });
  });

  test('so does the check, with the types of Node', async () => {
    const text = `import { check, model, type Checked } from 'explore/check';
export const checked: Promise<Checked> = check(model(new URL('./airlock.ts', import.meta.url), { variant: 'stuck' }), { timeLimit: 3, properties: ['one-open'] });
// @ts-expect-error: there is no such option
export const misspelt = check('./airlock.ts', { timelimit: 3 });
`;
    expect(await compiled('typed.ts', { types: ['node'], skipLibCheck: false }, text)).toMatchObject({ stdout: '', code: 0 });
  });

  test('the matchers are typed', async () => {
    const text = `import 'explore/vitest';
import { expect } from 'vitest';
await expect('./airlock.ts').toViolate('one-open', { steps: 2 });
// @ts-expect-error: it needs a property
await expect('./airlock.ts').toViolate();
`;
    expect(await compiled('typed.test.ts', { types: ['node'], skipLibCheck: true }, text)).toMatchObject({ stdout: '', code: 0 });
  });
});

/** What the compiler says of one file. */
function compiled(name: string, options: object, text?: string) {
  const settings = { target: 'es2022', lib: ['es2023'], module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipDefaultLibCheck: true };
  if (text !== undefined) write(name, text);
  write('tsconfig.json', JSON.stringify({ compilerOptions: { ...settings, ...options }, files: [name] }));
  return run('tsc', ['-p', 'tsconfig.json']);
}
