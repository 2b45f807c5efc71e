/**
 * What was found of a log, as a document. Version 1: `answer` is explained, rejected or unknown; `explained` counts the
 * records of the log, from the first one on, that some run shows. When the log is explained `run` is that run as in a trace
 * file, with the numbers of the lines that each step leaves; when it is rejected `line` is the one that no run shows, `instead`
 * what the model shows there, and `variants` how others fare, the nearest first.
 */
import type { Model } from '../model/index.js';
import { type Plain, type RecordedStep, record } from '../trace/index.js';
import type { LogLine, LogRecord, Validation } from '../validate/index.js';
import { traceFileHead } from './trace-file.js';
import { insteadOf } from './validation.js';

const validationFormat = { format: 'explore.validation', version: 1 } as const;

export interface ValidationDocument {
  readonly format: 'explore.validation';
  readonly version: 1;
  readonly spec: { readonly name: string; readonly from: string };
  readonly variant: string | null;
  readonly parameters: { readonly [name: string]: Plain };
  readonly answer: 'explained' | 'rejected' | 'unknown';
  readonly explained: number;
  readonly log: {
    readonly records: number;
    readonly lines: number;
    readonly otherLines: number;
    readonly traced: readonly string[];
    readonly names: readonly { readonly text: string; readonly is: string | null }[];
  };
  readonly run: { readonly initial: Plain; readonly steps: readonly (RecordedStep & { readonly lines: readonly number[] })[] } | null;
  readonly line: LogLine | null;
  readonly instead: readonly { readonly label: string; readonly differs: readonly string[] }[];
  readonly variants: readonly { readonly name: string; readonly explained: number; readonly whole: boolean; readonly differences: readonly string[] }[];
  readonly pairs: number;
  /** Seconds. */
  readonly elapsed: number;
}

export function validationDocument(model: Model, variant: string | null, from: string, validation: Validation): ValidationDocument {
  const { log, answer, others, elapsed } = validation;
  const { spec, parameters } = traceFileHead(model, from, variant);
  const run = answer.kind === 'explained' ? answer.run : null;
  const recorded = run === null ? null : record(model, run.trace);
  return {
    ...validationFormat,
    spec,
    variant,
    parameters,
    answer: answer.kind === 'stopped' ? 'unknown' : answer.kind,
    explained: answer.kind === 'explained' ? log.records.length : answer.explained,
    log: {
      records: log.records.length,
      lines: log.lines,
      otherLines: log.other.count,
      traced: log.traced,
      names: log.names.map(({ text, target }, index) => ({ text, is: run === null || run.names[index] === null ? null : `${target} ${run.names[index]}` })),
    },
    run:
      run === null || recorded === null ? null : { initial: recorded.initial, steps: recorded.steps.map((step, index) => ({ ...step, lines: (run.lines[index] ?? []).map(({ number }) => number) })) },
    line: answer.kind === 'rejected' ? (log.records[answer.explained] as LogRecord).line : null,
    instead: insteadOf(validation),
    variants: others.map(({ name, explained, whole, differences }) => ({ name, explained, whole, differences })),
    pairs: answer.pairs,
    elapsed,
  };
}
