/**
 * The state of the machine. There is no index of a list register in it: an interrupt is in at most one of them, they are
 * interchangeable, so each interrupt says whether a list register holds it. What a model never changes takes no room.
 */
import { boolean, type Domain, oneOf, optional, type RecordValue, record, reference, type Schema, type ValueOf, vector } from 'explore';
import { type DesignName, kindTraits, type Parameters } from './parameters.js';

/** The thread of a vCPU, by the step that comes next: `ready` has interrupts off and enters next; `out` is not loaded. */
export type Pc = 'out' | 'flushTimer' | 'flushVgic' | 'flushActive' | 'ready' | 'guest' | 'syncTimer' | 'syncVgic';

/** How far the guest's handler is. */
export type Stage = 'acked' | 'serviced' | 'dropped';

/** The state's schema, and those of its parts that a step makes anew. */
export function schemas({ vcpus, pcpus, irqs, lrs, kvm, guestEoi, disable, staleElrsr }: Parameters) {
  const kinds = irqs.map((name) => kindTraits[name]);
  const timers = kinds.some((kind) => kind.shared);
  const forwarded = kinds.some((kind) => !kind.shared);
  const levels = kinds.some((kind) => kind.trigger === 'level');
  const edges = kinds.some((kind) => kind.trigger === 'edge');

  const Irq = record({
    /** Level: the device's output for this vCPU. A timer's is visible to the GIC only while the vCPU is in the guest. */
    line: flag(levels),
    /** A list register holds it. */
    listed: boolean,
    /** The pending and the active bit of that list register. */
    lrP: boolean,
    lrA: boolean,
    /** Enabled in the emulated distributor. */
    enabled: flag(disable, true),
    /** Pending in the emulated distributor; a latch. */
    pend: flag(usesLatch(kvm) || edges),
    /** 2015: sits in a list register, do not sample it again. */
    queued: flag(isQueued(kvm)),
    /** 2015: signalled, and not yet seen finished ("logical active", `map->active`). */
    logActive: flag(usesLatch(kvm)),
    /** The level of the line as KVM believes it. */
    level: flag(!usesLatch(kvm) && levels),
    /** The list register's active bit as it was folded back. */
    active: flag(!isQueued(kvm)),
    /** Edge: the physical interrupt is pending. */
    physPending: flag(edges),
    /** Edge: one fired that the guest has not acknowledged since. Nobody acts on it; it bounds how often a device fires. */
    owed: flag(edges),
    /** Non-shared: active in the distributor. */
    physActive: flag(kinds.some((kind) => !kind.shared && kind.hasActiveState)),
    /** ELRSR as it was saved at the last exit: the list register is empty. */
    savedElrsr: flag(staleElrsr, true),
  });

  /** What the guest's interrupt handler is doing. */
  const Handler = record({
    irq: reference('interrupt', irqs.length),
    stage: oneOf<Stage>('acked', ...(levels ? (['serviced'] as const) : []), ...(guestEoi === 'two-writes' ? (['dropped'] as const) : [])),
  });

  const Vcpu = record({
    pc: oneOf<Pc>('out', 'flushTimer', 'flushVgic', 'flushActive', 'ready', 'guest', 'syncTimer', 'syncVgic'),
    /** Where it is loaded. */
    cpu: optional(reference('pCPU', pcpus)),
    /** An exit request is on its way. */
    kick: flag(forwarded),
    /** The guest's own interrupt mask, outside handlers. */
    masked: boolean,
    handler: optional(Handler),
    /** The last flush could not place everything. */
    overflow: flag((lrs ?? irqs.length) < irqs.length),
    irqs: vector(Irq, irqs.length),
  });

  const Pcpu = record({
    /** Timers: active in the distributor, which has this bit once per physical CPU. */
    physActive: vector(flag(timers), irqs.length),
  });

  /** A host interrupt handler, and the interrupt that it was called for. */
  const HostHandler = record({
    vcpu: reference('vCPU', vcpus),
    irq: reference('interrupt', irqs.length),
    stage: oneOf('acked', 'injected'),
  });
  const noHostHandler: Schema<ValueOf<typeof HostHandler> | null> = forwarded ? optional(HostHandler) : nothing;

  const State = record({
    vcpus: vector(Vcpu, vcpus),
    pcpus: vector(Pcpu, pcpus),
    /** What runs on the physical CPU that takes the interrupts of non-shared devices. */
    hostHandler: noHostHandler,
  });
  return { State, Vcpu, Irq, Handler, HostHandler };
}

type Schemas = ReturnType<typeof schemas>;
export type State = ValueOf<Schemas['State']>;
export type Vcpu = ValueOf<Schemas['Vcpu']>;
export type Irq = ValueOf<Schemas['Irq']>;
/** Some fields of an interrupt. */
export type IrqFields = Irq extends RecordValue<infer F> ? Partial<F> : never;

/** Nothing is loaded, no line is high, and every guest has its interrupts masked. */
export function initial(parameters: Parameters): State {
  const { State, Vcpu, Irq } = schemas(parameters);
  const irq = Irq({ enabled: true, savedElrsr: true });
  const vcpu = Vcpu({ masked: true }).update('irqs', (irqs) => irqs.map(() => irq));
  return State().update('vcpus', (vcpus) => vcpus.map(() => vcpu));
}

/** The designs whose emulated distributor keeps every interrupt as a latch, with a logical active flag beside. */
export function usesLatch(kvm: DesignName): boolean {
  return kvm === 'sync-clears-active' || kvm === 'flush-sets-active' || kvm === 'driver-owns-active';
}

/** The designs with a "queued" flag, which leave an interrupt in its list register until they see it finished. */
export function isQueued(kvm: DesignName): boolean {
  return usesLatch(kvm) || kvm === 'level-owns-active';
}

/** A flag where the model has it; elsewhere it always has the same value, and takes no room. */
function flag(present: boolean, otherwise = false): Domain<boolean> {
  return present ? boolean : { kind: 'boolean', size: 1, at: () => otherwise, indexOf: (value) => (value === otherwise ? 0 : -1), words: `${otherwise} (in this model)` };
}

const nothing: Domain<null> = { kind: 'optional', size: 1, at: () => null, indexOf: (value) => (value === null ? 0 : -1), words: 'null (in this model)' };
