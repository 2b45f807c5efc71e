/** Tonight against what was expected, and against the nights before: what is new. Pure: lines in, news out. */
import { cellText, type News, type NightLine, outcomeText, rateOf, rateText } from '../report/index.js';

/** The news of one run. `before`: the lines of the same run, the oldest first; the last of them is what it is compared with. */
export function newsOf(now: NightLine, before: readonly NightLine[]): News[] {
  const last = before.at(-1);
  const range = rangeOf(last, now);
  const told = (kind: News['kind'], what: string, was: string, is: string): News => ({ kind, key: now.key, what, before: was, now: is, range });
  if (now.outcome.kind === 'failed') return [told('failure', 'run', last === undefined ? 'never run' : outcomeText(last.outcome), now.outcome.why)];
  const news = now.differences.map(({ what, expected, found }) => told('expectation', what, expected, found));
  const isToldOf = (what: string) => news.some((each) => each.what === what);
  if (now.outcome.kind === 'cut' && now.outcome.by === 'run' && before.some(({ outcome }) => outcome.kind === 'whole')) {
    news.push(told('budget', 'budget', 'done', outcomeText(now.outcome)));
  }
  for (const cell of now.cells) {
    // What a bound has left unknown, or a failure, says nothing: then the night before that is asked.
    const was = before.flatMap(({ cells }) => cells.filter(({ property, kind }) => property === cell.property && kind !== 'unknown')).at(-1);
    if (was === undefined || cell.kind === 'unknown' || isToldOf(cell.property)) continue;
    if (was.kind !== cell.kind) news.push(told('verdict', cell.property, cellText(was), cellText(cell)));
    else if (was.length !== cell.length || cellText(was) !== cellText(cell)) news.push(told('length', cell.property, cellText(was), cellText(cell)));
  }
  const whole = before.findLast(({ outcome }) => outcome.kind === 'whole');
  if (whole !== undefined && now.outcome.kind === 'whole' && isSameModel(whole, now)) {
    for (const what of ['states', 'transitions', 'depth'] as const) {
      const [was, is] = [whole.counts?.[what], now.counts?.[what]];
      if (was !== is && !isToldOf(what)) news.push(told('counts', what, String(was), String(is)));
    }
  }
  return [...news, ...rateNews(now, before, told)];
}

/** Neither spec nor engine claim to have changed, nor does the plan ask for other parameters under the same name. */
function isSameModel(a: NightLine, b: NightLine): boolean {
  const parameters = ({ command }: NightLine) => command.filter((_, index) => command[index - 1] === '--param').join(' ');
  return a.fingerprint.spec === b.fingerprint.spec && a.fingerprint.engine === b.fingerprint.engine && parameters(a) === parameters(b);
}

/** Nights that a median is taken of, and how many there must be. */
const [mostNights, fewestNights] = [10, 3];
/** Of the median. A rate below it is news. */
const least = 0.7;

function rateNews(now: NightLine, before: readonly NightLine[], told: (kind: 'rate', what: string, was: string, is: string) => News): News[] {
  const rate = rateOf(now);
  const earlier = before
    .filter(({ machine }) => machine === now.machine)
    .flatMap((line) => rateOf(line) ?? [])
    .slice(-mostNights);
  if (rate === null || earlier.length < fewestNights) return [];
  const usual = median(earlier);
  return rate >= least * usual ? [] : [told('rate', 'rate', rateText(usual), rateText(rate))];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2 : (sorted[Math.floor(middle)] as number);
}

function rangeOf(last: NightLine | undefined, now: NightLine): string | null {
  // Where files had changed since the commit, git does not know the range to its end.
  const bare = (commit: string) => commit.replace(/\+$/, '');
  return last === undefined || last.commit === null || now.commit === null ? null : `${bare(last.commit)}..${bare(now.commit)}`;
}
