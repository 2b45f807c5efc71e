/** One run of the plan: the command line that does it, and what it came to. */
import { findSpec } from '../catalog.js';
import { UserError } from '../errors.js';
import { instantiate } from '../model/index.js';
import {
  cellDifferences,
  columnsText,
  countDifferences,
  lineFormat,
  type NightCell,
  type NightLine,
  numbersOf,
  type Outcome,
  type RunDocument,
  readRunDocument,
  replayedRun,
  type TraceFile,
  traceFormat,
} from '../report/index.js';
import { type Launch, type Launched, lastWords } from './launch.js';
import type { PlannedRun } from './plan.js';

/** What is the same for all runs of a night. */
export interface Setting {
  readonly night: string;
  readonly commit: string | null;
  readonly engine: string;
  readonly machine: string;
  readonly workers: number | null;
}

/** What the night has left for a run. */
export interface Left {
  /** Seconds. */
  readonly time: number | null;
  /** Bytes. */
  readonly memory: number | null;
}

export interface Done {
  readonly line: NightLine;
  /** By name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs it; null when it was interrupted. */
export async function perform(run: PlannedRun, left: Left, setting: Setting, launch: Launch, signal: AbortSignal | undefined): Promise<Done | null> {
  const time = least(run.budget.time, left.time);
  const command = commandOf(run, time, least(run.budget.memory, left.memory), setting.workers);
  // A search may take a little longer than it was allowed to. What takes much longer hangs.
  const launched = await launch([...command, '--json', '-'], { patience: time === null ? endless : 1.5 * time + 60, signal });
  if (signal?.aborted === true) return null;
  const document = await documentOf(launched);
  const text = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const line = lineOf(run, command, launched, document, setting, time !== null && time !== run.budget.time);
  const files: Record<string, string> = { 'line.json': `${JSON.stringify(line)}\n`, 'log.txt': launched.stderr };
  if (document !== null) {
    files['run.json'] = text(document);
    const traces = tracesOf(document);
    if (traces.traces.length > 0) {
      files['traces.json'] = text(traces);
      files['traces.txt'] = await shown(traces);
    }
  }
  return { line, files };
}

function commandOf({ from, variant, parameters, properties, budget }: PlannedRun, time: number | null, memory: number | null, workers: number | null): string[] {
  return [
    ...['--spec', from, '--continue'],
    ...(variant === null ? [] : ['--variant', variant]),
    ...parameters.flatMap((parameter) => ['--param', parameter]),
    ...(properties ?? []).flatMap((property) => ['--property', property]),
    ...(time === null ? [] : ['--time-limit', `${Math.max(1, Math.ceil(time))}s`]),
    ...(memory === null ? [] : ['--memory', String(memory)]),
    ...(budget.states === null ? [] : ['--max-states', String(budget.states)]),
    ...(workers === null ? [] : ['--workers', String(workers)]),
  ];
}

/** Seconds; more than a night has. */
const endless = 7 * 24 * 3600;

function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** What the child told; null when it told nothing that is whole. */
async function documentOf({ stdout, code }: Launched): Promise<RunDocument | null> {
  if (code !== 0 && code !== 1 && code !== 3) return null;
  try {
    return await readRunDocument('what the run has written', stdout);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function lineOf(run: PlannedRun, command: readonly string[], launched: Launched, document: RunDocument | null, { night, commit, engine, machine }: Setting, byNight: boolean): NightLine {
  const cells = document === null ? [] : cellsOf(document);
  const outcome = document === null ? failureOf(launched) : outcomeOf(document, byNight);
  const { states, transitions, depth } = document?.counts ?? { states: 0, transitions: 0, depth: 0 };
  const counts = document === null ? null : { states, transitions, depth };
  // What a bound has left unknown is told as what is missing, not as what is wrong.
  const verdicts = run.judged ? cellDifferences(cells, run.expected).filter(({ found }) => found !== 'unknown') : [];
  return {
    ...lineFormat,
    night,
    key: run.key,
    spec: run.spec,
    command,
    commit,
    fingerprint: { spec: run.fingerprint, engine },
    machine,
    outcome,
    cells,
    counts,
    elapsed: document?.elapsed ?? 0,
    wall: launched.wall,
    peak: document?.memory.peak ?? 0,
    differences: document === null ? [] : [...verdicts, ...(outcome.kind === 'whole' ? countDifferences({ states, transitions, depth }, run.expected) : [])],
  };
}

function cellsOf({ properties }: RunDocument): NightCell[] {
  return properties.map(({ name, verdict }) => ({
    property: name,
    kind: verdict.kind === 'holds' && verdict.vacuous ? 'vacuous' : verdict.kind,
    length: verdict.kind === 'violated' || verdict.kind === 'reached' ? verdict.length : null,
    ...('measured' in verdict && verdict.measured && { numbers: numbersOf(verdict.measured) }),
  }));
}

function outcomeOf({ ending }: RunDocument, byNight: boolean): Outcome {
  switch (ending.kind) {
    case 'exhausted':
    case 'settled':
      return { kind: 'whole' };
    case 'cut':
      return { kind: 'cut', bound: ending.bound, by: ending.bound === 'time' && byNight ? 'night' : 'run' };
    case 'interrupted':
      // Somebody has sent the child a signal.
      return { kind: 'failed', why: 'it was interrupted from outside' };
  }
}

function failureOf({ code, signal, stderr, hung }: Launched): Outcome {
  const last = lastWords(stderr);
  if (hung) return { kind: 'failed', why: 'it hung, and was ended' };
  return { kind: 'failed', why: `${signal === null ? `it ended with exit code ${code}` : `the signal ${signal} ended it`}${last === '' ? '' : `:\n${last}`}` };
}

/** The counterexamples of a document as a file for `explore replay`. */
function tracesOf({ spec, variant, parameters, properties }: RunDocument): TraceFile {
  const traces = properties.flatMap(({ verdict }) => (verdict.kind === 'violated' ? [verdict.run] : []));
  return { ...traceFormat, spec, variant, parameters, traces };
}

/** The same for a reader, taken again by the spec's own functions. */
async function shown({ spec: { from }, variant, parameters, traces }: TraceFile): Promise<string> {
  const found = await findSpec(from);
  try {
    const model = instantiate(found.spec, parameters);
    return traces.map((recorded) => columnsText(model, replayedRun(model, recorded), { variant, from })).join('\n\n');
  } finally {
    found.dispose();
  }
}
