/** `explore diff A B`: two runs, or two variants of a spec, side by side; of variants also where their behaviours part. */
import { type FoundSpec, findSpec } from '../catalog.js';
import { check } from '../check.js';
import { type Parting, partingOf } from '../diff/index.js';
import { UserError, unknownName } from '../errors.js';
import type { Model } from '../model/index.js';
import { type Comparison, compareRuns, comparisonConclusion, comparisonText, partingText, progressLine, type RunDocument, readRunDocument, runDocument } from '../report/index.js';
import { parseParameters } from '../spec/index.js';
import type { DiffArguments } from './arguments.js';
import { boundsGiven } from './bounds-given.js';
import { exitCodes } from './exit-codes.js';
import { readInput } from './input.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

/** One of the two things that are compared. */
interface Side {
  readonly name: string;
  readonly run: RunDocument;
  /** Of a variant. */
  readonly model: Model | null;
}

export async function runDiff(request: DiffArguments, terminal: Terminal): Promise<number> {
  const { a, b, spec } = request;
  if (a === '-' && b === '-') throw new UserError('both runs cannot come from standard input', [['to do', 'give a file for one of them']]);
  const found = spec === undefined ? null : await findSpec(spec);
  const progress = showProgress(terminal, request);
  try {
    const given = { [a]: kindOf(a, found), [b]: kindOf(b, found) };
    const left = given[a] === 'variant' ? await checked(found as FoundSpec, a, request, terminal, progress) : await saved(a);
    const right = given[b] === 'variant' ? await checked(found as FoundSpec, b, request, terminal, progress) : await saved(b);
    const comparison = compareRuns([left.name, right.name], [left.run, right.run]);
    const parting = left.model === null || right.model === null ? null : await parted(left.model, right.model, request, terminal, progress);
    progress.end();
    const { style } = terminal.out;
    terminal.out.write(`${comparisonText(comparison, style)}\n${style.paint.strong(comparisonConclusion(comparison))}\n`);
    if (parting !== null) terminal.out.write(`\n${partingText(parting, [left.model as Model, right.model as Model], [left.name, right.name], style)}`);
    return exitCodeOf(comparison, parting, terminal.signal.aborted);
  } finally {
    progress.end();
    found?.dispose();
  }
}

/** A variant of the spec, if there is one of that name; else a file. */
function kindOf(name: string, found: FoundSpec | null): 'variant' | 'file' {
  if (found?.spec.variants.has(name) === true) return 'variant';
  if (name === '-' || /[/\\.]/.test(name)) return 'file';
  if (found !== null) throw unknownName('variant', name, found.spec.variants.keys(), ` of spec ${found.spec.name}`);
  throw new UserError(`"${name}" is neither a file nor a variant`, [
    ['to do', `for two variants of a spec: explore diff A B --spec NAME`],
    ['or', `for a file that --json has written, its path: ./${name}`],
  ]);
}

async function saved(file: string): Promise<Side> {
  const { what, text } = await readInput(file, 'run');
  return { name: file === '-' ? 'standard input' : file, run: await readRunDocument(what, text), model: null };
}

type Progress = ReturnType<typeof showProgress>;

async function checked(found: FoundSpec, variant: string, request: DiffArguments, { signal }: Terminal, progress: Progress): Promise<Side> {
  try {
    const run = await check(found, {
      variant,
      parameters: parseParameters(found.spec.name, found.spec.parameters, request.parameters),
      until: 'exhaustion',
      ...boundsGiven(request),
      signal,
      onProgress: (figures) => progress.tell((width) => `${variant}: ${progressLine(figures, width - variant.length - 2)}`),
    });
    return { name: variant, run: runDocument(run, found.from), model: run.model };
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`variant ${variant}: ${error.message}`, error.details);
    throw error;
  }
}

function parted(a: Model, b: Model, { maxStates, maxDepth, timeLimit }: DiffArguments, { signal }: Terminal, progress: Progress): Promise<Parting> {
  return partingOf(a, b, { maxStates, maxDepth, timeLimit, signal, onProgress: ({ states, depth }) => progress.tell(() => `side by side: depth ${depth}, ${states} states in common`) });
}

/** 1: something differs. 3: nothing does, but not everything was compared. */
function exitCodeOf({ rows, runs }: Comparison, parting: Parting | null, interrupted: boolean): number {
  const apart = parting !== null && parting.kind !== 'same' && parting.kind !== 'open';
  if (apart || rows.some(({ differs }) => differs)) return exitCodes.violated;
  if (interrupted) return exitCodes.interrupted;
  return parting?.kind === 'open' || runs.some(({ ending }) => ending.kind !== 'exhausted') ? exitCodes.incomplete : exitCodes.holds;
}
