/** The forms in which a trace can be had. */
import type { Model } from '../model/index.js';
import type { Style } from '../style.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { columnsText } from './columns.js';
import { htmlText } from './html-trace.js';
import { itfText } from './itf.js';
import { mermaidText } from './mermaid.js';
import { regressionTest } from './regression-test.js';
import { replayText } from './replayed.js';
import { tableText } from './table.js';
import type { Origin } from './traced.js';

export type TraceFormat = 'steps' | 'columns' | 'table' | 'itf' | 'mermaid' | 'html' | 'test';

/** All runs that show something, in one format; several stand one after the other, but for a page and a test file, which hold them all. */
export function tracesText(format: TraceFormat, model: Model, runs: readonly PropertyVerdict[], origin: Origin, style: Style): string {
  const each = (text: (run: PropertyVerdict) => string) => runs.map(text).join('\n');
  switch (format) {
    case 'steps':
      return replayText(model, origin.variant, runs, style, origin.explain);
    case 'columns':
      return each((run) => columnsText(model, run, origin));
    case 'table':
      return each((run) => tableText(model, run, origin, style.width));
    case 'itf':
      return each((run) => itfText(model, run, origin));
    case 'mermaid':
      return each((run) => mermaidText(model, run, origin));
    case 'html':
      return htmlText(model, runs, origin);
    case 'test':
      return regressionTest(model, runs, origin);
  }
}
