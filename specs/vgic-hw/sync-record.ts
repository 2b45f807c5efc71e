import type { Machine } from './machine.js';
import type { State } from './state.js';

/** What the trace point at the top of kvm_vgic_sync_hwstate shows of an interrupt. */
export interface SyncRecord {
  /** 8 for the HW bit, 1 for pending, 2 for active. */
  readonly state: number;
  readonly elrsr: number;
  readonly dist: number;
  /** `map->active`; the designs that have none show nothing. */
  readonly logActive?: number;
}

/** Null when no list register holds the interrupt: then nothing is printed. */
export function syncRecord(it: Machine, state: State, vcpu: number, irq: number): SyncRecord | null {
  const held = it.irqOf(state, vcpu, irq);
  if (!held.listed) return null;
  return {
    state: 8 + (held.lrP ? 1 : 0) + (held.lrA ? 2 : 0),
    elrsr: Number(it.looksEmpty(held)),
    dist: Number(it.dist(state, vcpu, irq)),
    ...(it.hasLogicalActive && { logActive: Number(held.logActive) }),
  };
}
