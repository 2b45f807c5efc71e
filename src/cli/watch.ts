/**
 * `explore --spec FILE --watch`: a check at each save of the spec, or of a file that it imports. Each check is the command
 * line itself in a process of its own: whatever half a line of code does, the watching goes on, and a check that nobody waits for
 * any more is simply ended.
 */
import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { filesOf, looksLikePath } from '../catalog.js';
import { UserError } from '../errors.js';
import { launcher } from '../nightly/index.js';
import { checkingText, watchingText } from '../report/index.js';
import type { ExploreArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** Milliseconds between two looks at the files. Looking is some stat calls; events of a file system are lost where it is mounted from elsewhere. */
const pause = 100;

/** `given`: the words of the command line. */
export async function runWatch({ spec, checkpoint, json, trace, quiet }: ExploreArguments, given: readonly string[], terminal: Terminal): Promise<number> {
  if (!looksLikePath(spec)) {
    throw new UserError('--watch needs the file of a spec', [
      ['found', spec],
      ['to do', 'give its path: --spec ./my-spec.ts'],
    ]);
  }
  if (checkpoint !== undefined) throw new UserError('--watch and --checkpoint do not go together', [['because', 'a search is begun anew at each save']]);
  if (json === '-' || trace === '-') throw new UserError(`--watch and ${json === '-' ? '--json' : '--trace'} - do not go together`, [['to do', 'give a file, which is written at each save']]);
  const { signal } = terminal;
  const words = [...given.filter((word) => !/^--watch(=|$)/.test(word)), ...(quiet ? [] : ['--quiet'])];
  // Of a file that is not there any more, or cannot be read, the last that was known counts.
  for (let files = await filesOf(spec); !signal.aborted; files = await filesOf(spec).catch(() => files)) {
    const before = marksOf(files);
    const round = new AbortController();
    const change = changed(files, before, AbortSignal.any([signal, round.signal])).then(() => null);
    const checked = await Promise.race([check(words, quiet ? null : spec, terminal, round.signal), change]);
    if (checked === null) {
      round.abort();
      continue;
    }
    const below = quiet ? null : watchingText(spec, files.filter((file) => markOf(file) !== '').length, checked.wall);
    show(checked, below, terminal);
    await change;
  }
  if (terminal.err.isTerminal) terminal.err.write('\r\x1b[K');
  return exitCodes.interrupted;
}

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly wall: number;
}

/** One check, which ends when the signal is aborted. On a terminal a line tells which file it is about, unless that is null. */
async function check(words: readonly string[], file: string | null, { out, err }: Terminal, signal: AbortSignal): Promise<Result> {
  const colours = out.style.paint.good('') === '' ? {} : { FORCE_COLOR: '1' };
  const launch = launcher(fileURLToPath(new URL('./main.js', import.meta.url)), { ...colours, COLUMNS: String(out.style.width) });
  const begun = performance.now();
  const draw = () => {
    if (err.isTerminal && file !== null && !signal.aborted)
      err.write(`\r\x1b[K${err.style.paint.faint(checkingText(file, (performance.now() - begun) / 1000).slice(0, Math.max(20, err.columns() - 1)))}`);
  };
  draw();
  const clock = setInterval(draw, 1000);
  try {
    return await launch(words, { patience: Number.POSITIVE_INFINITY, signal });
  } finally {
    clearInterval(clock);
  }
}

/** On a terminal the result takes the place of the one before, in one piece; elsewhere it follows. */
function show({ stdout, stderr }: Result, below: string | null, { out, err }: Terminal): void {
  if (err.isTerminal) err.write('\r\x1b[K');
  out.write(`${out.isTerminal ? '\x1b[H\x1b[2J' : ''}${stdout}`);
  err.write(below === null ? stderr : `${stderr}${err.style.paint.faint(below)}\n`);
}

/** Resolves when a file is not as it was, and has come to rest; or when the signal is aborted. */
async function changed(files: readonly string[], before: string, signal: AbortSignal): Promise<void> {
  for (let last = before; !signal.aborted; ) {
    await sleep(last === before ? pause : pause / 2, undefined, { signal }).catch(() => undefined);
    const now = marksOf(files);
    // An editor may make a file empty before it fills it.
    if (now !== before && now === last) return;
    last = now;
  }
}

function marksOf(files: readonly string[]): string {
  return files.map(markOf).join('\n');
}

/** What differs when a file was written again; nothing, when there is none that can be read. */
function markOf(file: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
