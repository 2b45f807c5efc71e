/** A run, for a terminal: what was checked, a verdict per property, the figures, what to be wary of, and each counterexample. */
import { type Reading, whyViolated } from '../explain/index.js';
import type { Model } from '../model/index.js';
import { setting } from '../spec/index.js';
import type { Paint, Style } from '../style.js';
import type { Trace } from '../trace/index.js';
import type { Measured, PropertyVerdict, Verdict } from '../verdict/index.js';
import { type CountTold, countTold, countWords, numbersOf, rangeText } from './bounds.js';
import { conclusion } from './conclusion.js';
import { fairnessRows } from './fairness.js';
import { bytes, count, counted, rough, seconds } from './figures.js';
import { labelled, padEnd, widthOf, wrap } from './lines.js';
import { shareOf } from './profile.js';
import { type Run, shownRuns } from './run.js';
import { actionsText, lengthText, stepsText } from './steps.js';
import { notesOf, type Warning, warningsOf } from './warnings.js';
import { endBlocks, readText } from './why.js';

export interface SummaryOptions {
  /** Names of the witnesses whose runs are shown; by default none is, because they are what should happen. */
  readonly witnesses?: readonly string[];
  /** The warnings fail the run. */
  readonly strict?: boolean;
  /** Whether the runs themselves are shown here (the default). */
  readonly counterexamples?: boolean;
}

export function summaryText(run: Run, style: Style, { witnesses = [], strict = false, counterexamples = true }: SummaryOptions = {}): string {
  const shown = counterexamples ? shownRuns(run, witnesses) : [];
  const parts = [
    headLines(run, style),
    verdictLines(run, style),
    ...shown.map((verdict) => counterexampleLines(run.model, verdict, style, { shortest: true, explain: run.explain })),
    figureLines(run, style),
    warningLines(run, style, strict),
    wrap(conclusion(run), style.width).map((line) => style.paint.strong(line)),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Which model this is: the spec, the variant, and every parameter. */
export function modelLines(model: Model, variant: string | null, { width, paint }: Style): string[] {
  const { spec, parameters } = model;
  const own = variant === null ? undefined : spec.variants.get(variant)?.set;
  const values = Object.entries(spec.parameters).map(([name, parameter]) => {
    const value = parameters[name];
    const differs = own === undefined ? parameter.format(value) !== parameter.format(parameter.default) : Object.hasOwn(own, name);
    return { text: setting(spec.parameters, name, value), differs };
  });
  const told = (differs: boolean) => values.filter((value) => value.differs === differs).map(({ text }) => text);
  const named = variant === null ? ' with parameters of your own' : variant === 'default' ? '' : `, variant ${variant}`;
  const rows: [string, string][] = [];
  if (told(true).length > 0) rows.push(['set', told(true).join(' ')]);
  if (told(false).length > 0) rows.push([told(true).length > 0 ? 'by default' : 'parameters', told(false).join(' ')]);
  return [paint.strong(`${spec.name}${named}`), ...labelled(rows, { indent: 2, width })];
}

function headLines(run: Run, style: Style): string[] {
  return modelLines(run.model, run.variant, style);
}

function verdictLines({ verdicts }: Run, { width, paint }: Style): string[] {
  const rows = verdicts.map((told) => ({ name: told.subject.property.name, ...verdictWords(told, paint), sentence: `${told.subject.property.sentence}${missWords(told.verdict)}` }));
  const names = Math.max(0, ...rows.map(({ name }) => widthOf(name))) + 2;
  const words = Math.max(0, ...rows.map((row) => widthOf(row.words))) + 2;
  return rows.flatMap((row) => {
    const lead = `  ${padEnd(row.name, names)}${padEnd(row.words, words)}`;
    return wrap(row.sentence, Math.max(30, width - widthOf(lead))).map((line, index) => (index === 0 ? lead : ' '.repeat(widthOf(lead))) + line);
  });
}

function verdictWords({ subject: { property }, verdict }: PropertyVerdict, paint: Paint): { readonly words: string } {
  // What only measures promises nothing.
  const isPromise = property.kind !== 'bound' || property.atMost !== undefined;
  switch (verdict.kind) {
    case 'holds':
      return { words: verdict.vacuous ? paint.warning('holds, says nothing') : paint.good(isPromise ? `holds${rangeWords(verdict)}` : rangeWords(verdict).slice(2)) };
    case 'violated':
      return { words: paint.bad(`VIOLATED (${stepsWords(verdict.trace)})${rangeWords(verdict)}`) };
    case 'reached':
      return { words: paint.good(`reached (${counted(verdict.trace.steps.length, 'step')})`) };
    case 'unreached':
      return { words: paint.bad('UNREACHED') };
    case 'unknown':
      return { words: paint.warning('unknown') };
  }
}

/** What a bound has come to: `, 0..3`. */
function rangeWords({ measured }: { readonly measured?: Measured }): string {
  return measured === undefined ? '' : `, ${rangeText(numbersOf(measured))}`;
}

/** Of a bound that says nothing of some runs. */
function missWords(verdict: Verdict): string {
  return (verdict.kind === 'holds' || verdict.kind === 'violated') && verdict.measured?.mayMiss === true ? ' (a run need not come there)' : '';
}

/** `16 steps`, and of a lasso `20+8 steps`: those before its loop, and those of its loop. */
function stepsWords(trace: Trace): string {
  const { steps, loop } = trace;
  return loop === undefined ? counted(steps.length, 'step') : `${loop}+${steps.length - loop} steps`;
}

/** A run that shows something: what it shows, and its steps. `shortest`: it is known that no run is shorter. */
export function counterexampleLines(model: Model, shown: PropertyVerdict, style: Style, { shortest, explain }: { readonly shortest: boolean; readonly explain: readonly string[] }): string[] {
  const {
    subject: { property },
    verdict,
  } = shown;
  if (verdict.kind !== 'violated' && verdict.kind !== 'reached') return [];
  const { trace, instance, kind } = verdict;
  const { width, paint } = style;
  const counts = countTold(model, shown);
  const head = kind === 'violated' ? paint.bad(`${instance.label} is violated`) : paint.good(`${instance.label} ${counts === null ? 'is reached' : shownWords(verdict, counts)}`);
  const meaning = actionsText(trace, style);
  const why = whyViolated(model, shown);
  const blocks = endBlocks(model, trace.steps.at(-1)?.state ?? trace.initial, why, instance.label, explain);
  return [
    `${head} ${lengthText(trace)}${shortest && trace.steps.length > 0 ? shortestWords(trace, counts !== null) : ''}`,
    ...labelled(
      [
        [property.kind === 'bound' ? 'bound' : 'promise', property.sentence],
        ...(property.source === undefined ? [] : ([['source', property.source]] as const)),
        ...(counts === null
          ? []
          : ([['here', `${countWords(counts)}${property.kind === 'bound' && property.atMost !== undefined ? `; at most ${count(property.atMost)} are promised` : ''}`]] as const)),
      ],
      { indent: 2, width },
    ),
    '',
    ...stepsText(model, trace, style),
    ...fairnessLines(model, shown, style),
    ...blocks.flatMap(({ heading, rows }) => ['', `  ${heading}`, ...labelled(rows, { indent: 6, width })]),
    ...(meaning.length === 0 ? [] : ['', '  what the actions are:', ...meaning.map((line) => paint.faint(`  ${line}`))]),
  ];
}

/** `comes to 3 (the largest number)` */
function shownWords(verdict: Extract<Verdict, { kind: 'reached' | 'violated' }>, { count: number }: CountTold): string {
  const which = verdict.kind === 'reached' && verdict.counts !== undefined && number !== 'unbounded' ? ` (the ${verdict.counts.which} number)` : '';
  return `${number === 'unbounded' ? 'is unbounded' : `comes to ${count(number)}`}${which}`;
}

/** `isCount`: the run shows a number. */
function shortestWords({ loop }: Trace, isCount: boolean): string {
  if (isCount && loop === undefined) return '; no run with this number is shorter';
  return loop === undefined ? '; no run is shorter' : loop === 0 ? '' : '; no way to such a loop is shorter';
}

/** How the loop of a lasso is fair. */
function fairnessLines(model: Model, verdict: PropertyVerdict, { width }: Style): string[] {
  const told = fairnessRows(model, verdict);
  return told === null ? [] : ['', `  ${told.head}${told.rows.length === 0 ? '' : ':'}`, ...labelled(told.rows, { indent: 6, width })];
}

function figureLines(run: Run, { width }: Style): string[] {
  const { counts, tables, memory, ending, elapsed, workers, resumed } = run;
  const frontier = ending.kind === 'exhausted' ? '' : `, ${counted(counts.frontier, 'state')} not expanded`;
  const before = resumed ?? { states: 0, transitions: 0 };
  const rate = elapsed > 0 ? `, ${rough((counts.states - before.states) / elapsed)} states/s, ${rough((counts.transitions - before.transitions) / elapsed)} transitions/s` : '';
  const rows: [string, string][] = [
    [
      'space',
      `${counted(counts.states, 'distinct state')}, ${counted(counts.transitions, 'transition')}, depth ${count(counts.depth)} (${counted(counts.depth + 1, 'level')}), ${counted(counts.deadEnds, 'dead end')}${frontier}`,
    ],
    ['time', `${resumed === null ? '' : `resumed with ${counted(resumed.states, 'state')}; `}${seconds(elapsed)} with ${counted(workers, 'worker')}${rate}`],
    ['memory', `peak ${bytes(memory.peak)}; store ${bytes(memory.store)} for states of ${counted(memory.words, 'word')}, ${bytes(memory.perState)} per state`],
    ['tables', `${counted(tables.misses, 'miss', 'misses')}, ${counted(tables.audits, 'audit')}, ${tables.fallbacks.length === 0 ? 'no fallback' : counted(tables.fallbacks.length, 'fallback')}`],
  ];
  for (const { label, nodes, misses, seconds: time } of tables.functions.slice(0, 3)) {
    // Every function is run a few hundred times until it is learned: that is not worth a line.
    if (misses > 10_000 && time > (elapsed * workers) / 20) rows.push(['costly', `${label}: ${counted(nodes, 'node')}, ${counted(misses, 'miss', 'misses')}, ${shareOf(run, time)} of the time`]);
  }
  for (const { label, calls, why } of tables.fallbacks) rows.push(['fallback', `${label}: called directly ${counted(calls, 'time')}, because ${why}`]);
  if (ending.kind === 'cut') rows.push(['cut', cutText(ending)]);
  return labelled(rows, { indent: 2, width });
}

const boundFlags = { memory: '--memory', time: '--time-limit', states: '--max-states', depth: '--max-depth' } as const;

function cutText({ bound, limit, cut }: Extract<Run['ending'], { kind: 'cut' }>): string {
  const shown = bound === 'memory' ? bytes(limit) : bound === 'time' ? seconds(limit) : count(limit);
  if (cut.transitions === null) return `by ${boundFlags[bound]} ${shown}${insideText(cut)}`;
  const total = [...cut.transitions.values()].reduce((sum, number) => sum + number, 0);
  const actions = [...cut.transitions].map(([action, number]) => `${action} ${count(number)}`).join(', ');
  const where = cut.inside === undefined ? `: ${counted(cut.frontier, 'state')} of the last level not expanded` : insideText(cut);
  return `by ${boundFlags[bound]} ${shown}${where}, ${counted(total, 'transition')} to unseen states not followed${actions === '' ? '' : ` (${actions})`}`;
}

/** Where it was that a search was stopped, and whether what lies beyond was counted. */
function insideText({ frontier, inside, transitions }: Extract<Run['ending'], { kind: 'cut' }>['cut']): string {
  if (inside === undefined) return '';
  const { depth, states, expanded } = inside;
  const [here, beyond] = [states - expanded, frontier - states + expanded];
  const part = `: ${count(expanded)} of the ${counted(states, 'state')} at depth ${count(depth)} expanded`;
  if (transitions !== null) return `${part}${beyond === 0 ? '' : `, none of the ${count(beyond)} found at depth ${count(depth + 1)}`}`;
  const found = beyond === 0 ? '' : `, and out of the ${count(beyond)} found at depth ${count(depth + 1)},`;
  return `${part}; what leads out of the other ${count(here)}${found} was not counted`;
}

function warningLines(run: Run, { width, paint }: Style, strict: boolean): string[] {
  const warnings = warningsOf(run);
  const part = run.ending.kind === 'exhausted' ? '' : ' in the part that was explored';
  const never = warnings.flatMap((warning) => (warning.kind === 'never-fired' ? [warning.action] : []));
  const told = warnings.flatMap((warning) => words(warning));
  if (never.length > 0) told.push(`${never.length === 1 ? 'this action' : 'these actions'} never fired${part}: ${never.join(', ')}`);
  const rows = told.map((text) => ['warning', text] as const);
  const failed = strict && told.length > 0 && run.ending.kind === 'exhausted' ? [['strict', `${told.length === 1 ? 'this warning fails' : 'these warnings fail'} the run`] as const] : [];
  const notes = notesOf(run).map(({ property, read }) => ['note', noteText(property, read)] as const);
  return [...labelled([...rows, ...failed], { indent: 2, width }).map((line) => paint.warning(line)), ...labelled(notes, { indent: 2, width })];
}

function noteText(property: string, read: readonly Reading[]): string {
  return read.length === 0 ? `${property} reads nothing of the state` : `${property} holds, and nothing that it reads ever changes: ${readText(read)} in every state`;
}

function words(warning: Warning): string[] {
  switch (warning.kind) {
    case 'vacuous':
      return [`${warning.property} holds only because its premise was never true: it says nothing of this model`];
    case 'unreached':
      return [`no run reaches ${warning.missing.join(', ')}`];
    case 'never-fired':
      return [];
  }
}
