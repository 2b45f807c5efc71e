/** What a model of affinity is made of: the hosts, the guests, what the user space does, and what KVM makes of it. */
import { listParameter, oneOf, optional, type ParameterValues, parameter, range } from 'explore';

/** The kernels. What each does stands in `designs/`. */
export const designNames = ['current', 'current-retarget', 'patch-v1', 'patch-v1-rmw', 'virtualised', 'virtualised-lazy'] as const;
export type DesignName = (typeof designNames)[number];

/** A host has a GICv2, a GICv3 that cannot handle a non-zero Aff3 (A3V=0), or a GICv3 that can (A3V=1). */
export const hostNames = ['G2', 'G3n', 'G3y'] as const;
export type HostName = (typeof hostNames)[number];

/** From one host to another, or to another one of the same kind. */
export const moveNames = ['G2-G2', 'G2-G3n', 'G2-G3y', 'G3n-G2', 'G3n-G3n', 'G3n-G3y', 'G3y-G2', 'G3y-G3n', 'G3y-G3y'] as const;
export type MoveName = (typeof moveNames)[number];

/** The guests, with what tells them apart: the execution state, and the GIC. */
export const guestTraits = {
  'aarch64-gicv3': { isa: 'aarch64', gic: 'gicv3' },
  'aarch64-gicv2': { isa: 'aarch64', gic: 'gicv2' },
  'aarch32-gicv3': { isa: 'aarch32', gic: 'gicv3' },
  'aarch32-gicv2': { isa: 'aarch32', gic: 'gicv2' },
} as const;

export type GuestName = keyof typeof guestTraits;
export type Guest = (typeof guestTraits)[GuestName];

const guestNames: readonly GuestName[] = ['aarch64-gicv3', 'aarch64-gicv2', 'aarch32-gicv3', 'aarch32-gicv2'];

export const parameters = {
  vcpus: parameter(range(1, 3), 2, 'virtual CPUs'),
  spis: parameter(range(1, 2), 1, 'shared interrupts, each with a routing register; a GICv2 guest has none'),
  aff0: parameter(range(1, 3), 2, 'how many values of Aff0 there are'),
  aff3: parameter(range(1, 3), 2, 'how many values of Aff3 the VMM uses; 1: it leaves Aff3 at 0'),
  guests: listParameter(oneOf(...guestNames), { min: 1, max: guestNames.length }, guestNames, 'the guests that there may be'),
  moves: listParameter(
    oneOf(...moveNames),
    { min: 1, max: moveNames.length },
    moveNames,
    'the hosts that the guest may move from and to: G2 has a GICv2, G3n a GICv3 with A3V=0, G3y a GICv3 with A3V=1',
  ),
  accesses: parameter(oneOf('both', '64-bit', '32-bit'), 'both', 'how the guest writes a routing register: whole, in two halves, or either way'),
  order: parameter(
    oneOf('canon', 'initfirst', 'gicfirst', 'any'),
    'canon',
    'the order in which the VMM restores: canon is MPIDRs, vgic init, GIC registers; initfirst is vgic init, then the rest anyhow; gicfirst is vgic init, GIC registers, MPIDRs',
  ),
  kvm: parameter(oneOf(...designNames), 'virtualised', 'what KVM makes of Aff3'),
  kvmAfter: parameter(optional(oneOf(...designNames)), null, 'what KVM on the destination makes of Aff3; null: the same'),
} as const;

export type Parameters = ParameterValues<typeof parameters>;

/** Why these values do not go together; null when they do. A choice that would make no difference is refused, so that nobody believes to have tried it. */
export function constraint({ vcpus, aff0, aff3, spis, guests, moves, accesses, order, kvm, kvmAfter }: Parameters): string | null {
  if (aff0 < vcpus) return `${aff0} values of Aff0 are too few: after reset the MPIDRs of ${vcpus} vCPUs are 0.0 to 0.${vcpus - 1}`;
  if (aff3 > aff0) return `${aff3} values of Aff3 and ${aff0} of Aff0: some designs put Aff3 where Aff0 belongs, so there must be as many`;
  const twice = [...guests, ...moves].find((name, index, all) => all.indexOf(name) !== index);
  if (twice !== undefined) return `${twice} is named twice`;
  if (guests.every(isGicv3) && moves.some(needsGicv2)) return `a guest with a GICv3 cannot be on a host that has only a GICv2: ${moves.filter(needsGicv2).join(', ')}`;
  if (guests.some(isGicv3) && moves.every(needsGicv2)) return 'a guest with a GICv3 needs a move between two hosts that have one';
  if (!guests.some(isGicv3)) {
    if (spis !== 1) return 'a guest with a GICv2 has no routing registers: spis makes no difference';
    if (accesses !== 'both') return 'a guest with a GICv2 has no routing registers: accesses makes no difference';
    if (order !== 'canon') return 'of a guest with a GICv2 nothing but MPIDRs is restored: order makes no difference';
  }
  if (kvmAfter === kvm) return `kvm-after is ${kvm}, as kvm is: leave it out`;
  return null;
}

export function isGicv3(guest: GuestName): boolean {
  return guestTraits[guest].gic === 'gicv3';
}

export function isAarch32(guest: GuestName): boolean {
  return guestTraits[guest].isa === 'aarch32';
}

/** Whether a guest can be on a host: a GICv3 guest needs a GICv3, everything else fits. */
export function fits(guest: GuestName, host: HostName): boolean {
  return host !== 'G2' || !isGicv3(guest);
}

export function hostsOf(move: MoveName): readonly [HostName, HostName] {
  return move.split('-') as [HostName, HostName];
}

function needsGicv2(move: MoveName): boolean {
  return hostsOf(move).includes('G2');
}

/** The designs in which Aff3 is a feature of the guest, which the VMM chooses. */
export function isVirtualised(kvm: DesignName): boolean {
  return kvm === 'virtualised' || kvm === 'virtualised-lazy';
}
