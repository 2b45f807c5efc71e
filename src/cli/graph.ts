/** `explore graph`: the state graph of a model, or its projection on some variables, as a picture. */
import { findSpec } from '../catalog.js';
import { graphOf } from '../check.js';
import { graphText, progressLine, type Run } from '../report/index.js';
import { requireWritable, writeWhole } from '../results/index.js';
import { parseParameters } from '../spec/index.js';
import type { GraphArguments } from './arguments.js';
import { allOfProcess, boundsGiven } from './bounds-given.js';
import { exitCodes } from './exit-codes.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export async function runGraph(request: GraphArguments, terminal: Terminal): Promise<number> {
  const { variant, on, format, loops, out, quiet } = request;
  if (out !== '-') requireWritable(out);
  const found = await findSpec(request.spec);
  const progress = showProgress(terminal, request);
  try {
    const parameters = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
    const { run, graph } = await graphOf(found, {
      on,
      parameters,
      ...(variant !== undefined && { variant }),
      ...boundsGiven(request),
      ...allOfProcess,
      signal: terminal.signal,
      onProgress: (figures) => progress.tell((width) => progressLine(figures, width)),
    });
    progress.end();
    if (graph === null) {
      terminal.err.write(`${terminal.signal.aborted ? 'interrupted' : 'the time was over'} before there was anything to draw\n`);
      return terminal.signal.aborted ? exitCodes.interrupted : exitCodes.incomplete;
    }
    const { text, notes } = await graphText(format, run, graph, { on, loops });
    if (out === '-') terminal.out.write(text);
    else writeWhole(out, text);
    if (!quiet) terminal.err.write(notes.map((note) => `${note}\n`).join(''));
    return exitCodeOf(run);
  } finally {
    progress.end();
    found.dispose();
  }
}

/** The picture is the result, whatever the properties are. */
function exitCodeOf({ ending }: Run): number {
  switch (ending.kind) {
    case 'interrupted':
      return exitCodes.interrupted;
    case 'cut':
      return exitCodes.incomplete;
    case 'settled':
    case 'exhausted':
      return exitCodes.holds;
  }
}
