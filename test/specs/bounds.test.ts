/** The bounds of the specs, where they are known by other means than the spec: by an argument, or from the programs from whose figures the specs were made. */
import { describe, expect, test } from 'vitest';
import spe from '../../specs/spe-irq/index.js';
import vgicHw from '../../specs/vgic-hw/index.js';
import { findSpec } from '../../src/catalog.js';
import { type CheckOptions, check } from '../../src/check.js';
import type { Spec } from '../../src/spec/index.js';

async function largest(spec: Spec, options: CheckOptions): Promise<number | 'unbounded' | undefined> {
  const { verdicts } = await check(await findSpec(spec.name), { workers: 1, until: 'exhaustion', ...options });
  const [told] = verdicts;
  return told !== undefined && 'measured' in told.verdict ? told.verdict.measured?.largest.count : undefined;
}

/**
 * Each timer throws a vCPU out once before its first step: then it is in a list register, and its physical interrupt is
 * active. A sync that clears the active bit of a waiting interrupt lets two timers do it in turns, and without any active
 * bit one is enough.
 */
describe('vgic-hw, B1: how often in a row a vCPU is thrown out', () => {
  test.each<[kvm: string, one: number | 'unbounded', two: number | 'unbounded', three: number | 'unbounded']>([
    ['sync-clears-active', 1, 'unbounded', 'unbounded'],
    ['flush-sets-active', 1, 2, 3],
    ['driver-owns-active', 1, 2, 3],
    ['level-owns-active', 1, 2, 3],
    ['fold-lr', 1, 2, 3],
    ['never-active', 'unbounded', 'unbounded', 'unbounded'],
  ])('%s', async (kvm, ...expected) => {
    const numbers = await Promise.all([1, 2, 3].map((timers) => largest(vgicHw, { properties: ['B1'], parameters: { vcpus: 1, pcpus: 1, kvm, irqs: Array.from({ length: timers }, () => 'timer') } })));
    expect(numbers).toEqual(expected);
  });
});

/** Guest steps from where profiling has stopped and no interrupt is on its way until that is over. The spec counts them in its state; here they are counted along the runs, without. */
describe('spe-irq: the length of a black hole', () => {
  const unseen = '(vcpus[0].service || vcpus[0].hwService) && !vcpus[0].lrP && !vcpus[0].lrA && vcpus[0].handler == none';
  const hole = (design: string, tick: number) =>
    largest(spe, {
      adHoc: { from: unseen, to: `!(${unseen})`, counting: ['guest'] },
      parameters: { vcpus: 1, design, tick, noMask: true, retire: 'at-once', hostProfiling: false, blackHole: null, blindCap: 0, activeWrites: null },
    });
  test.each([1, 2, 3, 5, 8])('with a tick every %i steps', async (tick) => {
    const designs = ['virtual-load-put', 'eager', 'mapped-resample', 'zero-pmbsr', 'naive', 'mapped'];
    const numbers = await Promise.all(designs.map(async (design) => [design, await hole(design, tick)]));
    expect(Object.fromEntries(numbers)).toEqual({ 'virtual-load-put': tick, eager: 0, 'mapped-resample': 0, 'zero-pmbsr': 0, naive: 0, mapped: 'unbounded' });
  });
  test('without a tick it is unbounded', async () => expect(await hole('virtual-load-put', 0)).toBe('unbounded'));
});
