/** Progress: what is assumed to go on, and what is promised to come about in the end. */
import { type Fairness, language, type Property, reference, strongly } from 'explore';
import { designOf } from './designs.js';
import type { Parameters } from './parameters.js';
import type { State, Vcpu } from './state.js';

const { leadsTo } = language<State>();

/**
 * Each thread of a vCPU that can run again and again does so, and each thread that runs and can take a step of KVM again
 * and again does so: two assumptions for each vCPU, and strong ones, because the scheduler may disable every step before
 * it is taken. Nothing is assumed of the guest, and of what else the host does.
 */
export function fairness({ kvm }: Parameters): readonly Fairness[] {
  // A load that never drops the lock is one thing with what called it, also where each page is a step.
  const isLoad = (action: string) => action === 'kvm.get_s2_mmu_nested' && designOf(kvm).cleanup === 'in-load';
  const isScheduling = (action: string) => action === 'host.kvm_sched_in' || isLoad(action);
  return [
    strongly('the thread is scheduled in', ({ action, args }) => (isScheduling(action) ? vcpuOf(args) : null)),
    strongly('the thread takes a step of KVM', ({ action, args }) => (!isScheduling(action) && (action.startsWith('kvm.') || action === 'user.KVM_RUN') ? vcpuOf(args) : null)),
  ];
}

export function progress({ vcpus, tlbi }: Parameters): readonly Property<State>[] {
  const args = { vcpu: reference('vCPU', vcpus) };
  const isIn = (state: State, vcpu: number, ...places: readonly Vcpu['pc'][]) => places.includes(state.vcpus.get(vcpu).pc);

  const Enter = leadsTo('L_Enter', 'a thread at the top of the run loop enters its guest in the end, or returns to user space', {
    source: 'arch/arm64/kvm/arm.c, kvm_arch_vcpu_ioctl_run; Documentation/virt/kvm/vcpu-requests.rst',
    args,
    from: (state, { vcpu }) => isIn(state, vcpu, 'top'),
    // Whoever finds no slot has come to BUG_ON: that is what SlotsSuffice is about.
    holds: (state, { vcpu }) => isIn(state, vcpu, 'guest', 'user', 'bug'),
  });

  const Tlbi = leadsTo('L_Tlbi', 'a TLBI that has trapped comes to its end', {
    source: 'arch/arm64/kvm/nested.c, kvm_s2_mmu_iterate_by_vmid',
    args,
    from: (state, { vcpu }) => isIn(state, vcpu, 'tlbi', 'tlbiWalk', 'tlbiYield'),
    holds: (state, { vcpu }) => !isIn(state, vcpu, 'tlbi', 'tlbiWalk', 'tlbiYield'),
  });

  return [Enter, ...(tlbi ? [Tlbi] : [])];
}

function vcpuOf(args: Readonly<Record<string, unknown>>): string {
  return `vCPU ${args.vcpu}`;
}
