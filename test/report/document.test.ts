import { expect, test } from 'vitest';
import { readRunDocument, runDocument } from '../../src/report/index.js';
import { run } from './toys.js';

test.each([
  ['everything holds', 'a>b>goal', {}, {}],
  ['a violation', 'a>b>bad', {}, {}],
  ['a witness out of reach, an empty premise, an action that never fired', 'a>b c>d', { never: ['b'], given: 'c', reach: ['c,d'] }, {}],
  ['a bound', 'a>b>c>d', { never: ['d'] }, { maxDepth: 1 }],
  ['an interruption', 'a>b', { never: ['b'] }, { signal: AbortSignal.abort() }],
  ['a fallback', 'a>b>c>a a>c>b', { never: [] }, { tableBudget: 1 }],
] as const)('the document of a run comes back from its text as it was: %s', async (_, line, options, how) => {
  const document = runDocument(await run(line, options, how), 'graph');
  expect(await readRunDocument('document', JSON.stringify(document))).toEqual(document);
});

test('a document carries what the terminal shows', async () => {
  const { properties, ending, counts, actions, warnings, conclusion } = runDocument(
    await run('a>b>d>e a>c>d c>f x>y', { never: ['e', 'c'], reach: ['b', 'y'] }, { maxDepth: 1, until: 'exhaustion' }),
    'graph',
  );
  expect(properties.map(({ name, kind, sentence, verdict }) => [name, kind, sentence, verdict.kind, 'length' in verdict ? verdict.length : null])).toEqual([
    ['never e', 'invariant', 'no run comes to e', 'unknown', null],
    ['never c', 'invariant', 'no run comes to c', 'violated', 1],
    ['reach b', 'witness', 'some run comes to b', 'reached', 1],
    ['reach y', 'witness', 'some run comes to y', 'unknown', null],
  ]);
  expect(ending).toEqual({ kind: 'cut', bound: 'depth', limit: 1, frontier: 2, transitions: { d: 2, f: 1 } });
  expect(counts).toEqual({ states: 3, transitions: 2, depth: 1, expanded: 1, frontier: 2, deadEnds: 0 });
  expect(actions.map(({ action, actor, fired }) => [action, actor, fired])).toEqual([
    ['b', 'walker', 1],
    ['d', 'walker', 0],
    ['e', 'walker', 0],
    ['c', 'walker', 1],
    ['f', 'walker', 0],
    ['y', 'walker', 0],
  ]);
  expect(warnings).toEqual(['d', 'e', 'f', 'y'].map((action) => ({ kind: 'never-fired', action })));
  expect(conclusion).toMatch(/^Not established: never e and reach y\./);
});

test('a function that outgrew its table is told', async () => {
  const { tables } = runDocument(await run('a>b>c>a a>c>b', { never: [] }, { tableBudget: 1 }), 'graph');
  expect(tables.fallbacks.length).toBeGreaterThan(0);
});

test('a document with a field of another type is refused', async () => {
  const document = runDocument(await run('a>b'), 'graph');
  await expect(readRunDocument('document', JSON.stringify({ ...document, workers: 'two' }))).rejects.toMatchObject({
    message: 'document cannot be read',
    details: [['at', 'workers'], expect.anything()],
  });
});
