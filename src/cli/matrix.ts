/** `explore matrix`: every variant of a spec against every property. */
import { findSpec, type SpecSource } from '../catalog.js';
import { type CheckOptions, check } from '../check.js';
import { UserError, unknownName } from '../errors.js';
import { type MatrixRow, matrixDocument, matrixRow, matrixText, progressLine } from '../report/index.js';
import { requireWritable, writeWhole } from '../results/index.js';
import type { MatrixArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export async function runMatrix(request: MatrixArguments, terminal: Terminal): Promise<number> {
  const { json } = request;
  const { out, err, signal } = terminal;
  if (json !== undefined && json !== '-') requireWritable(json);
  const found = await findSpec(request.spec);
  try {
    const { spec } = found;
    const known = [...spec.variants.keys()];
    const names = request.variants ?? known;
    for (const name of names) if (!known.includes(name)) throw unknownName('variant', name, known, ` of spec ${spec.name}`);
    const rows = await checkAll(found, names, request, terminal);
    const text = () => `${JSON.stringify(matrixDocument(spec, found.from, rows, names.length), null, 2)}\n`;
    if (json === '-') {
      out.write(text());
      if (!request.quiet) err.write(matrixText(spec, rows, names.length, err.style));
    } else {
      out.write(matrixText(spec, rows, names.length, out.style));
      if (json !== undefined) writeWhole(json, text());
    }
    return exitCodeOf(rows, signal.aborted);
  } finally {
    found.dispose();
  }
}

/** The rows of the variants, or of those that were checked before the user stopped it. */
async function checkAll(source: SpecSource, variants: readonly string[], { workers, memory, quiet }: MatrixArguments, terminal: Terminal): Promise<MatrixRow[]> {
  const { signal } = terminal;
  const progress = showProgress(terminal, { quiet });
  const rows: MatrixRow[] = [];
  try {
    for (const [index, variant] of variants.entries()) {
      const label = `${index + 1}/${variants.length} ${variant}`;
      progress.tell(() => label);
      const onProgress: CheckOptions['onProgress'] = (figures) => progress.tell((width) => `${label}: ${progressLine(figures, width - label.length - 2)}`);
      const row = await checkVariant(source, variant, { until: 'exhaustion', signal, onProgress, ...(workers !== undefined && { workers }), ...(memory !== undefined && { memory }) });
      if (signal.aborted) break;
      rows.push(row);
    }
  } finally {
    progress.end();
  }
  return rows;
}

async function checkVariant(source: SpecSource, variant: string, options: CheckOptions): Promise<MatrixRow> {
  try {
    return matrixRow(variant, await check(source, { ...options, variant }), source.spec.variants.get(variant)?.expect ?? {});
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`variant ${variant}: ${error.message}`, error.details);
    throw error;
  }
}

/** 0 if and only if everything is as the spec expects; what a bound has left unknown is not. */
function exitCodeOf(rows: readonly MatrixRow[], interrupted: boolean): number {
  if (rows.some(({ differences }) => differences.some(({ found }) => found !== 'unknown'))) return exitCodes.violated;
  if (interrupted) return exitCodes.interrupted;
  return rows.some(({ whole }) => !whole) ? exitCodes.incomplete : exitCodes.holds;
}
