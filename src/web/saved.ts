/** The runs of a trace file, and the model they belong to, as the page knows them. */
import type { Model } from '../model/index.js';
import { lengthText, settingsOf } from '../report/index.js';
import { formatPath } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { formatAddress, start } from './address.js';
import type { ModelChoice, SavedRunView } from './messages.js';

/** How the page asks for a model: by its variant, or by the parameters that are not as by default. */
export function modelChoice(model: Model, variant: string | null): ModelChoice {
  return variant === null ? { variant: 'default', parameters: settingsOf({ model }) } : { variant, parameters: [] };
}

export function savedRunViews(model: Model, choice: ModelChoice, runs: readonly PropertyVerdict[]): SavedRunView[] {
  return runs.flatMap(({ verdict }) => {
    if (verdict.kind !== 'violated' && verdict.kind !== 'reached') return [];
    return [{ ...choice, title: `${verdict.instance.label} is ${verdict.kind} ${lengthText(verdict.trace)}`, path: formatPath(model, verdict.trace) }];
  });
}

/** Where the page begins: at the first of the runs, if there is one. */
export function startAddress(choice: ModelChoice, [run]: readonly SavedRunView[]): string {
  const address = formatAddress({ ...start, ...choice, ...(run !== undefined && { path: run.path }) });
  return address === '#' ? '' : address;
}
