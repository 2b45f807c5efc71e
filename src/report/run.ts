import type { ActionFigures, Counts, Ending, MemoryFigures, TableFigures } from '../explore/index.js';
import type { Model } from '../model/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { boundRuns } from './bounds.js';

/** What one run found: the input of every report, and what `check` returns. */
export interface Run {
  readonly model: Model;
  /** The variant that was asked for (`default` when none was), or null when parameters were changed beside it. */
  readonly variant: string | null;
  readonly ending: Ending;
  readonly counts: Counts;
  readonly tables: TableFigures;
  readonly memory: MemoryFigures;
  /** Per action instance, in the model's order. */
  readonly actions: readonly ActionFigures[];
  /** One verdict per requested property, in the spec's order. */
  readonly verdicts: readonly PropertyVerdict[];
  /** The slots, by index, that have the same value in every reachable state; null: not every state was seen. */
  readonly unchanging: ReadonlySet<number> | null;
  /** Actions, or instances of them, by name, of which a reader wants to know whether they can be taken where a run ends. */
  readonly explain: readonly string[];
  /** Threads that took part in exploring; not more than were asked for. */
  readonly workers: number;
  /** What was known already when the search was resumed; null: it was not. */
  readonly resumed: { readonly states: number; readonly transitions: number } | null;
  /** Seconds, from the start of the exploration to the last verdict. */
  readonly elapsed: number;
}

/** The verdicts whose runs are shown: violations, and what witnesses and bounds show that somebody asked for by name. */
export function shownRuns({ verdicts }: Pick<Run, 'verdicts'>, names: readonly string[]): PropertyVerdict[] {
  return verdicts.flatMap((told) => {
    const isAsked = names.includes(told.subject.property.name);
    const { kind } = told.verdict;
    return [...(kind === 'violated' || (kind === 'reached' && isAsked) ? [told] : []), ...(isAsked ? boundRuns(told) : [])];
  });
}
