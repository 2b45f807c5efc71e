/** `explore nightly`: everything that is promised, once more, and what is new. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { specNames } from '../catalog.js';
import { UserError, unknownName } from '../errors.js';
import { cataloguePlan, changedSpecs, launcher, type NightEvent, type Plan, readPlan, runNight, selfCheck } from '../nightly/index.js';
import { isGreen, type Night, nightAnnotations, nightLineText, nightText, selfCheckIsGood } from '../report/index.js';
import { nightlyFolder, openArchive, requireWritable, writeWhole } from '../results/index.js';
import type { NightlyArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export async function runNightly(request: NightlyArguments, terminal: Terminal): Promise<number> {
  const { out, err, signal } = terminal;
  const { json, quiet, draws, seed } = request;
  if (json !== undefined && json !== '-') requireWritable(json);
  if (request.selfCheck) return checkSelf(request, terminal);
  const plan = await planOf(request);
  const folder = request.results ?? nightlyFolder;
  const archive = openArchive(folder);
  let done = 0;
  try {
    const end = await runNight({
      plan: { ...plan, time: request.timeLimit ?? plan.time, memory: request.memory ?? plan.memory },
      archive,
      launch: launcher(fileURLToPath(new URL('./main.js', import.meta.url))),
      baseline: request.baseline ?? join(folder, 'baseline.ndjson'),
      workers: request.workers ?? null,
      draws,
      seed: seed ?? null,
      keep: request.keep,
      signal,
      tell: (event) => {
        if (event.kind === 'done') done += 1;
        if (event.kind === 'resumed') done = event.done;
        if (!quiet) err.write(eventText(event, terminal));
      },
    });
    if (end.kind === 'interrupted') {
      err.write(`interrupted: ${end.done} of ${end.planned} runs are done and kept; the same command goes on\n`);
      return exitCodes.interrupted;
    }
    const document = `${JSON.stringify(end.night, null, 2)}\n`;
    if (json === '-') out.write(document);
    else {
      out.write(nightText(end.night, end.folder, out.style));
      if (process.env.GITHUB_ACTIONS === 'true') out.write(nightAnnotations(end.night));
      if (json !== undefined) writeWhole(json, document);
    }
    return exitCodeOf(end.night);
  } catch (error) {
    // A disk that is full, most likely: the reason is told, and so is what is safe.
    if (error instanceof UserError)
      throw new UserError(error.message, [...error.details, ['done', `${done} of ${plan.runs.length} runs are kept in ${folder}; the same command goes on with the rest`]]);
    throw error;
  } finally {
    archive.close();
  }
}

async function checkSelf({ json, seed, draws }: NightlyArguments, { out, signal }: Terminal): Promise<number> {
  const result = await selfCheck(seed ?? Date.now() % 2 ** 28, draws, signal);
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (json === undefined || json === '-') out.write(text);
  else writeWhole(json, text);
  if (signal.aborted) return exitCodes.interrupted;
  return selfCheckIsGood(result) ? exitCodes.holds : exitCodes.violated;
}

async function planOf({ plan, specs, changed, quick }: NightlyArguments): Promise<Plan> {
  if (plan !== undefined) return readPlan(plan, readText(plan));
  for (const name of specs ?? []) if (!specNames().includes(name)) throw unknownName('spec', name, specNames());
  const concerned = changed === undefined ? specNames() : changedSpecs(changed);
  return cataloguePlan({ specs: (specs ?? specNames()).filter((name) => concerned.includes(name)), scale: !quick });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`the plan ${path} cannot be read`, [['because', error instanceof Error ? error.message : String(error)]]);
  }
}

function eventText(event: NightEvent, { err }: Terminal): string {
  const clear = err.isTerminal ? '\r\x1b[K' : '';
  switch (event.kind) {
    case 'resumed':
      return `the night ${event.night} goes on: ${event.done} of ${event.planned} runs are done\n`;
    case 'self-check':
      return `comparing engine and reference\n`;
    case 'begun':
      return err.isTerminal ? `${clear}${event.number}/${event.planned} ${event.key}` : '';
    case 'done':
      return `${clear}${nightLineText(event.number, event.planned, event.line, err.style)}\n`;
  }
}

function exitCodeOf(night: Night): number {
  if (night.news.length > 0 || !selfCheckIsGood(night.selfCheck)) return exitCodes.violated;
  return isGreen(night) ? exitCodes.holds : exitCodes.incomplete;
}
