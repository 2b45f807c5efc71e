/**
 * The designs of 2015 (virt/kvm/arm/vgic.c of Linux 4.3 and the months around it). An interrupt that is placed in a list
 * register is "queued" and stays there until sync finds that it is finished; what "finished" means, and who writes the
 * physical active bit, is where they differ. In the first three the emulated distributor takes every forwarded interrupt
 * for an edge: `pend` is a latch, and `logActive` keeps KVM from signalling the same interrupt twice.
 */
import type { Machine } from '../machine.js';
import type { DesignName } from '../parameters.js';
import type { Irq, IrqFields, State } from '../state.js';
import { type Design, fill, forListed } from './design.js';

export const queuedDesigns = {
  /** The kernel of the traces (08fd6461e875). */
  'sync-clears-active': {
    setsHwBit: true,
    sampleTimer: signalOnce,
    inject: () => signal,
    flushVgic: (machine, state, vcpu) => placeLatched(machine, state, vcpu, (next, irq) => machine.withDist(next, vcpu, irq, true)),
    flushActive: (_machine, state) => state,
    syncVgic: syncAndClear,
    disable: retirePending,
  },
  /** "Move active state handling to flush_hwstate": every entry sets active, not only the one that places. */
  'flush-sets-active': {
    setsHwBit: true,
    sampleTimer: signalOnce,
    inject: () => signal,
    flushVgic: (machine, state, vcpu) => placeLatched(machine, state, vcpu),
    flushActive: (machine, state, vcpu) => forListed(machine, state, vcpu, (next, irq) => machine.withDist(next, vcpu, irq, true)),
    syncVgic: syncAndClear,
    disable: retirePending,
  },
  /** v4.3 (cff9211eb1a1): the timer code writes the bit, sync only reads it. */
  'driver-owns-active': {
    setsHwBit: true,
    sampleTimer: signalOnce,
    inject: () => signal,
    flushVgic: (machine, state, vcpu) => placeLatched(machine, state, vcpu),
    flushActive: (machine, state, vcpu) => forTimers(machine, state, vcpu, (next, irq, it) => machine.withDist(next, vcpu, irq, it.logActive)),
    syncVgic: (machine, state, vcpu) =>
      forListed(machine, state, vcpu, (next, irq, it) => {
        if (!machine.dist(state, vcpu, irq)) return machine.withIrq(next, vcpu, irq, { ...retired, logActive: false });
        return machine.withIrq(next, vcpu, irq, { logActive: true, ...(machine.looksEmpty(it) ? { listed: false } : {}) });
      }),
    disable: (irq) => (irq.listed && irq.lrP ? { pend: true, ...retired } : {}),
  },
  /** October to November 2015 (4b4b4512da2a): active follows the timer's line. */
  'level-owns-active': {
    setsHwBit: true,
    sampleTimer: ({ line }) => ({ level: line }),
    inject: ({ trigger }) => (trigger === 'level' ? { level: true } : { pend: true }),
    flushVgic: (machine, state, vcpu) =>
      place(
        machine,
        state,
        vcpu,
        (it, irq) => (machine.kindOf(irq).trigger === 'level' ? it.level : it.pend),
        (next, irq) => (machine.kindOf(irq).trigger === 'level' ? next : machine.withIrq(next, vcpu, irq, { pend: false })),
      ),
    flushActive: (machine, state, vcpu) => forTimers(machine, state, vcpu, (next, irq, it) => machine.withDist(next, vcpu, irq, it.level)),
    syncVgic: (machine, state, vcpu) => forListed(machine, state, vcpu, (next, irq) => (machine.dist(state, vcpu, irq) ? next : machine.withIrq(next, vcpu, irq, retired))),
    disable: retirePending,
  },
} as const satisfies { readonly [name in DesignName]?: Design };

type Change = (state: State, irq: number) => State;

/** The interrupt is signalled: from now on KVM waits for it to be finished. */
const signal: IrqFields = { logActive: true, pend: true };

/** The list register is free again, and the interrupt may be sampled anew. */
const retired: IrqFields = { listed: false, lrP: false, lrA: false, queued: false, savedElrsr: true };

function signalOnce({ line, logActive }: Irq): IrqFields {
  return line && !logActive ? signal : {};
}

function retirePending({ listed, lrP }: Irq): IrqFields {
  return listed && lrP ? retired : {};
}

/** Places what waits, is enabled and not yet queued; `also` is what the design does beside that. */
function place(machine: Machine, state: State, vcpu: number, waits: (it: Irq, irq: number) => boolean, also: Change): State {
  const wanting = machine.everyIrq.filter((irq) => {
    const it = machine.irqOf(state, vcpu, irq);
    return waits(it, irq) && it.enabled && !it.queued;
  });
  return fill(machine, state, vcpu, wanting, (next, irq) => also(machine.withIrq(next, vcpu, irq, { listed: true, lrP: true, queued: true }), irq));
}

function placeLatched(machine: Machine, state: State, vcpu: number, also: Change = (next) => next): State {
  return place(
    machine,
    state,
    vcpu,
    (it) => it.pend,
    (next, irq) => also(machine.withIrq(next, vcpu, irq, { pend: false }), irq),
  );
}

/** Active is cleared so that other users of a shared device are not blocked, and "not active" is taken for "the guest is done". */
function syncAndClear(machine: Machine, state: State, vcpu: number): State {
  return forListed(machine, state, vcpu, (next, irq, it) => {
    if (!machine.dist(state, vcpu, irq)) return machine.withIrq(next, vcpu, irq, { ...retired, logActive: false });
    const cleared = machine.withDist(next, vcpu, irq, false);
    // The list register is free, but the interrupt stays queued: its end is still to be seen.
    return machine.looksEmpty(it) ? machine.withIrq(cleared, vcpu, irq, { listed: false }) : cleared;
  });
}

function forTimers(machine: Machine, state: State, vcpu: number, change: (state: State, irq: number, it: Irq) => State): State {
  return machine.everyIrq.reduce((next, irq) => (machine.kindOf(irq).shared ? change(next, irq, machine.irqOf(state, vcpu, irq)) : next), state);
}
