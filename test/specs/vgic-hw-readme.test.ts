/** The tables in the README of vgic-hw say what the spec promises. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tracedPatterns } from '../../specs/vgic-hw/evidence.js';
import { expected, expectedByDefault, scale } from '../../specs/vgic-hw/expected.js';
import vgicHw from '../../specs/vgic-hw/index.js';
import { instantiate } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import { rowsOf, sectionOf } from '../support/markdown.js';

const readme = readFileSync(new URL('../../specs/vgic-hw/README.md', import.meta.url), 'utf8');

const table = (heading: string) => rowsOf(sectionOf(readme, heading));

test('what breaks in which design', () => {
  const [[, ...names] = [], ...rows] = table('The designs, and what breaks');
  const told = rows.map(([variant, ...cells]) => [variant, Object.fromEntries(names.flatMap((name, index) => (cells[index] === '✓' ? [] : [[name, Number(cells[index])]])))]);
  const promised: Readonly<Record<string, Expectation>> = expected.timer;
  expect(told).toEqual(Object.entries(promised).map(([design, { violated }]) => [`\`${design}\``, violated]));
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
  const all = [{}, { irqs: ['f-edge', 'lpi'] }].flatMap((set) => instantiate(vgicHw, set).properties.map(({ property }) => property.name));
  expect([...told].sort()).toEqual([...new Set(all)].sort());
});
