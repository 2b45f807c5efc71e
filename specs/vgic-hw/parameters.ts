/** What a model of forwarded interrupts is made of: the machine, the design of KVM, and what guest and host do. */
import { boolean, listParameter, oneOf, optional, type ParameterValues, parameter, range } from 'explore';

/** The designs of KVM, oldest first; the first four are those of 2015. What each does stands in `designs/`. */
export const designNames = [
  'sync-clears-active',
  'flush-sets-active',
  'driver-owns-active',
  'level-owns-active',
  'fold-lr',
  'never-active',
  'pending-and-active',
  'fold-stale-level',
  'fold-keeps-active',
  'no-hw-bit',
] as const;

export type DesignName = (typeof designNames)[number];

/** The kinds of interrupt, with what tells them apart. */
export const kindTraits = {
  /** The virtual timer: each vCPU has its own copy of the device, loaded at entry; the host never takes its interrupt. */
  timer: { trigger: 'level', shared: true, hasActiveState: true },
  /** A passed-through device with a level line. */
  'f-level': { trigger: 'level', shared: false, hasActiveState: true },
  /** A passed-through device that fires edges. */
  'f-edge': { trigger: 'edge', shared: false, hasActiveState: true },
  /** A passed-through device that sends messages: an edge without any active state. */
  lpi: { trigger: 'edge', shared: false, hasActiveState: false },
} as const;

export type KindName = keyof typeof kindTraits;
export type Kind = (typeof kindTraits)[KindName];

export const parameters = {
  vcpus: parameter(range(1, 4), 2, 'virtual CPUs'),
  pcpus: parameter(range(1, 3), 2, 'physical CPUs'),
  irqs: listParameter(oneOf('timer', 'f-level', 'f-edge', 'lpi'), { min: 1, max: 3 }, ['timer'], 'the kinds of the forwarded interrupts; every vCPU has all of them'),
  lrs: parameter(optional(range(1, 3)), null, 'list registers per vCPU; null: one for each interrupt'),
  hostCpu: parameter(range(0, 2), 0, 'the physical CPU that takes the interrupts of non-shared devices'),
  kvm: parameter(oneOf(...designNames), 'fold-lr', 'who sets and clears the physical active bit, and how KVM learns that the guest is done'),
  gic: parameter(oneOf('eoi-clears-lr', 'eoi-leaves-lr-active'), 'eoi-clears-lr', 'what a deactivation by the guest does to the list register, beside the distributor'),
  guestEoi: parameter(oneOf('one-write', 'two-writes'), 'one-write', 'whether the guest ends an interrupt with one write, or drops its priority and deactivates it with two'),
  hostEoi: parameter(oneOf('drop-only', 'drop-and-deactivate'), 'drop-only', 'what the end of an interrupt by the host does: EOImode 1 or 0'),
  quiesce: parameter(boolean, false, 'the guest may silence a device whose interrupt it has masked'),
  disable: parameter(boolean, false, 'the guest may disable and enable interrupts in the emulated distributor'),
  abort: parameter(boolean, false, 'a signal may stop KVM between flush and entry: it syncs without having been in the guest'),
  staleElrsr: parameter(boolean, false, 'KVM looks at the copy of ELRSR that it saved at the last exit'),
  preemptibleFlush: parameter(boolean, false, 'the vCPU thread may move to another physical CPU between flush and entry'),
  underflowIrq: parameter(boolean, false, 'an exit is forced when KVM has more to deliver and the list registers run empty'),
  lrOrder: parameter(oneOf('pending-first', 'active-first'), 'pending-first', 'who gets a list register first when there are too few (designs that fold)'),
  progress: parameter(optional(boolean), null, 'progress is promised too (L1 to L4); null: where it takes little longer than the search, for one vCPU, or two with one interrupt each'),
} as const;

export type Parameters = ParameterValues<typeof parameters>;

/** Whether progress is promised in this model. To check it takes many times as long as the search of a big one. */
export function promisesProgress({ progress, vcpus, irqs }: Parameters): boolean {
  return progress ?? (vcpus === 1 || vcpus * irqs.length === 2);
}

/** Why these values do not go together; null when they do. A choice that would make no difference is refused, so that nobody believes to have tried it. */
export function constraint({ pcpus, irqs, lrs, hostCpu, kvm, hostEoi, quiesce, staleElrsr, preemptibleFlush, underflowIrq, lrOrder }: Parameters): string | null {
  const kinds = irqs.map((name) => kindTraits[name]);
  const enoughLrs = (lrs ?? irqs.length) === irqs.length;
  if (hostCpu >= pcpus) return `host-cpu ${hostCpu} must be one of the ${pcpus} physical CPUs (0 to ${pcpus - 1})`;
  if (lrs !== null && lrs > irqs.length) return `${lrs} list registers for ${irqs.length} interrupts: more than one for each are never used`;
  if (preemptibleFlush && pcpus === 1) return 'preemptible-flush needs a second physical CPU to move to';
  if (staleElrsr && !readsElrsr.includes(kvm)) return `stale-elrsr makes no difference to ${kvm}; it concerns ${readsElrsr.join(', ')}`;
  if (underflowIrq && enoughLrs) return 'underflow-irq needs fewer list registers than interrupts';
  if (lrOrder !== 'pending-first' && enoughLrs) return 'lr-order needs fewer list registers than interrupts';
  if (quiesce && kinds.every(({ trigger }) => trigger === 'edge')) return 'quiesce needs a device with a level line: timer or f-level';
  if (hostEoi !== 'drop-only' && kinds.every(({ shared }) => shared)) return 'host-eoi makes no difference to timers, whose interrupts the host never takes';
  return null;
}

const readsElrsr: readonly DesignName[] = ['sync-clears-active', 'flush-sets-active', 'driver-owns-active'];
