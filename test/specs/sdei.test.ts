/** sdei: every row of its table, by the reference where that is quick; and the figures that were known before the spec was written. */
import { describe, expect, test } from 'vitest';
import { calledBy } from '../../specs/sdei/actors/guest.js';
import { expected } from '../../specs/sdei/expected.js';
import sdei from '../../specs/sdei/index.js';
import { check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { type Reference, referenceExplore } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import { stemOf } from '../../src/trace/index.js';

const source = { spec: sdei, url: new URL('../../dist/specs/sdei/index.js', import.meta.url).href };
const variants = Array.from(sdei.variants, ([name, variant]) => ({ name, ...variant }));
const sizeOf = ({ expect: promised }: (typeof variants)[number]) => promised?.states ?? 0;
/** The reference takes its time; rows that are bigger are left to the engine. */
const smallEnough = 460;
/** v5 on event 0 alone never has something deliverable in the guest: P11 has no case there. */
const saysNothing: Readonly<Record<string, readonly string[]>> = Object.fromEntries(['v5+two-vcpus', 'v5+deliver-clobbers-spsr', 'v5+power', 'bit31'].map((name) => [name, ['P11']]));

describe('every variant has the size and the verdicts that it promises', () => {
  test.each(variants.filter((row) => sizeOf(row) <= smallEnough))('$name, by the reference', ({ name, set, expect: promised }) => {
    const found = referenceExplore(instantiate(sdei, set));
    const broken = [...found.findings].filter(([, finding]) => finding.broken);
    expect({
      states: found.states.size,
      transitions: found.transitions,
      depth: found.depth,
      violated: Object.fromEntries(broken.filter(([property]) => !property.startsWith('W')).map(([property, { length }]) => [property, length])),
      unreached: broken.filter(([property]) => property.startsWith('W')).map(([property]) => property),
    }).toEqual({ unreached: [], violated: {}, ...promised });
    expect([...found.findings].filter(([, { vacuous }]) => vacuous).map(([property]) => property)).toEqual(saysNothing[name] ?? []);
  });

  test.each(variants.filter((row) => sizeOf(row) > smallEnough))('$name', async ({ name, expect: promised }) => {
    const run = await check(source, { variant: name, until: 'exhaustion', workers: 1 });
    const { states, transitions, depth } = run.counts;
    expect(run.ending).toEqual({ kind: 'exhausted' });
    expect({ states, transitions, depth, violated: violatedIn(run), unreached: unreachedIn(run) }).toEqual({ unreached: [], violated: {}, ...promised });
    expect(run.verdicts.filter(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous).map(({ subject }) => subject.property.name)).toEqual(saysNothing[name] ?? []);
    expect(run.tables.fallbacks).toEqual([]);
  });
});

test('nothing is idle in the model of the default parameters', async () => {
  const run = await check(source, { properties: ['P1'], until: 'exhaustion', workers: 1 });
  expect(run.actions.filter(({ fired }) => fired === 0)).toEqual([]);
  // The calls are there, all 19 but the two that need an interrupt to bind and the one that needs a shared event.
  expect(new Set(run.model.actions.filter(({ actor }) => actor.startsWith('guest')).map(({ action }) => calledBy(action.name))).size).toBe(16);
});

describe('the arithmetic of independent vCPUs', () => {
  // A vCPU with event 0 has 10 states of the handler, 2 of the mask and 2 of the mode; only one thing cannot be: all
  // vCPUs in the guest while event 0 can be delivered to each. A critical event adds 10 states of its own handler.
  const sizes = [
    { events: ['signaled'], entry: 'separate', size: (n: number) => 40 ** n - 1 },
    { events: ['signaled'], entry: 'fused', size: (n: number) => 20 ** n - 1 },
    { events: ['signaled', 'async-pf'], entry: 'separate', size: (n: number) => 400 ** n - 5 ** n },
    { events: ['signaled', 'async-pf'], entry: 'fused', size: (n: number) => 200 ** n - 5 ** n },
  ];
  const cases = sizes.flatMap(({ size, ...given }) => [1, 2].map((vcpus) => ({ ...given, vcpus, states: size(vcpus) })));

  test.each(cases)('$vcpus vCPUs, $events, $entry: $states', async ({ states, ...given }) => {
    const run = await check(source, { parameters: { dispatcher: 'spec', calls: 'changing', ...given }, properties: ['P1'], workers: 1 });
    expect(run.counts.states).toBe(states);
  });

  test('in v6 a signal reaches only its caller, so the vCPUs are independent altogether', () => {
    const { nested, 'two-vcpus': two } = expected.v6;
    expect(two.states).toBe(57 ** 2);
    expect(statesOf({ dispatcher: 'v6', entry: 'separate', calls: 'changing', vcpus: 1, events: ['signaled'] })).toBe(57);
    expect(nested.states).toBe(1040);
  });
});

describe('the request bit changes nothing that a guest can see, when it is right', () => {
  test.each([
    { vcpus: 1, events: ['signaled'], states: 19 },
    { vcpus: 1, events: ['signaled', 'async-pf'], states: 195 },
    { vcpus: 2, events: ['signaled'], states: 399 },
  ])('$vcpus vCPUs, $events: as many states as the specification', ({ states, ...given }) => {
    for (const dispatcher of ['spec', 'v7-fixed']) {
      expect(statesOf({ dispatcher, entry: 'fused', calls: 'changing', ...given })).toBe(states);
    }
  });
});

describe('what is worth reaching is reached as soon as it can be', () => {
  const lengths = (given: Readonly<Record<string, unknown>>) => {
    const model = instantiate(sdei, { dispatcher: 'spec', entry: 'separate', calls: 'changing', ...given });
    const { findings }: Reference = referenceExplore({ ...model, properties: model.properties.filter(({ property }) => property.kind === 'witness') });
    return Object.fromEntries([...findings].map(([name, { length }]) => [name, length]));
  };

  test('on one vCPU with event 0', () => {
    expect(lengths({ vcpus: 1, events: ['signaled'] })).toMatchObject({ W1: 5, W2: 9, W3: 9, W5: 11 });
  });

  test('on one vCPU with a critical event', () => {
    expect(lengths({ vcpus: 1, events: ['signaled', 'async-pf'] })).toMatchObject({ W4: 10, W6: 13, W7: 14 });
  });

  test('on two vCPUs', () => {
    expect(lengths({ vcpus: 2, events: ['signaled'] })).toMatchObject({ W8: 15 });
    expect(lengths({ vcpus: 2, events: ['shared'] })).toMatchObject({ W9: 7, W10: 5 });
  });
});

test('each promise is broken by some variant, and the default keeps them all', () => {
  const promises = variants.flatMap(({ set }) => instantiate(sdei, set).properties).filter(({ property }) => property.kind !== 'witness' && property.kind !== 'deadlock-freedom');
  const broken = new Set(variants.flatMap(({ expect: promised }) => Object.keys(promised?.violated ?? {})));
  expect([...broken].sort()).toEqual([...new Set(promises.map(({ property }) => property.name))].sort());
  expect(sdei.variants.get('default')?.expect?.violated).toEqual({});
});

describe('parameters that do not go together are refused', () => {
  test.each([
    [{ dispatcher: 'v6', events: ['shared'] }, 'v6 has private events only'],
    [{ dispatcher: 'v7', flaws: ['single-context'] }, 'the flaw single-context makes no difference to v7'],
    [{ flaws: ['deliver-clobbers-spsr'] }, 'the flaw deliver-clobbers-spsr needs the parameter excWindow'],
    [{ flaws: ['no-kick'] }, 'the flaw no-kick needs a guest that stays where it is: wfi or computes'],
    [{ events: ['signaled'], unlimited: true }, 'unlimited makes no difference when there is only one event'],
    [{ dispatcher: 'absent', computes: true }, 'unlimited and computes concern the delivery of events'],
    [{ events: ['signaled', 'signaled'] }, 'an event is named twice'],
    [{ answers: true }, 'answers are shown between a call and the entry that follows it: entry=separate'],
    [{ vcpuLimit: 2 }, 'a limit of 2 vCPUs is not exceeded by 2'],
    [{ immediate: true }, 'immediate concerns v6'],
  ])('%o', (set, because) => {
    expect(() => instantiate(sdei, set)).toThrow(expect.objectContaining({ details: [['because', because]] }));
  });
});

function statesOf(given: Readonly<Record<string, unknown>>): number {
  return referenceExplore({ ...instantiate(sdei, given), properties: [] }).states.size;
}

function violatedIn({ verdicts }: Run): Record<string, number> {
  return Object.fromEntries(verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'violated' ? [[subject.property.name, stemOf(verdict.trace)]] : [])));
}

function unreachedIn({ verdicts }: Run): readonly string[] {
  return verdicts.filter(({ verdict }) => verdict.kind === 'unreached').map(({ subject }) => subject.property.name);
}
