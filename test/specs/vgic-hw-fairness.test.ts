/** What the promises of vgic-hw about progress need: which assumptions must be strong, and which could be left out. By the reference. */
import { describe, expect, test } from 'vitest';
import vgicHw from '../../specs/vgic-hw/index.js';
import { instantiate, type Model } from '../../src/model/index.js';
import { referenceLiveness } from '../../src/reference/liveness.js';
import { type FairnessChange, type Liveness, strongly, weakly } from '../../src/spec/index.js';

const one = { vcpus: 1, pcpus: 1 } as const;

describe('a promise is broken if an assumption is only weak', () => {
  test.each([
    [
      { ...one, kvm: 'fold-lr' },
      { 'kvm.flushTimer': ['L1', 'L2', 'L4'], 'guest.unmask': ['L1'], 'guest.ack': ['L1'] },
    ],
    [
      { ...one, kvm: 'sync-clears-active' },
      { 'kvm.flushTimer': ['L1', 'L2', 'L4'], 'guest.unmask': ['L1'], 'guest.ack': ['L1'] },
    ],
    [
      { ...one, kvm: 'fold-lr', irqs: ['f-edge'] },
      { 'kvm.flushTimer': ['L2', 'L3', 'L4'], 'guest.unmask': ['L3'], 'guest.ack': ['L3'], 'guest.eoi': ['L3'] },
    ],
    [
      { ...one, kvm: 'fold-lr', disable: true },
      { 'kvm.flushTimer': ['L1', 'L2', 'L4'], 'guest.unmask': ['L1'], 'guest.ack': ['L1'], 'guest.enable': ['L1'] },
    ],
    [
      { vcpus: 2, pcpus: 1, kvm: 'fold-lr' },
      { 'host.load': ['L1', 'L2', 'L4'], 'host.put': ['L1', 'L2', 'L4'], 'kvm.flushTimer': ['L1', 'L2', 'L4'], 'guest.unmask': ['L1'], 'guest.ack': ['L1'] },
    ],
  ])('%o', (set, needed) => {
    const model = instantiate(vgicHw, set);
    const strong = model.actions.filter(({ action: { fairness } }) => fairness === 'strong' || (typeof fairness === 'object' && 'strong' in fairness));
    const names = [...new Set(strong.map(({ action }) => action.name))];
    const found = names.map((name) => [name, brokenWith(model, { unfair: ({ action }) => action === name, also: [weak(name), guestGoesOn] })]);
    expect(Object.fromEntries(found.filter(([, broken]) => broken?.length))).toEqual(needed);
  });
});

test('where vCPUs share a physical CPU, the tick must throw a guest out at last', () => {
  const model = instantiate(vgicHw, { vcpus: 2, pcpus: 1 });
  expect(brokenWith(model, { unfair: ({ action }) => action === 'guest.trap', also: [guestGoesOn] })).toEqual(['L1', 'L2', 'L4']);
  expect(brokenWith(model, { unfair: ({ action }) => action === 'guest.trap', also: [weak('guest.trap'), guestGoesOn] })).toEqual([]);
});

test('without any assumption nothing is promised', () => {
  expect(brokenWith(instantiate(vgicHw, one), { unfair: () => true })).toEqual(['L1', 'L2', 'L4']);
});

/** An action, for each vCPU and interrupt, whatever the physical CPU. */
const weak = (name: string) => weakly('weak', ({ action, args }) => (action === name ? JSON.stringify([args.vcpu, args.irq]) : null));

/** The group of which an action is one is not assumed either, once nothing is assumed of that action. */
const guestGoesOn = strongly('any step of the guest', ({ action, actor }) => (action.startsWith('guest.') ? actor : null));

/** The liveness properties that do not hold with another fairness. */
function brokenWith(model: Model, change: FairnessChange<unknown>): readonly string[] {
  return model.properties.flatMap(({ property, instances }) => {
    if (property.kind !== 'liveness') return [];
    const changed: Liveness<unknown> = { ...property, fairness: { ...property.fairness, ...change } };
    return instances.some((instance) => referenceLiveness(model, changed, instance).broken) ? [property.name] : [];
  });
}
