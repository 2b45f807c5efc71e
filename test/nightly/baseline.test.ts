/** The baseline that comes with the repository: good runs only, each once. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readNightLines } from '../../src/report/index.js';
import { readLines } from '../../src/results/index.js';

test('every line can be read, and tells of a run that was as expected', async () => {
  const lines = await readNightLines('the baseline', readLines(fileURLToPath(new URL('../../results/nightly/baseline.ndjson', import.meta.url))));
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter(({ outcome, differences }) => outcome.kind !== 'whole' || differences.length > 0)).toEqual([]);
  expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
});
