/** What the store of a search does when it is full. */
import { expect, test } from 'vitest';
import { Search } from '../../src/explore/search.js';
import { layOut } from '../../src/layout/index.js';
import { instantiate } from '../../src/model/index.js';
import counters from '../support/counters.js';

const url = new URL('../../dist/test/support/counters.js', import.meta.url).href;

test.each([
  [1, Number.POSITIVE_INFINITY, 0.75],
  [1, 0, 0.865],
  [2, 0, 0.865],
])('by %i worker(s) who have %f ms left, it is filled to %f before it grows, and loses nothing', async (workers, left, filled) => {
  const model = instantiate(counters, { counters: 5, top: 12 });
  const search = await Search.start(
    model,
    layOut(model.schema),
    { url },
    { properties: [], workers, memory: () => 1e9, maxStates: Number.POSITIVE_INFINITY, tableBudget: undefined, together: 0, empty: false, remaining: () => left },
  );
  if (search === null) throw new Error('there is room');
  try {
    let transitions = 0;
    for (let level = { begin: 0, end: search.tail }; level.begin < level.end; level = { begin: level.end, end: search.tail }) {
      const { levels, stopped } = await search.expand(level, [], 1);
      expect(stopped).toBeNull();
      for (const result of levels) transitions += result.transitions;
    }
    expect([search.states, transitions]).toEqual([13 ** 5, 5 * 12 * 13 ** 4]);
    // Each worker may have a batch in hand.
    expect(search.fullest).toBeGreaterThan(filled);
    expect(search.fullest).toBeLessThan(filled + 0.01);
  } finally {
    await search.close();
  }
});
