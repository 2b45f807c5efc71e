/** What a bound says when all states are known, and what a run shows of one by the author's own functions. */
import type { Exploration } from '../explore/index.js';
import { type BoundAnswer, measureBound } from '../liveness/index.js';
import { askFrom, askGoal, countedBy, type Model, obligationOf, type PropertyInstance, type PropertyInstances } from '../model/index.js';
import type { Bound } from '../spec/index.js';
import { retrace, statesOf, stemOf, type Trace, takeSteps } from '../trace/index.js';
import { closes } from './lasso.js';
import type { Extreme, Measured, Verdict } from './verdict.js';

type Answer = Extract<BoundAnswer, { kind: 'measured' }>;
type Shown = NonNullable<Answer['largest'] | Answer['smallest']>;

/** The smallest and the largest number over all instances; of equal ones the shortest run. */
export async function judgeBound(model: Model, exploration: Exploration, number: number, subject: PropertyInstances, property: Bound<unknown>): Promise<Verdict> {
  let smallest: Extreme<number> | null = null;
  let largest: Extreme<number | 'unbounded'> | null = null;
  let mayMiss = false;
  for (const [position, instance] of subject.instances.entries()) {
    const answer = await measureBound(model, exploration.space, number, position);
    if (answer.kind === 'unknown') {
      // One instance is enough against a promise.
      if (largest !== null && exceeds(largest.count, property)) break;
      return { kind: 'unknown', because: answer.because };
    }
    mayMiss ||= answer.mayMiss;
    if (answer.smallest !== null && (smallest === null || answer.smallest.count <= smallest.count)) {
      smallest = shorter(smallest, await shown(instance, answer.smallest, answer.smallest.count));
    }
    if (answer.largest !== null && (largest === null || sizeOf(answer.largest.count) >= sizeOf(largest.count))) {
      largest = shorter(largest, await shown(instance, answer.largest, answer.largest.count));
    }
  }
  if (largest === null) return { kind: 'holds', vacuous: true };
  const measured: Measured = { smallest, largest, mayMiss };
  if (exceeds(largest.count, property)) return { kind: 'violated', instance: largest.instance, trace: largest.trace, measured };
  return { kind: 'holds', vacuous: false, measured };

  async function shown<N extends number | 'unbounded'>(instance: PropertyInstance, { run }: Shown, count: N): Promise<Extreme<N>> {
    const start = await retrace(model, exploration, run.depth, run.state);
    const after = takeSteps(model, exploration, start.steps.at(-1)?.state ?? start.initial, run.steps);
    const trace: Trace = { initial: start.initial, steps: [...start.steps, ...after], ...(run.loop !== null && { loop: run.loop }) };
    if (!countsOf(model, trace, property, instance).some((shows) => shows.count === count && shows.begin === run.depth))
      throw new Error(`the run that was found for ${instance.label} does not show ${count} when it is replayed; this must not happen`);
    return { count, instance, trace, begin: run.depth };
  }
}

/** Whether a number is more than a bound promises. */
export function exceeds(count: number | 'unbounded', { atMost }: Bound<unknown>): boolean {
  return atMost !== undefined && sizeOf(count) > atMost;
}

/**
 * What a run shows of a bound: for each of its states at which the count begins, if it has not ended before the last
 * state, how many steps are counted from there on. Of a lasso those count whose loop takes a step that does.
 */
export function countsOf(model: Model, trace: Trace, property: Bound<unknown>, { chosen }: PropertyInstance): readonly { readonly begin: number; readonly count: number | 'unbounded' }[] {
  const { steps, loop } = trace;
  const counted = countedBy(model.actions, property, chosen);
  const states = statesOf(trace);
  const count = (from: number) => steps.slice(from).filter(({ taken }) => counted[taken.index] === true).length;
  if (loop !== undefined && (!closes(model, trace) || count(loop) === 0)) return [];
  const last = steps.length;
  const { by } = obligationOf(model, property, chosen);
  // The last step of a run may end the count; that of a loop must not.
  const endedBy = steps.slice(0, loop === undefined ? last - 1 : last).findLastIndex(({ taken }) => by[taken.index] === true);
  const ended = Math.max(
    endedBy,
    states.slice(0, last).findLastIndex((state) => askGoal(property, chosen, state)),
  );
  return states.flatMap((state, begin) => {
    if (begin <= ended || (loop !== undefined && begin > stemOf(trace)) || !askFrom(property, chosen, state)) return [];
    return [{ begin, count: loop === undefined ? count(begin) : ('unbounded' as const) }];
  });
}

function sizeOf(count: number | 'unbounded'): number {
  return count === 'unbounded' ? Number.POSITIVE_INFINITY : count;
}

/** The new one, unless the old one is as good and not longer. */
function shorter<N extends number | 'unbounded'>(old: Extreme<N> | null, found: Extreme<N>): Extreme<N> {
  return old !== null && old.count === found.count && stemOf(old.trace) <= stemOf(found.trace) ? old : found;
}
