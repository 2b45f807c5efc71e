/**
 * A run as a document: everything that the terminal shows, for programs. Version 1. Times are seconds, sizes are bytes.
 * Figures under `tables`, `memory` and `elapsed` differ from run to run, and with several workers those of `discovered`; everything
 * else is the same whatever the number of workers.
 */
import type { z } from 'zod';
import { type ActionExplanation, explainAction, type Why, whyViolated } from '../explain/index.js';
import type { ActionFigures, Counts, Ending, Inside, MemoryFigures, TableFigures } from '../explore/index.js';
import { type Plain, stemOf, type Trace } from '../trace/index.js';
import type { PropertyVerdict } from '../verdict/index.js';
import { conclusion } from './conclusion.js';
import { type FairnessTold, fairnessOf } from './fairness.js';
import { readDocument } from './json.js';
import { type ExtremeDocument, type MeasuredDocument, measuredDocument } from './measured.js';
import type { Run } from './run.js';
import { plainSchema, type RecordedRun, recordedRun, runSchema } from './trace-file.js';
import { type Note, notesOf, type Warning, warningsOf } from './warnings.js';

const format = { format: 'explore.run', version: 1 } as const;

export interface RunDocument {
  readonly format: 'explore.run';
  readonly version: 1;
  readonly spec: { readonly name: string; readonly from: string };
  readonly variant: string | null;
  readonly parameters: { readonly [name: string]: Plain };
  readonly ending: EndingDocument;
  readonly conclusion: string;
  readonly properties: readonly PropertyDocument[];
  readonly warnings: readonly Warning[];
  readonly notes: readonly Note[];
  readonly counts: Counts;
  /** Every action instance, and what became of it. */
  readonly actions: readonly ActionDocument[];
  readonly tables: TableFigures;
  readonly memory: MemoryFigures;
  /** Threads that took part; not more than were asked for. */
  readonly workers: number;
  /** What was known already when the search was resumed; null: it was not. */
  readonly resumed: { readonly states: number; readonly transitions: number } | null;
  readonly elapsed: number;
}

export interface ActionDocument extends ActionFigures {
  readonly label: string;
  readonly action: string;
  readonly actor: string;
}

export type EndingDocument =
  | { readonly kind: 'exhausted' | 'settled' }
  | { readonly kind: 'interrupted'; readonly inside?: Inside | undefined }
  | {
      readonly kind: 'cut';
      readonly bound: 'memory' | 'time' | 'states' | 'depth';
      readonly limit: number;
      /** States that were not expanded. */
      readonly frontier: number;
      /** Per action: how many transitions to unseen states were not followed. Null: they were not counted. */
      readonly transitions: { readonly [action: string]: number } | null;
      /** The level that was expanded in part. */
      readonly inside?: Inside | undefined;
    };

export interface PropertyDocument {
  readonly name: string;
  readonly kind: 'invariant' | 'step' | 'witness' | 'deadlock-freedom' | 'liveness' | 'bound';
  readonly sentence: string;
  readonly source: string | null;
  readonly verdict: VerdictDocument;
}

export type VerdictDocument =
  | { readonly kind: 'holds'; readonly vacuous: boolean; readonly measured?: MeasuredDocument | undefined }
  /** `length`: transitions of the run; of a lasso those before its loop. */
  | {
      readonly kind: 'violated';
      readonly length: number;
      readonly run: RecordedRun;
      readonly explained: readonly ActionExplanation[];
      /** Null for a liveness property: that something never comes is seen in the loop, and not in a state. */
      readonly why: Why | null;
      /** Of a violated liveness property: how the loop meets each assumption. */
      readonly fairness?: readonly FairnessTold[] | undefined;
      /** Of a violated bound. */
      readonly measured?: MeasuredDocument | undefined;
    }
  | { readonly kind: 'reached'; readonly length: number; readonly run: RecordedRun; readonly explained: readonly ActionExplanation[] }
  | { readonly kind: 'unreached'; readonly missing: readonly string[] }
  | { readonly kind: 'unknown'; readonly because?: 'time' | 'memory' | 'interrupted' | undefined };

/** `from`: how the spec was asked for. */
export function runDocument(run: Run, from: string): RunDocument {
  const { model, variant, verdicts, actions, ending, counts, tables, memory, workers, elapsed } = run;
  return {
    ...format,
    spec: { name: model.spec.name, from },
    variant,
    parameters: model.parameters as RunDocument['parameters'],
    ending: endingDocument(ending),
    conclusion: conclusion(run),
    properties: verdicts.map((verdict) => {
      const { name, kind, sentence, source } = verdict.subject.property;
      return { name, kind, sentence, source: source ?? null, verdict: verdictDocument(run, verdict) };
    }),
    warnings: warningsOf(run),
    notes: notesOf(run),
    counts,
    actions: model.actions.map(({ index, label, action, actor }) => ({ label, action: action.name, actor, ...(actions[index] as ActionFigures) })),
    tables,
    memory,
    workers,
    resumed: run.resumed,
    elapsed,
  };
}

function endingDocument(ending: Ending): EndingDocument {
  if (ending.kind !== 'cut') return ending;
  const { kind, bound, limit, cut } = ending;
  return { kind, bound, limit, ...cut, transitions: cut.transitions === null ? null : Object.fromEntries(cut.transitions) };
}

function verdictDocument({ model, explain }: Run, shown: PropertyVerdict): VerdictDocument {
  const { verdict } = shown;
  const [run] = recordedRun(model, shown);
  const explained = ({ initial, steps }: Trace) => explain.flatMap((name) => explainAction(model, steps.at(-1)?.state ?? initial, name));
  const fairness = fairnessOf(model, shown);
  const measured = measuredDocument(model, shown);
  switch (verdict.kind) {
    case 'holds':
      return { kind: 'holds', vacuous: verdict.vacuous, ...(measured !== null && { measured }) };
    case 'violated':
      return {
        kind: verdict.kind,
        length: stemOf(verdict.trace),
        run: run as RecordedRun,
        explained: explained(verdict.trace),
        why: whyViolated(model, shown),
        ...(fairness !== null && { fairness }),
      };
    case 'reached':
      return { kind: verdict.kind, length: stemOf(verdict.trace), run: run as RecordedRun, explained: explained(verdict.trace) };
    case 'unreached':
      return { kind: 'unreached', missing: verdict.missing.map(({ label }) => label) };
    case 'unknown':
      return verdict;
  }
}

export async function readRunDocument(what: string, text: string): Promise<RunDocument> {
  // Only who reads a document waits for the schemas to load.
  const { z } = await import('zod');
  const natural = z.int().nonnegative();
  const figure = z.number().nonnegative();
  const texts = z.array(z.string());
  const fairness = z.strictObject({ assumption: z.string(), strength: z.enum(['weak', 'strong']), met: z.enum(['taken', 'disabled', 'never-enabled']), step: natural.nullable() });
  const extreme = <N extends number | 'unbounded'>(count: z.ZodType<N>): z.ZodType<ExtremeDocument<N>> => z.strictObject({ count, begin: natural, run: runSchema(z) });
  const measured = z.strictObject({ smallest: extreme(natural).nullable(), largest: extreme(z.union([natural, z.literal('unbounded')])), mayMiss: z.boolean() }).optional();
  const read = z.array(z.strictObject({ path: z.string(), value: plainSchema(z) }));
  const changes = z.array(z.array(z.strictObject({ path: z.string(), from: plainSchema(z), to: plainSchema(z) })));
  const explained = z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('enabled'), label: z.string(), outcomes: changes }),
      z.strictObject({ kind: z.literal('disabled'), label: z.string(), because: z.enum(['guard', 'step']), read, remedies: changes }),
      z.strictObject({ kind: z.literal('left-out'), label: z.string() }),
    ]),
  );
  const length = z.object({ length: natural, run: runSchema(z), explained });
  const why = z.strictObject({ failed: texts, read, readAfter: read, blocked: z.array(z.strictObject({ label: z.string(), read })) });
  const inside = z.strictObject({ depth: natural, states: natural, expanded: natural }).optional();
  const schema: z.ZodType<RunDocument> = z.strictObject({
    format: z.literal('explore.run'),
    version: z.literal(1),
    spec: z.strictObject({ name: z.string(), from: z.string() }),
    variant: z.string().nullable(),
    parameters: z.record(z.string(), plainSchema(z)),
    ending: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['exhausted', 'settled']) }),
      z.strictObject({ kind: z.literal('interrupted'), inside }),
      z.strictObject({ kind: z.literal('cut'), bound: z.enum(['memory', 'time', 'states', 'depth']), limit: figure, frontier: natural, transitions: z.record(z.string(), natural).nullable(), inside }),
    ]),
    conclusion: z.string(),
    properties: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(['invariant', 'step', 'witness', 'deadlock-freedom', 'liveness', 'bound']),
        sentence: z.string(),
        source: z.string().nullable(),
        verdict: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('holds'), vacuous: z.boolean(), measured }),
          z.strictObject({ kind: z.literal('violated'), ...length.shape, why: why.nullable(), fairness: z.array(fairness).optional(), measured }),
          z.strictObject({ kind: z.literal('reached'), ...length.shape }),
          z.strictObject({ kind: z.literal('unreached'), missing: texts }),
          z.strictObject({ kind: z.literal('unknown'), because: z.enum(['time', 'memory', 'interrupted']).optional() }),
        ]),
      }),
    ),
    warnings: z.array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('vacuous'), property: z.string() }),
        z.strictObject({ kind: z.literal('never-fired'), action: z.string() }),
        z.strictObject({ kind: z.literal('unreached'), property: z.string(), missing: texts }),
      ]),
    ),
    notes: z.array(z.strictObject({ kind: z.literal('unchanging'), property: z.string(), read })),
    counts: z.strictObject({ states: natural, transitions: natural, depth: natural, expanded: natural, frontier: natural, deadEnds: natural }),
    actions: z.array(z.strictObject({ label: z.string(), action: z.string(), actor: z.string(), enabled: natural, fired: natural, discovered: natural, firstDepth: natural.nullable() })),
    tables: z.strictObject({
      misses: natural,
      audits: natural,
      nodes: natural,
      functions: z.array(z.strictObject({ label: z.string(), nodes: natural, misses: natural, seconds: figure })),
      fallbacks: z.array(z.strictObject({ label: z.string(), calls: natural, why: z.string() })),
    }),
    memory: z.strictObject({ store: natural, perState: figure, words: natural, peak: natural }),
    workers: natural,
    resumed: z.strictObject({ states: natural, transitions: natural }).nullable(),
    elapsed: figure,
  });
  return readDocument(what, text, format, schema);
}
