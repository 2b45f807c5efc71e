/** What a bound has come to: its numbers, and the runs that show them. */
import type { Model } from '../model/index.js';
import { countsOf, type Extreme, type PropertyVerdict } from '../verdict/index.js';
import { count, counted } from './figures.js';

/** The numbers of a bound. */
export interface Numbers {
  /** Null: no run comes to where the count ends. */
  readonly smallest: number | null;
  readonly largest: number | 'unbounded';
}

/** How many steps a run shows to be counted. */
export interface CountTold {
  readonly count: number | 'unbounded';
  /** After this many steps the count begins. */
  readonly begin: number;
}

export function numbersOf({ smallest, largest }: { readonly smallest: { readonly count: number } | null; readonly largest: { readonly count: number | 'unbounded' } }): Numbers {
  return { smallest: smallest?.count ?? null, largest: largest.count };
}

/** `2`, `0..3`, `1..∞`, and `..5` where no run comes to the end of the count. */
export function rangeText({ smallest, largest }: Numbers): string {
  const most = largest === 'unbounded' ? '∞' : count(largest);
  return smallest === largest ? most : `${smallest === null ? '' : count(smallest)}..${most}`;
}

/** The runs to the largest and to the smallest number, where no violation shows the former. */
export function boundRuns({ subject, verdict }: PropertyVerdict): PropertyVerdict[] {
  if ((verdict.kind !== 'holds' && verdict.kind !== 'violated') || verdict.measured === undefined) return [];
  const { smallest, largest } = verdict.measured;
  const run = (which: 'smallest' | 'largest', { instance, trace, count, begin }: Extreme<number | 'unbounded'>): PropertyVerdict => ({
    subject,
    verdict: { kind: 'reached', instance, trace, counts: { which, count, begin } },
  });
  return [...(verdict.kind === 'violated' ? [] : [run('largest', largest)]), ...(smallest === null || smallest.count === largest.count ? [] : [run('smallest', smallest)])];
}

/** What a run shows of a bound; null: it is none. Of several beginnings the one with the most steps is told. */
export function countTold(model: Model, { subject: { property }, verdict }: PropertyVerdict): CountTold | null {
  if (property.kind !== 'bound' || (verdict.kind !== 'violated' && verdict.kind !== 'reached')) return null;
  if (verdict.kind === 'reached' && verdict.counts !== undefined) return verdict.counts;
  if (verdict.kind === 'violated' && verdict.measured !== undefined) return verdict.measured.largest;
  const [first, ...others] = countsOf(model, verdict.trace, property, verdict.instance);
  return others.reduce((best, shows) => (Number(shows.count) > Number(best?.count) ? shows : best), first) ?? null;
}

/** `3 steps are counted from after step 9 on` */
export function countWords({ count, begin }: CountTold): string {
  const from = begin === 0 ? 'from the beginning' : `from after step ${begin}`;
  return count === 'unbounded' ? `steps are counted ${from} without end` : `${counted(count, 'step')} ${count === 1 ? 'is' : 'are'} counted ${from}`;
}
