import type { Run } from '../../src/report/index.js';

/** Everything that a run says and that must not depend on who explored, or in how many sittings. */
export function toldBy({ ending, counts, actions, verdicts }: Run): unknown {
  return {
    ending,
    counts,
    actions: actions.map(({ enabled, fired, firstDepth }) => ({ enabled, fired, firstDepth })),
    verdicts: verdicts.map(({ verdict }) => ('trace' in verdict ? { ...verdict, trace: verdict.trace.steps.map(({ taken, state }) => [taken.label, state.toString()]) } : verdict)),
  };
}
