/** What the measurements say of what we want: each aim with what was found, at the sizes that it speaks of. */
import { titleOf } from './instances.js';
import type { BenchRecord, LivenessFigures, Race, Runs } from './record.js';
import { geometricMean, median } from './statistics.js';

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

export function targetsOf({ races, scale, liveness }: BenchRecord): readonly Target[] {
  const compared = races.filter(isLarge).map(comparisonOf);
  const largest = largestOf(races.filter(isLarge)).map(comparisonOf);
  return [
    ...faster('Rumur, one thread', largest, 'rumur', { mean: 10, least: 5 }),
    ...faster('SPIN, its faster search', largest, 'spin', { mean: 2.5, least: 1.2 }),
    ...twoWorkers(
      'above 10^7 states',
      compared.filter(({ states }) => states > 1e7),
    ),
    ...twoWorkers(
      'at one or two million states',
      compared.filter(({ states }) => states <= 1e7),
    ),
    ...memory(races.filter(({ states }) => states > 1e7)),
    ...firstToAnswer(races.filter(({ size }) => size === 'small')),
    ...linear(scale),
    ...progress((liveness?.steps ?? []).filter(({ states }) => states > 1e7)),
  ];
}

/** Enough states for speed to be a matter of the search and not of how a program starts. */
export function isLarge({ states }: Race): boolean {
  return states > 1e6;
}

/** How many times as fast one worker of ours is as the others, and two workers are as one; undefined where nobody has measured it. */
export interface Comparison {
  readonly title: string;
  readonly states: number;
  readonly rumur: number | undefined;
  readonly spin: number | undefined;
  readonly twoWorkers: number | undefined;
  /** What two workers could be at most, if the program started as it does, and they then took no more of two processors together than one worker's process takes: it has threads besides that worker. */
  readonly atMost: number | undefined;
}

export function comparisonOf(race: Race): Comparison {
  const [one, two] = [ours(race, 1), ours(race, 2)];
  const ratio = (slow: Runs | undefined, fast: Runs | undefined) => (slow === undefined || fast === undefined ? undefined : median(slow.wall) / median(fast.wall));
  return {
    title: titleOf(race),
    states: race.states,
    rumur: ratio(oneThreadOfRumur(race), one),
    spin: ratio(fasterSpin(race), one),
    twoWorkers: ratio(one, two),
    atMost: one?.start === undefined ? undefined : median(one.wall) / (median(one.start.wall) + (median(one.cpu) - median(one.start.cpu)) / 2),
  };
}

/** Of each model the race with the most states. */
export function largestOf(races: readonly Race[]): readonly Race[] {
  return [...new Set(races.map(({ model }) => model))].map((model) => races.filter((race) => race.model === model).reduce((a, b) => (b.states > a.states ? b : a)));
}

/** States a second, from the start of the search's process to its end. */
export function speedOf({ states }: Pick<Race, 'states'>, { wall }: Runs): number {
  return states / median(wall);
}

export function ours({ contenders }: Race, threads: number): Runs | undefined {
  return contenders.find((runs) => runs.tool === 'explore' && runs.threads === threads);
}

export function fasterSpin({ contenders }: Race): Runs | undefined {
  const searches = contenders.filter(({ tool }) => tool === 'spin');
  return searches.length === 0 ? undefined : searches.reduce((a, b) => (median(b.wall) < median(a.wall) ? b : a));
}

/** Seconds until the answer is there, from the source on: the making and the search. */
export function answerTimes({ build, wall }: Runs): number[] {
  return wall.map((seconds, index) => seconds + (build[index] as number));
}

export function oneThreadOfRumur({ contenders }: Race): Runs | undefined {
  return contenders.find(({ tool, threads }) => tool === 'rumur' && threads === 1);
}

function faster(name: string, compared: readonly Comparison[], peer: 'rumur' | 'spin', wanted: { readonly mean: number; readonly least: number }): Target[] {
  const ratios = measured(compared, peer);
  if (ratios.length === 0) return [];
  const mean = geometricMean(ratios.map(({ ratio }) => ratio));
  const least = leastOf(ratios);
  return [
    {
      what: `speed of one worker against ${name}, each model at its largest size`,
      wanted: `${wanted.mean} times in the geometric mean, nowhere below ${wanted.least}`,
      found: `${mean.toFixed(1)} times; the least is ${least.ratio.toFixed(1)} (${least.title})`,
      met: mean >= wanted.mean && least.ratio >= wanted.least,
    },
  ];
}

function twoWorkers(where: string, compared: readonly Comparison[]): Target[] {
  const wanted = 1.7;
  const ratios = measured(compared, 'twoWorkers');
  if (ratios.length === 0) return [];
  const least = leastOf(ratios);
  const mean = geometricMean(ratios.map(({ ratio }) => ratio));
  const limits = measured(compared, 'atMost').map(({ ratio }) => ratio);
  const most = Math.max(...limits);
  const outOfReach = limits.length > 0 && most < wanted ? `; no more than ${Math.min(...limits).toFixed(2)} to ${most.toFixed(2)} can be had, see below` : '';
  return [
    {
      what: `speed of two workers against one, ${where}`,
      wanted: `${wanted} times everywhere`,
      found: `${mean.toFixed(2)} times in the geometric mean; the least is ${least.ratio.toFixed(2)} (${least.title})${outOfReach}`,
      met: least.ratio >= wanted,
    },
  ];
}

interface Ratio {
  readonly title: string;
  readonly ratio: number;
}

function measured(compared: readonly Comparison[], what: 'rumur' | 'spin' | 'twoWorkers' | 'atMost'): Ratio[] {
  return compared.flatMap(({ title, [what]: ratio }) => (ratio === undefined ? [] : [{ title, ratio }]));
}

function leastOf(ratios: readonly Ratio[]): Ratio {
  return ratios.reduce((a, b) => (b.ratio < a.ratio ? b : a));
}

function memory(races: readonly Race[]): Target[] {
  const pairs = races.flatMap((race) => {
    const [one, peer] = [ours(race, 1), oneThreadOfRumur(race)];
    if (one === undefined || peer === undefined) return [];
    const [own, theirs] = [bytesPerState(race, one), bytesPerState(race, peer)];
    return [{ title: `${own.toFixed(1)} against ${theirs.toFixed(1)} (${titleOf(race)})`, ratio: theirs / own }];
  });
  if (pairs.length === 0) return [];
  const least = leastOf(pairs);
  return [{ what: 'bytes per state at the peak of the process, above 10^7 states', wanted: "no more than Rumur's", found: `at worst ${least.title}`, met: least.ratio >= 1 }];
}

export function bytesPerState({ states }: Pick<Race, 'states'>, { peak }: Runs): number {
  return median(peak) / states;
}

function firstToAnswer(races: readonly Race[]): Target[] {
  const pairs = races.flatMap((race) => {
    const peers = race.contenders.filter(({ tool }) => tool !== 'explore').map((runs) => median(answerTimes(runs)));
    // As many workers as there are cores, here at most two: what a user gets who does not ask for a number.
    const command = ours(race, 2) ?? ours(race, 1);
    if (command === undefined || peers.length === 0) return [];
    const [own, theirs] = [median(answerTimes(command)), Math.min(...peers)];
    return [{ title: `${own.toFixed(2)} s, and the best of the others ${theirs.toFixed(2)} s (${titleOf(race)})`, ratio: theirs / own }];
  });
  if (pairs.length === 0) return [];
  const least = leastOf(pairs);
  return [{ what: 'time from the command to the answer, at some 10^5 states', wanted: 'ahead of all', found: `at worst ${least.title}`, met: least.ratio > 1 }];
}

/** What one instance of a liveness property takes beside the exploration: seconds, as a multiple of it, and bits of memory for each state. */
export function costOfLiveness({ states, instances, explored, checked }: LivenessStep): { readonly alone: number; readonly each: number; readonly times: number; readonly bits: number } {
  const alone = median(explored.wall);
  const each = (median(checked.wall) - alone) / instances;
  return { alone, each, times: each / alone, bits: (8 * Math.max(0, median(checked.peak) - median(explored.peak))) / states };
}

type LivenessStep = LivenessFigures['steps'][number];

function progress(steps: readonly LivenessStep[]): Target[] {
  if (steps.length === 0) return [];
  const costs = steps.map((step) => ({ title: titleOf(step), ...costOfLiveness(step) }));
  const slowest = costs.reduce((a, b) => (b.times > a.times ? b : a));
  const largest = costs.reduce((a, b) => (b.bits > a.bits ? b : a));
  return [
    {
      what: 'a liveness property beside the exploration, one instance, above 10^7 states: time',
      wanted: 'at most 4 times as long',
      found: `at worst ${slowest.times.toFixed(1)} times (${slowest.title})`,
      met: slowest.times <= 4,
    },
    { what: 'the same: more memory at the peak of the process', wanted: 'at most 16 bits per state', found: `at worst ${largest.bits.toFixed(0)} (${largest.title})`, met: largest.bits <= 16 },
  ];
}

function linear(scale: BenchRecord['scale']): Target[] {
  const rate = (states: number) => {
    const step = scale?.steps.find((step) => step.states === states);
    return step === undefined ? undefined : step.states / median(step.explore);
  };
  const [million, hundred] = [rate(1e6), rate(1e8)];
  if (million === undefined || hundred === undefined) return [];
  return [{ what: 'states a second at 10^8 states against those at 10^6', wanted: '60 %', found: `${((100 * hundred) / million).toFixed(0)} %`, met: hundred >= 0.6 * million }];
}
