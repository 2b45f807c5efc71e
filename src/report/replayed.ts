/** The runs of a trace file, after they were taken again. */
import type { Model } from '../model/index.js';
import type { Style } from '../style.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { counted } from './figures.js';
import { counterexampleLines, modelLines } from './summary.js';

export function replayText(model: Model, variant: string | null, runs: readonly PropertyVerdict[], style: Style, explain: readonly string[] = []): string {
  const told = runs.map((run) => counterexampleLines(model, run, style, { shortest: false, explain }).join('\n'));
  const closing =
    runs.length === 0
      ? 'The file holds no run: there was nothing to show when it was written.'
      : `${counted(runs.length, 'run')} replayed by the functions of the spec: ${runs.length === 1 ? 'it shows what it is said to show' : 'each shows what it is said to show'}.`;
  return `${[modelLines(model, variant, style).join('\n'), ...told, style.paint.strong(closing)].join('\n\n')}\n`;
}
