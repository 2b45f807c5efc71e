/**
 * What every search must say: toys with answers that are worked out by hand. The engine with any number of workers and
 * the reference pass the same cases; what one of them cannot tell, its `Search` leaves out, and says why.
 */
import { describe, expect, test } from 'vitest';
import type { SpecSource } from '../../src/catalog.js';
import { type GraphOptions, graph } from '../support/graph.js';

/** What a search is asked, beside the graph. */
export interface Question {
  /** The names of the properties to be checked; all, when left out. */
  readonly properties?: readonly string[];
}

export interface Answer {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly deadEnds: number;
  /** Transitions per action. */
  readonly fired: Readonly<Record<string, number>>;
  readonly verdicts: Readonly<Record<string, Told>>;
}

export interface Told {
  readonly verdict: 'holds' | 'vacuous' | 'violated' | 'reached' | 'unreached';
  /** Transitions of the run that shows it. */
  readonly length?: number;
  /** The nodes that the run visits; undefined when the search tells no runs. */
  readonly run?: readonly string[];
  /** Instances of a witness that no run reaches; undefined when the search does not tell them apart. */
  readonly missing?: readonly string[];
}

export interface Search {
  /** Explores the whole space, also after a violation. */
  explore(source: SpecSource, question: Question): Promise<Answer>;
  /** Why it tells no runs and no missing instances, if it does not. */
  readonly tellsNoRuns?: string;
}

interface Case {
  readonly title: string;
  readonly graph: string;
  readonly options?: GraphOptions;
  readonly question?: Question;
  readonly answer: Partial<Answer>;
}

/** All cases, for one search. */
export function searchContract(name: string, search: Search): void {
  const without = search.tellsNoRuns === undefined ? '' : ` (without runs: ${search.tellsNoRuns})`;
  describe(`${name}${without}`, () => {
    for (const { title, graph: line, options, question = {}, answer } of cases) {
      test(title, async () => {
        const found = await search.explore(graph(line, options), question);
        expect(found).toMatchObject(search.tellsNoRuns === undefined ? answer : withoutRuns(answer));
        if (answer.verdicts !== undefined) expect(Object.keys(found.verdicts)).toEqual(Object.keys(answer.verdicts));
      });
    }
  });
}

function withoutRuns({ verdicts, ...figures }: Partial<Answer>): object {
  if (verdicts === undefined) return figures;
  return { ...figures, verdicts: Object.fromEntries(Object.entries(verdicts).map(([name, { verdict, length }]) => [name, { verdict, ...(length !== undefined && { length }) }])) };
}

/** So many nodes in a row. */
const row = (length: number) => Array.from({ length }, (_, index) => `n${index}`).join('>');

const cases: readonly Case[] = [
  {
    title: 'one state and no action: it is explored, and it is a dead end',
    graph: 'a',
    options: { ends: [] },
    answer: { states: 1, transitions: 0, depth: 0, deadEnds: 1, fired: {}, verdicts: { 'no deadlock': { verdict: 'violated', length: 0, run: ['a'] } } },
  },
  {
    title: 'states that no run reaches are not counted',
    graph: 'a>b c>d>a',
    answer: { states: 2, transitions: 1, depth: 1, deadEnds: 1, fired: { b: 1, d: 0, a: 0 } },
  },
  {
    title: 'a state that is reached in two ways is counted once, its transitions twice',
    graph: 'a>b>d a>c>d',
    answer: { states: 4, transitions: 4, depth: 2, deadEnds: 1, fired: { b: 1, d: 2, c: 1 } },
  },
  {
    title: 'the depth is the distance by the shortest way',
    graph: 'a>b>c>d a>d',
    answer: { states: 4, transitions: 4, depth: 2 },
  },
  {
    title: 'a cycle is explored once',
    graph: 'a>b>c>a',
    options: { ends: [] },
    answer: { states: 3, transitions: 3, depth: 2, deadEnds: 0, verdicts: { 'no deadlock': { verdict: 'holds' } } },
  },
  {
    title: 'a transition to the same state counts, and its state is no dead end',
    graph: 'a>b>b',
    options: { ends: [] },
    answer: { states: 2, transitions: 2, depth: 1, deadEnds: 0, verdicts: { 'no deadlock': { verdict: 'holds' } } },
  },
  {
    title: 'an action with two next states has two transitions',
    graph: 'a>b,c>d',
    answer: { states: 4, transitions: 4, depth: 2, deadEnds: 1, fired: { 'b,c': 2, d: 2 } },
  },
  {
    title: 'equal next states of one action are one transition',
    graph: 'a>b,b,a',
    answer: { states: 2, transitions: 2, depth: 1, fired: { 'b,b,a': 2 } },
  },
  {
    title: 'two actions that lead to the same state are two transitions',
    graph: 'a>b a>b,b',
    answer: { states: 2, transitions: 2, depth: 1, fired: { b: 1, 'b,b': 1 } },
  },
  {
    title: 'the shortest of two ways to a violation is reported',
    graph: 'a>b>c>bad a>d>bad',
    answer: { states: 5, transitions: 5, depth: 2, verdicts: { 'never bad': { verdict: 'violated', length: 2, run: ['a', 'd', 'bad'] } } },
  },
  {
    title: 'of equally short ways the one through the smallest state is reported, smallest being what the schema names first',
    graph: 'a>c>e>bad a>b>f>bad a>d>e',
    answer: { verdicts: { 'never bad': { verdict: 'violated', length: 3, run: ['a', 'c', 'e', 'bad'] } } },
  },
  {
    title: 'smallest is judged from the end of the run backwards',
    // In the order of the nodes x comes before y, and z before w. The run is found from its end, so z decides.
    graph: 'a>x a>y y>z x>w z>bad w>bad',
    answer: { verdicts: { 'never bad': { verdict: 'violated', length: 3, run: ['a', 'y', 'z', 'bad'] } } },
  },
  {
    title: 'a violation in the initial state is a run without steps',
    graph: 'bad>a',
    answer: { states: 2, verdicts: { 'never bad': { verdict: 'violated', length: 0, run: ['bad'] } } },
  },
  {
    title: 'the search goes on beyond a violation',
    graph: 'a>bad>b>c',
    answer: { states: 4, transitions: 3, depth: 3, verdicts: { 'never bad': { verdict: 'violated', length: 1, run: ['a', 'bad'] } } },
  },
  {
    title: 'each property has its own shortest run',
    graph: 'a>bad>b>c>worse a>d>worse a>b',
    options: { never: ['worse', 'bad', 'a', 'e'], reach: ['c'] },
    answer: {
      verdicts: {
        'never worse': { verdict: 'violated', length: 2, run: ['a', 'd', 'worse'] },
        'never bad': { verdict: 'violated', length: 1, run: ['a', 'bad'] },
        'never a': { verdict: 'violated', length: 0, run: ['a'] },
        'never e': { verdict: 'holds' },
        'reach c': { verdict: 'reached', length: 2, run: ['a', 'b', 'c'] },
      },
    },
  },
  {
    title: 'an invariant with instances is violated by the nearest of them',
    graph: 'a>b>c>d',
    options: { never: ['d,c,x'] },
    answer: { verdicts: { 'never d,c,x': { verdict: 'violated', length: 2, run: ['a', 'b', 'c'] } } },
  },
  {
    title: 'of several initial states the one with a run to the violation is shown',
    graph: '*a>c *b>d>bad',
    answer: { states: 5, transitions: 3, depth: 2, verdicts: { 'never bad': { verdict: 'violated', length: 2, run: ['b', 'd', 'bad'] } } },
  },
  {
    title: 'an initial state that is also reached later lies at depth 0',
    graph: '*a>*b>*c>d',
    answer: { states: 4, transitions: 3, depth: 1 },
  },
  {
    title: 'a step property is asked of the last transition',
    graph: 'a>b>c>d',
    options: { notStep: ['c>d', 'b>d'] },
    answer: { verdicts: { 'no step c>d': { verdict: 'violated', length: 3, run: ['a', 'b', 'c', 'd'] }, 'no step b>d': { verdict: 'holds' } } },
  },
  {
    title: 'a step property is asked of a transition to a state that is known already',
    graph: 'a>b>c a>c>a',
    options: { notStep: ['b>c', 'c>a'] },
    answer: { states: 3, verdicts: { 'no step b>c': { verdict: 'violated', length: 2, run: ['a', 'b', 'c'] }, 'no step c>a': { verdict: 'violated', length: 2, run: ['a', 'c', 'a'] } } },
  },
  {
    title: 'a step property is asked of a step that changes nothing',
    graph: 'a>b>b',
    options: { notStep: ['b>b'] },
    answer: { verdicts: { 'no step b>b': { verdict: 'violated', length: 2, run: ['a', 'b', 'b'] } } },
  },
  {
    title: 'a step property of a model that never steps says nothing',
    graph: 'a b>c',
    options: { notStep: ['b>c'] },
    answer: { verdicts: { 'no step b>c': { verdict: 'vacuous' } } },
  },
  {
    title: 'a run that ends where it must not is a deadlock, and the nearest is reported',
    graph: 'a>b>c a>d>a d>e>e',
    options: { ends: ['e'] },
    answer: { deadEnds: 1, verdicts: { 'no deadlock': { verdict: 'violated', length: 2, run: ['a', 'b', 'c'] } } },
  },
  {
    title: 'a run may end in a legal end',
    graph: 'a>b a>c',
    options: { ends: ['b', 'c'] },
    answer: { deadEnds: 2, verdicts: { 'no deadlock': { verdict: 'holds' } } },
  },
  {
    title: 'a witness that no run reaches is told',
    graph: 'a>b c>goal',
    answer: { verdicts: { 'reach goal': { verdict: 'unreached', missing: ['reach goal'] } } },
  },
  {
    title: 'a witness in the initial state is a run without steps',
    graph: 'goal>a',
    answer: { verdicts: { 'reach goal': { verdict: 'reached', length: 0, run: ['goal'] } } },
  },
  {
    title: 'a witness with instances shows the farthest of them',
    graph: 'a>b>c>d>a',
    options: { reach: ['d,b'] },
    answer: { verdicts: { 'reach d,b': { verdict: 'reached', length: 3, run: ['a', 'b', 'c', 'd'] } } },
  },
  {
    title: 'a witness of which one instance is out of reach is out of reach',
    graph: 'a>b x>y',
    options: { reach: ['b,x,y'] },
    answer: { verdicts: { 'reach b,x,y': { verdict: 'unreached', missing: ['reach b,x,y(which x)', 'reach b,x,y(which y)'] } } },
  },
  {
    title: 'an invariant whose premise is never true holds, and says nothing',
    graph: 'a>b x',
    options: { never: ['b'], given: 'x' },
    answer: { verdicts: { 'never b': { verdict: 'vacuous' } } },
  },
  {
    title: 'an invariant whose premise is true in one state says something',
    graph: 'a>b>c',
    options: { never: ['a', 'c'], given: 'c' },
    answer: { verdicts: { 'never a': { verdict: 'holds' }, 'never c': { verdict: 'violated', length: 2, run: ['a', 'b', 'c'] } } },
  },
  {
    title: 'only the requested properties are answered',
    graph: 'a>bad>c',
    options: { never: ['bad', 'c'], reach: ['c', 'a'], ends: [] },
    question: { properties: ['reach c', 'never c'] },
    answer: { states: 3, verdicts: { 'never c': { verdict: 'violated', length: 2, run: ['a', 'bad', 'c'] }, 'reach c': { verdict: 'reached', length: 2, run: ['a', 'bad', 'c'] } } },
  },
  {
    title: 'no property at all: the space is explored',
    graph: 'a>bad>c',
    question: { properties: [] },
    answer: { states: 3, transitions: 2, depth: 2, verdicts: {} },
  },
  {
    title: 'a space that is one long row has as many levels as states',
    graph: `${row(100)}>bad>goal`,
    answer: { states: 102, transitions: 101, depth: 101, deadEnds: 1, verdicts: { 'never bad': { verdict: 'violated', length: 100 }, 'reach goal': { verdict: 'reached', length: 101 } } },
  },
];
