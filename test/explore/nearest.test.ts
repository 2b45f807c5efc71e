/** What the search offers to whoever looks for one state: a beginning of his own, a goal in words, an end at the first finding; and the sizes of the levels. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/check.js';
import { explore } from '../../src/explore/index.js';
import { instantiate, type Model, type State, withGoal } from '../../src/model/index.js';
import counters from '../support/counters.js';
import { graph } from '../support/graph.js';

const source = { spec: counters, url: new URL('../../dist/test/support/counters.js', import.meta.url).href };

test('each level is told once, in order, with its distinct states', async () => {
  for (const workers of [1, 2]) {
    const levels: number[] = [];
    await check(source, { parameters: { counters: 2, top: 9 }, workers, until: 'exhaustion', together: 0, onLevel: (states) => levels.push(states) });
    // Two counters up to 9: as many states of one depth as ways to write it as a sum.
    expect(levels).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  }
});

describe('an expression as a goal', () => {
  const toy = graph('a>b>c>d>e>f>g b>e');
  const model = instantiate(toy.spec);
  const at = (node: string) => model.initial.map((state) => (state as unknown as { set(key: string, value: string): State }).set('node', node));

  async function depths(goal: string, from: readonly State[]): Promise<readonly (readonly [depth: number, states: number])[]> {
    const asked: Model = { ...withGoal(model, goal), initial: from };
    const number = asked.properties.length - 1;
    const exploration = await explore(asked, { ...toy, goal }, { properties: [number], workers: 2, until: 'first-finding' });
    await exploration.close();
    return exploration.found.map(({ depth }) => [depth, exploration.counts.states]);
  }

  test('is found where it is nearest, from wherever the search begins, and the search ends there', async () => {
    // The level of the finding is expanded, so what comes next is known too; g is not.
    expect(await depths('node == e', model.initial)).toEqual([[2, 6]]);
    expect(await depths('node == e', at('c'))).toEqual([[2, 4]]);
    expect(await depths('node == b || node == d', at('b'))).toEqual([[0, 3]]);
    expect(await depths('node == a', at('b'))).toEqual([]);
  });

  test('that cannot be read is refused', () => expect(() => withGoal(model, 'node =')).toThrow());
});
