/** The README shows what really happens: its commands are run, and its outputs compared but for times, rates and sizes. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { codeBlocks, expectShown } from './support/markdown.js';
import { cli, folder, root } from './support/run-cli.js';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const example = codeBlocks(readme, 'ts').find((text) => text.startsWith('// lock.ts\n')) ?? '';

describe('an output that it shows', () => {
  const shown = codeBlocks(readme, 'console').map((text) => {
    return { command: text.split('\n')[0]?.replace(/^\$ npx explore /, '') ?? '', text };
  });

  test('there are six', () => {
    expect(shown.length).toBe(6);
  });

  test.each(shown)('$command', async ({ command, text }) => {
    const place = folder();
    writeFileSync(join(place, 'lock.ts'), example);
    const { stdout, stderr } = await cli([...wordsOf(command), '--quiet'], { cwd: place });
    expect(stderr).toBe('');
    expectShown(text, stdout);
  });
});

describe('the example', () => {
  test('keeps its promises', async () => {
    const place = folder();
    writeFileSync(join(place, 'lock.ts'), example);
    expect(await cli(['--spec', './lock.ts', '--strict'], { cwd: place })).toMatchObject({ code: 0 });
    expect(await cli(['matrix', '--spec', './lock.ts'], { cwd: place })).toMatchObject({ code: 0 });
  });

  test('compiles under the strictest settings, and would not with a misspelt place', () => {
    expect(compile(example)).toBe('');
    expect(compile(example.replace("=== 'door'", "=== 'dor'"))).toMatch(/lock\.ts.*"dor"/);
  });
});

test('the commands of the first minute are there, and their scripts', () => {
  const commands = codeBlocks(readme, 'sh').flatMap((text) => text.split('\n'));
  expect(commands).toContain('npm ci && npx explore --spec vgic-hw');
  expect(commands).toContain('npm ci && npm test');
  const { bin, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { bin: { explore?: string }; scripts: { test?: string } };
  expect(existsSync(join(root, bin.explore ?? ''))).toBe(true);
  expect(scripts.test).toBeDefined();
});

test.each(['README.md', 'results/README.md', 'specs/README.md', 'specs/TUTORIAL.md', 'specs/FROM-OTHER-TOOLS.md', 'specs/vgic-hw/README.md', 'src/README.md'])(
  'the links of %s lead somewhere',
  (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (!target.includes('://')) expect(existsSync(join(root, file, '..', target)), `${file} links to ${target}`).toBe(true);
    }
  },
);

/** The words of a command line; quotation marks hold some together. */
function wordsOf(command: string): string[] {
  return Array.from(command.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => quoted ?? word);
}

/** What the compiler has to say of a file that imports the language. */
function compile(text: string): string {
  const place = folder();
  writeFileSync(join(place, 'lock.ts'), text);
  writeFileSync(join(place, 'package.json'), '{"type": "module"}');
  const compilerOptions = { noEmit: true, types: [], rootDir: '/', paths: { explore: [join(root, 'dist/src/spec/index.d.ts')] } };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: ['lock.ts'] }));
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', place], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { readonly stdout: unknown }).stdout);
  }
}
