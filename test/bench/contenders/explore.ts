import process from 'node:process';
import { exitCodes } from '../../../src/cli/exit-codes.js';
import { type RunDocument, readRunDocument } from '../../../src/report/index.js';
import { titleOf } from '../instances.js';
import { measure } from '../measure.js';
import { root } from '../project.js';
import type { Contender, Counts } from './contender.js';

/** Ours: the command that a user types, in a process of its own. */
export function explore(workers: number): Contender {
  return {
    name: `explore, ${workers} worker${workers === 1 ? '' : 's'}`,
    tool: 'explore',
    threads: workers,
    async run(instance) {
      const given = Object.entries(instance.parameters).map(([name, value]) => `${name}=${value}`);
      const args = ['--spec', instance.model, '--param', ...given, '--workers', String(workers)];
      const start = workers === 1 ? (await runExplore([...args, '--max-depth', '0'], exitCodes.incomplete)).measured : null;
      const { measured, document } = await runExplore(args);
      return { found: countsOf(titleOf(instance), document), build: 0, measured, start };
    },
  };
}

/** A whole run by the command line that ends with this exit code, with its document. */
export async function runExplore(args: readonly string[], code: number = exitCodes.holds): Promise<{ readonly measured: Awaited<ReturnType<typeof measure>>; readonly document: RunDocument }> {
  const measured = await measure({ file: process.execPath, args: ['dist/src/cli/main.js', ...args, '--continue', '--json', '-', '--quiet'], folder: root, code });
  const document = await readRunDocument('what explore printed', measured.stdout);
  // It knows its own peak to the end; a look from outside misses the last moments.
  return { measured: { ...measured, peak: Math.max(measured.peak, document.memory.peak) }, document };
}

export function countsOf(title: string, { ending, counts, conclusion }: Pick<RunDocument, 'ending' | 'counts' | 'conclusion'>): Counts {
  if (ending.kind !== 'exhausted') throw new Error(`explore has not searched the whole space of ${title}: ${conclusion}`);
  return { states: counts.states, transitions: counts.transitions, rounded: false };
}
