/** Numbers that a seed decides, so that whatever was drawn can be drawn again. */

export interface Random {
  /** A whole number from 0 to one less than `n`. */
  below(n: number): number;
  among<T>(values: readonly T[]): T;
}

/** Mulberry32: short, and good enough to draw models and walks with. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, among: (values) => values[below(values.length)] as (typeof values)[number] };
}
