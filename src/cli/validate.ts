/** `explore validate`: is a log a behaviour of the model? */
import { findSpec } from '../catalog.js';
import { variantOf } from '../check.js';
import { instantiate } from '../model/index.js';
import { validationDocument, validationLine, validationText } from '../report/index.js';
import { requireWritable, writeWhole } from '../results/index.js';
import { parseParameters } from '../spec/index.js';
import { type Validation, validate } from '../validate/index.js';
import type { ValidateArguments } from './arguments.js';
import { exitCodes } from './exit-codes.js';
import { readInput } from './input.js';
import { showProgress } from './progress.js';
import type { Terminal } from './terminal.js';

/** Bytes: a kernel trace of some millions of lines; and what the search may take by default. */
const largestLog = 512 * 2 ** 20;
const defaultMemory = 2 * 2 ** 30;

export async function runValidate(request: ValidateArguments, terminal: Terminal): Promise<number> {
  const { log: file, variant, json, quiet, traced, memory = defaultMemory, timeLimit } = request;
  const { out, err, signal } = terminal;
  if (json !== undefined && json !== '-') requireWritable(json);
  const found = await findSpec(request.spec);
  const progress = showProgress(terminal, { quiet });
  try {
    const own = parseParameters(found.spec.name, found.spec.parameters, request.parameters);
    const model = instantiate(found.spec, { ...variantOf(found.spec, variant), ...own });
    const name = Object.keys(own).length > 0 ? null : (variant ?? 'default');
    const { what, text } = await readInput(file, 'log', largestLog);
    const validation = await validate(model, {
      what,
      text,
      traced,
      memory,
      ...(timeLimit !== undefined && { timeLimit }),
      signal,
      onProgress: (figures, other) => progress.tell(() => validationLine(figures, other)),
    });
    progress.end();
    const output = json === '-' ? err : out;
    if (json !== '-' || !quiet) output.write(validationText(model, name, validation, file === '-' ? 'standard input' : file, output.style));
    if (json !== undefined) {
      const document = `${JSON.stringify(validationDocument(model, name, found.from, validation), null, 2)}\n`;
      if (json === '-') out.write(document);
      else writeWhole(json, document);
    }
    return exitCodeOf(validation);
  } finally {
    progress.end();
    found.dispose();
  }
}

function exitCodeOf({ answer }: Validation): number {
  switch (answer.kind) {
    case 'explained':
      return exitCodes.holds;
    case 'rejected':
      return exitCodes.violated;
    case 'stopped':
      return answer.because === 'interrupted' ? exitCodes.interrupted : exitCodes.incomplete;
  }
}
