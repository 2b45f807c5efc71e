/** What came of a search: its result to wherever it is to go, and the exit code. */
import { fromHere, profileText, type Run, type RunDocument, runDocument, shownRuns, summaryText, type TraceFile, traceFile, tracesText } from '../report/index.js';
import { writeWhole } from '../results/index.js';
import type { SearchArguments } from './arguments.js';
import { exitCodeOf } from './judged.js';
import type { Output, Terminal } from './terminal.js';

export interface Performance extends SearchArguments {
  readonly properties: readonly string[] | undefined;
  /** Where the search is kept. */
  readonly folder: string | undefined;
}

/** Standard output holds one thing: the document that was asked for, or the summary. */
export function tellRun(run: Run, from: string, request: Performance, { out, err }: Terminal): number {
  const { json, trace, format, profile, quiet, strict, folder, properties = [] } = request;
  const apart = format !== 'steps';
  const onOut = json !== '-' && trace !== '-' && !apart;
  const summary = onOut ? out : err;
  if (onOut || !quiet) {
    summary.write(summaryText(run, summary.style, { witnesses: properties, strict, counterexamples: !apart }));
    if (profile) summary.write(`\n${profileText(run, summary.style)}`);
  }
  if (apart) {
    const runs = shownRuns(run, properties);
    if (runs.length > 0) out.write(tracesText(format, run.model, runs, { variant: run.variant, from: fromHere(from), explain: run.explain }, out.style));
    else if (!quiet) err.write('there is no run to show\n');
  }
  if (run.explain.length > 0 && !quiet && shownRuns(run, properties).length === 0)
    err.write('no run is shown at whose end --explain could tell anything; that to a witness is shown when --property names it\n');
  if (json !== undefined) deliver(json, runDocument(run, from), out);
  if (trace !== undefined) {
    const file = traceFile(run, from, properties);
    deliver(trace, file, out);
    if (trace !== '-' && !quiet) err.write(file.traces.length === 0 ? `there is no run to show: ${trace} holds none\n` : `${trace} written; see it again with: explore replay ${trace}\n`);
  }
  if (folder !== undefined && !quiet && (run.ending.kind === 'cut' || run.ending.kind === 'interrupted')) err.write(`the search is kept; go on with: explore resume ${folder}\n`);
  return exitCodeOf(run, request);
}

function deliver(path: string, document: RunDocument | TraceFile, out: Output): void {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (path === '-') out.write(text);
  else writeWhole(path, text);
}
