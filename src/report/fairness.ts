/** Why a run against a liveness property is a fair one: how its loop meets each assumption. */
import type { Model } from '../model/index.js';
import { fairOf, type PropertyVerdict } from '../verdict/index.js';

export interface FairnessTold {
  /** The label of the assumption: `host.load(vcpu 0, any pcpu)`. */
  readonly assumption: string;
  readonly strength: 'weak' | 'strong';
  readonly met: 'taken' | 'disabled' | 'never-enabled';
  /** The step that takes it, or after which it is not enabled (0: the initial state); null: it is never enabled in the loop. */
  readonly step: number | null;
}

/** One entry for each assumption; null when the verdict shows no violation of liveness. */
export function fairnessOf(model: Model, { subject: { property }, verdict }: PropertyVerdict): readonly FairnessTold[] | null {
  if (property.kind !== 'liveness' || verdict.kind !== 'violated') return null;
  return fairOf(model, verdict.trace, property, verdict.instance).map(({ assumption: { label, strength }, met, step }) => ({ assumption: label, strength, met, step: step ?? null }));
}

/** `the loop is fair`, and rows of how and which; assumptions that are met in the same way stand together. Null when there is nothing to tell. */
export function fairnessRows(model: Model, verdict: PropertyVerdict): { readonly head: string; readonly rows: [string, string][] } | null {
  const fair = fairnessOf(model, verdict);
  if (fair === null || verdict.verdict.kind !== 'violated') return null;
  if (fair.length === 0) return { head: 'nothing is assumed to be fair', rows: [] };
  const told = new Map<string, string[]>();
  // Along the run; what is never enabled last.
  for (const { assumption, met, step } of [...fair].sort((a, b) => (a.step ?? Number.POSITIVE_INFINITY) - (b.step ?? Number.POSITIVE_INFINITY))) {
    const how = met === 'taken' ? `taken in step ${step}` : met === 'disabled' ? `not enabled ${step === 0 ? 'in the initial state' : `after step ${step}`}` : 'never enabled';
    told.set(how, [...(told.get(how) ?? []), assumption]);
  }
  const head = verdict.verdict.trace.loop === undefined ? 'the end of the run is fair' : 'the loop is fair';
  return { head, rows: [...told].map(([how, labels]) => [how, labels.join(', ')]) };
}
