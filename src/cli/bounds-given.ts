import type { CheckOptions } from '../check.js';

type Bounds = Pick<CheckOptions, 'workers' | 'memory' | 'maxStates' | 'maxDepth' | 'timeLimit'>;

/** Who bounds a command that is one search has all of its process in mind: what it takes beside the states, and its start (where the clock of `performance.now()` begins). */
export const allOfProcess = { begun: 0, memoryOf: 'process' } as const;

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
