/** The guest: its interrupt handler, its mask, and what else it may do to a device or to the emulated distributor. */
import { type Action, language, reference } from 'explore';
import { designs } from '../designs/index.js';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { Stage, State } from '../state.js';

const { action } = language<State>();

export function guest(parameters: Parameters) {
  const { vcpus, irqs, kvm, gic, guestEoi } = parameters;
  const { tickIsFair, kinds, Handler, kindOf, irqOf, withIrq, withDist, runsGuest, exit } = machine(parameters);
  const { setsHwBit, disable } = designs[kvm];
  const isLevel = (irq: number) => kindOf(irq).trigger === 'level';
  const vcpu = reference('vCPU', vcpus);
  const eachIrq = { vcpu, irq: reference('interrupt', irqs.length) };
  const eachLevelIrq = { args: eachIrq, where: ({ irq }: { readonly irq: number }) => isLevel(irq) };
  const actor = (chosen: { readonly vcpu: number }) => `guest vcpu${chosen.vcpu}`;

  /** The guest executes, outside its interrupt handler. */
  const isIdle = (state: State, chosen: { readonly vcpu: number }) => runsGuest(state, chosen.vcpu) && state.vcpus.get(chosen.vcpu).handler === null;

  /** The guest executes its handler of this interrupt, and has come this far. */
  const isHandling = (state: State, chosen: { readonly vcpu: number; readonly irq: number }, stage: Stage) => {
    if (!runsGuest(state, chosen.vcpu)) return false;
    const { handler } = state.vcpus.get(chosen.vcpu);
    return handler !== null && handler.irq === chosen.irq && handler.stage === stage;
  };
  const inStage = (state: State, chosen: { readonly vcpu: number; readonly irq: number }, stage: Stage) => state.setIn(['vcpus', chosen.vcpu, 'handler'], Handler({ irq: chosen.irq, stage }));

  /** The last stage before the interrupt is ended: a level device must be silenced first, an edge is over by itself. */
  const beforeEnd = (irq: number): Stage => (isLevel(irq) ? 'serviced' : 'acked');

  /** The deactivation reaches list register and distributor in one step. Without an active list register the hardware only counts it (EOIcount). */
  const ended = (state: State, chosen: { readonly vcpu: number; readonly irq: number }) => {
    const it = irqOf(state, chosen.vcpu, chosen.irq);
    const over = state.setIn(['vcpus', chosen.vcpu, 'handler'], null);
    if (!it.listed || !it.lrA) return over;
    const cleared = gic === 'eoi-clears-lr' ? withIrq(over, chosen.vcpu, chosen.irq, { lrA: false }) : over;
    return setsHwBit ? withDist(cleared, chosen.vcpu, chosen.irq, false) : cleared;
  };

  const trap = action('guest.trap', {
    actor,
    about: 'Any trap: a page fault, WFI, an access to an emulated device; in an interrupt handler too.',
    args: { vcpu },
    ...tickIsFair,
    guard: (state, chosen) => runsGuest(state, chosen.vcpu),
    step: (state, chosen) => exit(state, chosen.vcpu),
  });

  const mask = action('guest.mask', {
    actor,
    about: 'The guest masks interrupts.',
    args: { vcpu },
    guard: (state, chosen) => isIdle(state, chosen) && !state.vcpus.get(chosen.vcpu).masked,
    step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'masked'], true),
  });

  const unmask = action('guest.unmask', {
    actor,
    about: 'The guest unmasks interrupts.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => isIdle(state, chosen) && state.vcpus.get(chosen.vcpu).masked,
    step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'masked'], false),
  });

  const ack = action('guest.ack', {
    actor,
    about: 'The guest reads IAR: the list register goes from pending to active, and the handler begins.',
    args: eachIrq,
    fairness: 'strong',
    guard: (state, chosen) => {
      if (!isIdle(state, chosen) || state.vcpus.get(chosen.vcpu).masked) return false;
      const it = irqOf(state, chosen.vcpu, chosen.irq);
      return it.listed && it.lrP && !it.lrA;
    },
    step: (state, chosen) => inStage(withIrq(state, chosen.vcpu, chosen.irq, { lrP: false, lrA: true, ...(isLevel(chosen.irq) ? {} : { owed: false }) }), chosen, 'acked'),
  });

  const service = action('guest.service', {
    actor,
    about: 'The handler satisfies the device, which lowers its line.',
    ...eachLevelIrq,
    fairness: 'strong',
    guard: (state, chosen) => isHandling(state, chosen, 'acked'),
    step: (state, chosen) => inStage(withIrq(state, chosen.vcpu, chosen.irq, { line: false }), chosen, 'serviced'),
  });

  const eoi = action('guest.eoi', {
    actor,
    about: 'The guest writes EOIR, which drops the priority and deactivates the interrupt.',
    args: eachIrq,
    fairness: 'strong',
    guard: (state, chosen) => isHandling(state, chosen, beforeEnd(chosen.irq)),
    step: ended,
  });

  const drop = action('guest.drop', {
    actor,
    about: 'The guest writes EOIR, which drops the priority only.',
    args: eachIrq,
    fairness: 'strong',
    guard: (state, chosen) => isHandling(state, chosen, beforeEnd(chosen.irq)),
    step: (state, chosen) => inStage(state, chosen, 'dropped'),
  });

  const deactivate = action('guest.deactivate', {
    actor,
    about: 'The guest writes DIR, which deactivates the interrupt.',
    args: eachIrq,
    fairness: 'strong',
    guard: (state, chosen) => isHandling(state, chosen, 'dropped'),
    step: ended,
  });

  const quiesce = action('guest.quiesce', {
    actor,
    about: 'With interrupts masked, the guest silences the device instead of taking its interrupt.',
    ...eachLevelIrq,
    guard: (state, chosen) => isIdle(state, chosen) && state.vcpus.get(chosen.vcpu).masked && irqOf(state, chosen.vcpu, chosen.irq).line,
    step: (state, chosen) => withIrq(state, chosen.vcpu, chosen.irq, { line: false }),
  });

  const disabling = action('guest.disable', {
    actor,
    about: 'The guest disables the interrupt in the emulated distributor; the write traps.',
    args: eachIrq,
    guard: (state, chosen) => isIdle(state, chosen) && irqOf(state, chosen.vcpu, chosen.irq).enabled,
    step: (state, chosen) => exit(withIrq(state, chosen.vcpu, chosen.irq, { enabled: false, ...disable(irqOf(state, chosen.vcpu, chosen.irq)) }), chosen.vcpu),
  });

  const enabling = action('guest.enable', {
    actor,
    about: 'The guest enables the interrupt in the emulated distributor; the write traps.',
    args: eachIrq,
    fairness: 'strong',
    guard: (state, chosen) => isIdle(state, chosen) && !irqOf(state, chosen.vcpu, chosen.irq).enabled,
    step: (state, chosen) => exit(withIrq(state, chosen.vcpu, chosen.irq, { enabled: true }), chosen.vcpu),
  });

  const actions: readonly Action<State>[] = [
    trap,
    mask,
    unmask,
    ack,
    ...(kinds.some((kind) => kind.trigger === 'level') ? [service] : []),
    ...(guestEoi === 'one-write' ? [eoi] : [drop, deactivate]),
    ...(parameters.quiesce && kinds.some((kind) => kind.trigger === 'level') ? [quiesce] : []),
    ...(parameters.disable ? [disabling, enabling] : []),
  ];
  return {
    actions,
    ack,
    /** The steps that leave the guest. */ exits: parameters.disable ? [trap, disabling, enabling] : [trap],
    /** The step that ends an interrupt. */ end: guestEoi === 'one-write' ? eoi : deactivate,
  };
}
