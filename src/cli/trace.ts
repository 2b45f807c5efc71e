/** `explore trace FILE --format F`: the runs of a trace file in the form that a reader or another tool wants. */
import { fromHere, tracesText } from '../report/index.js';
import type { TraceArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { withSavedRuns } from './saved-runs.js';
import type { Terminal } from './terminal.js';

export function runTrace(request: TraceArguments, { out, err }: Terminal): Promise<number> {
  return withSavedRuns(request, 'trace', ({ model, variant, from, runs }) => {
    if (runs.length === 0) err.write('the file holds no run: there was nothing to show when it was written\n');
    if (runs.length > 0 || request.format === 'steps') out.write(tracesText(request.format, model, runs, { variant, from: fromHere(from), explain: request.explain }, out.style));
    return exitCodes.holds;
  });
}
