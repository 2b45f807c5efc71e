/** States a second: a group for each model at its largest size, a bar for each checker. */
import { count, rough } from '../../../src/report/figures.js';
import { titleOf } from '../instances.js';
import type { Race, Runs } from '../record.js';
import { fasterSpin, largestOf, oneThreadOfRumur, ours, speedOf } from '../targets.js';
import { element, logarithmic, picture, text } from './svg.js';

/** In the order of the bars; each has a colour of its own. */
const bars: readonly { readonly name: string; readonly of: (race: Race) => Runs | undefined }[] = [
  { name: 'explore, 2 workers', of: (race) => ours(race, 2) },
  { name: 'explore, 1 worker', of: (race) => ours(race, 1) },
  { name: 'SPIN, its faster search', of: fasterSpin },
  { name: 'Rumur, 1 thread', of: oneThreadOfRumur },
];

const width = 760;
const left = 220;
const right = width - 70;
const barHeight = 16;

export function raceChart(races: readonly Race[]): string {
  const groups = largestOf(races).map((race) => ({ race, bars: bars.flatMap(({ of }, colour) => (of(race) === undefined ? [] : [{ colour, runs: of(race) as Runs }])) }));
  const speeds = groups.flatMap(({ race, bars }) => bars.map(({ runs }) => speedOf(race, runs)));
  const axis = logarithmic(Math.min(...speeds), Math.max(...speeds), left, right);
  const parts: string[] = [
    text(16, 24, 'Distinct states per second', { 'font-weight': 'bold', style: 'font-size: 15px' }),
    text(16, 42, 'logarithmic scale; thin lines: slowest to fastest run', { class: 'faint' }),
  ];
  for (const [index, { name }] of bars.entries()) {
    const x = 16 + index * 182;
    parts.push(element('rect', { class: `c${index}`, x, y: 54, width: 12, height: 12 }), text(x + 18, 64, name));
  }
  const top = 84;
  let y = top + 8;
  for (const { race, bars } of groups) {
    const middle = y + (bars.length * barHeight) / 2;
    parts.push(text(left - 10, middle - 3, titleOf(race), { 'text-anchor': 'end' }), text(left - 10, middle + 13, `${count(race.states)} states`, { 'text-anchor': 'end', class: 'faint' }));
    for (const { colour, runs } of bars) {
      const end = axis.at(speedOf(race, runs));
      const [slowest, fastest] = [axis.at(race.states / Math.max(...runs.wall)), axis.at(race.states / Math.min(...runs.wall))];
      parts.push(
        element('rect', { class: `c${colour}`, x: left, y: y + 1, width: end - left, height: barHeight - 2 }),
        element('line', { class: 'spread', x1: slowest, x2: fastest, y1: y + barHeight / 2, y2: y + barHeight / 2 }),
        text(Math.max(end, fastest) + 6, y + barHeight - 4, rough(speedOf(race, runs))),
      );
      y += barHeight;
    }
    y += 16;
  }
  const grid = axis.marks.flatMap((mark) => [
    element('line', { class: 'grid', x1: axis.at(mark), x2: axis.at(mark), y1: top, y2: y }),
    text(axis.at(mark), y + 16, rough(mark), { 'text-anchor': 'middle', class: 'faint' }),
  ]);
  return picture(width, y + 40, 'Distinct states per second of explore, SPIN and Rumur, on a logarithmic scale', [
    ...grid,
    ...parts,
    text((left + right) / 2, y + 34, 'states per second', { 'text-anchor': 'middle', class: 'faint' }),
  ]);
}
