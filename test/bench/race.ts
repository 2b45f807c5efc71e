/** One model, all contenders, in turns: and nobody's time is looked at before all have found the same numbers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender, Counts, Outcome } from './contenders/contender.js';
import { type Instance, titleOf } from './instances.js';
import type { Race, Runs } from './record.js';

export interface Rules {
  /** Runs of each contender. */
  readonly repeat: number;
  /** Who has taken so many seconds for one model has had enough turns. */
  readonly patience: number;
}

export async function race(instance: Instance, contenders: readonly Contender[], rules: Rules, tell: (line: string) => void): Promise<Omit<Race, 'conditions' | 'load'>> {
  const outcomes = new Map<Contender, Outcome[]>(contenders.map((contender) => [contender, []]));
  let first: { readonly name: string; readonly found: Counts } | undefined;
  for (let turn = 0; turn < rules.repeat; turn++) {
    const times: string[] = [];
    for (const [contender, done] of outcomes) {
      if (turn > 0 && done.reduce((sum, { build, measured }) => sum + build + measured.wall, 0) > rules.patience) continue;
      tell(`${titleOf(instance)}, turn ${turn + 1}: ${contender.name}`);
      const outcome = await inOwnFolder((folder) => contender.run(instance, folder));
      first ??= { name: contender.name, found: outcome.found };
      requireSame(titleOf(instance), first, { name: contender.name, found: outcome.found });
      done.push(outcome);
      times.push(`${contender.name} ${outcome.measured.wall.toFixed(2)} s`);
    }
    if (times.length > 0) tell(`  ${times.join(', ')}`);
  }
  const { states, transitions } = (first as { readonly found: Counts }).found;
  return { ...instance, parameters: { ...instance.parameters }, states, transitions, contenders: [...outcomes].map(([contender, done]) => runsOf(contender, done)) };
}

/** Throws when two have not searched the same space, with both their numbers. */
export function requireSame(title: string, one: { readonly name: string; readonly found: Counts }, other: { readonly name: string; readonly found: Counts }): void {
  if (one.found.states !== other.found.states)
    throw new Error(`${title}: ${one.name} finds ${one.found.states} states, ${other.name} finds ${other.found.states}: this is not the same machine, and its times mean nothing`);
  const [a, b] = [one.found.transitions, other.found.transitions];
  const same = one.found.rounded || other.found.rounded ? Math.abs(a - b) <= 1e-5 * a : a === b;
  if (!same) throw new Error(`${title}: ${one.name} finds ${a} transitions, ${other.name} finds ${b}: this is not the same machine, and its times mean nothing`);
}

async function inOwnFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'explore-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runsOf({ name, tool, threads }: Contender, outcomes: readonly Outcome[]): Runs {
  const starts = outcomes.flatMap(({ start }) => (start === null ? [] : [start]));
  return {
    name,
    tool,
    threads,
    build: outcomes.map(({ build }) => round(build)),
    wall: outcomes.map(({ measured }) => round(measured.wall)),
    cpu: outcomes.map(({ measured }) => round(measured.cpu)),
    peak: outcomes.map(({ measured }) => measured.peak),
    ...(starts.length === 0 ? {} : { start: { wall: starts.map(({ wall }) => round(wall)), cpu: starts.map(({ cpu }) => round(cpu)) } }),
  };
}

/** Milliseconds are all that a process of its own can be timed to. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
