/** `explore refine`: whether every run of a model is one of another, too. */
import { type FoundSpec, findSpec } from '../catalog.js';
import { check, variantOf } from '../check.js';
import { UserError } from '../errors.js';
import { instantiate, type Model, refinementOf, strangeInitial } from '../model/index.js';
import { progressLine, refinementText, runDocument, strangeText } from '../report/index.js';
import { requireWritable, writeWhole } from '../results/index.js';
import { parseParameters } from '../spec/index.js';
import type { RefineArguments } from './arguments.js';
import { allOfProcess, boundsGiven } from './bounds-given.js';
import { exitCodes } from './exit-codes.js';
import { exitCodeOf } from './judged.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export async function runRefine(request: RefineArguments, terminal: Terminal): Promise<number> {
  const { json, to } = request;
  if (json !== undefined && json !== '-') requireWritable(json);
  const found = await findSpec(request.spec);
  try {
    const other = to.spec === undefined ? found : await findSpec(to.spec);
    try {
      return await refine(request, found, other, terminal);
    } finally {
      if (other !== found) other.dispose();
    }
  } finally {
    found.dispose();
  }
}

async function refine(request: RefineArguments, found: FoundSpec, other: FoundSpec, terminal: Terminal): Promise<number> {
  const { variant, to, json, quiet } = request;
  const { out, err, signal } = terminal;
  const parameters = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
  const model = instantiate(found.spec, { ...variantOf(found.spec, variant), ...parameters });
  const target = targetOf(other, to, other === found ? parameters : {});
  const refinement = refinementOf(model, target);
  if (other.spec.name !== found.spec.name && !Object.hasOwn(found.spec.refines, other.spec.name)) {
    throw new UserError(`spec ${found.spec.name} does not say how its states are seen as states of ${other.spec.name}`, [
      ['known', Object.keys(found.spec.refines).join(', ') || 'it says so of no spec'],
      ['to do', `add to spec ${found.spec.name}: refines: { '${other.spec.name}': (state) => … }`],
    ]);
  }
  const strange = strangeInitial(model, refinement);
  if (strange !== undefined) {
    out.write(strangeText(model, refinement, strange, out.style));
    return exitCodes.violated;
  }
  const progress = showProgress(terminal, { quiet });
  const run = await check(found, {
    parameters,
    refines: { source: other, target },
    signal,
    ...(variant !== undefined && { variant }),
    ...boundsGiven(request),
    ...allOfProcess,
    onProgress: (figures) => progress.tell((width) => progressLine(figures, width)),
  }).finally(() => progress.end());
  const summary = json === '-' ? err : out;
  if (json !== '-' || !quiet) summary.write(refinementText(run, refinement, to.variant ?? null, summary.style));
  if (json !== undefined) {
    const text = `${JSON.stringify(runDocument(run, found.from), null, 2)}\n`;
    if (json === '-') out.write(text);
    else writeWhole(json, text);
  }
  return exitCodeOf(run, { strict: false });
}

/** The model that is to be refined. One of the same spec has the parameters of the first, where it is not said otherwise. */
function targetOf({ spec }: FoundSpec, to: RefineArguments['to'], shared: Readonly<Record<string, unknown>>): Model {
  return instantiate(spec, { ...variantOf(spec, to.variant), ...shared, ...parseParameters(spec.name, spec.parameters, to.parameters) });
}
