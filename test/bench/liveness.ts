/**
 * What a liveness property costs beside the exploration itself: a model with one property of safety, and with a liveness
 * property too, in turns; and SPIN with weak fairness for one instance of it, where it is installed.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf, runExplore } from './contenders/explore.js';
import { titleOf } from './instances.js';
import { measure } from './measure.js';
import { root } from './project.js';
import type { Rules } from './race.js';
import type { LivenessFigures } from './record.js';

interface Question {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly safety: string;
  readonly liveness: string;
  /** Instances of the liveness property, each of which is searched for by itself. */
  readonly instances: number;
  /** A twin for SPIN. */
  readonly twin?: string;
}

const questions: readonly Question[] = [
  { model: 'peterson', parameters: { n: 5 }, safety: 'mutual-exclusion', liveness: 'starvation-freedom', instances: 5, twin: 'peterson-progress.pml' },
  { model: 'peterson', parameters: { n: 6 }, safety: 'mutual-exclusion', liveness: 'starvation-freedom', instances: 6, twin: 'peterson-progress.pml' },
  { model: 'two-phase', parameters: { n: 8 }, safety: 'consistency', liveness: 'completion', instances: 8 },
  { model: 'two-phase', parameters: { n: 9 }, safety: 'consistency', liveness: 'completion', instances: 9 },
];

export async function measureLiveness(
  workers: number,
  withSpin: boolean,
  { repeat, patience }: Rules,
  { load, tell }: { readonly load: () => number; readonly tell: (line: string) => void },
): Promise<Omit<LivenessFigures, 'conditions'>> {
  const steps: LivenessFigures['steps'] = [];
  for (const question of questions) {
    const { model, parameters, safety, liveness, instances, twin } = question;
    const title = titleOf(question);
    const figures = () => ({ wall: [] as number[], peak: [] as number[] });
    const step = { model, parameters: { ...parameters }, property: liveness, instances, states: 0, load: load(), explored: figures(), checked: figures(), spin: null as null | SpinFigures };
    const given = [...Object.entries(parameters).map(([name, value]) => `${name}=${value}`), 'progress=true'];
    const run = async (properties: readonly string[], into: { wall: number[]; peak: number[] }) => {
      const asked = properties.flatMap((name) => ['--property', name]);
      const { measured, document } = await runExplore(['--spec', model, '--param', ...given, ...asked, '--workers', String(workers)]);
      if (document.properties.some(({ verdict }) => verdict.kind !== 'holds')) throw new Error(`${title}: a property does not hold: ${document.conclusion}`);
      step.states = countsOf(title, document).states;
      into.wall.push(round(document.elapsed));
      into.peak.push(measured.peak);
      tell(`${title}, ${properties.join(' and ')}: ${document.elapsed.toFixed(2)} s`);
    };
    for (let turn = 0; turn < repeat && (turn === 0 || step.checked.wall.reduce((sum, seconds) => sum + seconds, 0) <= patience); turn++) {
      await run([safety], step.explored);
      await run([safety, liveness], step.checked);
      if (withSpin && twin !== undefined) step.spin = await runSpin(title, twin, parameters, step.spin ?? { build: [], wall: [], peak: [], stored: 0 }, tell);
    }
    steps.push(step);
  }
  return { workers, steps };
}

type SpinFigures = NonNullable<LivenessFigures['steps'][number]['spin']>;

/** One instance, with weak fairness and no reduction. */
async function runSpin(title: string, twin: string, { n }: Readonly<Record<string, number>>, before: SpinFigures, tell: (line: string) => void): Promise<SpinFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'explore-bench-'));
  try {
    await cp(join(root, 'test/bench/peers/promela'), folder, { recursive: true });
    const generate = await measure({ file: 'spin', args: [`-DN=${n}`, '-a', twin], folder });
    const compile = await measure({ file: 'gcc', args: ['-w', '-O3', '-march=native', '-DNOREDUCE', '-DNFAIR=3', '-DMEMLIM=18000', '-o', 'pan', 'pan.c'], folder });
    const { stdout, wall, peak } = await measure({ file: './pan', args: ['-a', '-f', '-m20000000', '-w24'], folder });
    const stored = /^\s*(\S+) states, stored/m.exec(stdout)?.[1];
    if (stored === undefined || !/errors: 0/.test(stdout) || /search depth too small|out of memory|max memory/i.test(stdout))
      throw new Error(`SPIN has not searched all of ${title}, or has found an error:\n${stdout.slice(-2000)}`);
    tell(`${title}, SPIN: ${wall.toFixed(2)} s`);
    return { build: [...before.build, round(generate.wall + compile.wall)], wall: [...before.wall, round(wall)], peak: [...before.peak, peak], stored: Number(stored) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
