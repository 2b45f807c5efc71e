/**
 * Random specs with bounds: the engine measures what the reference measures, with one worker and with two, and the runs
 * that it shows have these numbers and are shortest.
 */
import { testAgreement } from './random.js';

const answers = ['fixed', 'range', 'unbounded', 'never', 'missed', 'violated', 'vacuous', 'cyclic'] as const;

testAgreement('engine and reference agree on bounds', { runs: 150, bounds: true }, answers, (verdict) => {
  const said: (typeof answers)[number][] = [];
  if (verdict.kind === 'violated') said.push('violated');
  if (verdict.kind === 'holds' && verdict.vacuous) said.push('vacuous');
  if (!('measured' in verdict) || verdict.measured === undefined) return said;
  const { smallest, largest, mayMiss } = verdict.measured;
  said.push(largest.count === 'unbounded' ? 'unbounded' : smallest === null ? 'never' : smallest.count === largest.count ? 'fixed' : 'range');
  if (mayMiss) said.push('missed');
  if (mayMiss && largest.count !== 'unbounded' && largest.count > 0) said.push('cyclic');
  return said;
});
