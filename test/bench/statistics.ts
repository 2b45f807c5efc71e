/** Few figures of few runs. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Of an even number of values, the middle of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing has no median');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

/** The mean of ratios: as much above as below. */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing has no mean');
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
