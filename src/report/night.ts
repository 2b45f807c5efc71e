/**
 * What nightly runs leave behind, as documents of version 1: a line per run (`explore.night-line`, the history is made of
 * them) and a summary per night (`explore.night`). Times are seconds, sizes are bytes, dates are ISO 8601.
 */
import type { z } from 'zod';
import { readDocument } from './json.js';
import type { Cell, Difference } from './matrix.js';

/** One run of one night: all that later nights compare with. */
export interface NightLine {
  readonly format: 'explore.night-line';
  readonly version: 1;
  readonly night: string;
  /** Which run of the plan: `vgic-hw/default`, `vgic-hw/scale/large`; a repetition ends with `#2`. */
  readonly key: string;
  readonly spec: string;
  /** The words behind `explore` that repeat it. */
  readonly command: readonly string[];
  readonly commit: string | null;
  /** Checksums of the spec and of the engine: where they are the same, so must be the counts. */
  readonly fingerprint: { readonly spec: string; readonly engine: string };
  /** Rates are compared on the same machine only. */
  readonly machine: string;
  readonly outcome: Outcome;
  readonly cells: readonly NightCell[];
  /** Null when the run failed. */
  readonly counts: { readonly states: number; readonly transitions: number; readonly depth: number } | null;
  /** Of the search alone. */
  readonly elapsed: number;
  /** Of the whole process. */
  readonly wall: number;
  /** Peak resident set. */
  readonly peak: number;
  /** Where it is not as it is expected to be. */
  readonly differences: readonly Difference[];
}

export type NightCell = Omit<Cell, 'sentence'>;

export type Outcome =
  | { readonly kind: 'whole' }
  /** `by`: its own budget, or what was left of the night's. */
  | { readonly kind: 'cut'; readonly bound: string; readonly by: 'run' | 'night' }
  | { readonly kind: 'failed'; readonly why: string };

/** Something that somebody has to look at in the morning. */
export interface News {
  readonly kind: 'expectation' | 'verdict' | 'counts' | 'length' | 'rate' | 'budget' | 'failure';
  readonly key: string;
  /** A property, or `states`, `transitions`, `depth`, `rate`, `budget`, `run`. */
  readonly what: string;
  readonly before: string;
  readonly now: string;
  /** What was committed in between: `abc..def`, or null where that is not known. */
  readonly range: string | null;
}

/** How engine and reference agreed on models that were drawn by a seed. */
export interface SelfCheck {
  readonly format: 'explore.self-check';
  readonly version: 1;
  readonly seed: number;
  readonly asked: number;
  readonly agreed: number;
  readonly disagreements: readonly { readonly model: string; readonly what: string; readonly engine: string; readonly reference: string }[];
  /** Why it could not be finished; null when it was. */
  readonly failed: string | null;
}

export interface Night {
  readonly format: 'explore.night';
  readonly version: 1;
  readonly night: string;
  readonly commit: string | null;
  readonly machine: string;
  /** The night that this one is compared with, or `baseline`; null: there is none. */
  readonly comparedWith: string | null;
  readonly planned: number;
  /** Runs that the budget of the night had no room for. */
  readonly missing: readonly string[];
  readonly news: readonly News[];
  readonly selfCheck: SelfCheck | null;
  readonly lines: readonly NightLine[];
}

export const nightFormat = { format: 'explore.night', version: 1 } as const;
export const selfCheckFormat = { format: 'explore.self-check', version: 1 } as const;
export const lineFormat = { format: 'explore.night-line', version: 1 } as const;

/** All as expected, nothing new, nothing left out. */
export function isGreen({ news, missing, lines, selfCheck }: Night): boolean {
  return news.length === 0 && missing.length === 0 && lines.every(({ outcome }) => outcome.kind === 'whole') && selfCheckIsGood(selfCheck);
}

export function selfCheckIsGood(selfCheck: SelfCheck | null): boolean {
  return selfCheck === null || (selfCheck.disagreements.length === 0 && selfCheck.failed === null);
}

/** States per second of the search; null where it was too short to say, or failed. */
export function rateOf({ counts, elapsed }: NightLine): number | null {
  return counts === null || elapsed < shortest ? null : counts.states / elapsed;
}

/** Seconds. A shorter search is mostly starting. */
const shortest = 2;

export async function readNightLines(what: string, texts: readonly string[]): Promise<NightLine[]> {
  const { z } = await import('zod');
  const schema = lineSchema(z);
  return texts.map((text, index) => readDocument(`${what}, line ${index + 1}`, text, lineFormat, schema));
}

export async function readNight(what: string, text: string): Promise<Night> {
  const { z } = await import('zod');
  return readDocument(what, text, nightFormat, nightSchema(z));
}

function lineSchema(from: typeof z): z.ZodType<NightLine> {
  const natural = from.number().int().min(0);
  const figure = from.number().min(0);
  const numbers = from.strictObject({ smallest: natural.nullable(), largest: from.union([natural, from.literal('unbounded')]) });
  return from.strictObject({
    format: from.literal('explore.night-line'),
    version: from.literal(1),
    night: from.string(),
    key: from.string(),
    spec: from.string(),
    command: from.array(from.string()),
    commit: from.string().nullable(),
    fingerprint: from.strictObject({ spec: from.string(), engine: from.string() }),
    machine: from.string(),
    outcome: from.discriminatedUnion('kind', [
      from.strictObject({ kind: from.literal('whole') }),
      from.strictObject({ kind: from.literal('cut'), bound: from.string(), by: from.enum(['run', 'night']) }),
      from.strictObject({ kind: from.literal('failed'), why: from.string() }),
    ]),
    cells: from.array(
      from.strictObject({ property: from.string(), kind: from.enum(['holds', 'vacuous', 'violated', 'reached', 'unreached', 'unknown']), length: natural.nullable(), numbers: numbers.optional() }),
    ),
    counts: from.strictObject({ states: natural, transitions: natural, depth: natural }).nullable(),
    elapsed: figure,
    wall: figure,
    peak: natural,
    differences: from.array(from.strictObject({ what: from.string(), expected: from.string(), found: from.string() })),
  });
}

export async function readSelfCheck(what: string, text: string): Promise<SelfCheck> {
  const { z } = await import('zod');
  return readDocument(what, text, selfCheckFormat, selfCheckSchema(z));
}

function selfCheckSchema(from: typeof z): z.ZodType<SelfCheck> {
  const natural = from.number().int().min(0);
  return from.strictObject({
    format: from.literal('explore.self-check'),
    version: from.literal(1),
    seed: natural,
    asked: natural,
    agreed: natural,
    disagreements: from.array(from.strictObject({ model: from.string(), what: from.string(), engine: from.string(), reference: from.string() })),
    failed: from.string().nullable(),
  });
}

function nightSchema(from: typeof z): z.ZodType<Night> {
  return from.strictObject({
    format: from.literal('explore.night'),
    version: from.literal(1),
    night: from.string(),
    commit: from.string().nullable(),
    machine: from.string(),
    comparedWith: from.string().nullable(),
    planned: from.number().int().min(0),
    missing: from.array(from.string()),
    news: from.array(
      from.strictObject({
        kind: from.enum(['expectation', 'verdict', 'counts', 'length', 'rate', 'budget', 'failure']),
        key: from.string(),
        what: from.string(),
        before: from.string(),
        now: from.string(),
        range: from.string().nullable(),
      }),
    ),
    selfCheck: selfCheckSchema(from).nullable(),
    lines: from.array(lineSchema(from)),
  });
}
