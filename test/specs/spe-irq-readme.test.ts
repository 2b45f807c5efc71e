/** What the README of spe-irq shows is what the spec promises, and what the engine finds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expected, expectedByDefault, scale } from '../../specs/spe-irq/expected.js';
import speIrq from '../../specs/spe-irq/index.js';
import { designNames } from '../../specs/spe-irq/parameters.js';
import { check, variantOf } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import { rowsOf, sectionOf } from '../support/markdown.js';
import { loops } from './spe-irq-loops.js';

const source = { spec: speIrq, url: new URL('../../dist/specs/spe-irq/index.js', import.meta.url).href };
const readme = readFileSync(new URL('../../specs/spe-irq/README.md', import.meta.url), 'utf8');

const table = (heading: string) => rowsOf(sectionOf(readme, heading));

test('what breaks in which design and circumstance', () => {
  const [[, ...designs] = [], ...rows] = table('What breaks');
  expect(designs).toEqual(designNames.map((name) => `\`${name}\``));
  const told = rows.map(([circumstance = '', ...cells]) => [circumstance.replaceAll('`', ''), cells]);
  const promised = Object.entries<{ readonly [design: string]: Expectation }>(expected).map(([circumstance, byDesign]) => [
    circumstance === 'at-once' ? '–' : circumstance,
    designNames.map((design) => {
      const { violated = {}, unreached = [] } = byDesign[design] ?? {};
      const words = [...Object.entries(violated).map(([name, length]) => `${name} ${length}`), ...unreached.map((name) => `no ${name}`)].join(', ');
      return byDesign[design] === undefined ? '' : words || '✓';
    }),
  ]);
  expect(told).toEqual(promised);
});

test('in how many variants the two programs named a loop that is not the nearest', () => {
  const elsewhere = Object.entries(loops).filter(([variant, named]) =>
    Object.entries(named).some(([name, loop]) => Number.parseInt(loop, 10) !== speIrq.variants.get(variant)?.expect?.violated?.[name]),
  );
  expect(readme).toContain(`In ${elsewhere.length} variants that is not the one they named`);
});

describe('the runs', () => {
  const parts: Readonly<Record<string, string>> = { ENTRY: 'kvm.flushSpe kvm.irqsOff kvm.flushVgic kvm.enter', SYNC: 'kvm.syncSpe kvm.syncVgic' };
  const actionsIn = (text: string) => (text.trim() === '' ? [] : text.trim().split(/\s+/)).flatMap((name) => (parts[name] ?? name).split(' '));
  const runs = [...readme.matchAll(/^ {4}(\S+), ([A-Z]\d\w?): ((?:.+\n)(?: {16}\S.*\n)*)/gm)].map(([, variant = '', property = '', run = '']) => {
    const [actions = '', loop = ''] = run.split('for ever:');
    return { variant, property, actions: actionsIn(actions), loop: actionsIn(loop) };
  });

  test('each has been found; S1 and S4 break on the way to S2 and S5', () => {
    expect([...new Set(runs.map(({ property }) => property))].sort()).toEqual(['B1', 'C1', 'L1', 'L2', 'L3b', 'S2', 'S3', 'S5']);
    expect(runs).toHaveLength(19);
  });

  test.each(runs)('$variant, $property', async ({ variant, property, actions, loop }) => {
    const { verdicts } = await check(source, { variant, properties: [property] });
    const shown = verdicts.flatMap(({ verdict }) => (verdict.kind === 'violated' ? verdict.trace.steps.map(({ taken }) => taken.action.name) : []));
    expect(shown).toEqual([...actions, ...loop]);
    expect(actions).toHaveLength(speIrq.variants.get(variant)?.expect?.violated?.[property] ?? -1);
  });
});

const commands = [...readme.matchAll(/npx explore --spec spe-irq((?: --(?:variant|property|param) [^\s`]+| --continue)*)/g)].map(([line = '']) => line);
const named = (command: string, flag: string) => [...command.matchAll(new RegExp(`--${flag} ([^\\s\`]+)`, 'g'))].map(([, text]) => text ?? '');
const givenIn = (command: string) => {
  const [variant] = named(command, 'variant');
  return { ...variantOf(speIrq, variant), ...parseParameters('spe-irq', speIrq.parameters, named(command, 'param')) };
};

describe('the commands name what there is', () => {
  test.each([...new Set(commands)])('%s', (command) => {
    const names = instantiate(speIrq, givenIn(command)).properties.map(({ property }) => property.name);
    expect(names).toEqual(expect.arrayContaining(named(command, 'property')));
  });
});

test('the sizes of bigger models', () => {
  const [, ...rows] = table('Sizes');
  const bound = (given: Readonly<Record<string, unknown>>) => JSON.stringify(bindParameters('spe-irq', speIrq.parameters, given));
  const promised = [{ set: {}, counts: expectedByDefault }, ...Object.values(scale)].map(({ set, counts }) => [bound(set), counts.states, counts.transitions, counts.depth]);
  const told = rows.map(([command = '', ...figures]) => [bound(givenIn(command)), ...figures.map((figure) => Number(figure.replaceAll(',', '')))]);
  expect(told).toEqual(promised);
});

test('every property has its line', () => {
  const [, ...rows] = table('Properties');
  const all = ['mapped+host+late', 'virtual-load-put+tick-2', 'eager+no-writes'].flatMap((variant) => instantiate(speIrq, variantOf(speIrq, variant)).properties.map(({ property }) => property.name));
  expect(rows.map(([name]) => name)).toEqual([...new Set(all)].sort(byKind));
});

describe('what the review says is seen where the README says', () => {
  test.each([
    ['--variant naive --continue', { L1: 'violated', W2: 'reached', W3: 'unreached' }],
    ['--variant eager+no-writes --property C1', { C1: 'violated' }],
    ['--variant virtual-load-put+tick-8', { B1: 'holds', W4: 'reached' }],
    ['--variant mapped+load-put+host --property S3', { S3: 'violated' }],
    ['--variant mapped+user-irqchip --param active-writes=0 --property C1', { C1: 'violated' }],
    ['--variant mapped+polls+hardware+host --continue', { S1: 'violated', S2: 'violated', S4: 'violated' }],
  ])('%s', async (flags, kinds) => {
    expect(commands).toContain(`npx explore --spec spe-irq ${flags}`);
    const { verdicts } = await check(source, { parameters: givenIn(flags), until: 'exhaustion' });
    const found = Object.fromEntries(verdicts.map(({ subject, verdict }) => [subject.property.name, verdict.kind]));
    expect(found).toMatchObject(kinds);
  });

  test('the host takes interrupts for nothing exactly where retirement may be late', () => {
    const reached = (circumstance: 'late' | 'when-taken' | 'host+late' | 'host') => Object.values<Expectation>(expected[circumstance]).map(({ unreached = [] }) => !unreached.includes('W1'));
    const of = (...circumstances: Parameters<typeof reached>[0][]) => new Set(circumstances.flatMap(reached));
    expect([of('late', 'when-taken', 'host+late'), of('host')]).toEqual([new Set([true]), new Set([false])]);
  });
});

/** Steps, invariants, liveness, witnesses, and last what needs no number. */
function byKind(a: string, b: string): number {
  const order = 'SBCLWD';
  return order.indexOf(a.charAt(0)) - order.indexOf(b.charAt(0)) || a.localeCompare(b);
}
