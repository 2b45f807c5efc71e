/** Where and with what is measured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './project.js';
import type { Conditions } from './record.js';

export function currentConditions(): Conditions {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return {
    machine: { processor: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), memory: totalmem(), kernel: `${type()} ${release()}` },
    versions: {
      explore: version,
      node: process.version,
      spin: firstNumber(said('spin', '-V')),
      rumur: firstNumber(said('rumur', '--version')),
      // The first of the several numbers that it tells is the distribution's.
      gcc: said('gcc', '-dumpfullversion'),
    },
    commit: currentCommit(),
  };
}

/** Processes that want the machine, as the system reckons it over a minute. */
export function currentLoad(): number {
  return Math.round((loadavg()[0] as number) * 100) / 100;
}

function currentCommit(): string {
  const commit = said('git', '-C', root, 'rev-parse', '--short=12', 'HEAD');
  if (commit === null) return 'unknown';
  const changed = said('git', '-C', root, 'status', '--porcelain', '--untracked-files=no', '--', 'src', 'specs', 'test/bench');
  return changed === '' ? commit : `${commit}+`;
}

/** What a program says, or null when it is not there. */
function said(file: string, ...args: readonly string[]): string | null {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

function firstNumber(text: string | null): string | null {
  return text === null ? null : (/\d[\w.-]*/.exec(text)?.[0] ?? text);
}
