/** Explorations that the page starts: of one model, and of every variant. */
import type { SpecSource } from '../catalog.js';
import { type CheckOptions, check } from '../check.js';
import type { Progress } from '../explore/index.js';
import { conclusion, matrixRow, type Run } from '../report/index.js';
import { formatPath } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import type { Work } from './jobs.js';
import type { ExploredView, ExploreJob, MatrixRowView, ProgressView, VerdictView } from './messages.js';
import type { ChosenModel } from './models.js';

/** What every exploration here is allowed. */
export type Bounds = Pick<CheckOptions, 'workers' | 'memory'>;

export function exploration(source: SpecSource, bounds: Bounds, { variant, parameters }: ChosenModel, request: ExploreJob): Work {
  return async (tell, signal) => {
    const levels: number[] = [];
    let told = 0;
    const onProgress = (figures: Progress) => {
      if (told < levels.length) tell({ kind: 'levels', depth: told, sizes: levels.slice(told) });
      told = levels.length;
      tell({ kind: 'progress', progress: progressView(figures, variant) });
    };
    const { properties, exhaustive, maxDepth, maxStates, timeLimit } = request;
    const run = await check(source, {
      ...bounds,
      variant,
      parameters,
      ...(properties.length > 0 && { properties }),
      until: exhaustive ? 'exhaustion' : 'first-violation',
      ...(maxDepth !== null && { maxDepth }),
      ...(maxStates !== null && { maxStates }),
      ...(timeLimit !== null && { timeLimit }),
      signal,
      onProgress,
      onLevel: (states) => levels.push(states),
    });
    return exploredView(run, request, levels);
  };
}

/** Every variant against every property, a row at a time; stopped, it has the rows up to there. */
export function matrix(source: SpecSource, bounds: Bounds): Work {
  return async (tell, signal) => {
    const { variants } = source.spec;
    let number = 0;
    for (const [variant, { expect = {} }] of variants) {
      number += 1;
      const what = `${number} of ${variants.size}: ${variant}`;
      const run = await check(source, { ...bounds, variant, until: 'exhaustion', signal, onProgress: (figures) => tell({ kind: 'progress', progress: progressView(figures, what) }) });
      if (signal.aborted) return { kind: 'matrix', whole: false };
      tell({ kind: 'row', row: rowView(matrixRow(variant, run, expect), run) });
    }
    return { kind: 'matrix', whole: true };
  };
}

function rowView({ variant, states, whole, differences }: ReturnType<typeof matrixRow>, run: Run): MatrixRowView {
  return {
    variant,
    states,
    whole,
    cells: run.verdicts.map((verdict) => verdictView(run, verdict)),
    differences: differences.map(({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`),
  };
}

export function progressView({ states, transitions, depth, frontier, elapsed, memory }: Omit<Progress, 'asking'>, what: string): ProgressView {
  return { states, transitions, depth, frontier, elapsed, memory, what };
}

function exploredView(run: Run, { variant, parameters }: ExploreJob, levels: readonly number[]): ExploredView {
  const { counts, elapsed, memory } = run;
  return {
    kind: 'explored',
    variant,
    parameters,
    conclusion: conclusion(run),
    progress: { ...progressView({ ...counts, elapsed, memory: memory.peak }, variant) },
    deadEnds: counts.deadEnds,
    verdicts: run.verdicts.map((verdict) => verdictView(run, verdict)),
    levels,
  };
}

function verdictView({ model }: Run, { subject, verdict }: PropertyVerdict): VerdictView {
  const { name, kind, sentence } = subject.property;
  const shown = verdict.kind === 'violated' || verdict.kind === 'reached' ? verdict : null;
  return {
    name,
    kind,
    sentence,
    verdict: verdict.kind === 'holds' && verdict.vacuous ? 'vacuous' : verdict.kind,
    run: shown === null ? null : { instance: shown.instance.label, path: formatPath(model, shown.trace), length: shown.trace.steps.length },
    missing: verdict.kind === 'unreached' ? verdict.missing.map(({ label }) => label) : [],
  };
}
