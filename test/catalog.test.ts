import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findSpec, specNames } from '../src/catalog.js';
import { check } from '../src/check.js';
import { UserError } from '../src/errors.js';
import { isSpec } from '../src/spec/index.js';

test.each(specNames())('the catalogue has %s, under its own name, where a worker finds it too', async (name) => {
  const { spec, url, from } = await findSpec(name);
  expect(isSpec(spec)).toBe(true);
  expect(spec.name).toBe(name);
  expect(from).toBe(name);
  expect(existsSync(fileURLToPath(url))).toBe(true);
});

test('a file anywhere is a spec that runs, workers included; nothing of it is left behind', async () => {
  const place = folder();
  copyFileSync(new URL('fixtures/airlock.ts', import.meta.url), join(place, 'airlock.ts'));
  const found = await findSpec(join(place, 'airlock.ts'));
  expect(found.from).toBe(join(place, 'airlock.ts'));
  const made = fileURLToPath(found.url);
  expect(existsSync(made)).toBe(true);
  const run = await check(found, { workers: 2 });
  expect(run.ending).toEqual({ kind: 'exhausted' });
  expect(run.counts.states).toBe(3);
  found.dispose();
  expect(existsSync(made)).toBe(false);
  expect(readdirSync(place)).toEqual(['airlock.ts']);
});

describe('what is not a spec is refused with the reason:', () => {
  test.each([
    ['an unknown name', 'vgic-hv', /unknown spec "vgic-hv"/, ['nearest', '"vgic-hw"']],
    ['a file that is not there', './nowhere.ts', /there is no spec file .*nowhere\.ts/, undefined],
    ['a folder', './', /is not a file/, undefined],
  ])('%s', async (_, given, headline, detail) => {
    const refusal = await refused(given);
    expect(refusal.message).toMatch(headline);
    if (detail !== undefined) expect(refusal.details).toContainEqual(detail);
  });

  test.each([
    ['a syntax error', 'const x = ;\nexport default x;', /cannot be compiled/, 'at', /mine\.ts:1:11$/],
    [
      'one in the midst of a very long line',
      `const x = "${'a'.repeat(5000)}"; const y = ; const z = "${'b'.repeat(5000)}";\nexport default x;`,
      /cannot be compiled/,
      'line',
      /^…a{60,}"; const y = ; const z = "b{20,}…$/,
    ],
    ['a word that the language does not have', "import { spce } from 'explore';\nexport default spce({});", /cannot be compiled/, 'at', /mine\.ts:1:10$/],
    ['a package that is not installed', "import x from 'no-such-package';\nexport default x;", /cannot be compiled/, 'found', /no-such-package/],
    ['no default export', 'export const x = 1;', /is not a spec/, 'found', /^no default export$/],
    ['another default export', 'export default { name: "x" };', /is not a spec/, 'found', /an object with name/],
    ['a throw while it is loaded', '\nthrow new RangeError("no settings");\nexport default 1;', /cannot be loaded/, 'because', /RangeError: no settings/],
    ['a fault in what it defines', "import { spec } from 'explore';\nexport default spec({ name: 'Bad Name' } as never);", /cannot be loaded/, 'because', /a spec needs a name/],
  ])('%s', async (_, text, headline, label, detail) => {
    const place = folder();
    writeFileSync(join(place, 'mine.ts'), text);
    const refusal = await refused(join(place, 'mine.ts'));
    expect(refusal.message).toMatch(headline);
    expect(Object.fromEntries(refusal.details)[label]).toMatch(detail);
  });
});

test('who leaves out the ending of a file is told its path', async () => {
  // The tests run in the project's folder.
  expect((await refused('vitest.config')).details.at(-1)).toEqual(['to do', 'if you mean the file, give its path: --spec ./vitest.config.ts']);
});

async function refused(given: string): Promise<UserError> {
  const result = await findSpec(given).catch((error: unknown) => error);
  if (result instanceof UserError) return result;
  throw new Error('it was not refused', { cause: result });
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'explore-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
