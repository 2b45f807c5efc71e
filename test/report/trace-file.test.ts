import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { readTraceFile, type TraceFile, traceFile } from '../../src/report/index.js';
import { run } from './toys.js';

const found = await run('a>b>c>bad a>d>bad b>goal', { never: ['bad', 'goal'], reach: ['goal'] }, { until: 'exhaustion' });
const file = traceFile(found, 'graph', []);
const text = JSON.stringify(file);

test('a file holds the model and each counterexample', () => {
  expect(file).toEqual({
    format: 'explore.trace',
    version: 1,
    spec: { name: 'graph', from: 'graph' },
    variant: 'default',
    parameters: {},
    traces: [
      { property: 'never bad', instance: 'never bad', shows: 'violated', initial: { node: 'a' }, steps: [step('a', 'd'), step('d', 'bad')] },
      { property: 'never goal', instance: 'never goal', shows: 'violated', initial: { node: 'a' }, steps: [step('a', 'b'), step('b', 'goal')] },
    ],
  });
});

test('the run to a witness is kept when it was asked for', () => {
  const { traces } = traceFile(found, 'graph', ['reach goal']);
  expect(traces.map(({ property, shows }) => [property, shows])).toEqual([
    ['never bad', 'violated'],
    ['never goal', 'violated'],
    ['reach goal', 'reached'],
  ]);
});

test('what was written is read as it was', async () => {
  expect(await readTraceFile('trace', text)).toEqual(file);
});

describe('refused:', () => {
  test.each([
    ['a file cut short', text.slice(0, -20), 'because', /not JSON/],
    ['an empty file', '', 'because', /empty/],
    ['no JSON', 'node > c', 'because', /not JSON/],
    ['JSON of another kind', '{"a": 1}', 'expected', /"explore\.trace"/],
    ['a list', '[]', 'expected', /"explore\.trace"/],
    ['another format', changed({ format: 'explore.run' }), 'found', /"explore\.run"/],
    ['another version', changed({ version: 2 }), 'found', /"version": 2/],
    ['no version', changed({ version: undefined }), 'found', /"version": null/],
    ['a key __proto__', text.replace('"node":"a"', '"__proto__":{"node":"a"}'), 'because', /__proto__/],
    ['a key __proto__ far down', text.replace('"changes":[{', '"changes":[{"__proto__":1,'), 'because', /__proto__/],
    ['a field too many', changed({ extra: 1 }), 'because', /extra/],
    ['a field too few', changed({ traces: undefined }), 'at', /^traces$/],
    ['a field of another type', text.replace('"label":"d"', '"label":1'), 'at', /^traces\[0\]\.steps\[0\]\.label$/],
    ['endless nesting', `{"format":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'because', /nested/],
  ])('%s', async (_, wrong, label, reason) => {
    const refusal = await readTraceFile('trace file x', wrong).catch((error: unknown) => error);
    if (!(refusal instanceof UserError)) throw new Error('it was not refused', { cause: refusal });
    expect(refusal.message).toBe('trace file x cannot be read');
    expect(Object.fromEntries(refusal.details)[label]).toMatch(reason);
  });
});

function changed(fields: { readonly [K in keyof TraceFile]?: unknown } & { readonly extra?: unknown }): string {
  return JSON.stringify({ ...file, ...fields });
}

function step(from: string, to: string) {
  return { label: to, actor: 'walker', action: to, arguments: {}, changes: [{ path: 'node', from, to }] };
}
