/** Recycling shadow stage-2 MMUs for nested guests: a slot changes hands before it is emptied, and must be empty before it is used. */
import { spec } from 'explore';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { expectedByDefault } from './expected.js';
import { constraint, parameters } from './parameters.js';
import { fairness } from './progress.js';
import { properties } from './properties.js';
import { initial, schemas } from './state.js';
import { variants } from './variants.js';

export default spec({
  name: 's2-recycle',
  about:
    "KVM on Arm keeps a shadow of each stage-2 table of a guest hypervisor in one of a few slots. A slot that gets a new owner is marked, and emptied later, where sleeping is allowed. Who makes sure that nobody enters a guest on a slot with another guest's translations, and that a TLBI reaches them all?",
  sources: [
    'thread "[PATCH 3/3] KVM: arm64: nv: Punt stage-2 recycling to a vCPU request" on kvmarm, 1 October 2024: review and answer',
    'Linux, arch/arm64/kvm/nested.c, arm.c, mmu.c, sys_regs.c; virt/kvm/kvm_main.c; Documentation/virt/kvm/vcpu-requests.rst',
    'Linux commits 4f128f8e1aaa, 6ded46b5a4fd, 3c164eb9464d, c268f204f7c5, 79cc6cdb932a',
    'Arm DDI 0487, TLB maintenance, and translation regimes that are out of context',
  ],
  parameters,
  constraint,
  state: (given) => schemas(given).State,
  initial,
  actions: (given) => [guest, host, kvm].flatMap((actor) => actor(given).actions),
  fairness,
  properties,
  variants,
  expect: expectedByDefault,
});
