/** A search, whether it is new or resumed: with its progress, and its result to wherever it is to go. */
import type { SpecSource } from '../catalog.js';
import { type CheckOptions, check } from '../check.js';
import { UserError } from '../errors.js';
import type { progressLine, Run } from '../report/index.js';
import type { SearchArguments } from './arguments.js';
import { allOfProcess, boundsGiven } from './bounds-given.js';
import { showProgress } from './progress.js';
import type { Performance, tellRun as tell } from './tell.js';
import type { Terminal } from './terminal.js';

/** Complains about files that cannot be written before the work is done. */
export async function requireOutputs({ json, trace }: Pick<SearchArguments, 'json' | 'trace'>): Promise<void> {
  if (json !== undefined && json === trace) throw new UserError('--json and --trace cannot go to one file', [['found', json]]);
  const files = [json, trace].flatMap((path) => (path === undefined || path === '-' ? [] : [path]));
  if (files.length === 0) return;
  const { requireWritable } = await import('../results/index.js');
  for (const path of files) requireWritable(path);
}

/** Searches, tells what came of it, and returns the exit code. */
export async function perform(source: SpecSource & { readonly from: string }, options: CheckOptions, request: Performance, terminal: Terminal): Promise<number> {
  const { explain } = request;
  const progress = showProgress(terminal, request);
  let line: typeof progressLine | undefined;
  let run: Run;
  let tellRun: typeof tell;
  try {
    const searching = check(source, {
      ...options,
      explain,
      ...boundsGiven(request),
      ...allOfProcess,
      signal: terminal.signal,
      onProgress: (figures) => {
        const shown = line;
        if (shown !== undefined) progress.tell((width) => shown(figures, width));
      },
    });
    // What tells the result is loaded while the workers search.
    const loading = import('../report/index.js').then((report) => {
      line = report.progressLine;
      return import('./tell.js');
    });
    [run, { tellRun }] = await Promise.all([searching, loading]);
  } finally {
    progress.end();
  }
  return tellRun(run, source.from, request, terminal);
}
