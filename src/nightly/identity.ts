/** What has to be the same for two nights to be comparable: the engine, the machine, the commit. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('..', import.meta.url));

/** What decides a count or a verdict; how they are told does not. */
const stages = ['spec', 'model', 'layout', 'tables', 'store', 'explore', 'verdict', 'trace', 'check'];

/** A checksum of the engine's modules. */
export function engineFingerprint(): string {
  const hash = createHash('sha256');
  for (const stage of stages) for (const file of filesOf(join(source, stage))) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function filesOf(place: string): string[] {
  const isCode = (name: string) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts');
  if (existsSync(place) && statSync(place).isDirectory())
    return readdirSync(place)
      .filter(isCode)
      .sort()
      .map((name) => join(place, name));
  return [`${place}.js`, `${place}.ts`].filter((path) => existsSync(path)).slice(0, 1);
}

/** Two machines of which this is the same are taken for one: machines of a CI have other names every day. */
export function machineName(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** The commit of the sources in a folder, with `+` when files that it knows have changed; null without git. */
export function commitOf(folder: string): string | null {
  const commit = git(folder, 'rev-parse', '--short=12', 'HEAD');
  if (commit === null) return null;
  return git(folder, 'status', '--porcelain', '--untracked-files=no', '--', 'src', 'specs') === '' ? commit : `${commit}+`;
}

/** The files that differ from where a commit and this one part, in a folder; null when git does not know. */
export function changedFiles(folder: string, since: string): string[] | null {
  const told = git(folder, 'diff', '--name-only', '--relative', '--merge-base', since, '--');
  const untracked = git(folder, 'ls-files', '--others', '--exclude-standard');
  return told === null || untracked === null ? null : `${told}\n${untracked}`.split('\n').filter((path) => path !== '');
}

/** The folder of the project, whether this is the build or the source. */
export const project = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../..' : '../../..', import.meta.url));

function git(folder: string, ...args: readonly string[]): string | null {
  try {
    return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
