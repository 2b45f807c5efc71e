/**
 * The state of the machine: the slots, what L1's own tables say, and one thread per vCPU. Fields that are called a ghost
 * are there to state a property; nobody acts on them. What a model never changes takes no room.
 */
import { boolean, type Domain, oneOf, optional, type RecordValue, range, record, reference, type Schema, type ValueOf, vector } from 'explore';
import { designOf } from './designs.js';
import type { Parameters } from './parameters.js';

/** The thread of a vCPU, by the step that comes next. */
export type Pc =
  /** In the guest: in L1 when `context` is null, else in L2. */
  | 'guest'
  /** Outside KVM_RUN; asleep in WFI is the same, for the reference is dropped there too. */
  | 'user'
  /** At the top of the run loop. */
  | 'top'
  /** The request is taken (or the flag was seen), and the thread wants mmu_lock to empty the slot. */
  | 'launder'
  /** Emptying the slot, lock held (only when each page is a step). */
  | 'laundering'
  /** In the middle of emptying the slot, lock dropped. */
  | 'launderYield'
  /** Requests are done; the last check comes next. */
  | 'final'
  /** A TLBI has trapped, and the thread wants mmu_lock. */
  | 'tlbi'
  /** Walking over the slots for a TLBI, lock held (only when each page is a step). */
  | 'tlbiWalk'
  /** In the middle of a TLBI, lock dropped. */
  | 'tlbiYield'
  /** A fault has read L1's table; what it found is still to be written. */
  | 'install'
  /** No slot was free: BUG_ON. */
  | 'bug';

/** The state's schema, and those of its parts that a step makes anew. */
export function schemas(parameters: Parameters) {
  const { vcpus, slots, vmids, pages, kvm, grain, signal, tlbi, changedContexts, changedPages, maxPasses } = parameters;
  const { cleanup, gate, pin, claim, fill } = designOf(kvm);
  const slot = reference('slot', slots);
  const context = reference('context', vmids.length);

  const Slot = record({
    /** Whose it is: VTTBR_EL2 (`tlb_vttbr`). null: never used. */
    key: optional(context),
    /** `pending_unmap`: it is to be emptied before it is used. */
    pending: flag(cleanup === 'deferred'),
    /** Somebody empties it, and the others leave that to him. */
    claimed: flag(claim !== 'none'),
    /** `refcnt` */
    ref: range(0, vcpus * (pin === 'none' ? 1 : 2)),
    /** The shadow table: for each page the context for which it was filled, or null. Whose it is, is a ghost. */
    shadow: vector(optional(context), pages),
    /** Ghost: how many vCPUs have begun to empty it since it was recycled. */
    passes: maxPasses === null ? never(0) : range(0, maxPasses + 1),
  });

  /** A page of a table of L1. */
  const Page = record({
    mapped: flag(changedContexts > 0, true),
    /** Ghost: a TLB may hold a translation of it. */
    legal: flag(changedContexts > 0, true),
  });
  const changed = <T>(schema: Schema<T>) => vector(vector(schema, changedPages), Math.max(1, changedContexts));

  /** Where a thread is that unmaps a slot page by page: the page comes next. */
  const Walk = record({ slot, page: range(0, pages - 1) });

  /** What a fault knows while it waits for the lock. */
  const Fault = record({
    page: range(0, pages - 1),
    /** A TLBI that concerns it has begun since L1's table was read. */
    raced: flag(fill === 'split-retry'),
  });

  const Vcpu = record({
    pc: oneOf<Pc>('guest', 'user', 'top', 'launder', 'laundering', 'launderYield', 'final', 'tlbi', 'tlbiWalk', 'tlbiYield', 'install', 'bug'),
    /** Scheduled out. */
    out: flag(parameters.preempt),
    /** The context that L1 wants to run; null: L1 itself runs, at vEL2. */
    context: optional(context),
    /** `hw_mmu`, when it is a slot. null: the canonical MMU while L1 runs, else no MMU is loaded. */
    hw: optional(slot),
    /** KVM_REQ_NESTED_S2_UNMAP */
    request: flag(gate === 'request'),
    /** A signal is pending. */
    signal: flag(signal),
    /** This turn of the loop ends with -EINTR. */
    eintr: flag(signal),
    /** The slot on which the thread holds a second reference. */
    pin: pin === 'none' ? never(null) : optional(slot),
    /** The slot that the thread unmaps, a local variable of its own: for a request, or for a TLBI. */
    walk: optional(Walk),
    /** The load dropped the lock in the middle: the slot that it empties, not yet taken. */
    unfinished: cleanup === 'in-load-blocking' || (cleanup === 'in-load' && grain === 'page') ? optional(Walk) : never<ValueOf<typeof Walk> | null>(null),
    /** The VMID of the TLBI that the thread emulates. */
    vmid: tlbi ? optional(range(0, Math.max(...vmids))) : never(null),
    fault: fill === 'atomic' ? never<ValueOf<typeof Fault> | null>(null) : optional(Fault),
    /** Ghost: the pages of L1's tables of which the TLBI in flight must remove the translations. */
    doomed: changed(flag(changedContexts > 0)),
  });

  const State = record({
    /** `nested_mmus_next`: where the next search for a free slot begins. */
    next: slot,
    /** Who holds mmu_lock between two steps (only when each page is a step). */
    lock: grain === 'page' ? optional(reference('vCPU', vcpus)) : never(null),
    slots: vector(Slot, slots),
    /** L1's own stage-2 tables, as far as it changes them: by context, then by page. */
    tables: changed(Page),
    vcpus: vector(Vcpu, vcpus),
  });
  return { State, Slot, Page, Walk, Fault, Vcpu };
}

type Schemas = ReturnType<typeof schemas>;
export type State = ValueOf<Schemas['State']>;
export type Vcpu = ValueOf<Schemas['Vcpu']>;
export type Slot = ValueOf<Schemas['Slot']>;
type Fields<T> = T extends RecordValue<infer F> ? Partial<F> : never;
export type VcpuFields = Fields<Vcpu>;
export type SlotFields = Fields<Slot>;

/** Every vCPU runs L1, no slot was ever used, and everything is mapped. */
export function initial(parameters: Parameters): State {
  const { State, Page } = schemas(parameters);
  const mapped = Page({ mapped: true, legal: true });
  return State().update('tables', (tables) => tables.map((pages) => pages.map(() => mapped)));
}

/** A flag where the model has it; elsewhere it always has the same value, and takes no room. */
function flag(present: boolean, otherwise = false): Domain<boolean> {
  return present ? boolean : never(otherwise);
}

/** A field that never changes in this model. */
function never<T>(value: T): Domain<T> {
  return { kind: 'range', size: 1, at: () => value, indexOf: (found) => (found === value ? 0 : -1), words: `${value} (in this model)` };
}
