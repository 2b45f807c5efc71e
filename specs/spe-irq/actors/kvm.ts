/**
 * KVM: the steps of one turn of the run loop (kvm_arch_vcpu_ioctl_run), in the order in which the thread of a vCPU takes them.
 * What the profiling code does in them is the design's matter: `designs.ts`.
 */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { Pc, State } from '../state.js';
import { user } from './user.js';

const { action } = language<State>();

export function kvm(parameters: Parameters) {
  const { tick, callback, syncOrder, userNotify } = parameters;
  const { design, kernel, hw, withVcpu, line, settled, isAt, exit, activeWritten } = machine(parameters);
  const { isNews } = user(parameters);
  const vcpu = reference('vCPU', parameters.vcpus);
  const actor = (chosen: { readonly vcpu: number }) => `kvm vcpu${chosen.vcpu}`;

  /** A step of the loop: it is taken at its own place, and then the next one comes. */
  const stepOfLoop = (pc: Pc, then: Pc, fairness: 'weak' | 'strong', about: string, effect: (state: State, vcpu: number) => State) =>
    action(`kvm.${pc}`, {
      actor,
      about,
      args: { vcpu },
      fairness,
      guard: (state, chosen) => isAt(state, chosen.vcpu, pc) && !(pc === 'flushSpe' && userNotify && isNews(state, chosen.vcpu)),
      step: (state, chosen) => settled(withVcpu(effect(state, chosen.vcpu), chosen.vcpu, { pc: then })),
    });

  const flushSpe = stepOfLoop('flushSpe', 'irqsOff', 'strong', 'kvm_spe_flush_hwstate: write the physical active bit, where the design does that before each entry.', (state, vcpu) => {
    const turned = withVcpu(state, vcpu, { writes: 0 });
    const active = design.activeAtEntry(state.vcpus.get(vcpu));
    return active === null ? turned : activeWritten(turned, vcpu, active);
  });

  const irqsOff = stepOfLoop('irqsOff', 'flushVgic', 'weak', 'local_irq_disable: from here to the end of sync the host takes no interrupt.', (state) => state);

  const flushVgic = stepOfLoop('flushVgic', 'ready', 'weak', 'kvm_vgic_flush_hwstate: fill the list register. A mapped level interrupt that goes in leaves its level behind.', (state, vcpu) => {
    if (!kernel) return state;
    const { vgicActive, vgicLevel } = state.vcpus.get(vcpu);
    if (vgicActive) return withVcpu(state, vcpu, { lrA: true });
    if (!vgicLevel) return state;
    return withVcpu(state, vcpu, { lrP: true, ...(hw && { vgicLevel: false }) });
  });

  const enter = action('kvm.enter', {
    actor,
    about: 'Enter the guest, with its registers in the unit.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => isAt(state, chosen.vcpu, 'ready'),
    step: (state, chosen) => settled(withVcpu(state, chosen.vcpu, { pc: 'guest', fresh: true, budget: tick, ...(design.trapsRegisters && { hwService: false }) })),
  });

  const abort = action('kvm.abort', {
    actor,
    about: 'A signal is pending: KVM syncs without having entered the guest.',
    args: { vcpu },
    guard: (state, chosen) => isAt(state, chosen.vcpu, 'ready'),
    step: (state, chosen) => settled(exit(state, chosen.vcpu)),
  });

  const [afterSpe, afterVgic] = syncOrder === 'spe-first' ? (['syncVgic', 'flushSpe'] as const) : (['flushSpe', 'syncSpe'] as const);

  const syncSpe = stepOfLoop(
    'syncSpe',
    afterSpe,
    'weak',
    'kvm_spe_sync_hwstate: look at the service bit after the exit, and pass the level on to the emulated interrupt controller.',
    (state, vcpu) => {
      const cleared = design.clearsAtExit ? activeWritten(state, vcpu, false) : state;
      const { vgicLevel, ...levels } = design.sample(state.vcpus.get(vcpu));
      return withVcpu(cleared, vcpu, kernel && vgicLevel !== undefined ? { ...levels, vgicLevel } : levels);
    },
  );

  const syncVgic = stepOfLoop(
    'syncVgic',
    afterVgic,
    'weak',
    'kvm_vgic_sync_hwstate: read the list register back. For a mapped interrupt that the guest did not take, ask get_input_level whether it still waits.',
    (state, vcpu) => {
      if (!kernel) return state;
      const it = state.vcpus.get(vcpu);
      const folded = withVcpu(state, vcpu, { vgicActive: it.lrA, lrP: false, lrA: false });
      if (!hw || !it.lrP) return folded;
      const level = { cached: () => it.kvmLevel, hardware: () => line(state), memory: () => it.service }[callback]();
      const asked = withVcpu(folded, vcpu, { vgicLevel: level });
      return level ? asked : activeWritten(asked, vcpu, false);
    },
  );

  const actions: readonly Action<State>[] = [flushSpe, irqsOff, flushVgic, enter, ...(parameters.abort ? [abort] : []), syncSpe, syncVgic];
  return { actions, enter };
}
