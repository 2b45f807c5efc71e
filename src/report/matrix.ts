/** Every variant of a spec against every property: one table, and where it differs from what the spec promises. */
import type { Expectation, Spec } from '../spec/index.js';
import type { Paint, Style } from '../style.js';
import { stemOf } from '../trace/index.js';
import type { Verdict } from '../verdict/index.js';
import { type Numbers, numbersOf, rangeText } from './bounds.js';
import { count, counted } from './figures.js';
import { labelled, padEnd, padStart, widthOf, wrap } from './lines.js';
import type { Run } from './run.js';

/** One variant. */
export interface MatrixRow {
  readonly variant: string;
  readonly cells: readonly Cell[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** The whole space was explored. */
  readonly whole: boolean;
  readonly differences: readonly Difference[];
}

export interface Cell {
  readonly property: string;
  readonly sentence: string;
  readonly kind: Verdict['kind'] | 'vacuous';
  /** Of the shortest run that shows it (of a lasso: the steps before its loop); null when there is none to show. */
  readonly length: number | null;
  /** What a bound has come to. */
  readonly numbers?: Numbers | undefined;
}

/** Something that is not as the spec promises. */
export interface Difference {
  /** A property, or `states`, `transitions`, `depth`. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** The row of a run that went on to the end. */
export function matrixRow(variant: string, { verdicts, counts, ending }: Run, expected: Expectation): MatrixRow {
  const whole = ending.kind === 'exhausted';
  const cells = verdicts.map(({ subject: { property }, verdict }): Cell => {
    const kind = verdict.kind === 'holds' && verdict.vacuous ? 'vacuous' : verdict.kind;
    return {
      property: property.name,
      sentence: property.sentence,
      kind,
      length: verdict.kind === 'violated' || verdict.kind === 'reached' ? stemOf(verdict.trace) : null,
      ...('measured' in verdict && verdict.measured && { numbers: numbersOf(verdict.measured) }),
    };
  });
  const { states, transitions, depth } = counts;
  return { variant, cells, states, transitions, depth, whole, differences: [...cellDifferences(cells, expected), ...(whole ? countDifferences({ states, transitions, depth }, expected) : [])] };
}

/** Where verdicts are not as expected. */
export function cellDifferences(cells: readonly Omit<Cell, 'sentence'>[], { violated = {}, unreached = [], bounds = {} }: Expectation): Difference[] {
  const differences: Difference[] = [];
  for (const { property, kind, length } of cells) {
    const found = kind === 'violated' ? violatedBy(length) : kind === 'vacuous' ? 'holds' : kind;
    const isWitness = kind === 'reached' || kind === 'unreached';
    const broken = Object.hasOwn(violated, property) ? violatedBy(violated[property] as number) : unreached.includes(property) ? 'unreached' : null;
    const expected = broken ?? (isWitness ? 'reached' : 'holds');
    if (found !== expected) differences.push({ what: property, expected: kind === 'unknown' && broken === null ? 'holds, or is reached' : expected, found });
  }
  differences.push(...boundDifferences(cells, bounds));
  for (const property of [...Object.keys(violated), ...unreached]) {
    if (!cells.some((cell) => cell.property === property))
      differences.push({ what: property, expected: Object.hasOwn(violated, property) ? violatedBy(violated[property] as number) : 'unreached', found: 'no such property' });
  }
  return differences;
}

function boundDifferences(cells: readonly Omit<Cell, 'sentence'>[], bounds: NonNullable<Expectation['bounds']>): Difference[] {
  return Object.entries(bounds).flatMap(([what, promised]) => {
    const cell = cells.find(({ property }) => property === what);
    const found = cell === undefined ? 'no such property' : cell.kind === 'unknown' ? 'unknown' : cell.numbers === undefined ? 'nothing to count' : `largest ${cell.numbers.largest}`;
    const expected = `largest ${promised}`;
    return found === expected ? [] : [{ what, expected, found }];
  });
}

function violatedBy(length: number | null): string {
  return `violated by ${counted(length ?? 0, 'step')}`;
}

/** Where the size of a whole space is not as expected. */
export function countDifferences(found: { readonly states: number; readonly transitions: number; readonly depth: number }, expected: Expectation): Difference[] {
  return (['states', 'transitions', 'depth'] as const).flatMap((what) => {
    const promised = expected[what];
    return promised === undefined || promised === found[what] ? [] : [{ what, expected: count(promised), found: count(found[what]) }];
  });
}

/** The table; `total` is the number of variants that were to be checked. */
export function matrixText(spec: Spec, rows: readonly MatrixRow[], total: number, style: Style): string {
  const { width, paint } = style;
  if (rows.length === 0) return `${paint.strong(`${spec.name}: interrupted, ${counted(total, 'variant')} of ${count(total)} ${total === 1 ? 'was' : 'were'} not checked.`)}\n`;
  const parts = [
    [paint.strong(`${spec.name}: ${counted(rows.length, 'variant')} against every property`)],
    tableLines(rows, style),
    legendLines(rows, width),
    differenceLines(rows, style),
    wrap(closing(rows, total), width).map(paint.strong),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function tableLines(rows: readonly MatrixRow[], { paint }: Style): string[] {
  const properties = columnsOf(rows);
  const heads = headsOf(properties);
  const names = Math.max('variant'.length, ...rows.map(({ variant }) => widthOf(variant)));
  const grid = rows.map((row) => properties.map(({ property }) => cellText(row, property, paint)));
  const widths = heads.map((head, index) => Math.max(widthOf(head), ...grid.map((cells) => widthOf(cells[index] as string))));
  const states = rows.map((row) => `${count(row.states)}${row.whole ? '' : '+'}${row.differences.some(({ what }) => ['states', 'transitions', 'depth'].includes(what)) ? paint.bad('!') : ''}`);
  const figures = Math.max('states'.length, ...states.map(widthOf));
  const line = (name: string, cells: readonly string[], figure: string) =>
    `${padEnd(name, names)}  ${cells.map((cell, index) => padEnd(cell, widths[index] as number)).join(' ')}  ${padStart(figure, figures)}`;
  const head = paint.faint(line('variant', heads, 'states'));
  const body = rows.map((row, index) => line(row.variant, grid[index] as readonly string[], states[index] as string));
  // In a long table the heads are out of sight when one reads its end.
  return [head, ...body, ...(rows.length > 30 ? [head] : [])];
}

/** The properties of all variants: the order of the first one, with those of the others where they stand there. */
function columnsOf(rows: readonly MatrixRow[]): Cell[] {
  const columns: Cell[] = [];
  for (const { cells } of rows) {
    let at = 0;
    for (const cell of cells) {
      const known = columns.findIndex(({ property }) => property === cell.property);
      if (known < 0) columns.splice(at, 0, cell);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return columns;
}

/** Short names stand over their columns; long ones are numbered, and told in the legend. */
function headsOf(columns: readonly Cell[]): string[] {
  return columns.some(({ property }) => widthOf(property) > 8) ? columns.map((_, index) => `#${index + 1}`) : columns.map(({ property }) => property);
}

function cellText({ cells, differences }: MatrixRow, property: string, paint: Paint): string {
  const cell = cells.find((candidate) => candidate.property === property);
  const mark = differences.some(({ what }) => what === property) ? paint.bad('!') : '';
  return painted(cell, paint) + mark;
}

/** `✗7` */
export function signOf(cell: Pick<Cell, 'kind' | 'length' | 'numbers'> | undefined): string {
  if (cell?.numbers) return `${cell.kind === 'violated' ? '✗' : ''}${rangeText(cell.numbers)}`;
  switch (cell?.kind) {
    case undefined:
      return '·';
    case 'holds':
    case 'reached':
      return '✓';
    case 'vacuous':
      return '○';
    case 'violated':
      return `✗${cell.length}`;
    case 'unreached':
      return '✗';
    case 'unknown':
      return '?';
  }
}

function painted(cell: Cell | undefined, paint: Paint): string {
  const text = signOf(cell);
  switch (cell?.kind) {
    case undefined:
      return paint.faint(text);
    case 'holds':
    case 'reached':
      return paint.good(text);
    case 'vacuous':
    case 'unknown':
      return paint.warning(text);
    case 'violated':
    case 'unreached':
      return paint.bad(text);
  }
}

function legendLines(rows: readonly MatrixRow[], width: number): string[] {
  const columns = columnsOf(rows);
  const heads = headsOf(columns);
  const names = columns.map(({ property, sentence }, index): [string, string] => (heads[index] === property ? [property, sentence] : [`${heads[index]} ${property}`, sentence]));
  const kinds = new Set(rows.flatMap(({ cells }) => cells.map(({ kind }) => kind)));
  const signs = [
    '✓ holds, or is reached',
    ...(kinds.has('violated') ? ['✗7 violated, by a run of 7 steps and no shorter one'] : []),
    ...(rows.some(({ cells }) => cells.some(({ numbers }) => numbers !== undefined)) ? ['0..3 from the smallest to the largest number that a bound comes to'] : []),
    ...(kinds.has('unreached') ? ['✗ a witness out of reach'] : []),
    ...(kinds.has('vacuous') ? ['○ holds, but its premise was never true'] : []),
    ...(kinds.has('unknown') ? ['? unknown'] : []),
    ...(rows.some(({ cells }) => cells.length < columns.length) ? ['· not a property of this variant'] : []),
    ...(rows.some(({ differences }) => differences.length > 0) ? ['! not as the spec expects'] : []),
  ];
  return [...wrap(signs.join('; '), width), '', ...labelled(names, { indent: 0, width })];
}

function differenceLines(rows: readonly MatrixRow[], { width, paint }: Style): string[] {
  const told = rows.flatMap(({ variant, differences }) => differences.map(({ what, expected, found }): [string, string] => [`${variant}, ${what}`, `expected: ${expected}; found: ${found}`]));
  return told.length === 0 ? [] : [paint.bad(counted(told.length, 'difference')), ...labelled(told, { indent: 2, width: Math.max(width, 60 + Math.max(...told.map(([label]) => widthOf(label)))) })];
}

function closing(rows: readonly MatrixRow[], total: number): string {
  const cells = rows.reduce((sum, row) => sum + row.cells.length, 0);
  const broken = rows.reduce((sum, { differences }) => sum + differences.length, 0);
  const missing = rows.length < total ? ` ${counted(total - rows.length, 'variant')} of ${count(total)} ${total - rows.length === 1 ? 'was' : 'were'} not checked.` : '';
  const partial = rows.filter(({ whole }) => !whole).length;
  const cut = partial === 0 ? '' : ` Of ${counted(partial, 'variant')} only a part was explored.`;
  return `${broken === 0 ? `All ${counted(cells, 'cell')} are as the spec expects.` : `${counted(broken, 'thing')} ${broken === 1 ? 'is' : 'are'} not as the spec expects, in ${counted(rows.filter((row) => row.differences.length > 0).length, 'variant')} of ${count(rows.length)}.`}${cut}${missing}`;
}

/** The table as a document. Version 1. */
export function matrixDocument(spec: Spec, from: string, rows: readonly MatrixRow[], total: number): unknown {
  return { format: 'explore.matrix', version: 1, spec: { name: spec.name, from }, variants: total, rows };
}
