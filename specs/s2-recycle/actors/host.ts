/** The host around KVM: its scheduler, its signals and interrupts, and the user-space program that runs the vCPUs. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { Pc, State } from '../state.js';

const { action } = language<State>();

export function host(parameters: Parameters) {
  const { design, isAt, isUnlocked, withVcpu, canLoad, load, putScheduledOut } = machine(parameters);
  const args = { vcpu: reference('vCPU', parameters.vcpus) };

  /** Where the thread runs with preemption on and without the lock. Waiting for the lock is spinning, with preemption off. */
  const preemptible: readonly Pc[] = ['top', 'final', 'launderYield', 'tlbiYield', 'install'];
  /** These want the lock next: while somebody else has it they spin. */
  const spinning: readonly Pc[] = ['launderYield', 'tlbiYield', 'install'];

  const schedOut = action('host.kvm_sched_out', {
    actor: 'host scheduler',
    about: 'The thread is preempted: the preempt notifier calls kvm_arch_vcpu_put, which must not sleep.',
    args,
    guard: (state, { vcpu }) => {
      const { pc } = state.vcpus.get(vcpu);
      return preemptible.includes(pc) && isAt(state, vcpu, pc) && (!spinning.includes(pc) || isUnlocked(state));
    },
    step: (state, { vcpu }) => withVcpu(putScheduledOut(state, vcpu), vcpu, { out: true }),
  });

  const schedIn = action('host.kvm_sched_in', {
    actor: 'host scheduler',
    about: 'The thread runs again: the preempt notifier calls kvm_arch_vcpu_load, which must not sleep. If the vCPU has no MMU, it gets one.',
    args,
    guard: (state, { vcpu }) => state.vcpus.get(vcpu).out && canLoad(state, vcpu),
    step: (state, { vcpu }) => load(withVcpu(state, vcpu, { out: false }), vcpu),
  });

  const signal = action('host.signal', {
    actor: 'host',
    about: 'A signal arrives for the thread. A vCPU in the guest is forced out.',
    args,
    guard: (state, { vcpu }) => {
      const { pc, signal, unfinished } = state.vcpus.get(vcpu);
      return (pc === 'guest' || pc === 'top' || pc === 'final') && !signal && unfinished === null;
    },
    step: (state, { vcpu }) => withVcpu(state, vcpu, { signal: true, ...(state.vcpus.get(vcpu).pc === 'guest' ? { pc: 'top' } : {}) }),
  });

  const irq = action('host.irq', {
    actor: 'host',
    about: 'An interrupt of the host forces the vCPU out of the guest.',
    args,
    guard: (state, { vcpu }) => state.vcpus.get(vcpu).pc === 'guest',
    step: (state, { vcpu }) => withVcpu(state, vcpu, { pc: 'top' }),
  });

  const run = action('user.KVM_RUN', {
    actor: ({ vcpu }) => `user vcpu${vcpu}`,
    about: 'User space calls KVM_RUN again: vcpu_load, and the run loop begins.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'user') && canLoad(state, vcpu),
    step: (state, { vcpu }) => load(withVcpu(state, vcpu, { pc: 'top' }), vcpu),
  });

  /** KVM_RUN returns for a signal only. */
  const returns = parameters.signal && design.onSignal === 'returns';
  const actions: readonly Action<State>[] = [...(parameters.preempt ? [schedOut, schedIn] : []), ...(parameters.signal ? [signal] : []), ...(returns ? [run] : []), ...(parameters.irq ? [irq] : [])];
  return { actions, /** The steps in which vcpu_load is called. */ loads: [...(parameters.preempt ? [schedIn] : []), ...(returns ? [run] : [])] };
}
