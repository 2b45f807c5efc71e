/**
 * A trace for a mail or a commit message: plain ASCII, at most 78 columns, so that it can be quoted once. Each actor has a
 * column, as kernel developers draw races. A step has its lines for itself: where there are many actors, its text
 * may reach over the columns to its right. Where even that has no room, each step names its actor.
 */
import type { Model } from '../model/index.js';
import { difference, type Plain } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { ascii } from './ascii.js';
import { compactChanges, compactValues, type Value } from './compact.js';
import { fairnessRows } from './fairness.js';
import { counted } from './figures.js';
import { bound, fold } from './fold.js';
import { padEnd, padStart } from './lines.js';
import { initialName, loopBegins } from './steps.js';
import { blocksOf, commandOf, endingOf, modelOf, type Origin, outcomeOf, settingsOf, type Traced, type TracedStep, traced } from './traced.js';
import { variablesOf, varies } from './variables.js';
import type { Block } from './why.js';

const width = 78;
/** A column that is as wide as this keeps its text to itself. */
const wide = 34;
/** What a step's text may take when the columns are narrower. */
const reach = 40;
/** What the text of the last column should have, and what it must have. */
const lastRoom = { good: 36, least: 27 } as const;
const narrowest = 9;

/** One trace; an empty text when the verdict has none. */
export function columnsText(model: Model, verdict: PropertyVerdict, origin: Origin): string {
  const told = traced(model, verdict, origin);
  if (told === null) return '';
  const fair = fairnessLines(model, verdict);
  const parts = [
    headLines(told),
    beginLines(told),
    ...(told.steps.length === 0 ? [] : [stepLines(told), endLines(told)]),
    ...(fair.length === 0 ? [] : [fair]),
    fold(ascii(`=> ${endingOf(told)}`), width, 3),
    ...blocksOf(told).map(blockLines),
  ];
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n`;
}

function headLines(told: Traced): string[] {
  const { property } = told;
  const settings = settingsOf(told);
  const rows: [string, string[]][] = [
    ...(property.source === undefined ? [] : [['source', lines(property.source)] as [string, string[]]]),
    ['model', [...lines(modelOf(told)), ...(settings.length === 0 ? [] : lines(`with ${settings.join(' ')}`))]],
    ['repeat', continued(fold(commandOf(told).map(ascii).map(unbroken).join(' '), width - 12, 2))],
  ];
  return [...fold(ascii(`${outcomeOf(told)}: ${property.sentence}`), width), '', ...rows.flatMap(([label, texts]) => texts.map((text, index) => `  ${padEnd(index === 0 ? label : '', 8)}${text}`))];
}

function lines(text: string): string[] {
  return fold(ascii(text), width - 10);
}

/** A flag stays with its value, or with the first of many. */
function unbroken(flag: string): string {
  return flag.startsWith('--param ') ? flag.replace(' ', bound(' ')) : bound(flag);
}

/** A command line that goes on behind the end of a line. */
function continued(parts: readonly string[]): string[] {
  return parts.map((part, index) => (index < parts.length - 1 ? `${part} \\` : part));
}

function beginLines({ model, trace: { initial } }: Traced): string[] {
  const told = compactValues(difference(model.schema, model.schema.first, initial));
  return [`  ${initialName(model, initial)}:`, ...(told.length === 0 ? ['    every field has the first value of its domain'] : block(told, 4, width))];
}

function endLines(told: Traced): string[] {
  return [`  the state after ${counted(told.steps.length, 'step')}:`, ...block(compactValues(valuesAtEnd(told)), 4, width)];
}

/** How the loop of a lasso is fair. */
function fairnessLines(model: Model, verdict: PropertyVerdict): string[] {
  const told = fairnessRows(model, verdict);
  if (told === null) return [];
  return [`  ${told.head}${told.rows.length === 0 ? '' : ':'}`, ...told.rows.flatMap(([how, which]) => fold(ascii(`${how}: ${which}`), width - 4, 2).map((line) => `    ${line}`))];
}

function blockLines({ heading, rows }: Block): string[] {
  return [...fold(ascii(heading), width, 2), ...rows.flatMap(([label, text]) => fold(ascii(`${label}: ${text}`), width - 4, 2).map((line) => `    ${line}`))];
}

/** What is not as it would be by itself, and what was changed on the way, even if it was changed back. */
function valuesAtEnd({ model: { schema }, trace: { initial, steps }, last }: Traced): Value[] {
  return variablesOf(schema, [schema.first, initial, ...steps.map(({ state }) => state), last])
    .filter(varies)
    .map(({ path, values }) => ({ path, to: values.at(-1) as Plain }));
}

function stepLines(told: Traced): string[] {
  const digits = String(told.steps.length).length + 3;
  const columns = columnsFor(told, width - digits);
  return columns === null ? listLines(told, digits) : columnLines(told, digits, columns);
}

interface Columns {
  readonly pitch: number;
  /** How wide the text of a step may be, in a given column. */
  readonly room: (column: number) => number;
}

/** How the columns stand in so many places, or null when they do not fit. */
function columnsFor({ actors }: Traced, places: number): Columns | null {
  const equal = Math.floor((places + 2) / actors.length);
  const longest = Math.max(...actors.flatMap((actor) => ascii(actor).split(' ')).map((word) => word.length));
  if (equal >= wide + 2) return longest > equal - 2 ? null : { pitch: equal, room: () => equal - 2 };
  const pitchFor = (last: number) => Math.floor((places - last) / (actors.length - 1));
  const least = Math.max(narrowest, longest + 1);
  if (pitchFor(lastRoom.least) < least) return null;
  const pitch = Math.max(least, pitchFor(lastRoom.good));
  return { pitch, room: (column) => Math.min(reach, places - column * pitch) };
}

function columnLines({ steps, actors, trace }: Traced, digits: number, { pitch, room }: Columns): string[] {
  const names = actors.map((actor) => fold(ascii(actor), pitch - 1));
  const height = Math.max(...names.map((name) => name.length));
  const row = (cells: readonly string[]) => (' '.repeat(digits) + cells.map((cell) => padEnd(cell, pitch)).join('')).trimEnd();
  const head = Array.from({ length: height }, (_, line) => row(names.map((name) => name[line] ?? '')));
  const rule = row(names.map((name) => '-'.repeat(Math.max(...name.map((line) => line.length)))));
  const body = steps.flatMap((step) => {
    const column = actors.indexOf(step.taken.actor);
    const told = stepBlock(step, room(column)).map((line, index) => numbered(index === 0 ? step.number : null, digits) + ' '.repeat(column * pitch) + line);
    return [...loopLines(step, trace, digits), ...told];
  });
  return [...head, rule, ...body];
}

/** The steps when there are more actors than columns have room: each with its actor's name before it. */
function listLines({ steps, actors, trace }: Traced, digits: number): string[] {
  const names = Math.min(20, Math.max(...actors.map((actor) => ascii(actor).length)));
  return steps.flatMap((step) => {
    const actor = fold(ascii(step.taken.actor), names);
    const told = stepBlock(step, width - digits - names - 2);
    const both = Array.from({ length: Math.max(actor.length, told.length) }, (_, index) =>
      (numbered(index === 0 ? step.number : null, digits) + padEnd(actor[index] ?? '', names + 2) + (told[index] ?? '')).trimEnd(),
    );
    return [...loopLines(step, trace, digits), ...both];
  });
}

/** What stands before the first step of a loop. */
function loopLines({ number }: TracedStep, { loop }: Traced['trace'], digits: number): string[] {
  return number - 1 === loop ? [`${' '.repeat(digits)}-- ${loopBegins}`] : [];
}

/** The action, broken between its arguments, and beneath it what it changed. */
function stepBlock({ taken, changes }: TracedStep, room: number): string[] {
  const action = fold(bound(ascii(taken.label)).replaceAll(',\u00a0', ', '), room, 2);
  return [...action, ...(changes.length === 0 ? ['  (no change)'] : block(compactChanges(changes), 2, room))];
}

function numbered(number: number | null, digits: number): string {
  return number === null ? ' '.repeat(digits) : `${padStart(String(number), digits - 2)}  `;
}

/** Texts, each folded, all indented. */
function block(texts: readonly string[], indent: number, room: number): string[] {
  return texts.flatMap((text) => fold(keepBound(text), room - indent, 2).map((line) => ' '.repeat(indent) + line));
}

/** ASCII but for the bound spaces, which `fold` needs. */
function keepBound(text: string): string {
  return text.split('\u00a0').map(ascii).join('\u00a0');
}
