import { type Reading, readsOnly } from '../explain/index.js';
import type { Run } from './run.js';

/** What makes a good verdict worth less than it seems; `--strict` fails for it. */
export type Warning =
  /** A property holds because its premise was never true. */
  | { readonly kind: 'vacuous'; readonly property: string }
  /** No instance of an action was ever taken. */
  | { readonly kind: 'never-fired'; readonly action: string }
  /** No run reaches what a witness asks for; the labels of the instances that were missed. */
  | { readonly kind: 'unreached'; readonly property: string; readonly missing: readonly string[] };

/** The warnings of a run. Of an incomplete run they speak of the part that was explored. */
export function warningsOf({ model, verdicts, actions }: Run): readonly Warning[] {
  const warnings: Warning[] = [];
  for (const { subject, verdict } of verdicts) {
    const property = subject.property.name;
    if (verdict.kind === 'holds' && verdict.vacuous) warnings.push({ kind: 'vacuous', property });
    if (verdict.kind === 'unreached') warnings.push({ kind: 'unreached', property, missing: verdict.missing.map(({ label }) => label) });
  }
  const names = [...new Set(model.actions.map(({ action }) => action.name))];
  const taken = new Set(model.actions.filter(({ index }) => (actions[index]?.fired ?? 0) > 0).map(({ action }) => action.name));
  for (const action of names) if (!taken.has(action)) warnings.push({ kind: 'never-fired', action });
  return warnings;
}

/**
 * What a reader may want to know of a good verdict: an invariant holds, and all that it reads has the same value in every
 * reachable state. That a flag of errors is never set is a promise like any other, and so this is no warning; but a
 * variable that somebody forgot to write looks the same.
 */
export interface Note {
  readonly kind: 'unchanging';
  readonly property: string;
  readonly read: readonly Reading[];
}

/** The notes of a run; none, when not every state was seen. */
export function notesOf({ model, verdicts, unchanging }: Run): readonly Note[] {
  if (unchanging === null) return [];
  return verdicts.flatMap(({ subject, verdict }) => {
    if (verdict.kind !== 'holds' || verdict.vacuous) return [];
    const read = readsOnly(model, subject, unchanging);
    return read === null ? [] : [{ kind: 'unchanging', property: subject.property.name, read }];
  });
}
