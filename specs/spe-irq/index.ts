/** The interrupt of a profiling unit that host and guests share: how does KVM give a guest its own, without losing it and without robbing the host? */
import { spec } from 'explore';
import { gic } from './actors/gic.js';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { spe } from './actors/spe.js';
import { user } from './actors/user.js';
import { expectedByDefault } from './expected.js';
import { fairness } from './fairness.js';
import { constraint, parameters } from './parameters.js';
import { properties } from './properties.js';
import { initial, schemas } from './state.js';
import { variants } from './variants.js';

export default spec({
  name: 'spe-irq',
  about:
    "The Statistical Profiling Extension of an Arm CPU, shared by the host and its guests. The unit has one interrupt, and the host's driver owns it. How does KVM tell a guest that its buffer is full, what keeps that interrupt from throwing the guest out at each entry, and how long does the guest go on unprofiled?",
  sources: [
    'mail of 24 December 2019 to the KVM/ARM list: a review of "KVM: arm64: spe: Provide guest virtual interrupts for SPE" (v2 14/18)',
    'Linux, drivers/perf/arm_spe_pmu.c; virt/kvm/arm/arm.c; arch/arm64/kvm/vgic/; drivers/irqchip/irq-gic-v3.c',
    '"KVM: arm64: Emulate SPE buffer management interrupt", RFC v4 34/39, 25 August 2021',
    'Arm DDI 0487 (the profiling extension), IHI 0069 (GICv3)',
  ],
  parameters,
  constraint,
  state: (given) => schemas(given).State,
  initial,
  actions: (given) => [spe, gic, host, user, kvm, guest].flatMap((actor) => actor(given).actions),
  properties,
  fairness: () => fairness,
  variants,
  expect: expectedByDefault,
});
