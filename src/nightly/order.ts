/** Which runs come first: what is worth most before what costs most. A night that has no time left has then missed the least. */
import type { NightLine } from '../report/index.js';
import type { PlannedRun } from './plan.js';

/** By priority; then what has changed since it was last as it should be, or never was; then the cheap ones before the dear ones. */
export function ordered(runs: readonly PlannedRun[], history: readonly NightLine[], engine: string): PlannedRun[] {
  const lastGood = new Map(history.filter(({ outcome, differences }) => outcome.kind === 'whole' && differences.length === 0).map((line) => [line.key, line]));
  const last = new Map(history.map((line) => [line.key, line]));
  const isSame = ({ key, fingerprint }: PlannedRun) => {
    const good = lastGood.get(key);
    return good !== undefined && good.fingerprint.spec === fingerprint && good.fingerprint.engine === engine;
  };
  const cost = ({ key, expected }: PlannedRun) => last.get(key)?.wall ?? (expected.states === undefined ? unknown : expected.states / statesPerSecond);
  return [...runs].sort((a, b) => b.priority - a.priority || Number(isSame(a)) - Number(isSame(b)) || cost(a) - cost(b) || (a.key < b.key ? -1 : 1));
}

/** For runs that nobody has timed yet; it decides about nothing but their order. */
const statesPerSecond = 100_000;
/** Seconds. Whoever promises no size of a model has seldom a large one. */
const unknown = 10;
