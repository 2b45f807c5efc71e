/** What the message of a failed assertion tells: the outcome in a sentence, and the runs that show it, in columns of plain text. */
import { isBad } from '../verdict/index.js';
import { columnsText } from './columns.js';
import { conclusion } from './conclusion.js';
import { counted } from './figures.js';
import { fromHere } from './from-here.js';
import { type Run, shownRuns } from './run.js';
import { modelOf } from './traced.js';
import { type Warning, warningsOf } from './warnings.js';

/** What a test asks of a model. */
export type Asked =
  | { readonly kind: 'hold'; readonly strict: boolean }
  | { readonly kind: 'violate'; readonly property: string; readonly steps: number | undefined }
  | { readonly kind: 'reach'; readonly property: string; readonly steps: number | undefined };

/** Each counterexample in columns, and what was established. `from`: how the spec was asked for. */
export function runText(run: Run, from: string): string {
  return paragraphs([...columnsOf(run, from, []), ...missed(run), conclusionOf(run)]);
}

/** Why a model is not as a test asks; `not`: why it is so, although the test asks for the contrary. */
export function unmetText(run: Run, from: string, asked: Asked, { not }: { readonly not: boolean }): string {
  const wish = `${modelOf({ model: run.model, origin: run })} was expected ${not ? 'not ' : ''}to ${wishOf(asked)}`;
  const witnesses = asked.kind === 'reach' ? [asked.property] : [];
  const strict = asked.kind === 'hold' && asked.strict ? warningsOf(run).map(warningText) : [];
  return paragraphs([`${wish}.`, ...columnsOf(run, from, witnesses), ...missed(run), ...strict, conclusionOf(run)]);
}

/** A check that met a bound, or was stopped, before there was an answer. */
export function unansweredText(run: Run, asked: Asked): string {
  const bounds: readonly (string | undefined)[] = run.ending.kind === 'cut' ? [run.ending.bound] : run.verdicts.flatMap(({ verdict }) => (verdict.kind === 'unknown' ? [verdict.because] : []));
  const todo = (['time', 'memory', 'states', 'depth'] as const).filter((bound) => bounds.includes(bound)).map((bound) => toDo[bound]);
  return paragraphs([`whether ${modelOf({ model: run.model, origin: run })} does ${wishOf(asked)} is not known.`, conclusion(run), ...todo]);
}

/** Only a witness is reached, and only what is none is violated. */
export function wrongKindText(asked: Exclude<Asked, { readonly kind: 'hold' }>): string {
  return asked.kind === 'violate' ? `${asked.property} is a witness, which cannot be violated: expect(…).not.toReach` : `${asked.property} is no witness: expect(…).toViolate`;
}

const toDo = {
  time: 'To do: give the test more time, or the check less to do: fewer processes, toHold({ maxDepth: 20 }) …',
  memory: 'To do: give the check more memory: toHold({ memory: 2 ** 31 })',
  states: 'To do: allow more states: toHold({ maxStates: … })',
  depth: 'To do: allow more steps: toHold({ maxDepth: … })',
} as const;

function wishOf(asked: Asked): string {
  switch (asked.kind) {
    case 'hold':
      return asked.strict ? 'hold, without a warning' : 'hold';
    case 'violate':
      return `violate ${asked.property}${within(asked.steps)}`;
    case 'reach':
      return `reach ${asked.property}${within(asked.steps)}`;
  }
}

function within(steps: number | undefined): string {
  return steps === undefined ? '' : ` by ${counted(steps, 'step')}, and not by fewer`;
}

function columnsOf(run: Run, from: string, witnesses: readonly string[]): string[] {
  return shownRuns(run, witnesses).map((verdict) => columnsText(run.model, verdict, { variant: run.variant, from: fromHere(from) }).trimEnd());
}

function missed({ verdicts }: Run): string[] {
  return verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'unreached' ? [`no run reaches ${verdict.missing.map(({ label }) => label).join(', ')}: ${subject.property.sentence}`] : []));
}

/** The runs that are shown tell of the violations; the conclusion speaks of the flags of the command line then. */
function conclusionOf(run: Run): string {
  return run.ending.kind === 'settled' && run.verdicts.some(({ verdict }) => isBad(verdict)) ? '' : conclusion(run);
}

function warningText(warning: Warning): string {
  switch (warning.kind) {
    case 'vacuous':
      return `warning: ${warning.property} holds only because its premise was never true`;
    case 'never-fired':
      return `warning: ${warning.action} never fired`;
    case 'unreached':
      return '';
  }
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
