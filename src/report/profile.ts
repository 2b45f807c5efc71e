/** What each action did, and what each function of the spec cost. */

import type { Style } from '../style.js';
import { count, seconds } from './figures.js';
import { padEnd, padStart, widthOf, wrap } from './lines.js';
import type { Run } from './run.js';

export function profileText(run: Run, { paint, width }: Style): string {
  const { functions } = run.tables;
  const shown = functions.filter(({ misses }) => misses > 0).slice(0, mostFunctions);
  const rest = functions.length - shown.length;
  const lines = [
    paint.strong('what the actions did'),
    ...table(['action', 'enabled', 'transitions', 'new states', 'first at', ''], actionRows(run)),
    '',
    ...wrap('enabled: states in which it could be taken. new states: those that it was the first to lead to; which of several actions is the first is chance when there are several workers.', width),
    '',
    paint.strong('what the functions of the spec cost'),
    ...table(
      ['function', 'nodes', 'misses', 'time', 'share'],
      shown.map((cost) => [cost.label, count(cost.nodes), count(cost.misses), seconds(cost.seconds), shareOf(run, cost.seconds)]),
    ),
    ...(rest > 0 ? [`  and ${count(rest)} more that cost less`] : []),
    '',
    ...wrap(
      'nodes: of its decision diagrams, one for each worker. misses: how often it was run because its diagram had no answer. time: spent in running it; the rest of the time went into walking diagrams and into the store.',
      width,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Which part of the time of all workers a function took. */
export function shareOf({ elapsed, workers }: Run, time: number): string {
  return elapsed > 0 ? `${((100 * time) / (elapsed * workers)).toFixed(1)} %` : '0 %';
}

const mostFunctions = 20;

/** One row per action, all choices of its arguments together. */
function actionRows({ model, actions }: Run): string[][] {
  const names = [...new Set(model.actions.map(({ action }) => action.name))];
  return names.map((name) => {
    const own = actions.filter((_, index) => model.actions[index]?.action.name === name);
    const sum = (of: (figures: Run['actions'][number]) => number) => count(own.reduce((total, figures) => total + of(figures), 0));
    const depths = own.flatMap(({ firstDepth }) => firstDepth ?? []);
    return [
      name,
      sum(({ enabled }) => enabled),
      sum(({ fired }) => fired),
      sum(({ discovered }) => discovered),
      depths.length === 0 ? '' : `depth ${count(Math.min(...depths))}`,
      depths.length === 0 ? 'never enabled' : '',
    ];
  });
}

/** Columns: words to the left, numbers to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const columns = head.map((title, column) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]) => row.map((cell, column) => (column === 0 ? padEnd : padStart)(cell, columns[column] as number)).join('  ');
  return [head, ...rows].map((row) => `  ${line(row)}`.trimEnd());
}
