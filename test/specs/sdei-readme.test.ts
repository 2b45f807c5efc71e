/** What the README of sdei shows is what the spec promises, and what the engine finds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expected, expectedByDefault, scale } from '../../specs/sdei/expected.js';
import sdei from '../../specs/sdei/index.js';
import { check, variantOf } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import type { Trace } from '../../src/trace/index.js';
import { rowsOf, sectionOf } from '../support/markdown.js';

const source = { spec: sdei, url: new URL('../../dist/specs/sdei/index.js', import.meta.url).href };
const readme = readFileSync(new URL('../../specs/sdei/README.md', import.meta.url), 'utf8');

const table = (heading: string) => rowsOf(sectionOf(readme, heading));

test('what breaks in which variant', () => {
  const [, ...told] = table('What breaks');
  const words = ({ violated = {} }: Expectation) =>
    Object.entries(violated)
      .map(([name, length]) => `${name} ${length}`)
      .join(', ') || '✓';
  const promised = Object.entries<{ readonly [configuration: string]: Expectation }>(expected).map(([name, row]) => {
    const alone = row.nested ?? row.single ?? row.injected;
    return [`\`${name}\``, ...[alone, row['two-vcpus'], row.shared].map((cell) => (cell === undefined ? '' : words(cell)))];
  });
  expect(told).toEqual(promised);
});

describe('the runs', () => {
  const section = readme.split('\n## The runs\n')[1]?.split('\n## ')[0] ?? '';
  const runs = [...section.matchAll(/^ {4}(\S+), ([PL]\w+): ((?:.+\n)(?: {8}\S.*\n)*)/gm)].map(([, variant = '', property = '', run = '']) => ({ variant, property, steps: run.trim().split(/\s+/) }));

  test('all of them are found', () => {
    expect(runs).toHaveLength(33);
  });

  test.each(runs)('$variant, $property', async ({ variant, property, steps }) => {
    const { model, verdicts } = await check(source, { variant, properties: [property], workers: 1 });
    const shown = verdicts.flatMap(({ verdict }) => (verdict.kind === 'violated' ? written(verdict.trace, model.parameters.vcpus === 1) : []));
    expect(shown).toEqual(steps);
  });
});

/** A run as the README writes it, with its loop in brackets. */
function written({ steps, loop }: Trace, alone: boolean): readonly string[] {
  return steps.map((step, index) => `${index === loop ? '[' : ''}${short(step, alone)}${loop !== undefined && index === steps.length - 1 ? ']' : ''}`);
}

/** A step as the README writes it. */
function short({ taken: { action, chosen } }: Trace['steps'][number], alone: boolean): string {
  const name = action.name.replace(/^(guest\.(EVENT_)?|kvm\.|host\.|vmm\.)/, '').replace('kvm_sdei_inject_event', 'inject');
  const { vcpu, ...others } = chosen;
  const values = Object.values(others).filter((value) => value !== null);
  return `${alone || vcpu === undefined ? '' : `v${vcpu}:`}${name}${values.length === 0 ? '' : `(${values.join(',')})`}`;
}

test('the commands name what there is', () => {
  const commands = [...readme.matchAll(/npx explore (.*?)(?: {2,}#.*|`.*)?$/gm)].map(([, given = '']) => given);
  expect(commands.length).toBeGreaterThan(10);
  for (const given of commands) {
    if (given === 'matrix --spec sdei') continue;
    const words = given.split(/\s+/);
    const after = (flag: string) => words.flatMap((word, index) => (word === flag ? [words[index + 1] ?? ''] : []));
    expect(after('--spec')).toEqual(['sdei']);
    const model = instantiate(sdei, { ...variantOf(sdei, after('--variant')[0]), ...parseParameters('sdei', sdei.parameters, after('--param')) });
    const names = model.properties.map(({ property }) => property.name);
    for (const property of after('--property')) expect(names).toContain(property);
  }
});

test('the sizes of bigger models', () => {
  const [, ...rows] = table('Sizes');
  const parametersOf = (command = '') =>
    parseParameters(
      'sdei',
      sdei.parameters,
      [...command.matchAll(/--param ([^\s`]+)/g)].map(([, text]) => text ?? ''),
    );
  const bound = (given: Readonly<Record<string, unknown>>) => JSON.stringify(bindParameters('sdei', sdei.parameters, given));
  const promised = new Map<string, object>(Object.values(scale).map(({ set, counts }) => [bound(set), counts]));
  const { states, transitions, depth } = expectedByDefault;
  promised.set(bound({}), { states, transitions, depth });
  expect(rows).toHaveLength(promised.size);
  for (const [command, ...figures] of rows) {
    const [states, transitions, depth] = figures.map((figure) => Number(figure.replaceAll(',', '')));
    expect({ command, counts: promised.get(bound(parametersOf(command))) }).toEqual({ command, counts: { states, transitions, depth } });
  }
});

test('every property has its line', () => {
  const [, ...rows] = table('Properties');
  const told = rows.flatMap(([names = '']) => names.split(', '));
  const all = [...sdei.variants.values()].flatMap(({ set }) => instantiate(sdei, set).properties.map(({ property }) => property.name));
  expect([...told].sort()).toEqual([...new Set(all)].sort());
});

test('the table of returns is as long as it is said to be', () => {
  const { rows }: { readonly rows: readonly unknown[] } = JSON.parse(readFileSync(new URL('../../specs/sdei/return-codes.json', import.meta.url), 'utf8'));
  expect(readme).toContain(`has ${rows.length} rows`);
});
