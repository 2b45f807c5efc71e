/** Two runs of one spec side by side: verdicts and counts, and what differs. */
import { UserError } from '../errors.js';
import type { Style } from '../style.js';
import type { PropertyDocument, RunDocument } from './document.js';
import { count, counted } from './figures.js';
import { padEnd, padStart, widthOf } from './lines.js';

/** Two documents, and how they are called. */
export interface Comparison {
  readonly names: readonly [a: string, b: string];
  readonly runs: readonly [a: RunDocument, b: RunDocument];
  readonly rows: readonly ComparedRow[];
}

/** One line of the table. */
export interface ComparedRow {
  readonly what: string;
  readonly part: 'parameter' | 'property' | 'count' | 'ending';
  readonly a: string;
  readonly b: string;
  /** Both are known, and not the same. */
  readonly differs: boolean;
}

/** Throws a UserError when they are runs of different specs. */
export function compareRuns(names: readonly [string, string], runs: readonly [RunDocument, RunDocument]): Comparison {
  const [a, b] = runs;
  if (a.spec.name !== b.spec.name) {
    throw new UserError('the runs are of different specs: there is nothing to compare', [
      [names[0], `a run of ${a.spec.name}`],
      [names[1], `a run of ${b.spec.name}`],
    ]);
  }
  const whole = a.ending.kind === 'exhausted' && b.ending.kind === 'exhausted';
  const counts = (['states', 'transitions', 'depth', 'deadEnds'] as const).map((key): ComparedRow => {
    const what = key === 'deadEnds' ? 'dead ends' : key;
    return { what, part: 'count', a: count(a.counts[key]), b: count(b.counts[key]), differs: whole && a.counts[key] !== b.counts[key] };
  });
  const endings = [endingWords(a), endingWords(b)] as const;
  return {
    names,
    runs,
    rows: [...parameterRows(a, b), ...propertyRows(a, b), ...counts, ...(whole ? [] : [{ what: 'explored', part: 'ending', a: endings[0], b: endings[1], differs: false } as const])],
  };
}

/** The parameters that are not the same; they are what was asked for, and no finding. */
function parameterRows(a: RunDocument, b: RunDocument): ComparedRow[] {
  const names = [...new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])];
  return names.flatMap((what) => {
    const [left, right] = [a.parameters[what], b.parameters[what]].map((value) => (value === undefined ? '·' : typeof value === 'string' ? value : JSON.stringify(value))) as [string, string];
    return left === right ? [] : [{ what, part: 'parameter' as const, a: left, b: right, differs: false }];
  });
}

function propertyRows(a: RunDocument, b: RunDocument): ComparedRow[] {
  const names = [...new Set([...a.properties, ...b.properties].map(({ name }) => name))];
  return names.map((what) => {
    const [left, right] = [a, b].map(({ properties }) => properties.find(({ name }) => name === what)) as [PropertyDocument | undefined, PropertyDocument | undefined];
    const known = left !== undefined && right !== undefined && left.verdict.kind !== 'unknown' && right.verdict.kind !== 'unknown';
    const [told, other] = [verdictWords(left), verdictWords(right)];
    return { what, part: 'property', a: told, b: other, differs: known && told !== other };
  });
}

function verdictWords(property: PropertyDocument | undefined): string {
  if (property === undefined) return '·';
  const { verdict } = property;
  switch (verdict.kind) {
    case 'holds':
      return verdict.vacuous ? 'holds, says nothing' : 'holds';
    case 'violated': {
      const loop = verdict.run.loop === undefined ? '' : ` and a loop of ${verdict.run.steps.length - verdict.run.loop}`;
      return `VIOLATED (${counted(verdict.length, 'step')}${loop})`;
    }
    case 'reached':
      return `reached (${counted(verdict.length, 'step')})`;
    case 'unreached':
      return 'UNREACHED';
    case 'unknown':
      return 'unknown';
  }
}

function endingWords({ ending, counts }: RunDocument): string {
  switch (ending.kind) {
    case 'exhausted':
      return 'all';
    case 'settled':
      return `to the first violation, depth ${counts.depth}`;
    case 'interrupted':
      return 'interrupted';
    case 'cut':
      return `to the bound on ${ending.bound}`;
  }
}

/** The table. Lines that differ are marked. */
export function comparisonText({ names, runs, rows }: Comparison, { paint }: Style): string {
  const first = Math.max(...rows.map(({ what }) => widthOf(what)));
  const left = Math.max(widthOf(names[0]), ...rows.map(({ a }) => widthOf(a)));
  const digits = Math.max(...rows.map(({ part, b }) => (part === 'count' ? widthOf(b) : 0)));
  const line = ({ what, part, a, b, differs }: ComparedRow) => {
    const cells = part === 'count' ? `${padStart(a, left)}  ${padStart(b, digits)}` : `${padEnd(a, left)}  ${b}`;
    const text = `${differs ? '≠' : ' '} ${padEnd(what, first)}  ${cells}`.trimEnd();
    return differs ? paint.bad(text) : text;
  };
  const parts = (['parameter', 'property', 'count', 'ending'] as const).map((part) => rows.filter((row) => row.part === part).map(line));
  const head = paint.faint(`  ${' '.repeat(first)}  ${padEnd(names[0], left)}  ${names[1]}`);
  return `${[paint.strong(runs[0].spec.name), '', head, ...parts.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, ''])].join('\n').trimEnd()}\n`;
}

/** One sentence: what differs between the runs. */
export function comparisonConclusion({ rows }: Comparison): string {
  const verdicts = rows.filter(({ part, differs }) => part === 'property' && differs).map(({ what }) => what);
  const counts = rows.filter(({ part, differs }) => part === 'count' && differs).length;
  const open = rows.some(({ part }) => part === 'ending') || rows.some(({ part, a, b }) => part === 'property' && (a === 'unknown' || b === 'unknown'));
  const told = [...(verdicts.length === 0 ? [] : [`${verdicts.length === 1 ? 'the verdict' : 'the verdicts'} of ${verdicts.join(', ')}`]), ...(counts === 0 ? [] : ['the size of the space'])];
  if (told.length > 0) return `They differ in ${told.join(' and in ')}.`;
  return open ? 'No difference, as far as both runs went.' : 'Verdicts and counts are the same.';
}
