/** Progress in sdei: the table of its description, one event and one vCPU at a time, and what it says about starvation. */
import { describe, expect, test } from 'vitest';
import sdei from '../../specs/sdei/index.js';
import { check, variantOf } from '../../src/check.js';
import { instantiate } from '../../src/model/index.js';
import { type LivenessFinding, referenceLiveness } from '../../src/reference/liveness.js';
import type { Liveness } from '../../src/spec/index.js';
import { stemOf } from '../../src/trace/index.js';

const source = { spec: sdei, url: new URL('../../dist/specs/sdei/index.js', import.meta.url).href };

/**
 * The length of the way to a loop; null: holds. One vCPU with a normal and a critical event: that the critical one is
 * delivered, that the normal one is. Two vCPUs with event 0: that it is delivered on vCPU 1, that it is unregistered.
 */
const rows = [
  { variant: 'spec', critical: null, normal: null, second: null, unregistered: null },
  { variant: 'v7-fixed', critical: null, normal: null, second: null, unregistered: null },
  { variant: 'v5', critical: null, normal: null, second: null, unregistered: 12 },
  { variant: 'v6', critical: 10, normal: 15, second: 15, unregistered: null },
  // The hang alone, and for what is unregistered it is the other vCPU that hangs.
  { variant: 'v7', critical: 5, normal: 6, second: 6, unregistered: 15 },
  { variant: 'no-req-on-unmask', critical: 6, normal: 7, second: 6, unregistered: null },
  { variant: 'no-req-on-enable', critical: 6, normal: 7, second: 6, unregistered: null },
  { variant: 'no-req-on-complete', critical: 9, normal: 11, second: 10, unregistered: null },
  { variant: 'lost-event-count', critical: 9, normal: 11, second: 10, unregistered: null },
];

describe('one vCPU, a normal and a critical event', () => {
  test.each(rows)('$variant', ({ variant, critical, normal }) => {
    const given = variantOf(sdei, variant);
    expect({ critical: asked(given, 'async-pf').stem, normal: asked(given, 'signaled').stem }).toEqual({ critical, normal });
  });
});

describe('two vCPUs, event 0 on each', () => {
  test.each(rows)('$variant', async ({ variant, second, unregistered }) => {
    const { verdicts } = await check(source, { variant: `${variant}+two-vcpus`, properties: ['L1', 'L2'], until: 'exhaustion', workers: 1 });
    // The vCPUs are alike: what is shortest on one is shortest on the other.
    const stems = verdicts.map(({ verdict }) => (verdict.kind === 'violated' ? stemOf(verdict.trace) : verdict.kind === 'holds' ? null : NaN));
    expect(stems).toEqual([second, unregistered]);
  });
});

describe('without end to what is raised', () => {
  test('critical events starve a normal one: 10 states lie on the loops, after 11 steps', () => {
    expect(asked(variantOf(sdei, 'spec+unlimited'), 'signaled').components).toEqual([{ depth: 11, size: 10 }]);
    expect(asked(variantOf(sdei, 'spec+unlimited'), 'async-pf').broken).toBe(false);
  });

  test.each(rows.map(({ variant }) => variant))('%s', (variant) => {
    expect(asked({ ...variantOf(sdei, variant), unlimited: true }, 'signaled').broken).toBe(true);
  });

  test('event 0 starves another normal event, and only then', () => {
    const given = { dispatcher: 'spec', entry: 'separate', calls: 'changing', vcpus: 1, events: ['signaled', 'shared'] };
    expect(asked(given, 'shared').broken).toBe(false);
    expect(asked({ ...given, unlimited: true }, 'shared').broken).toBe(true);
  });
});

describe('a guest that stays where it is', () => {
  test('it is not told of an event without a kick: asleep, or computing', () => {
    expect(asked(variantOf(sdei, 'no-kick+async-pf'), 'async-pf').stem).toBe(8);
    expect(asked(variantOf(sdei, 'no-kick+computing'), 'async-pf').stem).toBe(7);
  });

  test.each(['spec', 'v7-fixed'])('%s: it is told', async (dispatcher) => {
    for (const given of [{ vcpus: 1 }, { vcpus: 2, events: ['signaled'] }]) {
      const parameters = { dispatcher, entry: 'separate', calls: 'changing', computes: true, wfi: true, ...given };
      const { verdicts } = await check(source, { parameters, properties: ['L1', 'L2'], until: 'exhaustion', workers: 1 });
      expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(['holds', 'holds']);
    }
  });
});

test('a wake-up that is late is not lost: after a migration by the rule of v5 the request comes with COMPLETE', () => {
  const violated = Object.keys(sdei.variants.get('migrate-v5-rule')?.expect?.violated ?? {});
  expect(violated).toEqual(['P11']);
  expect(asked(variantOf(sdei, 'migrate-v5-rule'), 'async-pf').broken).toBe(false);
});

/** L1 of an event on vCPU 0, by the reference. */
function asked(given: Readonly<Record<string, unknown>>, event: string): LivenessFinding {
  const model = instantiate(sdei, given);
  const { property, instances } = model.properties.find((each) => each.property.name === 'L1') ?? { instances: [] };
  const instance = instances.find(({ chosen }) => chosen.vcpu === 0 && chosen.event === event);
  if (property === undefined || instance === undefined) throw new Error(`L1 is not asked of ${event}`);
  return referenceLiveness(model, property as Liveness<unknown>, instance);
}
