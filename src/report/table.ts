/**
 * A trace as a table: the variables down, the steps across, a star at what a step has changed. Only variables that ever
 * change have a row. What is too wide is continued in further blocks, each with the names again.
 */
import type { Model } from '../model/index.js';
import { type Plain, samePlain } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { fold } from './fold.js';
import { padEnd, padStart, widthOf } from './lines.js';
import { loopBegins, showPlain } from './steps.js';
import { blocksOf, endingOf, modelOf, type Origin, outcomeOf, settingsOf, type Traced, traced } from './traced.js';
import { variablesOf, varies } from './variables.js';

/** A value that is wider is folded. */
const widest = 24;

interface Row {
  readonly name: string;
  /** The value in the initial state, and after each step. */
  readonly cells: readonly string[];
  /** Whether the step before changed it. */
  readonly changed: readonly boolean[];
}

export function tableText(model: Model, verdict: PropertyVerdict, origin: Origin, width: number): string {
  const told = traced(model, verdict, origin);
  if (told === null) return '';
  const settings = settingsOf(told);
  const digits = String(told.steps.length).length + 2;
  const actors = Math.max(0, ...told.actors.map(widthOf));
  return `${[
    ...fold(`${outcomeOf(told)}: ${told.property.sentence}`, width),
    ...fold(`${modelOf(told)}${settings.length === 0 ? '' : `, with ${settings.join(' ')}`}`, width, 2),
    ...(told.steps.length === 0 ? [] : ['']),
    ...told.steps.flatMap(({ number, taken }) => [
      ...(number - 1 === told.trace.loop ? [`${' '.repeat(digits)}  -- ${loopBegins}`] : []),
      `${padStart(String(number), digits)}  ${padEnd(taken.actor, actors)}  ${taken.label}`,
    ]),
    ...blocks(rowsOf(told), width),
    '',
    `=> ${endingOf(told)}`,
    ...blocksOf(told).flatMap(({ heading, rows }) => ['', ...fold(heading, width, 2), ...rows.flatMap(([label, text]) => fold(`${label}: ${text}`, width - 4, 2).map((line) => `    ${line}`))]),
  ].join('\n')}\n`;
}

/** The variables that change, in the order of the schema. */
function rowsOf({ model: { schema }, trace: { initial, steps } }: Traced): Row[] {
  return variablesOf(schema, [initial, ...steps.map(({ state }) => state)])
    .filter(varies)
    .map(({ path, values }) => ({ name: path, cells: values.map(showPlain), changed: values.map((value, index) => index > 0 && !samePlain(value, values[index - 1] as Plain)) }));
}

/** The columns of the table, as many in a block as its width has room for. */
function blocks(rows: readonly Row[], width: number): string[] {
  const names = Math.max(0, ...rows.map(({ name }) => widthOf(name))) + 2;
  const count = rows[0]?.cells.length ?? 0;
  const widths = Array.from({ length: count }, (_, column) => Math.max(String(column).length, ...rows.map(({ cells }) => Math.min(widest, widthOf(cells[column] ?? '')))) + 1);
  const lines: string[] = [];
  for (let from = 0; from < count; ) {
    let to = from;
    for (let used = names; to < count && (to === from || used + (widths[to] ?? 0) + 1 <= width); to++) used += (widths[to] ?? 0) + 1;
    lines.push('', ...blockLines(rows, names, widths, from, to));
    from = to;
  }
  return lines;
}

function blockLines(rows: readonly Row[], names: number, widths: readonly number[], from: number, to: number): string[] {
  const columns = Array.from({ length: to - from }, (_, index) => from + index);
  const line = (name: string, cell: (column: number) => string) => (padEnd(name, names) + columns.map((column) => padEnd(cell(column), (widths[column] ?? 0) + 1)).join('')).trimEnd();
  const head = line('', (column) => ` ${column}`);
  const body = rows.flatMap(({ name, cells, changed }) => {
    const folded = columns.map((column) => fold(cells[column] ?? '', widest));
    const height = Math.max(...folded.map((texts) => texts.length));
    return Array.from({ length: height }, (_, index) => line(index === 0 ? name : '', (column) => (index === 0 && changed[column] === true ? '*' : ' ') + (folded[column - from]?.[index] ?? '')));
  });
  return [head, ...body];
}
