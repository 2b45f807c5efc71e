/** `explore replay FILE`: the runs of a trace file again, taken by the spec's own functions. */
import { replayText } from '../report/index.js';
import type { ReplayArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { withSavedRuns } from './saved-runs.js';
import type { Terminal } from './terminal.js';

export function runReplay(request: ReplayArguments, { out }: Terminal): Promise<number> {
  return withSavedRuns(request, 'replay', ({ model, variant, runs }) => {
    out.write(replayText(model, variant, runs, out.style, request.explain));
    return exitCodes.holds;
  });
}
