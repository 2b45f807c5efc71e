/** Which variables never change, and which invariants look at nothing else; exact, and the same for any number of workers. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check.js';
import { readRunDocument, runDocument, summaryText } from '../../src/report/index.js';
import { plainStyle } from '../report/toys.js';
import { counting, source } from '../support/still.js';

const notes = async (spec: Parameters<typeof source>[0], workers = 1) => {
  const run = await check(source(spec), { workers, until: 'exhaustion', together: 0 });
  const text = summaryText(run, { ...plainStyle, width: 200 });
  return { run, notes: text.split('\n').flatMap((line) => /^ {2}note +(.*)$/.exec(line)?.[1] ?? []) };
};

describe('an invariant that looks at nothing that ever changes', () => {
  test('is told, with what it has read', async () => {
    const { notes: told } = await notes({ top: 3 });
    expect(told).toEqual([
      'idle holds, and nothing that it reads ever changes: still=0 in every state',
      'each-idle holds, and nothing that it reads ever changes: rest[0]=false rest[1]=false in every state',
      'blind reads nothing of the state',
    ]);
  });

  test('is not when one of its instances, or one initial state, has something else', async () => {
    // `mixed` reads what moves for one of its arguments; `chosen` differs between the initial states.
    const { run, notes: told } = await notes({ top: 3, several: true });
    expect(run.verdicts.filter(({ verdict }) => verdict.kind === 'holds').length).toBe(run.verdicts.length);
    expect(told.join()).not.toMatch(/mixed|free|bounded/);
  });

  test('a variable that changes in the very last state changes', async () => {
    for (const workers of [1, 2]) {
      const { run, notes: told } = await notes({ top: counting.many }, workers);
      expect(run.counts.states).toBe(counting.many + 2);
      expect(told.join()).not.toMatch(/late/);
    }
  });

  test('the document says so, and neither is it a warning', async () => {
    const { run } = await notes({ top: 3 });
    const { notes: told, warnings } = await readRunDocument('it', JSON.stringify(runDocument(run, 'still')));
    expect(told[0]).toEqual({ kind: 'unchanging', property: 'idle', read: [{ path: 'still', value: 0 }] });
    expect(told.map(({ property }) => property)).toEqual(['idle', 'each-idle', 'blind']);
    expect(warnings).toEqual([]);
  });

  test('nothing is said when not every state was seen', async () => {
    const run = await check(source({ top: 9 }), { workers: 1, maxDepth: 3 });
    expect(run.unchanging).toBeNull();
    expect(summaryText(run, plainStyle)).not.toMatch(/note /);
  });
});
