/** One family of models from 10^4 states on, ten times as many at each step; every count is known from its closed form. */
import { closedForm } from '../support/counters.js';
import { countsOf, runExplore } from './contenders/explore.js';
import type { Rules } from './race.js';
import { requireSame } from './race.js';
import type { ScaleFigures } from './record.js';

const top = 9;

export async function measureScale(
  { from, to, workers }: { readonly from: number; readonly to: number; readonly workers: number },
  { repeat, patience }: Rules,
  { load, tell }: { readonly load: () => number; readonly tell: (line: string) => void },
): Promise<Omit<ScaleFigures, 'conditions'>> {
  const steps: ScaleFigures['steps'] = [];
  for (let counters = from; counters <= to; counters++) {
    const known = closedForm(counters, top);
    const title = `counters n=${counters}`;
    const step = { counters, states: known.states, transitions: known.transitions, wall: [] as number[], explore: [] as number[], peak: [] as number[], load: load() };
    for (let turn = 0; turn < repeat && (turn === 0 || step.wall.reduce((sum, seconds) => sum + seconds, 0) <= patience); turn++) {
      const properties = asked.flatMap((name) => ['--property', name]);
      const { measured, document } = await runExplore(['--spec', 'test/support/counters.ts', '--param', `counters=${counters}`, `top=${top}`, ...properties, '--workers', String(workers)]);
      requireSame(title, { name: 'the closed form', found: { ...known, rounded: false } }, { name: 'explore', found: countsOf(title, document) });
      step.wall.push(round(measured.wall));
      step.explore.push(round(document.elapsed));
      step.peak.push(measured.peak);
      tell(`${title}: ${measured.wall.toFixed(2)} s`);
    }
    steps.push(step);
  }
  return { workers, steps };
}

/** Those of its properties that are true. */
const asked = ['only-up', 'corner', 'ends'];

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
