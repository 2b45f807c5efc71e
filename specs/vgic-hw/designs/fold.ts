/**
 * The designs since v4.4 (today arch/arm64/kvm/vgic: populate and fold). The list register is the truth while the guest
 * runs: sync folds all of it back, flush fills it anew. Whether a level interrupt is still wanted is learnt by looking
 * at its line. The bugs and the alternative below differ from today's kernel in what their entry says.
 */
import type { Machine } from '../machine.js';
import type { DesignName } from '../parameters.js';
import type { Irq, IrqFields } from '../state.js';
import { type Design, fill, forListed } from './design.js';

interface Folding {
  readonly hwBit: 'set' | 'clear';
  /** A list register may hold both bits: an active interrupt that waits again is pending beside. */
  readonly listRegister: 'pending-or-active' | 'pending-and-active';
  /** What flush does with the physical active bit of a timer. */
  readonly entry: 'sets-active' | 'leaves-active';
  /** How sync learns whether a level interrupt that the guest did not take still waits. */
  readonly level: 'sampled' | 'assumed-high';
  /** What sync does with the physical active bit when the line has gone low. */
  readonly lowered: 'clears-active' | 'leaves-active';
}

/** v4.4 (0e3dfda91d9f, 9f958c11b780) until today. */
const foldLr: Folding = { hwBit: 'set', listRegister: 'pending-or-active', entry: 'sets-active', level: 'sampled', lowered: 'clears-active' };

export const foldDesigns = {
  'fold-lr': folding(foldLr),
  'never-active': folding({ ...foldLr, entry: 'leaves-active' }),
  'pending-and-active': folding({ ...foldLr, listRegister: 'pending-and-active' }),
  'fold-stale-level': folding({ ...foldLr, level: 'assumed-high' }),
  'fold-keeps-active': folding({ ...foldLr, lowered: 'leaves-active' }),
  'no-hw-bit': folding({ ...foldLr, hwBit: 'clear', listRegister: 'pending-and-active', entry: 'leaves-active', lowered: 'leaves-active' }),
} as const satisfies { readonly [name in DesignName]?: Design };

function folding({ hwBit, listRegister, entry, level, lowered }: Folding): Design {
  return {
    setsHwBit: hwBit === 'set',

    sampleTimer: ({ line }) => ({ level: line }),

    inject: ({ trigger }) => (trigger === 'level' ? { level: true } : { pend: true }),

    flushVgic: (machine, state, vcpu) => {
      const it = (irq: number) => machine.irqOf(state, vcpu, irq);
      const waits = (irq: number) => (machine.kindOf(irq).trigger === 'level' ? it(irq).level : it(irq).pend);
      const taken = (irq: number): IrqFields => (machine.kindOf(irq).trigger === 'level' ? { level: false } : { pend: false });
      return fill(machine, state, vcpu, inOrder(machine, it, waits), (next, irq) => {
        if (!it(irq).active) return machine.withIrq(next, vcpu, irq, { listed: true, lrP: true, ...taken(irq) });
        const again = listRegister === 'pending-and-active' && waits(irq);
        return machine.withIrq(next, vcpu, irq, { listed: true, lrA: true, ...(again ? { lrP: true, ...taken(irq) } : {}) });
      });
    },

    flushActive: (machine, state, vcpu) => {
      if (entry === 'leaves-active') return state;
      return machine.everyIrq.reduce((next, irq) => {
        if (!machine.kindOf(irq).shared) return next;
        const { lrP, lrA, level: high } = machine.irqOf(next, vcpu, irq);
        return machine.withDist(next, vcpu, irq, lrP || lrA || high);
      }, state);
    },

    syncVgic: (machine, state, vcpu) =>
      forListed(machine, state, vcpu, (next, irq, { lrP, lrA, line }) => {
        const freed = machine.withIrq(next, vcpu, irq, { active: lrA, listed: false, lrP: false, lrA: false });
        if (!lrP) return freed;
        if (machine.kindOf(irq).trigger === 'edge') return machine.withIrq(freed, vcpu, irq, { pend: true });
        if (level === 'assumed-high' || line) return machine.withIrq(freed, vcpu, irq, { level: true });
        const low = machine.withIrq(freed, vcpu, irq, { level: false });
        return lowered === 'clears-active' ? machine.withDist(low, vcpu, irq, false) : low;
      }),

    // Nothing to take back: no list register is in use while the emulated distributor is written.
    disable: () => ({}),
  };
}

/** The interrupts that want a list register, in the order in which they get one. */
function inOrder({ pressure, everyIrq, parameters }: Machine, it: (irq: number) => Irq, waits: (irq: number) => boolean): readonly number[] {
  const wanting = everyIrq.filter((irq) => it(irq).active || (it(irq).enabled && waits(irq)));
  if (!pressure) return wanting;
  const active = wanting.filter((irq) => it(irq).active);
  const pending = wanting.filter((irq) => !it(irq).active);
  return parameters.lrOrder === 'pending-first' ? [...pending, ...active] : [...active, ...pending];
}
