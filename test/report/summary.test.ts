import { describe, expect, test } from 'vitest';
import { summaryText } from '../../src/report/index.js';
import { plainStyle, run, steady } from './toys.js';

/** What a terminal shows of a search. */
async function shown(...search: Parameters<typeof run>): Promise<string> {
  return steady(summaryText(await run(...search), plainStyle));
}

test('a run in which everything is as it should be', async () => {
  expect(await shown('a>b>goal>a b>end', { ends: ['end'] })).toBe(`graph

  reach goal   reached (2 steps)  some run comes to goal
  no deadlock  holds              a run ends only in end

  space   4 distinct states, 4 transitions, depth 2 (3 levels), 1 dead end
  time    …
  memory  …
  tables  …

All 4 reachable states were checked: every property holds and the witness was reached.
`);
});

test('a violation: the shortest run to it, step by step, and what is not known', async () => {
  expect(await shown('a>b>c>bad a>d>bad b>goal')).toBe(`graph

  never bad   VIOLATED (2 steps)  no run comes to bad
  reach goal  reached (2 steps)   some run comes to goal

never bad is violated by 2 steps; no run is shorter
  promise  no run comes to bad

  the initial state:
      everything has the first value of its domain
  1  walker  d
             node  a → d
  2  walker  bad
             node  d → bad

  the state after 2 steps:
      node=bad

  why never bad is violated:
      it read  node=bad

  space   6 distinct states, 6 transitions, depth 2 (3 levels), 2 dead ends
  time    …
  memory  …
  tables  …

All 6 reachable states were checked: never bad does not hold; the other one does.
`);
});

describe('the last line says what was established', () => {
  const last = async (...search: Parameters<typeof run>) => (await shown(...search)).trimEnd().split('\n\n').at(-1)?.replaceAll('\n', ' ');

  test.each([
    ['a>b', {}, {}, 'All 2 reachable states were checked; no property was asked for.'],
    ['a', { ends: ['a'] }, {}, 'The only reachable state was checked: every property holds.'],
    ['a>b', { never: ['a', 'b'] }, { until: 'exhaustion' }, 'All 2 reachable states were checked: never a and never b do not hold.'],
    ['a>b>bad>c', {}, {}, 'The search ended with the first violation: all states up to depth 2 were checked, nothing is said beyond (--continue goes on).'],
    ['a>b>c>d', { reach: ['b'] }, {}, 'Everything that was asked for was reached among the first 3 states; the rest was not explored.'],
    ['a>b>c>d', { never: ['d'] }, { maxDepth: 1 }, 'Not established: never d. All states up to depth 1 were checked, and every step from those up to depth 0; nothing is said beyond.'],
    [
      'a>b>c>d',
      { never: ['d', 'b'] },
      { maxDepth: 2, until: 'exhaustion' },
      'Not established: never d. All states up to depth 2 were checked, and every step from those up to depth 1; nothing is said beyond. Established: never b does not hold.',
    ],
    ['a>b>c>d', { never: ['d'] }, { maxDepth: 0 }, 'Not established: never d. The initial states were checked, and no step from there; nothing is said beyond.'],
    ['a>b>c a>d b>e', { never: ['e'] }, { maxStates: 2 }, 'Not established: never e. The initial states were checked, and no step from there; nothing is said beyond.'],
    [
      '*a>c *b>d>e',
      { never: ['e'] },
      { maxStates: 3 },
      'Not established: never e. The initial states were checked and those found at depth 1, and every step from 1 of the 2 at depth 0; nothing is said beyond.',
    ],
    [
      'x>a>c x>b>d>e',
      { never: ['e', 'c', 'd'] },
      { maxStates: 4, until: 'exhaustion' },
      /^Not established: never e and never [cd]\. All states up to depth 1 were checked and those found at depth 2, and every step from those up to depth 0, and from 1 of the 2 at depth 1; nothing is said beyond\. Established: never [cd] does not hold\.$/,
    ],
    ['a>b', { never: ['b'] }, { memory: 1 }, 'Nothing was checked: the bound on memory has no room for even the smallest store.'],
    ['a>b', { never: ['b'] }, { signal: AbortSignal.abort() }, 'Interrupted before anything was checked.'],
    ['a>b c', { never: ['b'], given: 'c' }, {}, 'All 2 reachable states were checked: every property holds, but never b says nothing here.'],
  ] as const)('%s %j %j', async (line, options, how, sentence) => {
    if (typeof sentence === 'string') expect(await last(line, options, how)).toBe(sentence);
    else expect(await last(line, options, how)).toMatch(sentence);
  });
});

describe('what makes a good verdict worth less is told in every run', () => {
  test('a premise that was never true', async () => {
    const text = await shown('a>b c', { never: ['b'], given: 'c' });
    expect(text).toContain('  never b  holds, says nothing  no run comes to b');
    expect(text).toContain('  warning  never b holds only because its premise was never true: it says nothing of this model');
  });

  test('actions that never fired', async () => {
    expect(await shown('a>b c>d>e')).toContain('  warning  these actions never fired: d, e\n');
    expect(await shown('a>b c>d')).toContain('  warning  this action never fired: d\n');
    expect(await shown('a>b>c>d', { never: ['d'] }, { maxDepth: 1 })).toContain('  warning  these actions never fired in the part that was explored: c, d\n');
  });

  test('a witness out of reach, by its instances', async () => {
    const text = await shown('a>b c>d', { reach: ['b,c,d'] });
    expect(text).toContain('  reach b,c,d  UNREACHED');
    expect(text).toContain('  warning  no run reaches reach b,c,d(which c), reach b,c,d(which d)');
  });

  test('and fails the run, if that is wished', async () => {
    expect(summaryText(await run('a>b c>d'), plainStyle, { strict: true })).toContain('  strict   this warning fails the run\n');
    expect(summaryText(await run('a>b'), plainStyle, { strict: true })).not.toContain('strict');
  });
});

test('what a bound cut: how many states, how many transitions, of which actions', async () => {
  const text = await shown('a>b>d>e a>c>d c>f', { never: ['e'] }, { maxDepth: 1 });
  expect(text).toContain('  cut     by --max-depth 1: 2 states of the last level not expanded, 3 transitions to unseen states\n          not followed (d 2, f 1)');
  expect(text).toContain('  space   3 distinct states, 2 transitions, depth 1 (2 levels), 0 dead ends, 2 states not expanded');
});

test('what a bound cut inside a level', async () => {
  // Each leads to two others, of which one is known already.
  const text = await shown('*a>c,x *b>d,x c>e d>f x>g', { never: ['g'] }, { maxStates: 4 });
  expect(text).toContain('  cut     by --max-states 4: 1 of the 2 states at depth 0 expanded, none of the 2 found at depth 1,\n          3 transitions to unseen states not followed (');
});

test('the run to a witness is shown when it is asked for', async () => {
  const found = await run('a>b>goal');
  expect(summaryText(found, plainStyle)).not.toContain('is reached by');
  expect(summaryText(found, plainStyle, { witnesses: ['reach goal'] })).toContain('reach goal is reached by 2 steps; no run is shorter');
});

test('of several initial states, it is said where a run begins', async () => {
  expect(await shown('*a>c *b>bad')).toContain('  initial state 2 of 2:\n      node=b\n');
});
