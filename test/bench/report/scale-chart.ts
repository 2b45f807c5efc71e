/** Time and memory over the number of states, both logarithmic: what grows evenly is a straight line. */
import { bytes, rough, seconds } from '../../../src/report/figures.js';
import type { ScaleFigures } from '../record.js';
import { median } from '../statistics.js';
import { element, logarithmic, picture, text } from './svg.js';

type Step = ScaleFigures['steps'][number];

const width = 760;
const height = 340;

export function scaleChart({ steps }: ScaleFigures): string {
  const time = panel(steps, { left: 60, title: 'Seconds to explore', value: ({ explore }) => median(explore), shown: seconds, proportion: true });
  const memory = panel(steps, { left: 440, title: 'Peak memory of the process', value: ({ peak }) => median(peak), shown: bytes, proportion: false });
  return picture(width, height, 'Time and memory over the number of states, both on logarithmic scales', [...time, ...memory]);
}

interface Panel {
  readonly left: number;
  readonly title: string;
  readonly value: (step: Step) => number;
  readonly shown: (value: number) => string;
  /** Shows what would be in proportion to the states. */
  readonly proportion: boolean;
}

function panel(steps: readonly Step[], { left, title, value, shown, proportion }: Panel): string[] {
  const [top, bottom, right] = [66, height - 50, left + 290];
  const states = steps.map((step) => step.states);
  const values = steps.map(value);
  const x = logarithmic(Math.min(...states), Math.max(...states), left, right);
  const y = logarithmic(Math.min(...values), Math.max(...values), bottom, top);
  const million = steps.find((step) => step.states === 1e6);
  // What goes up more steeply than this gets slower per state.
  const even = million === undefined || !proportion ? [] : [element('line', { class: 'even', x1: x.at(1e6), y1: y.at(value(million)), ...endOfEven(x, y, value(million), Math.max(...states)) })];
  return [
    text(left, 26, title, { 'font-weight': 'bold', style: 'font-size: 15px' }),
    text(left, 44, proportion ? 'logarithmic scales; dashed: in proportion from 10⁶ on' : 'logarithmic scales', { class: 'faint', style: 'font-size: 11px' }),
    ...x.marks.flatMap((mark) => [
      element('line', { class: 'grid', x1: x.at(mark), x2: x.at(mark), y1: top, y2: bottom }),
      text(x.at(mark), bottom + 16, powerOfTen(mark), { 'text-anchor': 'middle', class: 'faint' }),
    ]),
    ...y.marks.flatMap((mark) => [
      element('line', { class: 'grid', x1: left, x2: right, y1: y.at(mark), y2: y.at(mark) }),
      text(left - 6, y.at(mark) + 4, axisLabel(mark, shown), { 'text-anchor': 'end', class: 'faint' }),
    ]),
    ...even,
    element('polyline', { class: 'line', points: steps.map((step) => `${x.at(step.states).toFixed(1)},${y.at(value(step)).toFixed(1)}`).join(' ') }),
    ...steps.flatMap((step) => [
      element('circle', { class: 'c0', cx: x.at(step.states), cy: y.at(value(step)), r: 4 }),
      label(x.at(step.states), y.at(value(step)), shown(value(step)), { isLast: step === steps.at(-1), bottom }),
    ]),
    text((left + right) / 2, height - 14, 'distinct states', { 'text-anchor': 'middle', class: 'faint' }),
  ];
}

/** Below the line, which rises, where there is room; the last one above it. */
function label(x: number, y: number, words: string, { isLast, bottom }: { readonly isLast: boolean; readonly bottom: number }): string {
  const style = 'font-size: 11px';
  if (isLast) return text(x - 8, y - 9, words, { 'text-anchor': 'end', style });
  return y + 16 > bottom ? text(x + 2, y - 9, words, { style }) : text(x + 5, y + 16, words, { style });
}

type Axis = ReturnType<typeof logarithmic>;

/** Where a line in proportion ends: at the right edge, or at the top. */
function endOfEven(x: Axis, y: Axis, atMillion: number, mostStates: number): { readonly x2: number; readonly y2: number } {
  const factor = Math.min(mostStates / 1e6, (y.marks.at(-1) as number) / atMillion);
  return { x2: x.at(factor * 1e6), y2: y.at(factor * atMillion) };
}

function powerOfTen(value: number): string {
  return `10${[...String(Math.round(Math.log10(value)))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}

/** Powers of ten of bytes are no round numbers of MiB. */
function axisLabel(mark: number, shown: (value: number) => string): string {
  return shown === bytes ? `${rough(mark)}B` : mark < 1 ? String(mark) : rough(mark);
}
