#!/usr/bin/env node
/** The entry: arguments in, exit code out. The one file that ends the process, and the one that catches everything. */
import process from 'node:process';
import { UserError } from '../errors.js';
import { compileLater } from './compiler.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { ownVersion } from './version.js';

async function main(): Promise<void> {
  let unwritten = false;
  let ended = false;
  // A module that ends the process while it is loaded must not pass for a run in which everything holds.
  process.on('exit', (code) => {
    if (ended || (code !== exitCodes.holds && code !== exitCodes.violated)) return;
    process.stderr.write('the process was ended from within, before there was a result\n');
    process.exitCode = exitCodes.wrong;
  });
  // A night that started this run is gone: nobody waits for the result. The channel keeps no process alive.
  process.on('disconnect', () => process.exit(exitCodes.interrupted));
  if (process.connected === false) process.exit(exitCodes.interrupted);
  process.channel?.unref();
  process.on('uncaughtException', (error) => void fail(error).finally(() => process.exit()));
  // A reader that went away (`| head`) ends the writing, not the run: the exit code still tells the verdict.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (stream === process.stdout && !unwritten) process.stderr.write(`standard output cannot be written: ${error.message}\n`);
      unwritten = true;
      process.exitCode = exitCodes.wrong;
    });
  }
  // What a spec prints while it is loaded must not get between the results; workers see to their own.
  console.log = console.info = console.debug = console.error;
  const stop = new AbortController();
  try {
    const given = process.argv.slice(2);
    const told = await information(given);
    if (told !== null) {
      ended = true;
      process.stdout.write(told);
      return;
    }
    compileLater();
    if (searches(given)) (await import('../threads.js')).prepareThread();
    const code = await run(given, stop);
    ended = true;
    process.exitCode = unwritten ? exitCodes.wrong : code;
  } catch (error) {
    await fail(error);
  }
}

/** Help and version come at once: nothing is loaded for them but what they say. */
async function information(given: readonly string[]): Promise<string | null> {
  if (given.includes('--help') || given.includes('-h') || (given[0] === 'help' && given.length <= 2)) {
    const [{ helpText }, { commands }] = await Promise.all([import('./help.js'), import('./flags.js')]);
    return helpText(commands.find(({ name }) => given.includes(name))?.name ?? 'explore');
  }
  if (!given.includes('--version')) return null;
  return `${ownVersion()}\n`;
}

async function run(given: readonly string[], stop: AbortController): Promise<number> {
  // What most requests turn out to need is loaded together with what reads them: files are waited for once.
  const [{ terminalOf }, { readArguments }] = await Promise.all([import('./terminal.js'), import('./arguments.js'), given[0]?.startsWith('-') ? import('./explore.js') : null]);
  const terminal = terminalOf(stop.signal);
  const request = readArguments(given);
  switch (request.kind) {
    case 'list':
      return (await import('./list.js')).runList(request, terminal);
    case 'replay':
      return (await import('./replay.js')).runReplay(request, terminal);
    case 'trace':
      return (await import('./trace.js')).runTrace(request, terminal);
    case 'diff':
      heedSignals(terminal, stop);
      return (await import('./diff.js')).runDiff(request, terminal);
    case 'graph':
      heedSignals(terminal, stop);
      return (await import('./graph.js')).runGraph(request, terminal);
    case 'new':
      return (await import('./new.js')).runNew(request, terminal);
    case 'serve':
      heedSignals(terminal, stop);
      return (await import('./serve.js')).runServe(request, terminal);
    case 'simulate':
      heedSignals(terminal, stop);
      return (await import('./simulate.js')).runSimulate(request, terminal);
    case 'validate':
      heedSignals(terminal, stop);
      return (await import('./validate.js')).runValidate(request, terminal);
    case 'nightly':
      heedSignals(terminal, stop);
      return (await import('./nightly.js')).runNightly(request, terminal);
    case 'matrix':
      heedSignals(terminal, stop);
      return (await import('./matrix.js')).runMatrix(request, terminal);
    case 'refine':
      heedSignals(terminal, stop);
      return (await import('./refine.js')).runRefine(request, terminal);
    case 'bound':
      heedSignals(terminal, stop);
      return (await import('./bound.js')).runBound(request, terminal);
    case 'resume':
      heedSignals(terminal, stop);
      return (await import('./resume.js')).runResume(request, terminal);
    case 'explore':
      if (request.watch) {
        for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
        // There will be no verdict for an exit code: a reader that went away ends it.
        process.stdout.on('error', () => stop.abort());
        return (await import('./watch.js')).runWatch(request, given, terminal);
      }
      heedSignals(terminal, stop);
      return (await import('./explore.js')).runExplore(request, terminal);
  }
}

/** Whether there will be a search, as far as can be told without reading the request. One that is watched runs in another process. */
function searches([first = '', ...rest]: readonly string[]): boolean {
  return first.startsWith('-') ? !rest.includes('--watch') : ['bound', 'graph', 'matrix', 'refine', 'resume'].includes(first);
}

/** The first Ctrl-C asks for what is known so far; the second one ends everything at once. */
function heedSignals({ err }: Terminal, stop: AbortController): void {
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(exitCodes.interrupted);
      if (err.isTerminal) err.write('\r\x1b[Kstopping; once more to end at once\n');
      stop.abort();
    });
  }
}

async function fail(error: unknown): Promise<void> {
  const { faultText, styleFor } = await import('../report/index.js');
  process.stderr.write(faultText(error, styleFor(process.stderr, process.env)));
  const theirs = error instanceof UserError || (error instanceof Error && error.name === 'UserError');
  process.exitCode = theirs ? exitCodes.wrong : exitCodes.fault;
}

await main();
