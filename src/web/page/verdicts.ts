import type { VerdictView } from '../messages.js';

export const verdictSigns: { readonly [verdict in VerdictView['verdict']]: readonly [sign: string, word: string] } = {
  holds: ['✓', 'holds'],
  vacuous: ['○', 'holds, but its premise was never true'],
  violated: ['✗', 'violated'],
  reached: ['✓', 'reached'],
  unreached: ['✗', 'out of reach'],
  unknown: ['?', 'unknown'],
};
