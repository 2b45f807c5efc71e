/**
 * KVM: the steps of one turn of the run loop, in the order in which the thread of a vCPU takes them. What a step does
 * is the design's matter: `designs/`. Flush and sync are several steps because a device can fire, the host can take an
 * interrupt, or another CPU can inject between them.
 */
import { type Action, language, reference } from 'explore';
import { designs } from '../designs/index.js';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { Pc, State } from '../state.js';

const { action } = language<State>();

export function kvm(parameters: Parameters) {
  const it = machine(parameters);
  const design = designs[parameters.kvm];
  const vcpu = reference('vCPU', parameters.vcpus);
  const actor = (chosen: { readonly vcpu: number }) => `kvm vcpu${chosen.vcpu}`;

  /** A step of the loop: it is taken at its own place, and then the next one comes. */
  const stepOfLoop = (pc: Pc, then: Pc, fairness: 'weak' | 'strong', about: string, effect: (state: State, vcpu: number) => State) =>
    action(`kvm.${pc}`, {
      actor,
      about,
      args: { vcpu },
      fairness,
      guard: (state, chosen) => it.isAt(state, chosen.vcpu, pc),
      step: (state, chosen) => effect(state, chosen.vcpu).setIn(['vcpus', chosen.vcpu, 'pc'], then),
    });

  /** The timer code looks at the virtual timer before the entry and after the exit. */
  const sampleTimers = (state: State, vcpu: number): State =>
    it.everyIrq.reduce((next, irq) => (it.kindOf(irq).shared ? it.withIrq(next, vcpu, irq, design.sampleTimer(it.irqOf(next, vcpu, irq))) : next), state);

  const flushTimer = stepOfLoop('flushTimer', 'flushVgic', 'strong', 'kvm_timer_flush_hwstate: look at the timer before the entry.', sampleTimers);
  const flushVgic = stepOfLoop('flushVgic', 'flushActive', 'weak', 'kvm_vgic_flush_hwstate: fill the list registers, under the lock of the emulated distributor.', (state, vcpu) =>
    design.flushVgic(it, state, vcpu),
  );
  const flushActive = stepOfLoop('flushActive', 'ready', 'weak', 'Write the physical active bits, where the design does that before each entry; then turn interrupts off.', (state, vcpu) =>
    design.flushActive(it, state, vcpu),
  );
  const syncTimer = stepOfLoop('syncTimer', 'syncVgic', 'weak', 'kvm_timer_sync_hwstate: look at the timer after the exit.', sampleTimers);
  const syncVgic = stepOfLoop('syncVgic', 'flushTimer', 'weak', 'kvm_vgic_sync_hwstate: read the list registers back, and decide what is finished.', (state, vcpu) => design.syncVgic(it, state, vcpu));

  const enter = action('kvm.enter', {
    actor,
    about: 'Load the timer and the list registers, and enter the guest.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => it.isAt(state, chosen.vcpu, 'ready'),
    step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'pc'], 'guest'),
  });

  const abort = action('kvm.abort', {
    actor,
    about: 'A signal is pending: KVM syncs without having entered the guest.',
    args: { vcpu },
    guard: (state, chosen) => it.isAt(state, chosen.vcpu, 'ready'),
    step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu], (old) => old.merge({ pc: 'syncTimer', kick: false })),
  });

  const migrate = action('kvm.migrate', {
    actor,
    about: 'The thread is preempted between flush and entry, and goes on elsewhere: the bug that the flush ran in a preemptible section.',
    args: { vcpu, pcpu: reference('pCPU', parameters.pcpus) },
    guard: (state, chosen) => it.isAt(state, chosen.vcpu, 'ready') && it.isFree(state, chosen.pcpu),
    step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'cpu'], chosen.pcpu),
  });

  const actions: readonly Action<State>[] = [flushTimer, flushVgic, flushActive, enter, ...(parameters.abort ? [abort] : []), ...(parameters.preemptibleFlush ? [migrate] : []), syncTimer, syncVgic];
  return { actions, flushTimer, enter, syncTimer, syncVgic };
}
