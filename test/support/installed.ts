/**
 * The package as its users have it: packed by npm, unpacked in an empty project of theirs. What it depends on is linked from
 * here, so that no network is needed. What is tested is the archive: nothing else of the repository can be found from there.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll } from 'vitest';
import { type Ended, launch, type RunOptions, root } from './run-cli.js';

export interface Installed {
  /** The folder of the project. */
  readonly place: string;
  /** The archive. */
  readonly archive: string;
  /** Runs a program of `node_modules/.bin`, or `node`. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Ended>;
  write(name: string, text: string): void;
}

/** Makes such a project, with the given packages beside the package; it is removed after the tests of the file. */
export function install(...others: readonly string[]): Installed {
  const base = mkdtempSync(join(tmpdir(), 'explore-test-'));
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  // The build is the test command's; here it is only packed.
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', base], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [
    { readonly filename: string },
  ];
  const archive = join(base, packed.filename);
  const place = join(base, 'theirs');
  const modules = join(place, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', modules]);
  execFileSync('mv', [join(modules, 'package'), join(modules, 'explore')]);
  const manifest = JSON.parse(readFileSync(join(modules, 'explore/package.json'), 'utf8')) as { readonly bin: { readonly explore: string }; readonly dependencies: Readonly<Record<string, string>> };
  for (const name of [...Object.keys(manifest.dependencies), ...others]) link(join(root, 'node_modules', name), join(modules, name));
  link(join(modules, 'explore', manifest.bin.explore), join(modules, '.bin/explore'));
  for (const name of others) for (const [program, path] of Object.entries(programsOf(join(modules, name)))) link(join(modules, name, path), join(modules, '.bin', program));
  const write = (name: string, text: string) => writeFileSync(join(place, name), text);
  write('package.json', JSON.stringify({ name: 'theirs', version: '1.0.0', private: true, type: 'module' }));
  return {
    place,
    archive,
    write,
    run: (program, args, options = {}) => launch(program === 'node' ? process.execPath : join(modules, '.bin', program), args, { cwd: place, ...options }).ended,
  };
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function programsOf(folder: string): Readonly<Record<string, string>> {
  const { name, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name: string; readonly bin?: string | Readonly<Record<string, string>> };
  return typeof bin === 'string' ? { [name]: bin } : bin;
}
