/** `explore simulate`: random walks, for models that are too large to be explored. */
import { findSpec } from '../catalog.js';
import { selectProperties, variantOf } from '../check.js';
import { instantiate, readAspects } from '../model/index.js';
import { fromHere, recordedRun, shownRuns, simulationDocument, simulationLine, simulationText, traceFileHead, tracesText } from '../report/index.js';
import { writeWhole } from '../results/index.js';
import { type Simulation, simulate } from '../simulate/index.js';
import { parseParameters } from '../spec/index.js';
import type { SimulateArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { requireOutputs } from './perform.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export async function runSimulate(request: SimulateArguments, terminal: Terminal): Promise<number> {
  const { variant, properties = [], json, trace, format, quiet, on, seed = Math.floor(Math.random() * 2 ** 32) } = request;
  const { out, err, signal } = terminal;
  await requireOutputs(request);
  const found = await findSpec(request.spec);
  const progress = showProgress(terminal, { quiet });
  try {
    const own = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
    const model = instantiate(found.spec, { ...variantOf(found.spec, variant), ...own });
    const name = Object.keys(own).length > 0 ? null : (variant ?? 'default');
    const simulation = await simulate(model, {
      properties: selectProperties(model, request.properties),
      seed,
      depth: request.depth,
      count: request.count,
      uniform: request.uniform,
      until: request.until,
      aspects: on === null ? null : readAspects(model.schema, on),
      ...(request.timeLimit !== undefined && { timeLimit: request.timeLimit }),
      signal,
      onProgress: (figures) => progress.tell(() => simulationLine(figures)),
    });
    progress.end();
    const runs = shownRuns({ verdicts: simulation.findings }, properties);
    const apart = format !== 'steps';
    const onOut = json !== '-' && trace !== '-' && !apart;
    const summary = onOut ? out : err;
    if (onOut || !quiet) summary.write(simulationText(model, name, simulation, summary.style, { witnesses: properties, counterexamples: !apart }));
    if (apart && runs.length > 0) out.write(tracesText(format, model, runs, { variant: name, from: fromHere(found.from) }, out.style));
    const deliver = (path: string | undefined, document: object) => {
      const text = `${JSON.stringify(document, null, 2)}\n`;
      if (path === '-') out.write(text);
      else if (path !== undefined) writeWhole(path, text);
    };
    deliver(json, simulationDocument(model, name, found.from, simulation));
    deliver(trace, { ...traceFileHead(model, found.from, name), traces: runs.flatMap((run) => recordedRun(model, run)) });
    return exitCodeOf(simulation);
  } finally {
    progress.end();
    found.dispose();
  }
}

/** Never 0: walks do not show that anything holds. */
function exitCodeOf({ findings, ending }: Simulation): number {
  if (findings.some(({ verdict }) => verdict.kind === 'violated')) return exitCodes.violated;
  return ending === 'interrupted' ? exitCodes.interrupted : exitCodes.incomplete;
}
