import type { CheckOptions } from '../check.js';

type Bounds = Pick<CheckOptions, 'workers' | 'memory' | 'maxStates' | 'maxDepth' | 'timeLimit'>;

/** Where the clock of `performance.now()` begins. Who limits the time of a command has its start in mind too. */
export const processBegun = 0;

/** What a request says of how far a search may go; what it leaves open is not mentioned. */
export function boundsGiven({ workers, memory, maxStates, maxDepth, timeLimit }: { readonly [name in keyof Bounds]: Bounds[name] | undefined }): Bounds {
  return {
    ...(workers !== undefined && { workers }),
    ...(memory !== undefined && { memory }),
    ...(maxStates !== undefined && { maxStates }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(timeLimit !== undefined && { timeLimit }),
  };
}
