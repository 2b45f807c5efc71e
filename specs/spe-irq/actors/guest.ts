/** The guest: its driver's interrupt handler, its mask, and what else it may do. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State, VcpuFields } from '../state.js';

const { action } = language<State>();

export function guest(parameters: Parameters) {
  const { tick, noMask, guestPolls } = parameters;
  const { design, kernel, hw, settled, runsGuest, canStep, stepped, exit } = machine(parameters);
  const vcpu = reference('vCPU', parameters.vcpus);
  const actor = (chosen: { readonly vcpu: number }) => `guest vcpu${chosen.vcpu}`;

  /** The guest executes, outside its interrupt handler. */
  const isIdle = (state: State, chosen: { readonly vcpu: number }) => canStep(state, chosen.vcpu) && state.vcpus.get(chosen.vcpu).handler === 'none';

  /** A step after which the guest goes on, and one that traps. */
  const goesOn = (state: State, chosen: { readonly vcpu: number }, fields: VcpuFields) => settled(stepped(state, chosen.vcpu, fields));
  const traps = (state: State, chosen: { readonly vcpu: number }, fields: VcpuFields) => settled(exit(stepped(state, chosen.vcpu, fields), chosen.vcpu));

  /** The guest writes 0 to the service bit, with its buffer set up again; where the write traps, KVM takes the interrupt back. */
  const cleared = (state: State, chosen: { readonly vcpu: number }, fields: VcpuFields) => {
    const written: VcpuFields = { service: false, fill: 0, ...fields };
    return design.trapsRegisters ? traps(state, chosen, { ...written, kvmLevel: false, ...(kernel && { vgicLevel: false }) }) : goesOn(state, chosen, written);
  };

  const trap = action('guest.trap', {
    actor,
    about: 'Any trap: a page fault, WFI, an access to an emulated device; in an interrupt handler too.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => runsGuest(state, chosen.vcpu),
    step: (state, chosen) => settled(exit(state, chosen.vcpu)),
  });

  const mask = action('guest.mask', {
    actor,
    about: 'The guest masks interrupts.',
    args: { vcpu },
    guard: (state, chosen) => isIdle(state, chosen) && !state.vcpus.get(chosen.vcpu).masked,
    step: (state, chosen) => goesOn(state, chosen, { masked: true }),
  });

  const unmask = action('guest.unmask', {
    actor,
    about: 'The guest unmasks interrupts.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => isIdle(state, chosen) && state.vcpus.get(chosen.vcpu).masked,
    step: (state, chosen) => goesOn(state, chosen, { masked: false }),
  });

  const work = action('guest.work', {
    actor,
    about: 'The guest executes something that has nothing to do with any of this.',
    args: { vcpu },
    guard: isIdle,
    step: (state, chosen) => goesOn(state, chosen, {}),
  });

  const ack = action('guest.ack', {
    actor,
    about: 'The guest takes the interrupt, and its handler begins. With the interrupt controller in user space the access traps.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => {
      if (!isIdle(state, chosen)) return false;
      const { masked, lrP, userLine } = state.vcpus.get(chosen.vcpu);
      return !masked && (kernel ? lrP : userLine);
    },
    step: (state, chosen) => (kernel ? goesOn(state, chosen, { lrP: false, lrA: true, handler: 'acked', blind: 0 }) : traps(state, chosen, { handler: 'acked', blind: 0 })),
  });

  const clear = action('guest.clear', {
    actor,
    about: 'The handler empties the buffer, sets it up again, and writes 0 to the service bit: the line goes low, and profiling goes on.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => canStep(state, chosen.vcpu) && state.vcpus.get(chosen.vcpu).handler === 'acked',
    step: (state, chosen) => cleared(state, chosen, { handler: 'cleared' }),
  });

  const eoi = action('guest.eoi', {
    actor,
    about: 'The handler ends the interrupt. With HW=1 this deactivates the physical one; without, KVM wants to know of it.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => {
      if (!canStep(state, chosen.vcpu)) return false;
      const { handler } = state.vcpus.get(chosen.vcpu);
      return handler === 'cleared' || (parameters.guest === 'may-eoi-first' && handler === 'acked');
    },
    step: (state, chosen) => {
      if (!kernel) return traps(state, chosen, { handler: 'none' });
      return hw ? goesOn(state.set('physActive', false), chosen, { handler: 'none', lrA: false }) : goesOn(state, chosen, { handler: 'none', lrA: false, maintenance: true });
    },
  });

  const poll = action('guest.poll', {
    actor,
    about: 'With its interrupts masked, a driver that stops profiling finds the service bit set and clears it, without an interrupt.',
    args: { vcpu },
    guard: (state, chosen) => {
      if (!isIdle(state, chosen)) return false;
      const { service, masked } = state.vcpus.get(chosen.vcpu);
      return service && (noMask || masked);
    },
    step: (state, chosen) => cleared(state, chosen, {}),
  });

  const actions: readonly Action<State>[] = [...(tick === 0 ? [trap] : []), ...(noMask ? [work] : [mask, unmask]), ack, clear, eoi, ...(guestPolls ? [poll] : [])];
  return { actions, ack, eoi };
}
