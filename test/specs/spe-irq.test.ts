/** spe-irq by the reference explorer: every row of its table, the bounds, and the sizes that follow from the model of one vCPU. What is too big for it is left to the engine. */
import { Set as ImmutableSet } from 'immutable';
import { describe, expect, test } from 'vitest';
import { expected, expectedByDefault, prototypes, scale } from '../../specs/spe-irq/expected.js';
import speIrq from '../../specs/spe-irq/index.js';
import { machine } from '../../specs/spe-irq/machine.js';
import { type DesignName, designNames, type Parameters } from '../../specs/spe-irq/parameters.js';
import type { State } from '../../specs/spe-irq/state.js';
import { check } from '../../src/check.js';
import { instantiate, type Model, nextStates } from '../../src/model/index.js';
import { referenceLiveness } from '../../src/reference/liveness.js';
import { type Reference, referenceExplore } from '../../src/reference/reference.js';
import { stemOf } from '../../src/trace/index.js';
import { loops } from './spe-irq-loops.js';

const source = { spec: speIrq, url: new URL('../../dist/specs/spe-irq/index.js', import.meta.url).href };
const rows = [...speIrq.variants].filter(([name]) => name !== 'default').map(([name, variant]) => ({ name, ...variant }));
const mostForReference = 5000;

/** One vCPU, no tick, nothing that is counted: what the variants start from. */
const smallest = { vcpus: 1, tick: 0, retire: 'at-once', hostProfiling: false, blackHole: null, activeWrites: null } as const;

describe('every variant has the size and the verdicts that it promises, and what is idle in it, or left out, is known', () => {
  test.each(rows.filter((row) => (row.expect?.states ?? 0) <= mostForReference))('$name', ({ name, set, expect: promised }) => {
    const model = instantiate(speIrq, set);
    const found = referenceExplore(model);
    expect({ states: found.states.size, transitions: found.transitions, depth: found.depth, violated: violatedIn(found), unreached: unreachedIn(found) }).toEqual(promised);
    const idle = new Set(model.actions.filter(({ index }) => found.fired[index] === 0).map(({ action }) => action.name));
    const vacuous = [...found.findings].filter(([, finding]) => finding.vacuous).map(([name]) => name);
    expect({ idle: [...idle], vacuous }).toEqual(idleIn(model));
    expect((found.states as unknown as ImmutableSet<State>).filter((state) => wantsLeftOut(model, state)).size).toBe(0);
    if (isOfPrototypes(name)) expect(loopsIn(found, loops[name] ?? {})).toEqual(loops[name] ?? {});
  });

  test.each(rows.filter((row) => (row.expect?.states ?? 0) > mostForReference))('$name (by the engine)', async ({ name, expect: promised }) => {
    const { counts, verdicts, ending, tables } = await check(source, { variant: name, until: 'exhaustion' });
    const { states, transitions, depth } = counts;
    const violated = Object.fromEntries(verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'violated' ? [[subject.property.name, stemOf(verdict.trace)]] : [])));
    const unreached = verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'unreached' ? [subject.property.name] : []));
    expect({ states, transitions, depth, violated, unreached }).toEqual(promised);
    expect([ending.kind, tables.fallbacks]).toEqual(['exhausted', []]);
  });
});

test('of the row that is left to the engine, the loop that is named is one by the reference', () => {
  const name = 'mapped+2-vcpus+host+late';
  const model = instantiate(speIrq, speIrq.variants.get(name)?.set);
  const [L2] = model.properties.filter(({ property }) => property.name === 'L2');
  const [first] = L2?.instances ?? [];
  if (L2?.property.kind !== 'liveness' || first === undefined) throw new Error('L2 is a liveness property');
  const { stem, components } = referenceLiveness(model, L2.property, first);
  expect(stem).toBe(speIrq.variants.get(name)?.expect?.violated?.L2);
  expect(components.map(({ depth, size }) => `${depth}+${size}`)).toContain(loops[name]?.L2);
});

test('with the default parameters every promise is kept, every witness is reached, and nothing is idle', () => {
  const model = instantiate(speIrq);
  const found = referenceExplore(model);
  expect({ states: found.states.size, transitions: found.transitions, depth: found.depth }).toEqual(expectedByDefault);
  expect([violatedIn(found), unreachedIn(found)]).toEqual([{}, []]);
  expect(found.fired.filter((count) => count === 0)).toEqual([]);
  expect([...found.findings].filter(([, { vacuous }]) => vacuous)).toEqual([]);
});

test('each property is broken by some variant; L3 holds in all, and needs what L3b does without', () => {
  const broken = new Set(rows.flatMap((row) => Object.keys(row.expect?.violated ?? {})));
  expect([...broken].sort()).toEqual(['B1', 'C1', 'L1', 'L2', 'L3b', 'S1', 'S2', 'S3', 'S4', 'S5']);
});

test('the order in which the exit looks at things changes no promise', () => {
  const verdicts = (circumstance: 'at-once' | 'vgic-first') => Object.entries(expected[circumstance]).map(([design, { violated, unreached }]) => [design, Object.keys(violated ?? {}), unreached]);
  expect(verdicts('vgic-first')).toEqual(verdicts('at-once'));
});

describe('a model has the properties that its parameters call for', () => {
  test.each([
    [{}, ['S3', 'S4', 'S5', 'B1', 'C1', 'L1', 'L2', 'L3', 'L3b', 'W1', 'W3', 'W4', 'D']],
    [{ vcpus: 3 }, ['S3', 'S4', 'S5', 'B1', 'C1', 'W1', 'W3', 'W4', 'D']],
    [{ vcpus: 3, hostProfiling: false, progress: true }, ['S3', 'S4', 'S5', 'B1', 'C1', 'L1', 'L2', 'W1', 'W3', 'W4', 'D']],
    [{ ...smallest, design: 'mapped' }, ['S1', 'S2', 'S4', 'S5', 'L1', 'L2', 'W2', 'W3', 'D']],
    [{ ...smallest, design: 'eager' }, ['S4', 'S5', 'L1', 'L2', 'W2', 'W3', 'D']],
    [{ ...smallest, design: 'eager', context: 'load-put' }, ['S3', 'S4', 'S5', 'L1', 'L2', 'W1', 'W2', 'W3', 'D']],
    [{ ...smallest, design: 'mapped', irqchip: 'user', blackHole: 0 }, ['B1', 'L1', 'L2', 'W2', 'W3', 'D']],
  ])('%o', (set, names) => {
    expect(instantiate(speIrq, set).properties.map(({ property }) => property.name)).toEqual(names);
  });
});

describe('parameters that do not go together are refused', () => {
  test.each([
    [{ userNotify: true }, 'user-notify needs irqchip=user: nobody else would be told'],
    [{ callback: 'memory' }, 'callback makes no difference: only mapped and mapped-resample have one, and only with irqchip=kernel'],
    [{ design: 'mapped', irqchip: 'user', callback: 'hardware' }, 'callback makes no difference: only mapped and mapped-resample have one, and only with irqchip=kernel'],
    [{ irqchip: 'user', syncOrder: 'vgic-first' }, "sync-order makes no difference with irqchip=user: there is no state of KVM's interrupt controller to sync"],
    [{ blindCap: 2 }, 'black-hole 2 needs a blind-cap of at least 3: a longer one would not be seen'],
  ])('%o', (set, because) => {
    expect(() => instantiate(speIrq, set)).toThrow(expect.objectContaining({ details: [['because', because]] }));
  });
});

/** The two programs counted the step that a witness leads to; a witness here is the state before it. Lengths as they gave them, without that step. */
describe('the witnesses are reached as soon as in the prototypes', () => {
  test.each([
    ['mapped+late', { W1: 11 - 1, W2: 7 - 1 }],
    ['virtual-load-put+late', { W1: 12 - 1, W3: 17 }],
    ['eager+host+late', { W1: 6 - 1, W2: 7 - 1 }],
    ['mapped+load-put', { W1: 11 - 1, W2: 7 - 1 }],
    ['mapped', { W2: 7 - 1, W3: 17 }],
    ['zero-pmbsr', { W2: 7 - 1, W3: 25 }],
  ])('%s', (name, lengths) => {
    const { findings } = referenceExplore(instantiate(speIrq, speIrq.variants.get(name)?.set));
    expect(Object.fromEntries(Object.keys(lengths).map((witness) => [witness, findings.get(witness)?.length]))).toEqual(lengths);
  });

  test('without counting black holes the models have the sizes that the prototypes had', () => {
    const states = (design: DesignName) => statesOf(instantiate(speIrq, { ...smallest, design, blindCap: 0 })).size;
    expect(designNames.map(states)).toEqual([42, 140, 110, 96, 96, 83]);
  });
});

describe('how long a black hole can be', () => {
  const longest = (set: Partial<Parameters>) => Math.max(...statesOf(instantiate(speIrq, { ...smallest, blindCap: 11, ...set })).map((state) => state.vcpus.get(0).blind));
  const noLimit = 11;

  test.each([1, 2, 3, 5, 8])('with a tick every %i guest steps', (tick) => {
    const found = designNames.map((design) => [design, longest({ design, tick, noMask: true })]);
    expect(Object.fromEntries(found)).toEqual({ naive: 0, mapped: noLimit, 'mapped-resample': 0, eager: 0, 'virtual-load-put': tick, 'zero-pmbsr': 0 });
  });

  test('without a tick', () => {
    expect(longest({ design: 'virtual-load-put' })).toBe(noLimit);
    expect(longest({ design: 'mapped' })).toBe(noLimit);
    expect(longest({ design: 'mapped-resample' })).toBe(0);
    expect(longest({ design: 'mapped-resample', callback: 'hardware', guestPolls: true })).toBe(noLimit);
  });
});

test.each([
  ['naive', 0],
  ['mapped', 2],
  ['mapped-resample', 2],
  ['eager', 2],
  ['virtual-load-put', 0],
  ['zero-pmbsr', 0],
] as const)('%s writes the active bit %i times in each turn of the loop', (design, times) => {
  const states = statesOf(instantiate(speIrq, { ...smallest, design, activeWrites: 3 }));
  const atTheEnd = states.filter((state) => state.vcpus.get(0).pc === 'syncVgic').map((state) => state.vcpus.get(0).writes);
  expect([...atTheEnd]).toEqual([times]);
});

/**
 * At most one vCPU is past `out`, and what the others left behind is frozen: any of `frozen` contexts, whatever the rest of
 * the machine does. So the counts for many vCPUs follow from the model of one.
 */
describe('the sizes of bigger models follow from the model of one vCPU', () => {
  const multipliedOut = (set: Partial<Parameters>) => {
    const model = instantiate(speIrq, { ...set, vcpus: 1 });
    const { states, transitions } = referenceExplore(model);
    const unloaded = (states as unknown as ImmutableSet<State>).filter(({ owner }) => owner === null);
    const frozen = unloaded.map((state) => state.vcpus.get(0)).size;
    const ofNobody = model.actions.filter(({ chosen }) => !('vcpu' in chosen));
    const idleTransitions = unloaded.toArray().flatMap((state) => ofNobody.flatMap((action) => ImmutableSet(nextStates(action, state as unknown as Model['initial'][number])).toArray())).length;
    const { vcpus } = instantiate(speIrq, set).parameters as Parameters;
    const count = (all: number, unloadedPart: number) => unloadedPart * frozen ** (vcpus - 1) + (all - unloadedPart) * vcpus * frozen ** (vcpus - 1);
    return { states: count(states.size, unloaded.size), transitions: count(transitions, idleTransitions) };
  };

  test.each(Object.entries(scale))('%s', (_name, { set, counts: { states, transitions } }) => {
    expect(multipliedOut(set)).toEqual({ states, transitions });
  });

  test('the same formula gives what was counted state by state', () => {
    const { states, transitions } = expectedByDefault;
    expect(multipliedOut({})).toEqual({ states, transitions });
    for (const [design, { states, transitions }] of Object.entries(prototypes['2-vcpus+host+late']))
      expect(multipliedOut({ ...smallest, vcpus: 2, hostProfiling: true, retire: 'late', design: design as DesignName })).toEqual({ states, transitions });
  });
});

/** What does not happen in a model although its parameters allow it: no handler ever runs. */
function idleIn({ parameters, properties }: Model): { idle: readonly string[]; vacuous: readonly string[] } {
  const { design, context, hostProfiling, irqchip, userNotify, guestPolls } = parameters as Parameters;
  const handler = ['guest.ack', 'guest.clear', 'guest.eoi'];
  if (irqchip === 'user') return { idle: userNotify ? [] : handler, vacuous: [] };
  if (design === 'naive') return { idle: ['gic.exitMaintenance', ...handler, ...(guestPolls ? ['guest.poll'] : [])], vacuous: ['S5'] };
  const stormed = context === 'load-put' && !hostProfiling;
  if (!stormed) return { idle: [], vacuous: [] };
  const silent = properties.map(({ property }) => property.name).filter((name) => ['S1', 'S2', 'S4', 'S5'].includes(name));
  return { idle: design === 'mapped' ? handler : ['gic.exitMaintenance', ...handler], vacuous: silent };
}

/** Something could happen in this state that the model leaves out as impossible. */
function wantsLeftOut({ actions, parameters }: Model, state: State): boolean {
  const { signalled, hostTakesIrqs } = machine(parameters as Parameters);
  const has = (name: string) => actions.some(({ action }) => action.name === name);
  if (!has('host.ack') && signalled(state) && hostTakesIrqs(state)) return true;
  if (!has('gic.exitIrq') && signalled(state) && state.owner !== null) return true;
  return !has('gic.exitMaintenance') && state.vcpus.some(({ maintenance }) => maintenance);
}

function violatedIn({ findings }: Reference): Record<string, number | null> {
  return Object.fromEntries([...findings].filter(([name, { broken }]) => broken && !name.startsWith('W')).map(([name, { length }]) => [name, length]));
}

/** Whether the two programs had this variant: the other ones are ours. */
function isOfPrototypes(name: string): boolean {
  const [design = '', ...circumstance] = name.split('+');
  const rows: Readonly<Record<string, object>> = prototypes;
  return Object.hasOwn(rows[circumstance.join('+') || 'at-once'] ?? {}, design);
}

/** Of each liveness property that is violated the set of states that is named, if there is one like it; else all sets there are. */
function loopsIn({ findings }: Reference, named: Readonly<Record<string, string>>): Record<string, string> {
  const violated = [...findings].filter(([, { broken, components }]) => broken && components !== undefined);
  return Object.fromEntries(
    violated.map(([name, { components = [] }]) => {
      const all = components.map(({ depth, size }) => `${depth}+${size}`);
      return [name, all.find((loop) => loop === named[name]) ?? all.join(' ')];
    }),
  );
}

function unreachedIn({ findings }: Reference): readonly string[] {
  return [...findings].filter(([name, { broken }]) => broken && name.startsWith('W')).map(([name]) => name);
}

function statesOf(model: Model): ImmutableSet<State> {
  return referenceExplore({ ...model, properties: [] }).states as unknown as ImmutableSet<State>;
}
