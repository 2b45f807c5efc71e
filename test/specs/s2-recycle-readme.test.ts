/** The README of s2-recycle: its tables say what the spec promises, its commands can be typed, and the runs that it tells are runs. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { designNames } from '../../specs/s2-recycle/designs.js';
import { expectedByDefault, scale, twoSlots } from '../../specs/s2-recycle/expected.js';
import s2Recycle from '../../specs/s2-recycle/index.js';
import type { State } from '../../specs/s2-recycle/state.js';
import { variantOf } from '../../src/check.js';
import { type ActionInstance, askInvariant, askStep, instantiate, type Model, nextStates } from '../../src/model/index.js';
import { bindParameters, type Expectation, parseParameters } from '../../src/spec/index.js';
import { rowsOf, sectionOf } from '../support/markdown.js';

const readme = readFileSync(new URL('../../specs/s2-recycle/README.md', import.meta.url), 'utf8');

const section = (heading: string): string => sectionOf(readme, heading);
const figure = (cell = ''): number => Number(cell.replaceAll(',', ''));
/** `RunKey 13, RunTags 16` */
const lengthsIn = (cell = ''): Record<string, number> => Object.fromEntries([...cell.matchAll(/(\w+) (\d+)/g)].map(([, name, length]) => [name, Number(length)]));

const table = (heading: string) => rowsOf(sectionOf(readme, heading));

test('what breaks in which design', () => {
  const [[, , , , ...names] = [], ...rows] = table('The designs, and what breaks');
  const starving = (cell = '') => (cell === '' ? undefined : cell === '✓' ? null : figure(cell));
  const told = rows.map(([design = '', without, starves, states, ...cells]) => {
    const numbered = names.slice(0, -1).flatMap((name, index) => (cells[index] === '✓' ? [] : [[name, Number(cells[index])]]));
    return [
      design.replaceAll('`', ''),
      { without: without === '' ? null : figure(without), starves: starving(starves), states: figure(states), violated: { ...Object.fromEntries(numbered), ...lengthsIn(cells.at(-1)) } },
    ];
  });
  expect(Object.fromEntries(told)).toEqual(twoSlots);
});

test('the variants', () => {
  const [, ...rows] = table('The variants');
  const told = rows.map(([name = '', states, violated]) => [name.replaceAll('`', ''), figure(states), lengthsIn(violated)]);
  const promised = [...s2Recycle.variants].filter(([name]) => name !== 'default').map(([name, { expect: row }]) => [name, row?.states, row?.violated ?? {}]);
  expect(told).toEqual(promised);
});

test('the sizes of bigger models', () => {
  const [, ...rows] = table('Sizes');
  const bound = (given: Readonly<Record<string, unknown>>) => JSON.stringify(bindParameters('s2-recycle', s2Recycle.parameters, given));
  const promised = new Map<string, object>(Object.values(scale).map(({ set, counts }) => [bound(set), counts]));
  const { states, transitions, depth } = expectedByDefault;
  promised.set(bound({}), { states, transitions, depth });
  expect(rows).toHaveLength(promised.size);
  for (const [command = '', ...figures] of rows) {
    const [states, transitions, depth] = figures.map(figure);
    expect({ command, counts: promised.get(bound(parametersIn(command))) }).toEqual({ command, counts: { states, transitions, depth } });
  }
});

test('every property has its line', () => {
  const [, ...rows] = table('Properties');
  const all = instantiate(s2Recycle, { signal: true, maxPasses: 2 }).properties.map(({ property }) => property.name);
  expect(rows.flatMap(([names = '']) => names.split(', ')).sort()).toEqual([...all].sort());
});

test('the number of designs', () => {
  expect(readme).toContain(`**KVM** in ${designNames.length} designs`);
});

test('every command can be typed, and every variant that is named is there', () => {
  const commands = [...readme.matchAll(/npx explore (?:matrix |list )?--spec s2-recycle[^#`\n]*/g)].map(([command]) => command);
  expect(commands.length).toBeGreaterThan(10);
  for (const command of commands.filter((text) => !text.includes('DESIGN'))) {
    const [, variant] = command.match(/--variant (\S+)/) ?? [];
    expect(() => instantiate(s2Recycle, { ...variantOf(s2Recycle, variant), ...parametersIn(command) })).not.toThrow();
  }
  const named = [...readme.matchAll(/`([a-z0-9-]+\+[a-z0-9+-]+)`/g)].map(([, name]) => name);
  expect(named.filter((name = '') => !s2Recycle.variants.has(name))).toEqual([]);
});

describe('a run that is told is one, and breaks the property with its last step', () => {
  const blocks = section('What goes wrong, run by run').split(/\n\n/);
  const told = blocks.flatMap((block) => {
    const [head = '', ...lines] = block.split('\n');
    const [, property, kvm] = head.match(/^ {4}(\w+), ([a-z-]+)$/) ?? [];
    return property === undefined || kvm === undefined ? [] : [{ property, kvm, steps: lines.flatMap(stepsIn) }];
  });

  test('there are nine', () => {
    expect(told).toHaveLength(9);
  });

  test.each(told)('$kvm: $property', ({ property, kvm, steps }) => {
    const model = instantiate(s2Recycle, { kvm });
    expect(brokenAlong(model, property, steps).indexOf(true)).toBe(steps.length - 1);
    const rows: Readonly<Record<string, { readonly violated: NonNullable<Expectation['violated']> }>> = twoSlots;
    const shortest = rows[kvm]?.violated[property] ?? 0;
    if (kvm === 'request-nopin') expect(steps.length).toBeGreaterThan(shortest);
    else expect(steps).toHaveLength(shortest);
  });
});

function parametersIn(command: string): Readonly<Record<string, unknown>> {
  return parseParameters(
    's2-recycle',
    s2Recycle.parameters,
    [...command.matchAll(/--param ([^\s`]+)/g)].map(([, text]) => text ?? ''),
  );
}

/** One line of a run: the steps, without the remark after them. */
function stepsIn(line: string): readonly string[] {
  const [steps = ''] = line.split('#');
  return steps.split(';').flatMap((text) => {
    const step = text.trim();
    const [, short, vcpu] = step.match(/^(enter|launder)\((vcpu \d)\)$/) ?? [];
    if (short === undefined) return [step];
    return [`kvm.check_vcpu_requests(${vcpu})`, ...(short === 'launder' ? [`kvm.check_nested_vcpu_requests(${vcpu})`] : []), `kvm.kvm_arm_vcpu_enter_exit(${vcpu})`];
  });
}

/** Takes the steps one by one, and tells after which of them the property is broken. */
function brokenAlong(model: Model, property: string, steps: readonly string[]): readonly boolean[] {
  let state = model.initial[0] as Model['initial'][number];
  return steps.map((text) => {
    const [label, dropped] = text.split(' ...');
    const action = model.actions.find((instance) => instance.label === label) as ActionInstance;
    expect(action, label).toBeDefined();
    const all = nextStates(action, state);
    const next = all.length === 1 ? all : all.filter((successor) => isInTheMiddle(successor, action) === (dropped !== undefined));
    expect({ label, ways: next.length }).toEqual({ label, ways: 1 });
    const taken = next[0] as typeof state;
    const broken = isBroken(model, property, action, state, taken);
    state = taken;
    return broken;
  });
}

/** The thread that took this step has dropped the lock in the middle of something. */
function isInTheMiddle(state: Model['initial'][number], { chosen }: ActionInstance): boolean {
  const { pc, unfinished } = (state as unknown as State).vcpus.get(chosen.vcpu as number);
  return pc === 'launderYield' || pc === 'tlbiYield' || unfinished !== null;
}

function isBroken(model: Model, name: string, action: ActionInstance, state: Model['initial'][number], next: Model['initial'][number]): boolean {
  const { property, instances } = model.properties.find((known) => known.property.name === name) as Model['properties'][number];
  if (property.kind === 'invariant') return instances.some(({ chosen }) => askInvariant(property, chosen, next) === 'violated');
  return property.kind === 'step' && property.on?.includes(action.action.name) === true && askStep(property, action, state, next) === 'violated';
}
