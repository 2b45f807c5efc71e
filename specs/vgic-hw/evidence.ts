/**
 * What a real machine showed: trace lines of kvm_vgic_sync_hwstate for the virtual timer, on a kernel of August 2015, from
 * the review of the documentation of forwarded interrupts (mail of 7 September 2015, list kvmarm). And what each design,
 * on each kind of hardware, can show at the same place.
 */
import type { DesignName, Parameters } from './parameters.js';

/**
 * One line of the trace as `LR.state/ELRSR/dist active/log. active`. LR.state counts 1 for pending, 2 for active and 8 for
 * the HW bit. A design without `map->active` has no fourth figure.
 */
export type Pattern = string;

/** How often each pattern was seen, and what it means. */
export const tracedPatterns: readonly { readonly pattern: Pattern; readonly count: number; readonly meaning: string }[] = [
  { pattern: '8/1/0/1', count: 7107, meaning: 'the guest has ended the interrupt: nothing but the HW bit is left' },
  { pattern: '9/0/0/1', count: 1629, meaning: 'pending, the guest has not taken it, and no longer active in the distributor: KVM is about to forget it' },
  { pattern: '9/0/1/1', count: 1629, meaning: 'pending, the guest has not taken it yet' },
  { pattern: '10/0/1/1', count: 331, meaning: 'the guest is in its handler' },
  { pattern: '10/0/0/1', count: 68, meaning: 'the guest is in its handler, and no longer active in the distributor: KVM is about to forget it' },
];

/** What each design shows at its sync points, for timers; a design that is not here has not been worked out. */
const atSync: { readonly [design in DesignName]?: { readonly [gic in Parameters['gic']]: readonly Pattern[] } } = {
  'sync-clears-active': {
    'eoi-clears-lr': ['8/1/0/1', '9/0/0/1', '9/0/1/1', '10/0/0/1', '10/0/1/1'],
    'eoi-leaves-lr-active': ['9/0/0/1', '9/0/1/1', '10/0/0/1', '10/0/1/1'],
  },
  'flush-sets-active': {
    'eoi-clears-lr': ['8/1/0/1', '9/0/1/1', '10/0/1/1'],
    'eoi-leaves-lr-active': ['9/0/1/1', '10/0/0/1', '10/0/1/1'],
  },
  'driver-owns-active': {
    'eoi-clears-lr': ['8/1/0/1', '9/0/1/1', '10/0/1/1'],
    'eoi-leaves-lr-active': ['9/0/1/1', '10/0/0/1', '10/0/1/1'],
  },
  'level-owns-active': {
    'eoi-clears-lr': ['8/1/0', '9/0/1', '10/0/0', '10/0/1'],
    'eoi-leaves-lr-active': ['9/0/1', '10/0/0', '10/0/1'],
  },
  'fold-lr': {
    'eoi-clears-lr': ['8/1/0', '9/0/1', '10/0/1'],
    'eoi-leaves-lr-active': ['9/0/1', '10/0/0', '10/0/1'],
  },
  'never-active': {
    'eoi-clears-lr': ['9/0/0'],
    'eoi-leaves-lr-active': ['9/0/0'],
  },
  'pending-and-active': {
    'eoi-clears-lr': ['8/1/0', '9/0/0', '9/0/1', '10/0/0', '10/0/1', '11/0/1'],
    'eoi-leaves-lr-active': ['9/0/1', '10/0/0', '10/0/1', '11/0/0', '11/0/1'],
  },
};

/** The patterns that belong to a model; null where nobody has said which do. */
export function expectedPatterns({ kvm, gic, irqs, lrs, quiesce, abort, staleElrsr, preemptibleFlush }: Parameters): readonly Pattern[] | null {
  const patterns = atSync[kvm]?.[gic];
  const isWorkedOut = irqs.every((kind) => kind === 'timer') && (lrs ?? irqs.length) === irqs.length && !preemptibleFlush;
  if (patterns === undefined || !isWorkedOut) return null;
  return [
    ...patterns,
    // The line that active follows is low while the interrupt is still pending.
    ...(kvm === 'level-owns-active' && quiesce ? ['9/0/0'] : []),
    // The copy of ELRSR is older than the interrupt in the list register.
    ...(staleElrsr && abort ? ['9/1/1/1'] : []),
  ];
}
