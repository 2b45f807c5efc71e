/** A trace, step by step: the actor, the action with its arguments, and what changed. */
import type { Model, State } from '../model/index.js';
import type { Style } from '../style.js';
import { type Change, difference, type Plain, stemOf, type Trace } from '../trace/index.js';
import { count, counted } from './figures.js';
import { labelled, padEnd, padStart, widthOf, wrap } from './lines.js';

export function stepsText(model: Model, trace: Trace, { width, paint }: Style): string[] {
  const { initial, steps, loop } = trace;
  const lines = stateLines(model, initial, initialName(model, initial), width);
  const numbers = String(steps.length).length + 2;
  const actors = Math.max(0, ...steps.map(({ taken }) => widthOf(taken.actor))) + 2;
  let before = initial;
  for (const [index, { taken, state }] of steps.entries()) {
    if (index === loop) lines.push(paint.warning(`${' '.repeat(numbers + 2)}${loopBegins}`));
    lines.push(`${paint.faint(padStart(String(index + 1), numbers))}  ${padEnd(taken.actor, actors)}${paint.strong(taken.label)}`);
    lines.push(...changeLines(difference(model.schema, before, state), numbers + 2 + actors, width));
    before = state;
  }
  if (loop !== undefined) lines.push(paint.warning(`${' '.repeat(numbers + 2)}${loopEnds(trace)}`));
  if (steps.length > 0) lines.push('', ...stateLines(model, before, `the state after ${counted(steps.length, 'step')}`, width));
  return lines;
}

/** `the initial state`, or which of several. */
export function initialName(model: Model, initial: State): string {
  return model.initial.length === 1 ? 'the initial state' : `initial state ${model.initial.indexOf(initial) + 1} of ${model.initial.length}`;
}

/** Stands before the first step of a loop. */
export const loopBegins = 'from here on again and again:';

/** Stands behind the last step of a loop. */
export function loopEnds({ loop }: Trace): string {
  return loop === 0 ? 'and again from the initial state' : `and again from after step ${loop}`;
}

/** `by 7 steps`, `by 7 steps and a loop of 3` */
export function lengthText(trace: Trace): string {
  const { steps, loop } = trace;
  if (loop === undefined) return steps.length === 0 ? 'in an initial state' : `by ${counted(steps.length, 'step')}`;
  const around = `a loop of ${count(steps.length - loop)}`;
  return loop === 0 ? `by ${around}${steps.length === 1 ? ' step' : ' steps'}` : `by ${counted(stemOf(trace), 'step')} and ${around}`;
}

/** What the actions of a trace mean, in the order in which they are first taken; those that their author has described. */
export function actionsText({ steps }: Trace, { width }: Style): string[] {
  const described = new Map(steps.map(({ taken }) => [taken.action.name, taken.action.about ?? '']));
  const rows = [...described].filter(([, about]) => about !== '');
  return rows.length === 0 ? [] : labelled(rows, { indent: 2, width });
}

/** A state by what differs from the first value of each domain; a whole state would hide what matters. */
export function stateText(model: Model, state: State): string {
  const told = difference(model.schema, model.schema.first, state).map(({ path, to }) => `${path}=${showPlain(to)}`);
  return told.length === 0 ? 'everything has the first value of its domain' : told.join(' ');
}

export function stateLines(model: Model, state: State, name: string, width: number): string[] {
  return [`  ${name}:`, ...wrap(stateText(model, state), width - 6).map((line) => `      ${line}`)];
}

function changeLines(changes: readonly Change[], indent: number, width: number): string[] {
  if (changes.length === 0) return [`${' '.repeat(indent)}(nothing changes)`];
  return labelled(
    changes.map(({ path, from, to }) => [path, `${showPlain(from)} → ${showPlain(to)}`]),
    { indent, width },
  );
}

/** Plain data for a reader: words without quotes where they cannot be taken for anything else. */
export function showPlain(value: Plain): string {
  if (typeof value === 'string') return /^[A-Za-z][\w.+/-]*$/.test(value) && !['true', 'false', 'null'].includes(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(showPlain).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value as { readonly [field: string]: Plain });
  return `{${fields.map(([name, field]) => `${name} ${showPlain(field)}`).join(', ')}}`;
}
