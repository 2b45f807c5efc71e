/** How a night is told, whatever the page: its verdict, its news, its figures. */
import { rangeText } from './bounds.js';
import { counted, rough } from './figures.js';
import { isGreen, type News, type Night, type NightCell, type NightLine, type Outcome } from './night.js';

const titles: Readonly<Record<News['kind'], string>> = {
  expectation: 'not as expected',
  verdict: 'another verdict',
  counts: 'another size, though neither spec nor engine has changed',
  length: 'a shortest run of another length',
  rate: 'slower',
  budget: 'a budget that no longer suffices',
  failure: 'failed',
};

/** `vgic-hw/default, I2: another verdict: holds → violated (3 steps) (abc..def)` */
export function newsText({ kind, key, what, before, now, range }: News): string {
  const change = kind === 'expectation' ? `expected ${before}, found ${now}` : kind === 'failure' ? now : `${before} → ${now}`;
  return `${key}${what === 'run' ? '' : `, ${what}`}: ${titles[kind]}: ${change}${range === null ? '' : ` (${range})`}`;
}

/** The first line of every page. */
export function headline(night: Night): string {
  const { news, selfCheck, missing, lines } = night;
  if (selfCheck !== null && selfCheck.disagreements.length > 0) return `Engine and reference disagree in ${counted(selfCheck.disagreements.length, 'point')} (seed ${selfCheck.seed}).`;
  if (selfCheck !== null && selfCheck.failed !== null) return `The self-check failed (seed ${selfCheck.seed}): ${selfCheck.failed.split('\n')[0]}`;
  if (news.length > 0) return `${counted(news.length, 'thing')} ${news.length === 1 ? 'is' : 'are'} new or not as expected.`;
  if (isGreen(night)) return `All ${counted(lines.length, 'run')} as expected, nothing new.`;
  const cut = lines.filter(({ outcome }) => outcome.kind === 'cut').length;
  return `Nothing new, but ${[cut > 0 ? `${counted(cut, 'run')} cut by a bound` : '', missing.length > 0 ? `${counted(missing.length, 'run')} not begun` : ''].filter((part) => part !== '').join(' and ')}.`;
}

/** Which night it was, of what, and where. */
export function circumstances({ night, commit, comparedWith, machine }: Night): string {
  return `Night ${night}, commit ${commit ?? 'unknown'}, compared with ${comparedWith ?? 'nothing: it is the first'}. ${machine}.`;
}

export function outcomeWord({ outcome, differences }: NightLine): string {
  if (outcome.kind === 'failed') return 'failed';
  if (differences.length > 0) return 'not as expected';
  return outcome.kind === 'whole' ? 'as expected' : `cut (${outcome.bound})`;
}

/** The lines of each spec, in the order of the night. */
export function bySpec(lines: readonly NightLine[]): Map<string, NightLine[]> {
  const specs = new Map<string, NightLine[]>();
  for (const line of lines) specs.set(line.spec, [...(specs.get(line.spec) ?? []), line]);
  return specs;
}

export function selfCheckText({ selfCheck }: Night): string {
  if (selfCheck === null) return 'The engine was not compared with the reference.';
  const { seed, asked, agreed } = selfCheck;
  return `Self-check: engine and reference agree on ${agreed} of ${counted(asked, 'model')} drawn by seed ${seed}.`;
}

/** A verdict in a piece of news. */
export function cellText({ kind, length, numbers }: NightCell): string {
  const range = numbers === undefined ? '' : `, ${rangeText(numbers)}`;
  return `${length === null ? kind : `${kind} (${counted(length, 'step')})`}${range}`;
}

/** How a run ended, in a piece of news. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'whole':
      return 'done';
    case 'cut':
      return `cut by the bound on ${outcome.bound}`;
    case 'failed':
      return 'failed';
  }
}

export function rateText(rate: number): string {
  return `${rough(rate)} states/s`;
}

/** One line for each thing that engine and reference see differently. */
export function disagreementTexts({ selfCheck }: Night): string[] {
  return (selfCheck?.disagreements ?? []).map(({ model, what, engine, reference }) => `${model}, ${what}: the engine says ${engine}, the reference ${reference}`);
}
