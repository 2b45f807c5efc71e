/** What tells one design of KVM from another, and how all of them fill list registers. */
import type { Machine } from '../machine.js';
import type { Kind } from '../parameters.js';
import type { Irq, IrqFields, State } from '../state.js';

export interface Design {
  /** The list register has HW=1: the guest's deactivation reaches the distributor. */
  readonly setsHwBit: boolean;
  /** flushTimer and syncTimer, for each timer. */
  sampleTimer(irq: Irq): IrqFields;
  /** host.inject: the interrupt of a non-shared device arrives. */
  inject(kind: Kind): IrqFields;
  flushVgic(machine: Machine, state: State, vcpu: number): State;
  flushActive(machine: Machine, state: State, vcpu: number): State;
  syncVgic(machine: Machine, state: State, vcpu: number): State;
  /** guest.disable: the interrupt goes from enabled to disabled in the emulated distributor. */
  disable(irq: Irq): IrqFields;
}

/** Places the interrupts that want a list register, the first ones first, as long as there is room. */
export function fill({ pressure, lrs, everyIrq, irqOf }: Machine, state: State, vcpu: number, wanting: readonly number[], place: (state: State, irq: number) => State): State {
  if (!pressure) return wanting.reduce(place, state);
  const taken = everyIrq.filter((irq) => irqOf(state, vcpu, irq).listed).length;
  const served = wanting.slice(0, lrs - taken);
  return served.reduce(place, state).setIn(['vcpus', vcpu, 'overflow'], served.length < wanting.length);
}

/** Does something with each interrupt that is in a list register. */
export function forListed({ everyIrq, irqOf }: Machine, state: State, vcpu: number, change: (state: State, irq: number, it: Irq) => State): State {
  return everyIrq.reduce((next, irq) => {
    const it = irqOf(state, vcpu, irq);
    return it.listed ? change(next, irq, it) : next;
  }, state);
}
