/** What random walks have seen: for a terminal. It never says that a property holds. */
import { type Aspect, holds, type Model, type State, valueAt } from '../model/index.js';
import type { Finding, Projected, Simulation, SimulationProgress } from '../simulate/index.js';
import type { Paint, Style } from '../style.js';
import { plain } from '../trace/index.js';
import { count, counted, rough, seconds } from './figures.js';
import { labelled, padEnd, padStart, widthOf, wrap } from './lines.js';
import { shownRuns } from './run.js';
import { showPlain } from './steps.js';
import { counterexampleLines, modelLines } from './summary.js';

export interface SimulationOptions {
  /** Names of the witnesses whose runs are shown. */
  readonly witnesses: readonly string[];
  /** Whether the runs themselves are shown here. */
  readonly counterexamples: boolean;
}

export function simulationText(model: Model, variant: string | null, simulation: Simulation, style: Style, { witnesses, counterexamples }: SimulationOptions): string {
  const { findings } = simulation;
  const shown = counterexamples ? shownRuns({ verdicts: findings }, witnesses) : [];
  const parts = [
    modelLines(model, variant, style),
    findingLines(simulation, style),
    ...shown.map((finding) => [
      ...counterexampleLines(model, finding, style, { shortest: false, explain: [] }),
      ...seenLines(
        findings.find(({ subject }) => subject === finding.subject),
        style,
      ),
    ]),
    coverageLines(model, simulation, style),
    projectionLines(simulation, style),
    figureLines(simulation, style),
    wrap(conclusion(simulation), style.width).map((line) => style.paint.strong(line)),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** How far the walks have come, in one line. */
export function simulationLine({ walks, steps, elapsed }: SimulationProgress): string {
  return `${counted(walks, 'walk')} · ${rough(steps)} steps${elapsed > 0 ? ` · ${rough(steps / elapsed)} steps/s` : ''} · ${seconds(elapsed)}`;
}

function findingLines(simulation: Simulation, { width, paint }: Style): string[] {
  const rows = simulation.findings.map((finding) => ({ name: finding.subject.property.name, words: findingWords(finding, simulation, paint), sentence: finding.subject.property.sentence }));
  const names = Math.max(0, ...rows.map(({ name }) => widthOf(name))) + 2;
  const words = Math.max(0, ...rows.map((row) => widthOf(row.words))) + 2;
  return rows.flatMap((row) => {
    const lead = `  ${padEnd(row.name, names)}${padEnd(row.words, words)}`;
    return wrap(row.sentence, Math.max(30, width - widthOf(lead))).map((line, index) => (index === 0 ? lead : ' '.repeat(widthOf(lead))) + line);
  });
}

function findingWords({ subject: { property, instances }, verdict, reached }: Finding, { walks }: Simulation, paint: Paint): string {
  if (verdict.kind === 'violated') return paint.bad(`VIOLATED (${counted(verdict.trace.steps.length, 'step')})`);
  if (verdict.kind === 'reached') return paint.good(`reached (${counted(verdict.trace.steps.length, 'step')})`);
  switch (property.kind) {
    case 'liveness':
    case 'bound':
      return paint.warning('not checked');
    case 'witness':
      return paint.warning(instances.length === 1 ? 'not reached' : `reached ${count(reached)} of ${count(instances.length)}`);
    case 'invariant':
    case 'step':
    case 'deadlock-freedom':
      return `not violated in ${counted(walks, 'walk')}`;
  }
}

/** How the run was found; it was made shorter since. */
function seenLines(finding: Finding | undefined, { width }: Style): string[] {
  if (finding?.seen == null || (finding.verdict.kind !== 'violated' && finding.verdict.kind !== 'reached')) return [];
  const { walk, steps } = finding.seen;
  const shorter = finding.verdict.trace.steps.length < steps;
  return [
    '',
    ...labelled([['found', `by walk ${count(walk)} after ${counted(steps, 'step')}${shorter ? '; what is not needed was left out, but a run that goes another way may be shorter' : ''}`]], {
      indent: 2,
      width,
    }),
  ];
}

/** How often each action was taken. */
function coverageLines(model: Model, { taken, steps }: Simulation, { width, paint }: Style): string[] {
  const names = [...new Set(model.actions.map(({ action }) => action.name))];
  const rows = names.map((name) => {
    const own = model.actions.filter(({ action }) => action.name === name);
    const times = own.reduce((sum, { index }) => sum + (taken[index] as number), 0);
    const never = own.filter(({ index }) => taken[index] === 0);
    const note = times === 0 ? 'never' : never.length === 0 ? '' : `never ${shortList(never.map(({ label }) => label))}`;
    return { name, times, note };
  });
  const missed = rows.filter(({ times }) => times === 0).length;
  const widths = [Math.max(...rows.map(({ name }) => widthOf(name))), Math.max(...rows.map(({ times }) => count(times).length))] as const;
  return [
    paint.strong(`Actions: ${count(rows.length - missed)} of ${count(rows.length)} were taken`),
    ...rows.flatMap(({ name, times, note }) => {
      const share = steps === 0 ? '' : `${((100 * times) / steps).toFixed(1)} %`;
      const lead = `  ${padEnd(name, widths[0])}  ${padStart(count(times), widths[1])}  ${padStart(share, 6)}  `;
      return note === '' ? [lead.trimEnd()] : labelled([[lead.trimEnd(), note]], { indent: 0, width, gap: 2 }).map((line) => paint.warning(line));
    }),
  ];
}

/** The combinations of values that were seen, and how often. */
function projectionLines({ projection, request, steps, walks }: Simulation, { width, paint }: Style): string[] {
  const { aspects } = request;
  if (projection === null || aspects === null) return [];
  const rows = projection
    .slice(0, mostCombinations)
    .map(({ state, visits }): [string, string] => [`${((100 * visits) / (steps + walks)).toFixed(2)} %`, aspects.map((aspect) => aspectText(aspect, state)).join(' ')]);
  return [
    paint.strong(`On ${aspects.map((aspect) => (aspect.kind === 'variable' ? aspect.place.path : aspect.text)).join(', ')}: ${counted(projection.length, 'combination')} of values seen`),
    ...labelled(rows, { indent: 2, width }),
    ...(projection.length > mostCombinations ? [`  and ${count(projection.length - mostCombinations)} more`] : []),
  ];
}

/** `vcpus[0].pc=guest`, `(a == b)=true` */
function aspectText(aspect: Aspect, state: State): string {
  if (aspect.kind === 'condition') return `(${aspect.text})=${holds(aspect.expression, state)}`;
  const { path, schema } = aspect.place;
  const value = valueAt(aspect.place, state);
  return `${path}=${value === null ? 'null' : showPlain(plain(schema, value))}`;
}

function figureLines({ request, walks, steps, deadEnds, walking, elapsed }: Simulation, { width }: Style): string[] {
  const rate = walking > 0 ? `, ${rough(steps / walking)} steps/s` : '';
  const rows: [string, string][] = [
    [
      'walks',
      `${count(walks)} of at most ${counted(request.depth, 'step')}, ${counted(steps, 'step')} in all, uniform over ${request.uniform}; ${counted(deadEnds, 'walk')} ended where nothing can happen`,
    ],
    ['time', `${seconds(elapsed)}${rate}`],
    ['seed', `${request.seed}: the same walks again with --seed ${request.seed}${repeatFlags(request)}`],
  ];
  return labelled(rows, { indent: 2, width });
}

/** What the walks depend on beside the seed, as flags. */
function repeatFlags({ depth, uniform }: Simulation['request']): string {
  return ` --depth ${depth} --uniform ${uniform}`;
}

function conclusion({ findings, ending, walks, steps }: Simulation): string {
  const bad = findings.filter(({ verdict }) => verdict.kind === 'violated').map(({ subject }) => subject.property.name);
  const extent = `${counted(walks, 'random walk')} (${counted(steps, 'step')})`;
  const interrupted = ending === 'interrupted' ? 'Interrupted. ' : '';
  if (bad.length === 0) return `${interrupted}Nothing was seen violated in ${extent}. That is not to say that it holds: explore --spec checks every state.`;
  const rest = ending === 'violation' ? ' The walks ended with the first violation (--continue goes on).' : '';
  return `${interrupted}${bad.join(', ')} ${bad.length === 1 ? 'does' : 'do'} not hold: seen in ${extent}.${rest}`;
}

function shortList(labels: readonly string[]): string {
  return labels.length <= 3 ? labels.join(', ') : `${labels.slice(0, 3).join(', ')} and ${count(labels.length - 3)} more`;
}

/** Combinations of values that are listed. */
const mostCombinations = 20;

/**
 * What random walks have seen, as a document. Version 1: `verdict` is violated, reached or unknown, and never holds; the runs
 * are those of the trace file. `coverage` says per action instance how often it was taken; `projection` lists the combinations of
 * values that were seen, with the number of visits.
 */
export function simulationDocument(model: Model, variant: string | null, from: string, { request, findings, taken, projection, ...figures }: Simulation) {
  const { seed, depth, count: most, uniform, aspects } = request;
  return {
    format: 'explore.simulation',
    version: 1,
    spec: { name: model.spec.name, from },
    variant,
    parameters: model.parameters,
    seed,
    depth,
    count: most,
    uniform,
    ...figures,
    verdicts: findings.map(({ subject, verdict, seen }) => ({ property: subject.property.name, verdict: verdict.kind, steps: 'trace' in verdict ? verdict.trace.steps.length : null, seen })),
    coverage: model.actions.map(({ label, index }) => ({ label, taken: taken[index] })),
    projection: projection === null || aspects === null ? null : projection.map(({ state, visits }: Projected) => ({ values: aspects.map((aspect) => aspectText(aspect, state)), visits })),
  };
}
