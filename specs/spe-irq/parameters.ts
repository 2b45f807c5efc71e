/** What a model is made of: the design of KVM, what hardware, host and user space do, and the guest's driver. */
import { boolean, oneOf, optional, type ParameterValues, parameter, range } from 'explore';

/** The designs of KVM. What each does stands in `designs.ts`. */
export const designNames = ['naive', 'mapped', 'mapped-resample', 'eager', 'virtual-load-put', 'zero-pmbsr'] as const;

export type DesignName = (typeof designNames)[number];

/** When the registers of the unit are switched between host and guest. */
export type Context = 'entry-exit' | 'load-put';

export const parameters = {
  vcpus: parameter(range(1, 4), 2, 'virtual CPUs, which take turns on one physical CPU'),
  buffer: parameter(range(1, 3), 1, "records until the guest's buffer is full"),
  tick: parameter(range(0, 8), 2, "guest steps between two ticks of the host's clock, the only unforced exit; 0: no tick, the guest may trap at any time"),
  design: parameter(oneOf(...designNames), 'virtual-load-put', 'how KVM gives the interrupt to a guest, and who keeps the physical one from throwing the guest out'),
  retire: parameter(
    oneOf('at-once', 'late', 'when-taken'),
    'late',
    'how soon the interrupt controller forgets an interrupt whose line went low: with the line, some time later, or only when somebody takes it',
  ),
  hostProfiling: parameter(boolean, true, 'the host profiles too'),
  context: parameter(optional(oneOf<Context>('entry-exit', 'load-put')), null, "when the unit's registers are switched; null: load-put for virtual-load-put, entry-exit for all others"),
  irqchip: parameter(oneOf('kernel', 'user'), 'kernel', "who emulates the guest's interrupt controller"),
  userNotify: parameter(boolean, false, 'user space is told of a changed level when the guest exits'),
  callback: parameter(oneOf('cached', 'hardware', 'memory'), 'cached', "what get_input_level looks at: KVM's cached level, the unit, or the guest's saved register"),
  syncOrder: parameter(oneOf('spe-first', 'vgic-first'), 'spe-first', 'what the exit looks at first'),
  guest: parameter(oneOf('clears-before-eoi', 'may-eoi-first'), 'clears-before-eoi', "whether the guest's handler always clears the service bit before it ends the interrupt"),
  guestPolls: parameter(boolean, false, 'the guest also clears the service bit outside its handler'),
  noMask: parameter(boolean, false, 'the guest never masks interrupts'),
  abort: parameter(boolean, false, 'a signal may turn KVM back between flush and entry: it syncs without having been in the guest'),
  blackHole: parameter(optional(range(0, 10)), 2, 'the longest black hole that B1 allows, in guest steps; null: B1 is not asked'),
  blindCap: parameter(range(0, 11), 6, 'how far the steps of a black hole are counted; 0: not at all, which makes the model smaller'),
  activeWrites: parameter(optional(range(0, 3)), 0, 'how many writes of the physical active bit C1 allows KVM in one turn of its loop; null: C1 is not asked, and nothing counted'),
  progress: parameter(optional(boolean), null, 'progress is promised too (L1 to L3b); null: of at most two vCPUs, where it takes little longer than the search'),
} as const;

export type Parameters = ParameterValues<typeof parameters>;

/** When the unit's registers are switched in this model. */
export function contextOf({ context, design }: Parameters): Context {
  return context ?? (design === 'virtual-load-put' ? 'load-put' : 'entry-exit');
}

/** Whether progress is promised in this model. To check it takes many times as long as the search of a big one. */
export function promisesProgress({ progress, vcpus }: Parameters): boolean {
  return progress ?? vcpus <= 2;
}

/** The designs that map the virtual to the physical interrupt: the list register has HW=1. */
export function isMapped(design: DesignName): boolean {
  return design === 'mapped' || design === 'mapped-resample';
}

/** Why these values do not go together; null when they do. A choice that would make no difference is refused, so that nobody believes to have tried it. */
export function constraint({ design, irqchip, userNotify, callback, syncOrder, blackHole, blindCap }: Parameters): string | null {
  if (userNotify && irqchip === 'kernel') return 'user-notify needs irqchip=user: nobody else would be told';
  if (callback !== 'cached' && !(isMapped(design) && irqchip === 'kernel')) return 'callback makes no difference: only mapped and mapped-resample have one, and only with irqchip=kernel';
  if (syncOrder !== 'spe-first' && irqchip === 'user') return "sync-order makes no difference with irqchip=user: there is no state of KVM's interrupt controller to sync";
  if (blackHole !== null && blackHole >= blindCap) return `black-hole ${blackHole} needs a blind-cap of at least ${blackHole + 1}: a longer one would not be seen`;
  return null;
}
