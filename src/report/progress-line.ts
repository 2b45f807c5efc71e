import type { Progress } from '../explore/index.js';
import { bytes, count, rough, seconds } from './figures.js';

/** The figures of a run under way in one line of at most `width` columns, if that is possible at all; the least important go first. */
export function progressLine({ depth, states, transitions, frontier, asking, elapsed, memory }: Progress, width = Number.POSITIVE_INFINITY): string {
  const parts: (readonly [text: string, importance: number])[] = [
    [`depth ${depth}`, 5],
    [`${count(states)} states`, 6],
    [`${rough(transitions)} transitions`, 1],
    [asking === null ? `frontier ${rough(frontier)}` : `cycles: ${asking}`, asking === null ? 2 : 5],
    [elapsed > 0 ? `${rough(states / elapsed)} states/s` : '', 3],
    [bytes(memory), 0],
    [seconds(elapsed), 4],
  ];
  const line = (least: number) =>
    parts
      .filter(([text, importance]) => text !== '' && importance >= least)
      .map(([text]) => text)
      .join(' · ');
  let least = 0;
  while (least < 6 && line(least).length > width) least += 1;
  return line(least);
}
