import { describe, expect, test } from 'vitest';
import { type MatrixRow, matrixRow, matrixText } from '../../src/report/index.js';
import type { Expectation } from '../../src/spec/index.js';
import { graph } from '../support/graph.js';
import { plainStyle, run } from './toys.js';

async function row(name: string, line: string, options: Parameters<typeof run>[1], expected: Expectation, how: Parameters<typeof run>[2] = {}): Promise<MatrixRow> {
  return matrixRow(name, await run(line, options, { until: 'exhaustion', ...how }), expected);
}

const both = { never: ['bad'], reach: ['goal'] };

describe('a row differs from what the spec expects', () => {
  test.each<[string, string, Expectation, string[][]]>([
    ['nowhere', 'a>b>bad>goal', { violated: { 'never bad': 2 }, states: 4, transitions: 3, depth: 3 }, []],
    ['nowhere, when nothing is promised and everything is well', 'a>goal bad', {}, []],
    ['in a property that holds', 'a>goal bad', { violated: { 'never bad': 2 } }, [['never bad', 'violated by 2 steps', 'holds']]],
    ['in a property that is violated', 'a>bad>goal', {}, [['never bad', 'holds', 'violated by 1 step']]],
    ['in the length of a run', 'a>bad>goal', { violated: { 'never bad': 3 } }, [['never bad', 'violated by 3 steps', 'violated by 1 step']]],
    ['in a witness that is not reached', 'a>b goal bad', {}, [['reach goal', 'reached', 'unreached']]],
    ['in a witness that is reached', 'a>goal bad', { unreached: ['reach goal'] }, [['reach goal', 'unreached', 'reached']]],
    ['in a property that this variant has not', 'a>goal bad', { violated: { 'never worse': 2 } }, [['never worse', 'violated by 2 steps', 'no such property']]],
    [
      'in its figures',
      'a>goal bad',
      { states: 3, transitions: 2, depth: 2 },
      [
        ['states', '3', '2'],
        ['transitions', '2', '1'],
        ['depth', '2', '1'],
      ],
    ],
  ])('%s', async (_, line, expected, differences) => {
    const { differences: found } = await row('x', line, both, expected);
    expect(found.map(({ what, expected: promised, found: came }) => [what, promised, came])).toEqual(differences);
  });

  test('of a part of the space the figures are not compared, and what is unknown is not as expected', async () => {
    const { differences, whole } = await row('x', 'a>b>c>goal bad', both, { states: 4 }, { maxDepth: 1 });
    expect(whole).toBe(false);
    expect(differences.map(({ what, found }) => [what, found])).toEqual([
      ['never bad', 'unknown'],
      ['reach goal', 'unknown'],
    ]);
  });
});

test('the table', async () => {
  const rows = [
    await row('well', 'a>b>goal', { reach: ['goal'], never: [] }, { states: 3 }),
    await row('broken', 'a>bad>goal', both, { violated: { 'never bad': 1 } }),
    await row('worse', 'a>b>bad goal', both, { violated: { 'never bad': 1 } }),
    await row('empty', 'a>b bad goal', { ...both, given: 'bad' }, { unreached: ['reach goal'], states: 7 }),
  ];
  expect(matrixText(graph('a').spec, rows, 5, plainStyle)).toBe(`graph: 4 variants against every property

variant  #1  #2  states
well     ·   ✓        3
broken   ✗1  ✓        3
worse    ✗2! ✗!       3
empty    ○   ✗       2!

✓ holds, or is reached; ✗7 violated, by a run of 7 steps and no shorter one; ✗ a witness out of
reach; ○ holds, but its premise was never true; · not a property of this variant; ! not as the spec
expects

#1 never bad   no run comes to bad
#2 reach goal  some run comes to goal

3 differences
  worse, never bad   expected: violated by 1 step; found: violated by 2 steps
  worse, reach goal  expected: reached; found: unreached
  empty, states      expected: 7; found: 2

3 things are not as the spec expects, in 2 variants of 4. 1 variant of 5 was not checked.
`);
});
