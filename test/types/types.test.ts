/** The compiler reads the type tests: what must compile does, and every `@ts-expect-error` is an error. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('an author who errs is told so by the compiler, and one who does not is left alone', () => {
  expect(complaints().filter((line) => line.startsWith('test/types/'))).toEqual([]);
  const mistakes = readFileSync(new URL('language.test-d.ts', import.meta.url), 'utf8').match(/@ts-expect-error/g) ?? [];
  expect(mistakes.length).toBeGreaterThan(80);
});

/** What the compiler says of the whole project; the type tests are part of it. */
function complaints(): string[] {
  try {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', '.'], { cwd: root, encoding: 'utf8' });
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error && typeof error.stdout === 'string' && error.stdout !== '')) throw error;
    return error.stdout.split('\n');
  }
}
