/** A shortest run along which so many steps are counted, when the extreme count of every state on the way is known. */
import type { Space, Transition } from '../explore/index.js';
import { type Lasso, type PackedStep, smallest } from './lasso.js';

/** The states on the way, and what was counted at each. */
export interface Way {
  /** Of the bound, among the properties of whole runs that were asked for. */
  readonly number: number;
  /** Per action instance: whether its steps count. */
  readonly counted: readonly boolean[];
  /** Per action instance: whether its steps end the count. */
  readonly by: readonly boolean[];
  /** By the entry of a state. */
  countOf(entry: number): number;
  /** Whether the state of an entry is on the way, which is from where the count begins to before where it ends. */
  includes(entry: number): boolean;
}

/** A count, and a run that shows it: it begins to count at the depth of the run. */
export interface Counted {
  readonly count: number;
  readonly run: Lasso;
}

/**
 * The shortest run with an extreme count: that comes to where the count ends (`comes`), or that has got so far before it.
 * Only steps along which the counts grow as the steps say lie on such a run: a prefix with a more extreme count would
 * make the run more extreme too. Of equally short ones, that to the smallest state.
 */
export async function findCountedRun(space: Space, { number, counted, by, countOf, includes: isOnWay }: Way, { count, comes }: { readonly count: number; readonly comes: boolean }): Promise<Counted> {
  const entered: (readonly number[])[] = [];
  const seen = new Set<number>();
  const after = (entry: number, { action }: Transition): number => countOf(entry) + (counted[action] === true ? 1 : 0);
  /** Whether a step of a state on the way lies on such a run, and stays on the way. */
  const goes = (entry: number, step: Transition): boolean => by[step.action] === false && isOnWay(step.target) && after(entry, step) === countOf(step.target);
  /** Whether it ends such a run. */
  const arrives = (entry: number, step: Transition): boolean => comes && (by[step.action] === true || !isOnWay(step.target)) && after(entry, step) === count;
  /** The states at a depth at which the count begins; that are the end at once only if it is to be 0. */
  const beginsAt = (depth: number): number[] => {
    const range = space.levels[depth];
    if (range === undefined) return [];
    return [...space.entries(range)].filter((entry) => (isOnWay(entry) ? countOf(entry) === 0 : comes && count === 0 && space.asks(number, 'goal', entry)) && space.asks(number, 'from', entry));
  };
  for (let depth = 0; ; depth++) {
    await space.breathe();
    const level: number[] = [];
    const enter = (entry: number): void => {
      if (seen.has(entry)) return;
      seen.add(entry);
      level.push(entry);
    };
    const arrived: number[] = [];
    for (const entry of entered.at(-1) ?? []) {
      for (const step of space.transitionsOf(entry)) {
        if (goes(entry, step)) enter(step.target);
        if (arrives(entry, step)) arrived.push(step.target);
      }
    }
    for (const entry of beginsAt(depth)) {
      if (isOnWay(entry)) enter(entry);
      else arrived.push(entry);
    }
    entered.push(level);
    if (depth >= space.levels.length && level.length === 0 && arrived.length === 0) throw new Error('no run has the count that was found; this must not happen');
    const to = smallest(space, comes ? arrived : level.filter((entry) => countOf(entry) === count));
    if (to !== undefined) return back(to, depth);
  }

  /** Backwards, at each depth by the smallest predecessor, until where the count begins. */
  function back(to: number, length: number): Counted {
    const steps: PackedStep[] = [];
    let target = to;
    let leads = comes ? arrives : goes;
    for (let depth = length; ; depth--) {
      // Where the run arrives, the count may begin again: that is another one, unless this is the end at once.
      if (beginsAt(depth).includes(target) && (leads === goes || !isOnWay(target))) return { count, run: { depth, state: space.stateOf(target), steps, loop: null } };
      const leading = (entry: number) => space.transitionsOf(entry).filter((step) => step.target === target && leads(entry, step));
      const from = smallest(
        space,
        (entered[depth - 1] as readonly number[]).filter((entry) => leading(entry).length > 0),
      ) as number;
      steps.unshift({ action: Math.min(...leading(from).map(({ action }) => action)), state: space.stateOf(target) });
      target = from;
      leads = goes;
    }
  }
}
