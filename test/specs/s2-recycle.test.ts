/** s2-recycle: every row of its table, by the reference where that is quick, and the table of its description. */
import { describe, expect, test } from 'vitest';
import { expected, twoSlots } from '../../specs/s2-recycle/expected.js';
import s2Recycle from '../../specs/s2-recycle/index.js';
import { type CheckOptions, check } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';
import type { Run } from '../../src/report/index.js';
import { stemOf } from '../../src/trace/index.js';

const source = { spec: s2Recycle, url: new URL('../../dist/specs/s2-recycle/index.js', import.meta.url).href };
const variants = Array.from(s2Recycle.variants, ([name, variant]) => ({ name, ...variant }));
/** The reference takes its time; rows that are bigger are left to the engine. */
const smallEnough = 1500;
const sizeOf = ({ expect: promised }: (typeof variants)[number]) => promised?.states ?? 0;

describe('every variant has the size and the verdicts that it promises, and nothing in it is idle', () => {
  test.each(variants.filter((row) => sizeOf(row) <= smallEnough))('$name, by the reference', ({ set, expect: promised }) => {
    const model = instantiate(s2Recycle, set);
    const found = referenceExplore(model);
    const broken = [...found.findings].filter(([, finding]) => finding.broken);
    expect({
      states: found.states.size,
      transitions: found.transitions,
      depth: found.depth,
      violated: Object.fromEntries(broken.filter(([name]) => !name.startsWith('W_')).map(([name, { length }]) => [name, length])),
      unreached: broken.filter(([name]) => name.startsWith('W_')).map(([name]) => name),
    }).toEqual({ unreached: [], ...promised });
    expect(model.actions.filter(({ index }) => found.fired[index] === 0).map(({ label }) => label)).toEqual([]);
    expect([...found.findings].filter(([, { vacuous }]) => vacuous)).toEqual([]);
  });

  test.each(variants.filter((row) => sizeOf(row) > smallEnough))('$name', async ({ name, expect: promised }) => {
    // Progress of the default parameters takes longer than all of the others together; the contract of specs asks for it.
    const run = await explored({ variant: name, ...(name === 'default' && { properties: safetyOf({}) }) });
    expect(run.ending).toEqual({ kind: 'exhausted' });
    const { states, transitions, depth } = run.counts;
    expect({ states, transitions, depth, violated: violatedIn(run), unreached: unreachedIn(run) }).toEqual({ unreached: [], ...promised });
    expect(run.model.actions.filter(({ index }) => run.actions[index]?.fired === 0).map(({ label }) => label)).toEqual([]);
    expect(run.verdicts.filter(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous)).toEqual([]);
    expect(run.tables.fallbacks).toEqual([]);
  });
});

test('each promise but one is broken by some variant, and the default breaks none', () => {
  const broken = new Set(variants.flatMap(({ expect: promised }) => Object.keys(promised?.violated ?? {})));
  const all = ['EnterClean', 'RunKey', 'RunTags', 'NoStaleAfterTLBI', 'RequestSound', 'RefSound', 'UniqueKeys', 'NoRecycleInUse', 'NoBlockInAtomic', 'SlotsSuffice', 'SigNoEnter', 'Passes', 'L_Enter'];
  // No design lets a TLBI go on for ever: L_Tlbi says that strong fairness is enough (and weak fairness is not, see below).
  expect([...broken].sort()).toEqual([...all].sort());
  expect(s2Recycle.variants.get('default')?.expect?.violated).toEqual({});
});

describe('with two slots, as the description has it', () => {
  const designs = Object.entries(twoSlots).map(([kvm, row]) => ({ kvm, ...row, shortest: Math.min(...Object.values(row.violated)) }));

  test.each(designs.filter(({ shortest }) => shortest <= 21))('$kvm: the first violation comes after $shortest steps', async ({ kvm, shortest, violated }) => {
    const run = await check(source, { parameters: { kvm } });
    const first = Object.entries(violatedIn(run)).filter(([, length]) => length === shortest);
    expect(first).not.toEqual([]);
    for (const found of first) expect(Object.entries(violated)).toContainEqual(found);
    expect(Math.min(...Object.values(violatedIn(run)))).toBe(shortest);
  });

  test.each(designs.filter(({ states }) => states < 750_000))('$kvm: the whole space', async ({ kvm, states, without, starves, violated }) => {
    const run = await explored({ parameters: { kvm }, properties: safetyOf({ kvm }) });
    expect({ states: run.counts.states, violated: violatedIn(run) }).toEqual({ states, violated });
    if (without === null) return;
    const there = await explored({ parameters: { kvm, tlbi: false, changedContexts: 0 }, properties: ['L_Enter'] });
    expect({ states: there.counts.states, starves: violatedIn(there).L_Enter ?? null }).toEqual({ states: without, starves });
  });

  test('each witness is as far away as it should be', async () => {
    const { verdicts } = await explored({ properties: safetyOf({}) });
    const reached = verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'reached' ? [[subject.property.name, verdict.trace.steps.length]] : []));
    expect(Object.fromEntries(reached)).toEqual({ W_ShadowUse: 6, W_FillBehindTlbi: 6, W_LegalStaleUse: 7, W_LoadedDirty: 11, W_TlbiSlotRecycled: 15, W_TwoUnmappers: 18 });
  });
});

describe('progress', () => {
  const findings = (set: Readonly<Record<string, unknown>>, strength: 'weak' | 'strong') => {
    const model = instantiate(s2Recycle, set);
    const assuming = { ...model, assumptions: model.assumptions.map((assumption) => ({ ...assumption, strength })) };
    const { findings } = referenceExplore({ ...assuming, properties: model.properties.filter(({ property }) => property.kind === 'liveness') });
    return Object.fromEntries([...findings].map(([name, { broken }]) => [name, broken]));
  };
  const small = { vcpus: 1, slots: 1, vmids: [0, 1], signal: true, irq: true };

  test('under weak fairness both promises fail: the scheduler comes before each step', () => {
    expect(findings(small, 'weak')).toEqual({ L_Enter: true, L_Tlbi: true });
    expect(findings(small, 'strong')).toEqual({ L_Enter: false, L_Tlbi: false });
  });

  test('nobody is preempted: weak fairness is enough', () => {
    expect(findings({ ...small, preempt: false }, 'weak')).toEqual({ L_Enter: false, L_Tlbi: false });
  });

  test('the designs that let go of a slot when they are scheduled out, and do not pin it up to the entry, are those that may never enter', () => {
    const starving = new Set(variants.filter(({ expect: promised }) => promised?.violated?.L_Enter !== undefined).map(({ set }) => set.kvm));
    expect(starving).toEqual(new Set(Object.entries(twoSlots).flatMap(([kvm, { starves }]) => (starves === null || starves === undefined ? [] : [kvm]))));
    expect([...starving].sort()).toEqual(['check-outside-lock-final', 'check-outside-lock-final-nopin', 'request-nopin', 'request-v1', 'unmap-in-get-block']);
  });
});

describe('what is one step does not decide what is broken', () => {
  const circumstance = { slots: 1, vmids: [0, 1], tlbi: false, changedContexts: 0 };
  const designs = ['request', 'request-nopin', 'unmap-in-get-block', 'unmap-in-get-noblock', 'clear-pending-before-unmap'];

  test.each(designs)('%s', async (kvm) => {
    const region = await explored({ parameters: { ...circumstance, kvm } });
    const page = await explored({ parameters: { ...circumstance, kvm, grain: 'page' } });
    expect(Object.keys(violatedIn(page))).toEqual(Object.keys(violatedIn(region)));
    expect(unreachedIn(page)).toEqual(unreachedIn(region));
    expect(page.counts.states).toBeGreaterThan(region.counts.states);
  });
});

describe('a model has the properties that its parameters call for', () => {
  test.each([
    { set: {}, without: ['SigNoEnter', 'Passes', 'W_SigSkipsRequest'] },
    { set: { tlbi: false, changedContexts: 0 }, without: ['NoStaleAfterTLBI', 'SigNoEnter', 'Passes', 'L_Tlbi', 'W_FillBehindTlbi', 'W_LegalStaleUse', 'W_SigSkipsRequest', 'W_TlbiSlotRecycled'] },
    { set: { kvm: 'check-outside-lock', signal: true, maxPasses: 2 }, without: ['RequestSound'] },
    { set: { kvm: 'unmap-in-get-noblock' }, without: ['RequestSound', 'SigNoEnter', 'Passes', 'W_LoadedDirty', 'W_SigSkipsRequest', 'W_TwoUnmappers'] },
    { set: { kvm: 'no-refcount', pages: 1 }, without: ['RefSound', 'SlotsSuffice', 'SigNoEnter', 'Passes', 'W_FillBehindTlbi', 'W_SigSkipsRequest', 'W_TlbiSlotRecycled', 'W_TwoUnmappers'] },
    {
      set: { vmids: [0], signal: true },
      without: ['RequestSound', 'UniqueKeys', 'Passes', 'W_LoadedDirty', 'W_SigSkipsRequest', 'W_TlbiSlotRecycled', 'W_TwoUnmappers'],
    },
  ])('$set', ({ set, without }) => {
    const safety = ['EnterClean', 'RunKey', 'RunTags', 'NoStaleAfterTLBI', 'RequestSound', 'RefSound', 'UniqueKeys', 'NoRecycleInUse', 'NoBlockInAtomic', 'SlotsSuffice', 'SigNoEnter', 'Passes'];
    const all = [...safety, 'L_Enter', 'L_Tlbi', 'W_ShadowUse', 'W_FillBehindTlbi', 'W_LegalStaleUse', 'W_LoadedDirty', 'W_SigSkipsRequest', 'W_TlbiSlotRecycled', 'W_TwoUnmappers', 'D'];
    expect(instantiate(s2Recycle, set).properties.map(({ property }) => property.name)).toEqual(all.filter((name) => !without.includes(name)));
  });
});

describe('parameters that do not go together are refused', () => {
  test.each([
    [{ vmids: [0], changedContexts: 2 }, 'changed-contexts 2: there are only 1 contexts'],
    [{ changedPages: 3 }, 'changed-pages 3: a table has only 2 pages'],
    [{ tlbi: false }, 'changed-contexts needs tlbi: an L1 that changes its tables must be able to invalidate what it has changed'],
    [{ changedContexts: 0, changedPages: 2 }, 'changed-pages makes no difference when no context is changed'],
    [{ pages: 1, unmapYield: false }, 'unmap-yield makes no difference when a table has one page'],
    [{ tlbi: false, changedContexts: 0, tlbiYield: false }, 'tlbi-yield needs TLBIs, and tables of more than one page'],
    [{ kvm: 'signal-enters' }, 'signal-enters differs from request only when there are signals'],
    [{ kvm: 'tlbi-skip-pending', tlbi: false, changedContexts: 0 }, 'tlbi-skip-pending differs from request only when there are TLBIs'],
    [{ kvm: 'no-request', maxPasses: 1 }, 'max-passes: nobody empties a slot after it was loaded in no-request'],
  ])('%o', (set, because) => {
    expect(() => instantiate(s2Recycle, set)).toThrow(expect.objectContaining({ details: [['because', because]] }));
  });
});

test('what the variants are called', () => {
  const designs = new Set(variants.map(({ set }) => set.kvm).filter((kvm) => kvm !== undefined));
  for (const kvm of designs) expect(s2Recycle.variants.has(kvm as string)).toBe(true);
  const rows = Object.values(expected).flatMap((row) => Object.keys(row));
  expect(variants).toHaveLength(rows.length + 1);
});

function explored(options: Omit<CheckOptions, 'until'>): Promise<Run> {
  return check(source, { ...options, until: 'exhaustion' });
}

/** Everything but progress: that is asked of smaller models. */
function safetyOf(set: Readonly<Record<string, unknown>>): readonly string[] {
  return instantiate(s2Recycle, set).properties.flatMap(({ property }) => (property.kind === 'liveness' ? [] : [property.name]));
}

function violatedIn({ verdicts }: Run): Record<string, number> {
  return Object.fromEntries(verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'violated' ? [[subject.property.name, stemOf(verdict.trace)]] : [])));
}

function unreachedIn({ verdicts }: Run): readonly string[] {
  return verdicts.flatMap(({ subject, verdict }) => (verdict.kind === 'unreached' ? [subject.property.name] : []));
}
