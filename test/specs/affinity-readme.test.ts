/** What the README of affinity shows is what the spec promises, and its runs are those that the engine finds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expected, expectedByDefault, scale } from '../../specs/affinity/expected.js';
import affinity from '../../specs/affinity/index.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import { rowsOf } from '../support/markdown.js';

const source = { spec: affinity, url: new URL('../../dist/specs/affinity/index.js', import.meta.url).href };
const readme = readFileSync(new URL('../../specs/affinity/README.md', import.meta.url), 'utf8');
const rows: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = expected;

/** What the heads of the columns stand for. */
const properties: Readonly<Record<string, string>> = {
  match: 'RedistMatch',
  written: 'MpidrAsWritten',
  unique: 'MpidrUnique',
  unique32: 'GuestMpidrUnique',
  'no aff3': 'No32bitAff3',
  misroute: 'RouterMisroute',
  lost: 'RouterLost',
  readback: 'RouterReadback',
  GICD: 'A3VConsistent-GICD',
  ICC: 'A3VConsistent-ICC',
  host: 'HostIndependence',
  trip: 'RoundTrip',
  EINVAL: 'RestoreSucceeds-EINVAL',
  EBUSY: 'RestoreSucceeds-EBUSY',
};

/** The cells of the first table below a heading. */
function table(heading: string): readonly (readonly string[])[] {
  const section = readme.split(`# ${heading}\n`)[1] ?? '';
  return rowsOf(section.slice(section.indexOf('\n|') + 1).split('\n\n')[0] ?? '');
}

/** The variants of some circumstances, in the order in which the spec has them. */
function variantsOf(circumstances: readonly string[]): readonly string[] {
  return circumstances.flatMap((name) => Object.keys(rows[name] ?? {}).map((design) => `${design}+${name}`));
}

test.each([
  ['Between hosts of one kind, in the canonical order', ['plain+G3n', 'plain+G3y', 'plain', 'aff3+G3n', 'aff3+G3y', 'aff3', 'aarch32+G3n', 'aarch32+G3y', 'aarch32']],
  ['GICv2 guests, and upgrades', ['gicv2', 'gicv2+G2', 'gicv2+G3y', 'gicv2+G3y-G2', 'plain+upgrade', 'gicv2+upgrade']],
])('%s', (heading, circumstances) => {
  const [[, ...heads] = [], ...told] = table(heading);
  const cells = (variant: string) => {
    const { set, expect: promised } = affinity.variants.get(variant) ?? {};
    const names = instantiate(affinity, set).properties.map(({ property }) => property.name);
    return heads.map((head) => promised?.violated?.[properties[head] ?? ''] ?? (names.includes(properties[head] ?? '') ? '✓' : '·')).map(String);
  };
  expect(told).toEqual(variantsOf(circumstances).map((variant) => [`\`${variant}\``, ...cells(variant)]));
});

test('what a restore in another order, or to another kind of host, adds', () => {
  const [[, ...heads] = [], ...told] = table('Between hosts of two kinds, and in other orders');
  const circumstances = heads.map((head) => head.replaceAll('`', ''));
  expect(circumstances).toEqual(['+cross', '+initfirst', '+gicfirst', '+any']);
  /** What goes wrong before the guest is saved takes fewer than five steps. */
  const isOfRestore = (property: string, length: number) => property.startsWith('Restore') || property === 'RoundTrip' || (property.startsWith('Router') && length >= 5);
  const heading = (property: string) => Object.keys(properties).find((head) => properties[head] === property);
  const cell = (variant: string) => {
    const found = affinity.variants.get(variant)?.expect?.violated;
    if (found === undefined) return '';
    const added = Object.entries(found).filter(([property, length]) => isOfRestore(property, length));
    return added.map(([property, length]) => `${heading(property)} ${length}`).join(', ') || '✓';
  };
  const models = ['plain', 'aff3', 'aarch32'].flatMap((guest) => {
    const designs = new Set(circumstances.flatMap((name) => Object.keys(rows[guest + name] ?? {})));
    return [...designs].map((design) => `${design}+${guest}`);
  });
  const promised = models.map((model) => [`\`${model}\``, ...circumstances.map((name) => cell(model + name))]);
  expect([...told].sort()).toEqual([...promised].sort());
});

test('the sizes of bigger models', () => {
  const [, ...told] = table('Sizes');
  const parametersOf = (command = '') =>
    parseParameters(
      'affinity',
      affinity.parameters,
      [...command.matchAll(/--param ([^\s`]+)/g)].map(([, text]) => text ?? ''),
    );
  const bound = (given: Readonly<Record<string, unknown>>) => JSON.stringify(bindParameters('affinity', affinity.parameters, given));
  const promised = new Map<string, object>(Object.values(scale).map(({ set, counts }) => [bound(set), counts]));
  const { states, transitions, depth } = expectedByDefault;
  promised.set(bound({}), { states, transitions, depth });
  expect(told).toHaveLength(5);
  for (const [command, ...figures] of told) {
    const [states, transitions, depth] = figures.map((figure) => Number(figure.replaceAll(',', '')));
    expect({ command, counts: promised.get(bound(parametersOf(command))) }).toEqual({ command, counts: { states, transitions, depth } });
  }
});

test('every property has its line', () => {
  const [, ...told] = table('Properties');
  const names = told.flatMap(([cell = '']) => cell.split(', '));
  expect([...names].sort()).toEqual(
    instantiate(affinity)
      .properties.map(({ property }) => property.name)
      .sort(),
  );
});

test('the commands name what there is', () => {
  const variants = [...readme.matchAll(/npx explore[^\n]* --variant (\S+)/g)].map(([, name]) => name ?? '');
  expect(variants.length).toBeGreaterThan(1);
  expect(variants.filter((name) => !affinity.variants.has(name))).toEqual([]);
});

/** `    variant, Property: action -> action`, perhaps over several lines. */
const runs = [...readme.matchAll(/^ {4}(\S+), (\S+): (.+(?:\n {8}->.+)*)$/gm)].map(([, variant = '', property = '', steps = '']) => ({
  variant,
  property,
  steps: steps.split(/\s*->\s*/).map((step) => step.trim()),
}));

describe('the runs that it shows are those that the engine finds', () => {
  test('there are some', () => {
    expect(runs.length).toBeGreaterThan(15);
  });

  test.each(runs)('$variant, $property', async ({ variant, property, steps }) => {
    const { verdicts } = await check(source, { variant, properties: [property], workers: 1 });
    const verdict = verdicts[0]?.verdict;
    expect(verdict?.kind === 'violated' && verdict.trace.steps.map(({ taken }) => taken.label)).toEqual(steps);
  });
});
