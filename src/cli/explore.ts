/** `explore --spec NAME`: one model, every reachable state. */
import { findSpec } from '../catalog.js';
import { type CheckOptions, check } from '../check.js';
import { UserError } from '../errors.js';
import { progressLine, type Run, type RunDocument, runDocument, summaryText, type TraceFile, traceFile } from '../report/index.js';
import { requireWritable, writeWhole } from '../results/index.js';
import { parseParameters } from '../spec/index.js';
import type { ExploreArguments } from './arguments.js';
import { exitCodeOf } from './judged.js';
import { showProgress } from './progress.js';
import type { Output, Terminal } from './terminal.js';

export async function runExplore(request: ExploreArguments, terminal: Terminal): Promise<number> {
  const { json, trace } = request;
  if (json !== undefined && json === trace) throw new UserError('--json and --trace cannot go to one file', [['found', json]]);
  for (const path of [json, trace]) if (path !== undefined && path !== '-') requireWritable(path);
  const found = await findSpec(request.spec);
  try {
    const parameters = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
    const progress = showProgress(terminal, { quiet: request.quiet });
    let run: Run;
    try {
      run = await check(found, { ...checkOptions(request), parameters, signal: terminal.signal, onProgress: (figures) => progress.tell((width) => progressLine(figures, width)) });
    } finally {
      progress.end();
    }
    output(run, found.from, request, terminal);
    return exitCodeOf(run, { strict: request.strict });
  } finally {
    found.dispose();
  }
}

/** Standard output holds one thing: the document that was asked for, or the summary. */
function output(run: Run, from: string, { json, trace, quiet, strict, properties = [] }: ExploreArguments, { out, err }: Terminal): void {
  const onOut = json !== '-' && trace !== '-';
  const summary = onOut ? out : err;
  if (onOut || !quiet) summary.write(summaryText(run, summary.style, { witnesses: properties, strict }));
  if (json !== undefined) deliver(json, runDocument(run, from), out);
  if (trace === undefined) return;
  const file = traceFile(run, from, properties);
  deliver(trace, file, out);
  if (trace !== '-' && !quiet) err.write(file.traces.length === 0 ? `there is no run to show: ${trace} holds none\n` : `${trace} written; see it again with: explore replay ${trace}\n`);
}

function deliver(path: string, document: RunDocument | TraceFile, out: Output): void {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (path === '-') out.write(text);
  else writeWhole(path, text);
}

function checkOptions({ variant, properties, workers, memory, maxStates, maxDepth, timeLimit, until }: ExploreArguments): CheckOptions {
  return {
    until,
    ...(variant !== undefined && { variant }),
    ...(properties !== undefined && { properties }),
    ...(workers !== undefined && { workers }),
    ...(memory !== undefined && { memory }),
    ...(maxStates !== undefined && { maxStates }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(timeLimit !== undefined && { timeLimit }),
  };
}
