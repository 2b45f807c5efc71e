/** What a run that came to its end makes the process end with. */
import { type Run, warningsOf } from '../report/index.js';
import { isBad } from '../verdict/index.js';
import { exitCodes } from './exit-codes.js';

/** The exit code is the verdict. A violation that was found stays one, whatever ended the run. */
export function exitCodeOf(run: Run, { strict }: { readonly strict: boolean }): number {
  if (run.verdicts.some(({ verdict }) => isBad(verdict))) return exitCodes.violated;
  const reasons = run.verdicts.flatMap(({ verdict }) => (verdict.kind === 'unknown' && verdict.because !== undefined ? [verdict.because] : []));
  if (reasons.length > 0) return reasons.includes('interrupted') ? exitCodes.interrupted : exitCodes.incomplete;
  switch (run.ending.kind) {
    case 'interrupted':
      return exitCodes.interrupted;
    case 'cut':
      return exitCodes.incomplete;
    case 'settled':
    case 'exhausted':
      // What never happened in the part of the space that was not explored is no reason for a complaint.
      return strict && run.ending.kind === 'exhausted' && warningsOf(run).length > 0 ? exitCodes.violated : exitCodes.holds;
  }
}
