import { performance } from 'node:perf_hooks';
import { UserError } from '../errors.js';
import { instantiate, type Model, observationsOf } from '../model/index.js';
import type { Spec } from '../spec/index.js';
import { type Log, readLog } from './log.js';
import { type Answer, searchRun, type ValidationProgress } from './search.js';

export interface ValidationRequest {
  /** How messages call the log. */
  readonly what: string;
  readonly text: string;
  /** Records that are written too, though the log happens to hold none of them. */
  readonly traced?: readonly string[];
  /** Bytes for the pairs of a state and a place in the log. */
  readonly memory: number;
  /** Seconds, for the log and for all other variants together. */
  readonly timeLimit?: number;
  /** Whether the other variants are asked when the log is rejected (the default). */
  readonly others?: 'ask' | 'leave';
  /** Pairs that are gone through breadth first; for tests. */
  readonly breadthFirst?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ValidationProgress, variant: string | null) => void;
}

/** What is known of a log. */
export interface Validation {
  readonly log: Log;
  readonly answer: Answer;
  /** When the log is rejected: how the variants of the spec fare that were asked, the nearest of those that come farthest first. */
  readonly others: readonly OtherVariant[];
  /** Whether a bound came before all variants had been asked. */
  readonly othersCut: boolean;
  /** Seconds. */
  readonly elapsed: number;
}

export interface OtherVariant {
  readonly name: string;
  /** Records of the log that it explains, from the first one on; all of them when `whole`. */
  readonly explained: number;
  readonly whole: boolean;
  readonly parameters: Model['parameters'];
  /** The parameters whose values are not those of the model that was asked. */
  readonly differences: readonly string[];
}

/** Whether a log is a behaviour of a model; if not, how far it is one, and of which variant it is. Throws a UserError when the log or the spec cannot be used. */
export async function validate(model: Model, request: ValidationRequest): Promise<Validation> {
  const begun = performance.now();
  const until = request.timeLimit === undefined ? Number.POSITIVE_INFINITY : begun + 1000 * request.timeLimit;
  const { log, answer } = await ask(model, request, until, null);
  const { others, cut } = answer.kind === 'rejected' && request.others !== 'leave' ? await askOthers(model, request, until) : { others: [], cut: false };
  return { log, answer, others, othersCut: cut, elapsed: (performance.now() - begun) / 1000 };
}

async function ask(
  model: Model,
  { what, text, traced, memory, breadthFirst, signal, onProgress }: ValidationRequest,
  until: number,
  variant: string | null,
): Promise<{ readonly log: Log; readonly answer: Answer }> {
  const observations = observationsOf(model);
  for (const name of traced ?? []) {
    if (!observations.records.some((record) => record.name === name))
      throw new UserError(`spec ${model.spec.name} knows no record "${name}"`, [['known', observations.records.map((record) => record.name).join(', ')]]);
  }
  const log = readLog(what, text, observations, traced);
  return { log, answer: await searchRun(model, log, observations, { memory, until, breadthFirst, signal, onProgress: (progress) => onProgress?.(progress, variant) }) };
}

/** Asks the other variants of the spec, those that are most like this model first; for some time only, because they may be many. */
async function askOthers(model: Model, request: ValidationRequest, until: number): Promise<{ readonly others: readonly OtherVariant[]; readonly cut: boolean }> {
  const variants = [...model.spec.variants].map(([name, { set }]) => {
    const other = instantiate(model.spec, set);
    return { name, other, differences: differencesOf(model.spec, model.parameters, other.parameters) };
  });
  const last = Math.min(until, performance.now() + patience);
  const others: OtherVariant[] = [];
  let cut = false;
  for (const { name, other, differences } of variants.filter((variant) => variant.differences.length > 0).sort((a, b) => a.differences.length - b.differences.length)) {
    // The nearest is asked for: once one explains everything, those that are farther away are left alone.
    if (others.some((known) => known.whole && known.differences.length < differences.length)) break;
    if (request.signal?.aborted || performance.now() > last) {
      cut = true;
      break;
    }
    const asked = await askOther(other, request, last, name);
    if (asked === null) continue;
    const { log, answer } = asked;
    if (answer.kind === 'stopped') cut = true;
    else others.push({ name, parameters: other.parameters, differences, whole: answer.kind === 'explained', explained: answer.kind === 'explained' ? log.records.length : answer.explained });
  }
  return { others: others.sort((a, b) => Number(b.whole) - Number(a.whole) || b.explained - a.explained || a.differences.length - b.differences.length), cut };
}

/** Milliseconds for the other variants, however long the log has taken. */
const patience = 30_000;

/** Null when the log cannot be a log of this variant at all: it speaks of more things than it has. */
async function askOther(model: Model, request: ValidationRequest, until: number, name: string) {
  try {
    return await ask(model, request, until, name);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Parameters in which two models of a spec differ. */
function differencesOf(spec: Spec, a: Model['parameters'], b: Model['parameters']): readonly string[] {
  return Object.entries(spec.parameters).flatMap(([name, parameter]) => (parameter.format(a[name]) === parameter.format(b[name]) ? [] : [name]));
}
