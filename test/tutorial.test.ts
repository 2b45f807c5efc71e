/**
 * The tutorial is walked through from its first line to its last, as a reader does it, in a project that has nothing but the
 * package and Vitest: commands are run and what they show is compared, changes are made, and code that is shown must be there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { install } from './support/installed.js';
import { expectShown } from './support/markdown.js';
import { root } from './support/run-cli.js';

const { place, run, write } = install('vitest', 'typescript', '@types/node');
const tutorial = readFileSync(join(root, 'specs/TUTORIAL.md'), 'utf8');
const steps = Array.from(tutorial.matchAll(/^```(\w+)\n(.*?)\n```$/gms), ([, kind = '', text = '']) => ({ kind, first: text.split('\n')[0] ?? '', text }));

describe.sequential('step by step', () => {
  test.each(steps)('$kind: $first', async ({ kind, text }) => {
    switch (kind) {
      case 'console':
        return expectShown(text, await ran(text.split('\n')[0] ?? ''));
      case 'diff':
        return change(text);
      case 'ts':
        return expect(['mailbox.ts', 'mailbox.test.ts'].map(read).join('\n')).toContain(text);
      default:
        throw new Error(`the tutorial has a block of kind ${kind}, which nobody looks at`);
    }
  });

  test('there is one of each kind, and at the end the files compile', async () => {
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['console', 'diff', 'ts']));
    const settings = { target: 'es2022', lib: ['es2023'], module: 'nodenext', strict: true, exactOptionalPropertyTypes: true, noUnusedLocals: true, noEmit: true, types: ['node'], skipLibCheck: true };
    write('tsconfig.json', JSON.stringify({ compilerOptions: settings, files: ['mailbox.ts', 'mailbox.test.ts'] }));
    expect(await run('tsc', ['-p', 'tsconfig.json'])).toMatchObject({ stdout: '', code: 0 });
    expect(await run('explore', ['--spec', './mailbox.ts', '--strict', '--quiet'])).toMatchObject({ code: 0 });
  });
});

/** What a command shows. */
async function ran(line: string): Promise<string> {
  const [, program = '', rest = ''] = /^\$ npx (\w+) (.*)$/.exec(line) ?? [];
  const { stdout, stderr } = await run(program, rest.split(' '), { env: { NO_COLOR: '1' } });
  // Vitest tells the failures on standard error, and counts the tests on standard output when all is over.
  return stderr + stdout;
}

function read(name: string): string {
  return readFileSync(join(place, name), 'utf8');
}

/** Makes a change: the lines with a blank and with a minus stand in the file, once; those with a minus go, those with a plus come. */
function change(diff: string): void {
  const [head = '', ...lines] = diff.split('\n');
  const name = /^@@ (\S+) @@$/.exec(head)?.[1] ?? '';
  const side = (other: string) =>
    lines
      .filter((line) => !line.startsWith(other))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = read(name).split(side('+'));
  expect(parts.length, `${name} has these lines once`).toBe(2);
  write(name, parts.join(side('-')));
}
