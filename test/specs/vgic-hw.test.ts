/** vgic-hw by the reference explorer: every row of its table, and the patterns of the trace of 2015. What the engine says of it is compared elsewhere. */
import type { Set as ImmutableSet } from 'immutable';
import { describe, expect, test } from 'vitest';
import { expectedPatterns, tracedPatterns } from '../../specs/vgic-hw/evidence.js';
import vgicHw from '../../specs/vgic-hw/index.js';
import type { Parameters } from '../../specs/vgic-hw/parameters.js';
import type { State } from '../../specs/vgic-hw/state.js';
import { instantiate, type Model, nextStates } from '../../src/model/index.js';
import { referenceLiveness } from '../../src/reference/liveness.js';
import { type Reference, referenceExplore } from '../../src/reference/reference.js';
import { loops } from './vgic-hw-loops.js';

const rows = [...vgicHw.variants].filter(([name]) => name !== 'default').map(([name, variant]) => ({ name, ...variant }));
/** The reference takes its time; the few rows that are bigger are left to the engine. */
const smallRows = rows.filter((row) => (row.expect?.states ?? 0) <= 10_000);

describe('every variant has the size and the verdicts that it promises, and nothing in it is idle', () => {
  test.each(smallRows)('$name', ({ name, set, expect: promised }) => {
    const model = instantiate(vgicHw, set);
    const found = referenceExplore(model);
    expect({
      states: found.states.size,
      transitions: found.transitions,
      depth: found.depth,
      violated: violatedIn(found),
      unreached: unreachedIn(found),
      ...(promised?.bounds && { bounds: boundsIn(found) }),
    }).toEqual({ unreached: [], ...promised });
    // Where no guest ever runs a handler, its steps do not happen, and what is said of them says nothing.
    const stuck = promised?.unreached !== undefined;
    const idle = new Set(model.actions.filter(({ index }) => found.fired[index] === 0).map(({ action }) => action.name));
    expect([...idle]).toEqual(stuck ? ['guest.ack', 'guest.service', 'guest.eoi'] : []);
    if (!stuck) expect([...found.findings].filter(([, { vacuous }]) => vacuous).map(([name]) => name)).toEqual([]);
    expect(loopsIn(found, loops[name] ?? {})).toEqual(loops[name] ?? {});
  });
});

test('the one bigger row that gets stuck: the nearest loop starves an interrupt, and the one that is named leaves all three active for ever', () => {
  const model = instantiate(vgicHw, vgicHw.variants.get('fold-lr+lr-pressure')?.set);
  const [L1] = model.properties.filter(({ property }) => property.name === 'L1');
  if (L1?.property.kind !== 'liveness') throw new Error('L1 is a liveness property');
  // They share the state graph; of the three instances the last one is that of the highest index.
  const [, , last] = L1.instances;
  const { stem, components } = referenceLiveness(model, L1.property, last as Model['properties'][number]['instances'][number]);
  expect(stem).toBe(vgicHw.variants.get('fold-lr+lr-pressure')?.expect?.violated?.L1);
  expect(components.map(({ depth, size }) => `${depth}+${size}`)).toContain(loops['fold-lr+lr-pressure']?.L1);
});

test('each property is broken by some variant', () => {
  const broken = new Set(rows.flatMap((row) => Object.keys(row.expect?.violated ?? {})));
  expect([...broken].sort()).toEqual(['I1', 'I2', 'I3', 'L1', 'L2', 'L3', 'L4', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8']);
});

test('with the default parameters the first property is the rule about the HW bit', () => {
  const [first] = instantiate(vgicHw).properties;
  expect(first?.property.name).toBe('I2');
  expect(first?.property.sentence).toBe('no list register with HW=1 is pending and active at once');
});

describe('a model has the properties that its parameters call for', () => {
  test.each([
    { set: {}, without: ['I3', 'S7', 'S8', 'L3', 'W2'] },
    { set: { gic: 'eoi-leaves-lr-active' }, without: ['I1', 'I3', 'S7', 'S8', 'L3', 'W2'] },
    { set: { irqs: ['f-edge'] }, without: ['I3', 'S5', 'S6', 'L1', 'W3', 'W4', 'E1'] },
    { set: { irqs: ['lpi'] }, without: ['I1', 'S1', 'S5', 'S6', 'L1', 'W3', 'W4', 'E1'] },
    { set: { irqs: ['lpi'], kvm: 'no-hw-bit' }, without: ['I1', 'I2', 'S1', 'S3', 'S5', 'S6', 'L1', 'W3', 'W4', 'E1'] },
    { set: { vcpus: 3 }, without: ['I3', 'S7', 'S8', 'L1', 'L2', 'L3', 'L4', 'W2'] },
    { set: { vcpus: 3, progress: true }, without: ['I3', 'S7', 'S8', 'L3', 'W2'] },
    { set: { progress: false }, without: ['I3', 'S7', 'S8', 'L1', 'L2', 'L3', 'L4', 'W2'] },
  ])('$set', ({ set, without }) => {
    const all = ['I2', 'I1', 'I3', 'S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'L1', 'L2', 'L3', 'L4', 'W1', 'W2', 'W3', 'W4', 'E1', 'D'];
    const names = instantiate(vgicHw, set).properties.map(({ property }) => property.name);
    expect(names).toEqual(all.filter((name) => !without.includes(name)));
  });
});

/** The largest number of each bound. */
function boundsIn({ findings }: Reference): Readonly<Record<string, number | 'unbounded'>> {
  return Object.fromEntries([...findings].flatMap(([name, { bounds }]) => (bounds === undefined ? [] : bounds.map(({ largest }) => [name, largest as number | 'unbounded']))));
}

describe('parameters that do not go together are refused', () => {
  test.each([
    [{ hostCpu: 2 }, 'host-cpu 2 must be one of the 2 physical CPUs (0 to 1)'],
    [{ lrs: 2 }, '2 list registers for 1 interrupts: more than one for each are never used'],
    [{ pcpus: 1, preemptibleFlush: true }, 'preemptible-flush needs a second physical CPU to move to'],
    [{ staleElrsr: true }, 'stale-elrsr makes no difference to fold-lr; it concerns sync-clears-active, flush-sets-active, driver-owns-active'],
    [{ underflowIrq: true }, 'underflow-irq needs fewer list registers than interrupts'],
    [{ irqs: ['lpi'], quiesce: true }, 'quiesce needs a device with a level line: timer or f-level'],
    [{ lrOrder: 'active-first' }, 'lr-order needs fewer list registers than interrupts'],
    [{ hostEoi: 'drop-and-deactivate' }, 'host-eoi makes no difference to timers, whose interrupts the host never takes'],
  ])('%o', (set, because) => {
    expect(() => instantiate(vgicHw, set)).toThrow(expect.objectContaining({ details: [['because', because]] }));
  });
});

describe('the evidence', () => {
  const one = { vcpus: 1, pcpus: 1 } as const;
  const kernels = (['sync-clears-active', 'flush-sets-active', 'driver-owns-active', 'level-owns-active', 'fold-lr', 'never-active', 'pending-and-active'] as const).flatMap((kvm) =>
    (['eoi-clears-lr', 'eoi-leaves-lr-active'] as const).map((gic) => ({ kvm, gic })),
  );

  /** The distribution as the mail gives it. */
  const mail = `
    7107 LR.state: 8, ELRSR: 1, dist active: 0, log. active: 1
    1629 LR.state: 9, ELRSR: 0, dist active: 0, log. active: 1
    1629 LR.state: 9, ELRSR: 0, dist active: 1, log. active: 1
    331 LR.state: 10, ELRSR: 0, dist active: 1, log. active: 1
    68 LR.state: 10, ELRSR: 0, dist active: 0, log. active: 1`;
  const traced = [...mail.matchAll(/(\d+) LR.state: (\d+), ELRSR: (\d), dist active: (\d), log. active: (\d)/g)].map(([, count, ...figures]) => ({ pattern: figures.join('/'), count: Number(count) }));

  test('the table that the spec ships is that of the mail', () => {
    expect(traced).toHaveLength(5);
    expect(tracedPatterns.map(({ pattern, count }) => ({ pattern, count }))).toEqual(traced);
  });

  test('the traced kernel reaches exactly the five patterns of the table at its sync points', () => {
    expect(patternsAtSync(instantiate(vgicHw, { ...one, kvm: 'sync-clears-active' }))).toEqual(sorted(traced.map(({ pattern }) => pattern)));
  });

  test.each(kernels)('$kvm, $gic: exactly the patterns that belong to it', ({ kvm, gic }) => {
    const model = instantiate(vgicHw, { ...one, kvm, gic });
    expect(patternsAtSync(model)).toEqual(sorted(expectedPatterns(model.parameters as Parameters) ?? []));
  });

  test('no other design, and no hardware that leaves the list register active, shows the table', () => {
    const withoutLogical = (patterns: readonly string[]) => sorted([...new Set(patterns.map((pattern) => pattern.split('/').slice(0, 3).join('/')))]);
    const table = withoutLogical(traced.map(({ pattern }) => pattern));
    const matching = kernels.filter((kernel) => String(withoutLogical(patternsAtSync(instantiate(vgicHw, { ...one, ...kernel })))) === String(table));
    expect(matching).toEqual([{ kvm: 'sync-clears-active', gic: 'eoi-clears-lr' }]);
  });

  test.each(['E1', 'W4'])("the traced kernel's %s is broken in the repaired kernel", (name) => {
    const ofTraced = instantiate(vgicHw, { ...one, kvm: 'sync-clears-active' }).properties.filter(({ property }) => property.name === name);
    const ofRepaired = instantiate(vgicHw, { ...one, kvm: 'flush-sets-active' }).properties.filter(({ property }) => property.name === name);
    const broken = (kvm: string, properties: Model['properties']) => referenceExplore({ ...instantiate(vgicHw, { ...one, kvm }), properties }).findings.get(name)?.broken;
    expect(broken('sync-clears-active', ofTraced)).toBe(false);
    expect(broken('flush-sets-active', ofRepaired)).toBe(false);
    // E1 of the repaired kernel forbids what the traced one does; W4 of the traced one asks for what the repaired one cannot do.
    expect(name === 'E1' ? broken('sync-clears-active', ofRepaired) : broken('flush-sets-active', ofTraced)).toBe(true);
  });

  test('in the traced kernel a pattern is followed by those that explain the counts', () => {
    const followers = followersAtSync(instantiate(vgicHw, { ...one, kvm: 'sync-clears-active' }));
    expect(followers).toEqual({
      '8/1/0/1': ['10/0/1/1', '8/1/0/1', '9/0/1/1'],
      '9/0/0/1': ['10/0/1/1', '8/1/0/1', '9/0/1/1'],
      '10/0/0/1': ['10/0/1/1', '8/1/0/1', '9/0/1/1'],
      '9/0/1/1': ['10/0/0/1', '8/1/0/1', '9/0/0/1'],
      '10/0/1/1': ['10/0/0/1', '8/1/0/1'],
    });
    const count = (pattern: string) => traced.find((row) => row.pattern === pattern)?.count ?? 0;
    // Every line "no longer active" needs a line "active" before it.
    expect(count('9/0/0/1')).toBeLessThanOrEqual(count('9/0/1/1'));
    expect(count('9/0/0/1') + count('10/0/0/1')).toBeLessThanOrEqual(count('9/0/1/1') + count('10/0/1/1'));
  });
});

function violatedIn({ findings }: Reference): Record<string, number | null> {
  return Object.fromEntries([...findings].filter(([name, { broken }]) => broken && !name.startsWith('W')).map(([name, { length }]) => [name, length]));
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

/** What the trace point would print in this state, of the one interrupt of a model with one vCPU; derived here once more, from the fields alone. */
function patternIn(state: State, { parameters: { kvm } }: Model): string | null {
  const vcpu = state.vcpus.get(0);
  const { listed, lrP, lrA, logActive } = vcpu.irqs.get(0);
  if (vcpu.pc !== 'syncVgic' || !listed) return null;
  const active = state.pcpus.get(vcpu.cpu ?? 0).physActive.get(0);
  const figures = [8 + Number(lrP) + 2 * Number(lrA), Number(!lrP && !lrA), Number(active)];
  return (['sync-clears-active', 'flush-sets-active', 'driver-owns-active'].includes(kvm as string) ? [...figures, Number(logActive)] : figures).join('/');
}

function patternsAtSync(model: Model): readonly string[] {
  const states = referenceExplore({ ...model, properties: [] }).states as unknown as ImmutableSet<State>;
  return sorted(
    states
      .toArray()
      .flatMap((state) => patternIn(state, model) ?? [])
      .filter((pattern, index, all) => all.indexOf(pattern) === index),
  );
}

/** For each pattern those that can be printed next. */
function followersAtSync(model: Model): Readonly<Record<string, readonly string[]>> {
  const states = referenceExplore({ ...model, properties: [] }).states as unknown as ImmutableSet<State>;
  const successors = (state: State) => model.actions.flatMap((action) => nextStates(action, state)) as unknown as readonly State[];
  const followers = new Map<string, Set<string>>();
  for (const state of states) {
    const pattern = patternIn(state, model);
    if (pattern === null) continue;
    const found = followers.get(pattern) ?? new Set();
    followers.set(pattern, found);
    const afterSync = nextStates(model.actions.find(({ action }) => action.name === 'kvm.syncVgic') as Model['actions'][number], state as unknown as Model['initial'][number]);
    const waiting = [...afterSync] as unknown as State[];
    const seen = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const key = String(next);
      if (seen.has(key)) continue;
      seen.add(key);
      const printed = patternIn(next, model);
      if (printed === null) waiting.push(...successors(next));
      else found.add(printed);
    }
  }
  return Object.fromEntries([...followers].map(([pattern, found]) => [pattern, sorted([...found])]));
}

function sorted(patterns: readonly string[]): readonly string[] {
  return [...patterns].sort();
}
