import { findSpec } from '../catalog.js';
import { type CheckOptions, check as explore } from '../check.js';
import { type Run, type RunDocument, runDocument, runText, type VerdictDocument } from '../report/index.js';
import { isBad } from '../verdict/index.js';
import { asModel, type Model, type Place } from './model.js';
import { inTurn } from './turns.js';

/** How much of the machine a check may take. A check that meets a bound is incomplete: it says what was cut, and never "holds". */
export interface Budget {
  /** Threads that explore; the result is the same for any number. Default: 1, because a test runner runs several files at once. */
  readonly workers?: number;
  /** Bytes for the states. Default: 512 MiB, which is enough for tens of millions of small states. */
  readonly memory?: number;
  /** Seconds. Default: no limit; in a matcher, what is left of the test's own time. */
  readonly timeLimit?: number;
  /** Distinct states. Default: no limit. */
  readonly maxStates?: number;
  /** Steps from an initial state. Default: no limit. */
  readonly maxDepth?: number;
  /** Aborting it ends the check as interrupted. */
  readonly signal?: AbortSignal;
}

/** What to check, and with how much. */
export interface Options extends Budget {
  /** The names of the properties to check. Default: all. */
  readonly properties?: readonly string[];
  /** Goes on after the first violation, so that each violated property has its shortest run. Default: false. */
  readonly continue?: boolean;
}

/** What a check found: data, and a text for a reader. */
export interface Checked {
  /** Every property that was asked for holds and every witness was reached, on the whole space. */
  readonly good: boolean;
  /** The verdict on each property, by its name. */
  readonly verdicts: { readonly [property: string]: VerdictDocument };
  /** Distinct states that were found. */
  readonly states: number;
  /** Distinct transitions out of the states that were expanded. */
  readonly transitions: number;
  /** The greatest distance of a state from an initial state. */
  readonly depth: number;
  /** What was established, and each counterexample in columns: for the message of a failed assertion. */
  readonly text: string;
  /** All that `explore --json` writes. */
  readonly document: RunDocument;
}

/**
 * Checks a model: every reachable state, every property that is asked for. Rejects with a UserError when the request or
 * the spec is wrong. For every test runner: `const lock = await check('./lock.ts'); assert.ok(lock.good, lock.text);`
 */
export async function check(model: Model | Place, options: Options = {}): Promise<Checked> {
  const { run, from } = await runOf(asModel(model), options);
  return {
    good: isGood(run),
    verdicts: verdictsOf(run, from),
    states: run.counts.states,
    transitions: run.counts.transitions,
    depth: run.counts.depth,
    text: runText(run, from),
    document: runDocument(run, from),
  };
}

/** A run for a test suite; `budget` is asked when its turn has come. */
export async function runOf(model: Model, options: Options, budget: () => Budget = () => ({})): Promise<{ readonly run: Run; readonly from: string }> {
  return inTurn(async () => {
    const found = await findSpec(model.spec);
    try {
      return { run: await explore(found, checkOptions(model, { ...budget(), ...options })), from: found.from };
    } finally {
      found.dispose();
    }
  });
}

/** Everything that was asked for is established, and nothing is bad. */
export function isGood({ verdicts }: Run): boolean {
  return verdicts.every(({ verdict }) => verdict.kind === 'holds' || verdict.kind === 'reached');
}

/** Something is violated, or out of reach: whatever ended the run, it stays so. */
export function isBroken({ verdicts }: Run): boolean {
  return verdicts.some(({ verdict }) => isBad(verdict));
}

const memoryByDefault = 2 ** 29;

function checkOptions({ variant, parameters }: Model, { continue: on = false, workers = 1, memory = memoryByDefault, ...rest }: Options): CheckOptions {
  return { ...rest, workers, memory, parameters, until: on ? 'exhaustion' : 'first-violation', ...(variant !== undefined && { variant }) };
}

function verdictsOf(run: Run, from: string): Checked['verdicts'] {
  return Object.fromEntries(runDocument(run, from).properties.map(({ name, verdict }) => [name, verdict]));
}
