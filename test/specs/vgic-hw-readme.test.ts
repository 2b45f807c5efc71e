/** The tables in the README of vgic-hw say what the spec promises, and its runs are what the engine finds. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tracedPatterns } from '../../specs/vgic-hw/evidence.js';
import { expected, expectedByDefault, scale } from '../../specs/vgic-hw/expected.js';
import vgicHw from '../../specs/vgic-hw/index.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import { rowsOf, sectionOf } from '../support/markdown.js';
import { loops } from './vgic-hw-loops.js';

const readme = readFileSync(new URL('../../specs/vgic-hw/README.md', import.meta.url), 'utf8');

const table = (heading: string) => rowsOf(sectionOf(readme, heading));

test('what breaks in which design', () => {
  const [[, ...names] = [], ...rows] = table('The designs, and what breaks');
  const told = rows.map(([variant, ...cells]) => [variant, Object.fromEntries(names.flatMap((name, index) => (cells[index] === '✓' ? [] : [[name, Number(cells[index])]])))]);
  const promised: Readonly<Record<string, Expectation>> = expected.timer;
  expect(told).toEqual(Object.entries(promised).map(([design, { violated }]) => [`\`${design}\``, violated]));
});

const isProgress = (name: string) => name.startsWith('L');

/** The variants that violate progress, each with the lengths. */
const stuck = [...vgicHw.variants].flatMap(([variant, { expect: promised }]) => {
  const lengths = Object.entries(promised?.violated ?? {}).filter(([name]) => isProgress(name));
  return lengths.length === 0 ? [] : [{ variant, lengths: Object.fromEntries(lengths) }];
});

test('which variants get stuck', () => {
  const [[, ...names] = [], ...rows] = table('Progress');
  const told = rows.flatMap(([variants = '', ...cells]) => {
    const lengths = Object.fromEntries(names.flatMap((name, index) => (cells[index] === '' ? [] : [[name, Number(cells[index])]])));
    return variants.split(', ').map((variant) => ({ variant: variant.replaceAll('`', ''), lengths }));
  });
  const byName = (rows: typeof told) => [...rows].sort((a, b) => a.variant.localeCompare(b.variant));
  expect(byName(told)).toEqual(byName(stuck));
});

test('in how many of them the two programs named a loop that is not the nearest', () => {
  const elsewhere = stuck.filter(({ variant, lengths }) => Object.entries(loops[variant] ?? {}).some(([name, loop]) => Number.parseInt(loop, 10) !== lengths[name]));
  expect(readme).toContain(`which in ${elsewhere.length} variants is not the one that they named`);
});

describe('the runs', () => {
  const source = { spec: vgicHw, url: new URL('../../dist/specs/vgic-hw/index.js', import.meta.url).href };
  const parts: Readonly<Record<string, string>> = {
    ENTRY: 'kvm.flushTimer kvm.flushVgic kvm.flushActive kvm.enter',
    SYNC: 'kvm.syncTimer kvm.syncVgic',
    HOST: 'host.ack host.inject host.eoi',
  };
  const actionsIn = (text: string) =>
    text
      .trim()
      .split(/\s+/)
      .flatMap((name) => (parts[name] ?? name).split(' '));
  const runs = [...readme.matchAll(/^ {4}(\S+), (L\d): ((?:.+\n)(?: {16}\S.*\n)*)/gm)].map(([, variant = '', property = '', run = '']) => {
    const [stem = '', loop = ''] = run.split('for ever:');
    return { variant, property, stem: actionsIn(stem), loop: actionsIn(loop) };
  });

  test('each has been found', () => {
    expect([...new Set(runs.map(({ property }) => property))].sort()).toEqual(['L1', 'L2', 'L3', 'L4']);
    expect(runs).toHaveLength(16);
  });

  test.each(runs)('$variant, $property', async ({ variant, property, stem, loop }) => {
    const { model, verdicts } = await check(source, { variant, properties: [property] });
    const [trace] = verdicts.flatMap(({ verdict }) => (verdict.kind === 'violated' ? [verdict.trace] : []));
    const several = Array.isArray(model.parameters.irqs) && model.parameters.irqs.length > 1;
    const shown = trace?.steps.map(({ taken: { action, chosen } }) => (several && 'irq' in chosen ? `${action.name}(${chosen.irq})` : action.name));
    expect([shown?.slice(0, trace?.loop), shown?.slice(trace?.loop)]).toEqual([stem, loop]);
    expect(stem).toHaveLength(vgicHw.variants.get(variant)?.expect?.violated?.[property] ?? -1);
  });
});

test('the table of the trace', () => {
  const [, ...rows] = table('The evidence');
  expect(rows.map((cells) => ({ pattern: cells.slice(0, 4).join('/'), count: Number(cells[4]) }))).toEqual(tracedPatterns.map(({ pattern, count }) => ({ pattern, count })));
});

test('the sizes of bigger models', () => {
  const [, ...rows] = table('Sizes');
  const parametersOf = (command = '') =>
    parseParameters(
      'vgic-hw',
      vgicHw.parameters,
      [...command.matchAll(/--param ([^\s`]+)/g)].map(([, text]) => text ?? ''),
    );
  const bound = (given: Readonly<Record<string, unknown>>) => JSON.stringify(bindParameters('vgic-hw', vgicHw.parameters, given));
  const promised = new Map<string, object>(Object.values(scale).map(({ set, counts }) => [bound(set), counts]));
  const { states, transitions, depth } = expectedByDefault;
  promised.set(bound({}), { states, transitions, depth });
  expect(rows).toHaveLength(6);
  for (const [command, ...figures] of rows) {
    const [states, transitions, depth] = figures.map((figure) => Number(figure.replaceAll(',', '')));
    expect({ command, counts: promised.get(bound(parametersOf(command))) }).toEqual({ command, counts: { states, transitions, depth } });
  }
});

test('every property has its line', () => {
  const [, ...rows] = table('Properties');
  const told = rows.flatMap(([names = '']) => names.split(', '));
  const all = [{}, { irqs: ['f-edge', 'lpi'], progress: true }, { vcpus: 1, pcpus: 1 }].flatMap((set) => instantiate(vgicHw, set).properties.map(({ property }) => property.name));
  expect([...told].sort()).toEqual([...new Set(all)].sort());
});
