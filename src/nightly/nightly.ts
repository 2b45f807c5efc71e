/**
 * A night: every run of the plan, one after the other, each kept as soon as it is done. What was interrupted goes on with the
 * next start: a run that is stored is done, and nothing else is.
 */
import { createHash } from 'node:crypto';
import { UserError } from '../errors.js';
import { type Night, type NightLine, nightFormat, nightHtml, nightJunit, nightMarkdown, readNightLines, readSelfCheck, type SelfCheck, selfCheckFormat } from '../report/index.js';
import { type Archive, type NightFolder, readLines } from '../results/index.js';
import { newsOf } from './compare.js';
import { commitOf, engineFingerprint, machineName, project } from './identity.js';
import { type Launch, lastWords } from './launch.js';
import { ordered } from './order.js';
import type { Plan, PlannedRun } from './plan.js';
import { perform, type Setting } from './run.js';

export interface NightRequest {
  readonly plan: Plan;
  readonly archive: Archive;
  readonly launch: Launch;
  /** Lines to compare with where there is no night before. */
  readonly baseline: string;
  readonly workers: number | null;
  /** Draws for the self-check, and what decides them; null: the night's date. */
  readonly draws: number;
  readonly seed: number | null;
  /** Folders of nights that are kept. */
  readonly keep: number;
  readonly signal?: AbortSignal;
  readonly tell: (event: NightEvent) => void;
}

export type NightEvent =
  | { readonly kind: 'resumed'; readonly night: string; readonly done: number; readonly planned: number }
  | { readonly kind: 'begun'; readonly number: number; readonly planned: number; readonly key: string }
  | { readonly kind: 'done'; readonly number: number; readonly planned: number; readonly line: NightLine }
  | { readonly kind: 'self-check' };

/** The night, and where its results lie; or, when it was interrupted, how far it came. */
export type NightEnd = { readonly kind: 'finished'; readonly night: Night; readonly folder: string } | { readonly kind: 'interrupted'; readonly done: number; readonly planned: number };

/** What the night was to do, in its folder. */
interface PlanDocument {
  readonly format: 'explore.night-plan';
  readonly version: 1;
  /** A night that was interrupted goes on only if this is still the same. */
  readonly identity: string;
  readonly seed: number;
  readonly commit: string | null;
  readonly runs: readonly { readonly key: string; readonly name: string }[];
}

export async function runNight(request: NightRequest): Promise<NightEnd> {
  const { plan, archive, launch, workers, signal, tell } = request;
  const [engine, machine, commit] = [engineFingerprint(), machineName(), commitOf(project)];
  const history = await readNightLines('the history', recent(archive.history()));
  const identity = createHash('sha256')
    .update(JSON.stringify([plan, engine, machine, workers, request.draws, request.seed]))
    .digest('hex');
  const { folder, document } = await openNight(request, identity, commit, history, engine);
  const setting: Setting = { night: folder.id, commit, engine, machine, workers };
  // What a night stores is told in the history afterwards: killed in between, the line is still to come.
  const told = new Set(history.filter(({ night }) => night === folder.id).map(({ key }) => key));
  const stored = folder.runs();
  for (const { key, name } of document.runs) {
    const line = stored.get(name);
    if (line !== undefined && !told.has(key)) archive.append(line.trim());
  }
  const lines = new Map((await readNightLines(`the night ${folder.id}`, [...stored.values()])).map((line) => [line.key, line]));
  if (lines.size > 0) tell({ kind: 'resumed', night: folder.id, done: lines.size, planned: plan.runs.length });
  const begun = performance.now();
  const checked = await checkSelf(request, folder, document.seed);
  const onChecks = (performance.now() - begun) / 1000;
  const byKey = new Map(plan.runs.map((run) => [run.key, run]));
  for (const [index, { key, name }] of document.runs.entries()) {
    if (signal?.aborted === true) break;
    const planned = document.runs.length;
    if (lines.has(key)) continue;
    const time = plan.time === null ? null : plan.time - onChecks - [...lines.values()].reduce((sum, { wall }) => sum + wall, 0);
    if (time !== null && time <= 0) break;
    tell({ kind: 'begun', number: index + 1, planned, key });
    const done = await perform(byKey.get(key) as PlannedRun, { time, memory: plan.memory }, setting, launch, signal);
    if (done === null) break;
    folder.store(name, done.files);
    archive.append(JSON.stringify(done.line));
    lines.set(key, done.line);
    tell({ kind: 'done', number: index + 1, planned, line: done.line });
  }
  if (signal?.aborted === true) return { kind: 'interrupted', done: lines.size, planned: document.runs.length };
  return { kind: 'finished', night: await finish(request, folder, document, checked, machine), folder: folder.folder };
}

/** The night that was interrupted, if it was to do the same; else a new one. */
async function openNight(
  request: NightRequest,
  identity: string,
  commit: string | null,
  history: readonly NightLine[],
  engine: string,
): Promise<{ readonly folder: NightFolder; readonly document: PlanDocument }> {
  const { archive, plan } = request;
  for (const folder of archive.nights().filter((night) => night.summary() === null)) {
    const document = JSON.parse(folder.plan()) as PlanDocument;
    if (document.identity === identity) return { folder, document };
    // The plan, the specs or the engine have changed: it ends as it is.
    await finish(request, folder, document, await storedSelfCheck(folder), machineName());
  }
  const id = new Date().toISOString().replaceAll(':', '-');
  const seed = request.seed ?? Number.parseInt(createHash('sha256').update(id).digest('hex').slice(0, 7), 16);
  const runs = ordered(plan.runs, history, engine).map(({ key }) => ({ key, name: nameOf(key) }));
  const document: PlanDocument = { format: 'explore.night-plan', version: 1, identity, seed, commit, runs };
  return { folder: archive.begin(id, `${JSON.stringify(document, null, 2)}\n`), document };
}

/** Nights that are looked at; the pages show thirty. */
const mostNights = 40;

/** The lines of the last nights, of a history that may be years long. */
function recent(lines: readonly string[]): string[] {
  const nightOf = (line: string) => /"night":"([^"]*)"/.exec(line)?.[1] ?? '';
  const nights = new Set([...new Set(lines.map(nightOf))].sort().slice(-mostNights));
  return lines.filter((line) => nights.has(nightOf(line)));
}

/** The folder of a run: its key, as far as a file system takes it. */
function nameOf(key: string): string {
  const name = key.replaceAll('/', '--');
  if (/^\w[\w.#=,-]{0,120}$/.test(name)) return name;
  return `${name.replaceAll(/[^\w#=,-]/g, '_').slice(-100)}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

const selfCheckFile = 'self-check';

async function storedSelfCheck(folder: NightFolder): Promise<SelfCheck | null> {
  const text = folder.read(`${selfCheckFile}.json`);
  return text === null ? null : readSelfCheck('the self-check', text);
}

/** In a process of its own, as every run: a fault of the engine must not end the night that is to tell of it. */
async function checkSelf({ draws, launch, signal, tell }: NightRequest, folder: NightFolder, seed: number): Promise<SelfCheck | null> {
  const stored = await storedSelfCheck(folder);
  if (stored !== null || draws === 0) return stored;
  tell({ kind: 'self-check' });
  const launched = await launch(['nightly', '--self-check', '--seed', String(seed), '--draws', String(draws), '--json', '-'], { patience: 60 + 30 * draws, signal });
  if (signal?.aborted === true) return null;
  const failed = (why: string): SelfCheck => ({ ...selfCheckFormat, seed, asked: 0, agreed: 0, disagreements: [], failed: why });
  const last = lastWords(launched.stderr);
  const checked =
    launched.code === 0 || launched.code === 1
      ? await readSelfCheck('the self-check', launched.stdout).catch((error: unknown) => {
          if (error instanceof UserError) return failed(error.message);
          throw error;
        })
      : failed(launched.hung ? 'it hung, and was ended' : `it ended with ${launched.signal ?? `exit code ${launched.code}`}${last === '' ? '' : `:\n${last}`}`);
  folder.write(`${selfCheckFile}.json`, `${JSON.stringify(checked, null, 2)}\n`);
  return checked;
}

/** Compares, and writes the pages; the summary comes last, because with it the night is over. */
async function finish({ archive, baseline, keep }: NightRequest, folder: NightFolder, document: PlanDocument, selfCheck: SelfCheck | null, machine: string): Promise<Night> {
  const history = (await readNightLines('the history', recent(archive.history()))).filter(({ night }) => night < folder.id);
  const shipped = await readNightLines(`the baseline ${baseline}`, readLines(baseline));
  const done = new Map((await readNightLines(`the night ${folder.id}`, [...folder.runs().values()])).map((line) => [line.key, line]));
  const lines = document.runs.flatMap(({ key }) => done.get(key) ?? []);
  const before = (key: string) => {
    const own = history.filter((line) => line.key === key);
    return own.length > 0 ? own : shipped.filter((line) => line.key === key);
  };
  const night: Night = {
    ...nightFormat,
    night: folder.id,
    commit: document.commit,
    machine,
    comparedWith: history.at(-1)?.night ?? (shipped.length > 0 ? 'baseline' : null),
    planned: document.runs.length,
    missing: document.runs.flatMap(({ key }) => (done.has(key) ? [] : [key])),
    news: lines.flatMap((line) => newsOf(line, before(line.key))),
    selfCheck,
    lines,
  };
  const texts = new Map<string, string>();
  for (const { key, name } of document.runs) {
    const text = folder.read(`runs/${name}/traces.txt`);
    if (text !== null) texts.set(key, text);
  }
  const names = new Map(document.runs.map(({ key, name }) => [key, name]));
  const page = (root: string) => nightHtml(night, history, (key) => `${root}runs/${encodeURIComponent(names.get(key) ?? '')}/`);
  const pages = [
    ['junit.xml', nightJunit(night, texts)],
    ['summary.md', nightMarkdown(night)],
  ] as const;
  for (const [name, text] of pages) folder.write(name, text);
  folder.write('index.html', page(''));
  folder.write('lines.ndjson', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const [name, text] of pages) archive.write(name, text);
  archive.write('index.html', page(`nights/${folder.id}/`));
  folder.write('night.json', `${JSON.stringify(night, null, 2)}\n`);
  archive.retain(keep);
  return night;
}
