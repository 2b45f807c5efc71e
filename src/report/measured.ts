/** What a bound has come to, as a document: its numbers, each with a run. */
import type { Model } from '../model/index.js';
import type { Extreme, PropertyVerdict } from '../verdict/index.js';
import { type RecordedRun, recordedRun } from './trace-file.js';

/** What a bound has come to, for a document. */
export interface MeasuredDocument {
  /** Null: no run comes to where the count ends. */
  readonly smallest: ExtremeDocument<number> | null;
  readonly largest: ExtremeDocument<number | 'unbounded'>;
  /** A run can end before it comes there, or go on for ever without. */
  readonly mayMiss: boolean;
}

/** A number, and a shortest run that shows it; its count begins after `begin` of its steps. */
export interface ExtremeDocument<N> {
  readonly count: N;
  readonly begin: number;
  readonly run: RecordedRun;
}

/** Null when the verdict is none about a bound, or has no numbers. */
export function measuredDocument(model: Model, { subject, verdict }: PropertyVerdict): MeasuredDocument | null {
  if ((verdict.kind !== 'holds' && verdict.kind !== 'violated') || verdict.measured === undefined) return null;
  const { smallest, largest, mayMiss } = verdict.measured;
  const document = <N>({ count, begin, instance, trace }: Extreme<N>): ExtremeDocument<N> => {
    const [run] = recordedRun(model, { subject, verdict: { kind: 'reached', instance, trace } });
    return { count, begin, run: run as RecordedRun };
  };
  return { smallest: smallest && document(smallest), largest: document(largest), mayMiss };
}
