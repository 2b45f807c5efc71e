/** Affinity level 3 in KVM on Arm: who has which address, where interrupts go, and what a move to another host makes of both. */
import { spec } from 'explore';
import { guest } from './actors/guest.js';
import { vmm } from './actors/vmm.js';
import { expectedByDefault } from './expected.js';
import { constraint, parameters } from './parameters.js';
import { properties } from './properties.js';
import { initial, schemas } from './state.js';
import { variants } from './variants.js';

export default spec({
  name: 'affinity',
  about:
    'Each virtual CPU has an affinity, a path of four numbers, in MPIDR_EL1; the emulated GICv3 repeats it in GICR_TYPER, and a routing register (IROUTER) names the CPU that gets an interrupt. KVM knows three of the four numbers, but stores a fourth one that the VMM writes. What happens to such a guest, what do the proposed repairs do, and does the guest survive a move to another host?',
  sources: [
    'mail of 26 February 2024 to the kvmarm list: review of "[PATCH 1/1] KVM: arm64: Affinity level 3 support"',
    'Linux, arch/arm64/kvm/sys_regs.c, arch/arm64/kvm/vgic/vgic-mmio-v3.c, vgic-kvm-device.c, vgic-sys-reg-v3.c; drivers/irqchip/irq-gic-v3.c',
    'Linux, Documentation/virt/kvm/devices/arm-vgic-v3.rst',
    'Arm IHI 0069 (GICv3 and GICv4), DDI 0487 (MPIDR_EL1)',
  ],
  parameters,
  constraint,
  state: (given) => schemas(given).State,
  initial,
  actions: (given) => [vmm, guest].flatMap((actor) => actor(given).actions),
  properties,
  variants,
  expect: expectedByDefault,
});
