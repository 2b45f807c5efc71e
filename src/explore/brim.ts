/**
 * How a search ends that may not know more than so many states. The states of the level that would exceed the bound are
 * put into an order that depends on nothing but them (see `arrange`), and the first of them are expanded, as many as can
 * be until the next one would lead to too many states. Which these are is a property of the model and the bound alone.
 *
 * How many they are is found by trying: a portion that does not fit is taken out of the store again, and a smaller one is
 * tried. By their hashes the states are as good as shuffled, so that each portion says how many new states the next one
 * leads to at most (fewer and fewer: some are known by then), and a dozen portions will do.
 */

import type { SearchLog } from './log.js';
import type { LevelResult } from './messages.js';
import type { Search } from './search.js';

/** Takes the search back to where it had so many states and positions of the order. */
export type TakeBack = (to: { readonly tail: number; readonly states: number }) => Promise<void>;

/**
 * Expands what is open of an arranged level. `whole`: all of it; `full`: the next state leads to too many; `ended`: something
 * else ended it. `takeBack` is called for a portion that does not fit.
 */
export async function expandToTheBrim(search: Search, log: SearchLog, takeBack: TakeBack): Promise<'whole' | 'full' | 'ended'> {
  const { transitions, expanded } = log.counts(search.states);
  /** New states for each that is expanded, at most, as far as is known. */
  let each = Math.max(1, transitions / Math.max(1, expanded));
  /** So many of the states that come next are known to be too many. */
  let tooMany = Number.POSITIVE_INFINITY;
  let portion = 0;
  while (log.open.length > 0) {
    const before = { tail: search.tail, states: search.states };
    const left = Math.max(0, search.mostStates - before.states);
    const open = log.open.reduce((sum, { begin, end }) => sum + end - begin, 0);
    if (tooMany === 1) return 'full';
    // Portions that led to nothing new say little of how many more do: they become longer.
    const wanted = each === 0 ? 2 * portion : (left - 2 * Math.sqrt(left)) / each;
    portion = Math.max(1, Math.floor(Math.min(wanted, open, tooMany / 2)));
    const { levels, stopped } = await search.expand(log.carve(portion), log.settled(), 1);
    const result = levels[0] as LevelResult;
    if (result.torn && (stopped === 'states' || stopped === 'memory')) {
      await takeBack(before);
      if (stopped === 'memory') await search.stayAsLarge();
      else tooMany = portion;
      continue;
    }
    log.add(result);
    if (log.fault !== null || stopped !== null) return 'ended';
    tooMany -= portion;
    each = (search.states - before.states) / portion;
  }
  return 'whole';
}
