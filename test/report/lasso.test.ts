/** A run with a loop at its end, in every form in which a trace can be had. */
import { beforeAll, expect, test } from 'vitest';
import { type Run, readRunDocument, readTraceFile, replayedRun, runDocument, summaryText, traceFile, tracesText } from '../../src/report/index.js';
import type { PropertyVerdict } from '../../src/verdict/index.js';
import { plainStyle, run, steady } from './toys.js';

// From b around c and d; goal can be left out, because it is enabled in c only now and then. e ends.
const line = 'a>b>c>d>b c>goal>b c>e';
const fairness = { leadsTo: ['b>goal'], weak: ['goal', 'd'], strong: ['b'] };
const origin = { variant: 'default', from: './spec.ts' } as const;
let lasso: Run;
let violated: PropertyVerdict;

beforeAll(async () => {
  lasso = await run('a>b>c>d>b c>goal>b', { ...fairness, reach: [] });
  [violated] = lasso.verdicts as [PropertyVerdict];
});

const shown = (format: Parameters<typeof tracesText>[0]) => tracesText(format, lasso.model, [violated], origin, plainStyle);

test('steps: the loop is marked, and how it is fair stands below', () => {
  expect(steady(summaryText(lasso, plainStyle))).toContain(`b>goal is violated by 1 step and a loop of 3; no way to such a loop is shorter
  promise  every run that comes to b comes to goal

  the initial state:
      everything has the first value of its domain
  1  walker  b
             node  a → b
     from here on again and again:
  2  walker  c
             node  b → c
  3  walker  d
             node  c → d
  4  walker  b
             node  d → b
     and again from after step 1

  the state after 4 steps:
      node=b

  the loop is fair:
      not enabled after step 1  goal
      taken in step 3           d
      taken in step 4           b
`);
});

test('columns and table: the loop is marked, and the end says where it goes on', () => {
  expect(shown('columns')).toContain(`    -- from here on again and again:
 2  c
      node b -> c`);
  expect(shown('columns')).toContain(`  the loop is fair:
    not enabled after step 1: goal
    taken in step 3: d
    taken in step 4: b
`);
  expect(shown('columns')).toMatch(/=> and again from after step 1, without end: b>goal is violated\n$/);
  expect(shown('table')).toContain(`  1  walker  b
     -- from here on again and again:
  2  walker  c`);
});

test('ITF: the index of the state to which the last one leads', () => {
  const document = JSON.parse(shown('itf')) as { loop: number; states: { node: string }[]; '#meta': { [name: string]: string } };
  expect([document.loop, document.states.map(({ node }) => node), document['#meta']['loop-action']]).toEqual([1, ['a', 'b', 'c', 'd'], 'b']);
});

test('Mermaid: a loop, as sequence diagrams have it', () => {
  expect(shown('mermaid')).toMatch(/1\. b\n[\s\S]*\n {2}loop again and again\n {2}a0->>a0: 2\. c\n[\s\S]*4\. b\n[\s\S]*\n {2}end\n {2}note over a0/);
});

test('HTML: a row before the first step of the loop', () => {
  expect(shown('html')).toMatch(/data-step="1"[\s\S]*<tr class="loop">[\s\S]*from here on again and again[\s\S]*data-step="2"/);
});

test('the document says how the loop is fair, and can be read again', async () => {
  const text = JSON.stringify(runDocument(lasso, './spec.ts'));
  const [property] = (await readRunDocument('the document', text)).properties;
  expect(property?.verdict).toMatchObject({
    kind: 'violated',
    length: 1,
    run: { loop: 1 },
    fairness: [
      { assumption: 'b', strength: 'strong', met: 'taken', step: 4 },
      { assumption: 'd', strength: 'weak', met: 'taken', step: 3 },
      { assumption: 'goal', strength: 'weak', met: 'disabled', step: 1 },
    ],
  });
});

test('a file keeps the loop, and who replays it finds it again', async () => {
  const file = await readTraceFile('the trace', JSON.stringify(traceFile(lasso, './spec.ts', [])));
  expect(file.traces.map(({ loop }) => loop)).toEqual([1]);
  expect(replayedRun(lasso.model, file.traces[0] as (typeof file.traces)[number])).toEqual(violated);
});

test.each<[string, number | undefined, string]>([
  ['does not close', 0, 'has a loop that does not close'],
  ['has no step', 4, 'has a loop without a step'],
  ['begins behind the end', 7, 'has a loop without a step'],
  ['is not there', undefined, 'does not show any more that b>goal is violated'],
])('a file whose loop %s is refused', (_case, loop, reason) => {
  const [recorded] = traceFile(lasso, './spec.ts', []).traces;
  const { loop: _, ...rest } = recorded as NonNullable<typeof recorded>;
  expect(() => replayedRun(lasso.model, { ...rest, ...(loop !== undefined && { loop }) })).toThrow(reason);
});

test('a loop that is not fair, or comes to the goal, shows nothing', async () => {
  const strong = await run('a>b>c>d>b c>goal>b', { ...fairness, weak: [], strong: ['goal'], reach: [] });
  const [recorded] = traceFile(lasso, './spec.ts', []).traces;
  expect(() => replayedRun(strong.model, recorded as NonNullable<typeof recorded>)).toThrow('does not show any more');
});

test('a run that ends without the goal has no loop', async () => {
  const ended = await run(line, { ...fairness, strong: ['goal'], reach: [] });
  expect(steady(summaryText(ended, plainStyle))).toContain('b>goal is violated by 3 steps; no run is shorter');
  expect(tracesText('columns', ended.model, ended.verdicts, origin, plainStyle)).toMatch(/=> nothing can happen any more: b>goal is violated\n$/);
});
