/** What the matchers say of a model, for any test runner: whether it is as asked, and the message if that is not what was expected. */
import { UserError } from '../errors.js';
import { type Asked, faultText, type Run, styleFor, unansweredText, unmetText, warningsOf, wrongKindText } from '../report/index.js';
import { stemOf } from '../trace/index.js';
import { type Budget, isBroken, isGood, type Options, runOf } from './check.js';
import { asModel } from './model.js';

/** What `toHold` may be told. */
export interface HoldOptions extends Options {
  /** Warnings fail it too: a property whose premise was never true, an action that never fired. Default: false. */
  readonly strict?: boolean;
}

/** What `toViolate` and `toReach` may be told. */
export interface RunOptions extends Budget {
  /** How many steps the shortest run has: to a violation, to the loop of a lasso, or to the farthest instance of a witness. Default: any number. */
  readonly steps?: number;
}

/** What a test runner is told: the same as `expect.extend` takes. */
export interface Judgement {
  readonly pass: boolean;
  readonly message: () => string;
}

/** How a matcher was called. */
export interface Call {
  /** The contrary is expected. */
  readonly isNot: boolean;
  /** What the test has left, when the turn has come. */
  readonly budget: () => Budget;
}

/** Whether every property holds and every witness is reached, on the whole space. */
export function toHold(given: unknown, { strict = false, ...options }: HoldOptions, call: Call): Promise<Judgement> {
  return judged(given, { kind: 'hold', strict }, options, call, (run) => {
    if (isBroken(run)) return false;
    return isGood(run) ? !(strict && warningsOf(run).length > 0) : undefined;
  });
}

/** Whether a property is violated; with `steps`, whether its shortest run has so many. */
export function toViolate(given: unknown, property: string, { steps, ...budget }: RunOptions, call: Call): Promise<Judgement> {
  return judged(given, { kind: 'violate', property, steps }, { ...budget, properties: [property] }, call, (run) => {
    const verdict = run.verdicts[0]?.verdict;
    if (verdict?.kind === 'violated') return steps === undefined || stemOf(verdict.trace) === steps;
    return verdict?.kind === 'holds' ? false : undefined;
  });
}

/** Whether a witness is reached, each instance of it; with `steps`, whether the shortest run to the farthest has so many. */
export function toReach(given: unknown, property: string, { steps, ...budget }: RunOptions, call: Call): Promise<Judgement> {
  return judged(given, { kind: 'reach', property, steps }, { ...budget, properties: [property] }, call, (run) => {
    const verdict = run.verdicts[0]?.verdict;
    if (verdict?.kind === 'reached') return steps === undefined || stemOf(verdict.trace) === steps;
    return verdict?.kind === 'unreached' ? false : undefined;
  });
}

/** `answer` is undefined when the run was too short to tell: then the test fails, whatever it expects. */
async function judged(given: unknown, asked: Asked, options: Options, { isNot, budget }: Call, answer: (run: Run) => boolean | undefined): Promise<Judgement> {
  try {
    const { run, from } = await runOf(asModel(given), options, budget);
    refuseWrongKind(run, asked);
    const pass = answer(run);
    return { pass: pass ?? isNot, message: () => (pass === undefined ? unansweredText(run, asked) : unmetText(run, from, asked, { not: isNot })) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // A test runner shows the message, and not the details.
    throw new Error(faultText(error, styleFor({}, { NO_COLOR: '1' })).trimEnd());
  }
}

function refuseWrongKind({ verdicts }: Run, asked: Asked): void {
  if (asked.kind === 'hold') return;
  const isWitness = verdicts[0]?.subject.property.kind === 'witness';
  if (isWitness !== (asked.kind === 'reach')) throw new UserError(wrongKindText(asked));
}
