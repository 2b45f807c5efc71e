/** Random specs: the engine says of each what the reference says, whatever it is given. */
import { expect } from 'vitest';
import { agree, agreeOnFirst, agreeResumed, said } from './agree.js';
import { testRandomSpecs } from './random.js';

testRandomSpecs('engine and reference agree', { runs: 250 }, async (source, reference, turn) => {
  const workers = 1 + (turn % 2);
  const run = await agree(source, reference, { workers });
  if (turn % 4 === 0) await agreeOnFirst(source, reference, { workers });
  if (turn % 4 === 1) expect(said(await agree(source, reference, { workers: 3 - workers }))).toBe(said(run));
  // Tables that are full at once: most functions are called directly.
  if (turn % 4 === 2) expect(said(await agree(source, reference, { workers, tableBudget: 30 }))).toBe(said(run));
  if (turn % 4 === 3) expect(said(await agreeResumed(source, reference, turn % (reference.depth + 1), [workers, 3 - workers]))).toBe(said(run));
});
