/** Forwarded ("mapped") interrupts in KVM on Arm: who keeps the physical interrupt active while the guest has it. */
import { spec } from 'explore';
import { device } from './actors/device.js';
import { gic } from './actors/gic.js';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { expectedByDefault } from './expected.js';
import { fairness } from './fairness.js';
import { observations } from './observations.js';
import { constraint, parameters } from './parameters.js';
import { properties } from './properties.js';
import { initial, schemas } from './state.js';
import { variants } from './variants.js';

export default spec({
  name: 'vgic-hw',
  about:
    'Interrupts of physical devices that KVM on Arm forwards to a guest: the list register is tied to the physical interrupt, and the guest ends both with one write. Who sets the physical active bit, who clears it, and how does KVM know that the guest is done?',
  sources: [
    'mail of 7 September 2015 to the KVM/ARM list: a review of the document below, with trace lines',
    'Linux, Documentation/virtual/kvm/arm/vgic-mapped-irqs.txt (4cf1bc4c7cbf)',
    'Linux, virt/kvm/arm/vgic.c and arch_timer.c of v4.3 and v4.4; arch/arm64/kvm/vgic/ of today',
    'Arm IHI 0048 (GICv2), IHI 0069 (GICv3 and GICv4)',
  ],
  parameters,
  constraint,
  state: (given) => schemas(given).State,
  initial,
  actions: (given) => [device, host, gic, guest, kvm].flatMap((actor) => actor(given).actions),
  properties,
  fairness: () => fairness,
  observations,
  variants,
  expect: expectedByDefault,
});
