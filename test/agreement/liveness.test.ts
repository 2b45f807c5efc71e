/**
 * Random specs with cycles, random fairness and liveness properties of every shape: the engine says of each what the
 * reference says, with one worker and with two, and its lassos are fair runs without the goal.
 */
import { testAgreement } from './random.js';

testAgreement('engine and reference agree on liveness', { runs: 250, lively: true }, ['holds', 'violated', 'vacuous', 'ended'], (verdict) => {
  if (verdict.kind === 'violated') return [verdict.trace.loop === undefined ? 'ended' : 'violated'];
  if (verdict.kind === 'holds') return [verdict.vacuous ? 'vacuous' : 'holds'];
  return [];
});
