/**
 * How many steps are counted on the way from one set of states to another. On the way are the states that a run can come
 * to after the one and before the other. The largest count is unbounded if, and only if, a cycle among these takes a step
 * that counts; otherwise every state has a largest count. It is known where all that lead to a state have theirs, so for the
 * states that no cycle leads to in one pass, and for the others by passing on until nothing changes. The smallest count is
 * that of a breadth-first search in which steps that do not count cost nothing.
 */
import { isSet, noGroup, type Space, Stopped } from '../explore/index.js';
import { countedBy, type Model, obligationOf, type PropertyInstance } from '../model/index.js';
import type { Bound } from '../spec/index.js';
import { fairComponents } from './components.js';
import { type Counted, findCountedRun, type Way } from './counted-run.js';
import { narrowToCycles } from './hull.js';
import { findLasso, type Lasso } from './lasso.js';
import { Passes } from './passes.js';
import type { Question } from './question.js';

/** What is known of one instance of a bound. */
export type BoundAnswer =
  | {
      readonly kind: 'measured';
      /** Over the runs that come to `to`; null: none does, or none begins. */
      readonly smallest: Counted | null;
      /** Over all runs; null: none begins. */
      readonly largest: Counted | { readonly count: 'unbounded'; readonly run: Lasso } | null;
      /** A run can end before it comes to `to`, or go on for ever without. */
      readonly mayMiss: boolean;
    }
  | { readonly kind: 'unknown'; readonly because: Stopped['why'] };

/** Measures one instance of a bound, in a model all of whose states were explored. */
export async function measureBound(model: Model, space: Space, property: number, position: number): Promise<BoundAnswer> {
  const subject = model.properties[property] as Model['properties'][number];
  const bound = subject.property as Bound<unknown>;
  const instance = subject.instances[position] as PropertyInstance;
  space.ask(instance.label);
  try {
    const question: Question = { number: space.wholeRunNumber(property, position), shape: 'leads-to', obligation: obligationOf(model, bound, instance.chosen) };
    return await measure(space, question, countedBy(model.actions, bound, instance.chosen));
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'unknown', because: error.why };
    throw error;
  } finally {
    space.ask(null);
  }
}

async function measure(space: Space, question: Question, counted: readonly boolean[]): Promise<BoundAnswer> {
  const counts = await space.prepareCounts();
  const passes = await Passes.over(space, question.number, 1);
  const due = await passes.classify('without-goal', 'from', { noting: false });
  if (due === 0) return { kind: 'measured', smallest: null, largest: null, mayMiss: false };
  const size = await passes.narrow(noGroup);
  const inside = passes.inside.slice();
  const way: Way = {
    number: question.number,
    counted,
    by: question.obligation.by,
    countOf: (entry) => counts[passes.rank.of(entry)] as number,
    includes: (entry) => {
      const cell = passes.rank.find(entry);
      return cell >= 0 && isSet(inside, cell);
    },
  };
  const smallest = await findSmallest(passes, way, due);
  passes.inside.set(inside);
  counts.fill(0, 0, passes.cells);
  const left = await passes.trim({ raise: true });
  const mayMiss = left > 0;
  if ((await narrowToCycles(passes, question, { size: left, known: 'trimmed' })) > 0) {
    const run = await findLasso(space, question, await fairComponents(space, question));
    return { kind: 'measured', smallest, largest: { count: 'unbounded', run }, mayMiss };
  }
  passes.inside.set(inside);
  if (left > 0) {
    await passes.run({ kind: 'queue' });
    await passes.exhaust({ kind: 'raise' });
  }
  return { kind: 'measured', smallest, largest: size === 0 ? smallest : await findLargest(passes, way, smallest), mayMiss };
}

async function findSmallest(passes: Passes, way: Way, due: number): Promise<Counted | null> {
  const { space } = passes;
  const seeds = await passes.run({ kind: 'seed' });
  space.resetGauges();
  for (let count = 0; ; count++) {
    const lowered = await passes.exhaust({ kind: 'lower', count });
    const { arrived } = space.gauges;
    // Where some state is the beginning and the end at once, no step is needed; a run with steps that do not count may be shorter.
    if (arrived === count || seeds < due) return findCountedRun(space, way, { count, comes: true });
    // A step that counted has come there with one more, if at all; then some state is left with that.
    if (lowered === 0) return null;
  }
}

async function findLargest(passes: Passes, way: Way, smallest: Counted | null): Promise<Counted> {
  const { space } = passes;
  space.resetGauges();
  await passes.run({ kind: 'measure' });
  const { largest, arrived } = space.gauges;
  const count = Math.max(largest, arrived);
  if (smallest?.count === count) return smallest;
  return findCountedRun(space, way, { count, comes: arrived === count });
}
