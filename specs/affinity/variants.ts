/**
 * The designs of KVM, each with the guests, hosts and orders of restoring that tell it from others. A variant is called
 * `design+guest`, with the hosts or the order behind; its story says what the design does, what the circumstance is, and
 * what comes of it.
 */
import type { Variant } from 'explore';
import { expected } from './expected.js';
import type { DesignName, MoveName, Parameters } from './parameters.js';

interface Circumstance {
  readonly set: Partial<Parameters>;
  /** Which guest moves where, and how it is restored. */
  readonly story: string;
  /** What comes of it for a design. */
  readonly outcome: { readonly [design in DesignName]?: string };
}

const designStories: { readonly [design in DesignName]: string } = {
  current:
    "Linux as it was when the patch was posted, and is today: GICR_TYPER and the routing registers know three levels of affinity, but an MPIDR holds whatever the VMM writes. The bit ICC_CTLR.A3V is the host's (HostIndependence), and a saved one that differs is refused.",
  'current-retarget': 'Linux as it was, with an obvious repair: when an MPIDR is written, KVM finds the targets of all interrupts anew.',
  'patch-v1':
    'The patch of February 2024 as it was posted: where the guest is 64-bit and the host has A3V, all four levels are kept in GICR_TYPER and the routing registers; elsewhere the MPIDR is masked without a word (HostIndependence). A write of 32 bits replaces the whole routing register.',
  'patch-v1-rmw': 'The patch of February 2024, with its writes of 32 bits to a routing register repaired, to tell what is wrong with the design from what is a slip.',
  virtualised:
    'What the review asks for, in its strict form: the VMM chooses for each guest whether it has Aff3, whatever the host has; an MPIDR that the guest cannot have is refused with -EINVAL, and once the vgic is initialised, changing one is refused with -EBUSY.',
  'virtualised-lazy':
    'What the review asks for, in its lenient form: the VMM chooses for each guest whether it has Aff3, and nothing depends on the order of restoring, because the target of an interrupt is found when it is used and the registers of one vCPU are addressed by its index.',
};

const kept = 'Every promise is kept.';
const masked =
  'The host has no A3V, so the patch makes 0.0 of the MPIDRs 0.0 and 1.0: KVM stores what nobody asked for and returns 0 (MpidrAsWritten), and two vCPUs have the same address (MpidrUnique).';
const masked32 = 'A 32-bit guest has no Aff3, so the patch makes 0.0 of the MPIDRs 0.0 and 1.0, on every host (MpidrAsWritten, MpidrUnique).';
const shared =
  'An interrupt for the second vCPU goes to the first one (RouterMisroute), and saving the redistributor of the second one reads that of the first: what the second one wrote is gone after the move (RoundTrip).';
const halves = 'A write to one half of a routing register replaces the whole: the guest writes the low word, then 0 to the high word, and the interrupt goes to vCPU 0 (RouterMisroute).';
const a3vOfHost = 'The saved ICC_CTLR has the A3V of the old host, and the new one refuses it (RestoreSucceeds-EINVAL): no guest can make this move, whether or not it has ever used Aff3 (W1).';
const wrongVcpu =
  'While one MPIDR is restored and the other is not, an address may mean another vCPU, or none: the state of a redistributor ends in the wrong vCPU (RoundTrip), or its write is refused (RestoreSucceeds-EINVAL).';
const staleTarget =
  'The target of an interrupt is found when the routing register is written, and stays when the MPIDRs change: the interrupt goes to another vCPU or nowhere (RouterMisroute, RouterLost).';
const ordered = `${wrongVcpu} ${staleTarget}`;
const swapped = 'Every ioctl succeeds, and two vCPUs whose MPIDRs are swapped against those after reset have swapped their interrupts and their redistributors (RouterMisroute, RoundTrip).';
const before = 'What is wrong before the move is as in the canonical order.';
const tooEarly = 'A GIC register before the vgic is initialised is refused, too (RestoreSucceeds-EBUSY).';
const loud = 'A wrong order is told, and nothing is wrong without being told (RoundTrip holds):';
const retargeted = `The interrupts go where they should. That is not enough: ${wrongVcpu.charAt(0).toLowerCase()}${wrongVcpu.slice(1)}`;

const aarch64 = { guests: ['aarch64-gicv3'] } as const;
const plain: Partial<Parameters> = { ...aarch64, aff3: 1 };
const aff3: Partial<Parameters> = { ...aarch64, aff3: 2 };
const aarch32: Partial<Parameters> = { guests: ['aarch32-gicv3'], aff3: 2 };
const gicv2: Partial<Parameters> = { guests: ['aarch64-gicv2'], aff3: 2 };

const sameKind: readonly MoveName[] = ['G3n-G3n', 'G3y-G3y'];
const otherKind: readonly MoveName[] = ['G3n-G3y', 'G3y-G3n'];

const plainGuest = 'A 64-bit guest with a GICv3, whose VMM leaves Aff3 at 0,';
const aff3Guest = 'A 64-bit guest with a GICv3, whose VMM may use Aff3,';
const aarch32Guest = 'A 32-bit guest with a GICv3, whose VMM may use Aff3,';
const gicv2Guest = 'A 64-bit guest with a GICv2, whose VMM may use Aff3,';
const withoutA3v = 'moves between hosts without A3V, restored in the canonical order: MPIDRs, vgic init, GIC registers.';
const withA3v = 'moves between hosts with A3V, restored in the canonical order: MPIDRs, vgic init, GIC registers.';
const toSame = 'moves between hosts of the same kind, restored in the canonical order: MPIDRs, vgic init, GIC registers.';
const toOther = 'moves from a host without A3V to one with it, or back, restored in the canonical order.';
const initFirst = 'moves between hosts of the same kind; the vgic is initialised first, then MPIDRs and GIC registers are restored in any order.';
const gicFirst = 'moves between hosts of the same kind; the vgic is initialised first, then GIC registers are restored, and MPIDRs last.';
const anyOrder = 'moves between hosts of the same kind, restored in any order.';

const currentAff3 =
  'KVM stores the Aff3, and knows it nowhere else: the vCPU does not find its redistributor (RedistMatch), an interrupt goes to the vCPU with the same Aff0, or nowhere (RouterMisroute, RouterLost), and the guest reads from the routing register something else than it wrote (RouterReadback).';
const currentAarch32 =
  'KVM stores an Aff3 that the guest cannot see: two vCPUs that differ in it alone read the same MPIDR (GuestMpidrUnique), and an interrupt goes to one of them or nowhere (RouterMisroute, RouterLost).';
const faithful = 'The move makes nothing worse (RoundTrip).';
const gicdForgotten = 'GICD_TYPER.A3V, which the patch forgot, says that there is no Aff3 (A3VConsistent-GICD).';

const circumstances: { readonly [name in keyof typeof expected]: Circumstance } = {
  'plain+G3n': { set: { ...plain, moves: ['G3n-G3n'] }, story: `${plainGuest} ${withoutA3v}`, outcome: { current: kept, 'patch-v1': kept, 'patch-v1-rmw': kept } },
  'plain+G3y': {
    set: { ...plain, moves: ['G3y-G3y'] },
    story: `${plainGuest} ${withA3v}`,
    outcome: { current: kept, 'patch-v1': `${halves} A restore does the same to every guest, also to one that writes 64 bits at once (RoundTrip).`, 'patch-v1-rmw': kept },
  },
  plain: { set: { ...plain, moves: sameKind }, story: `${plainGuest} ${toSame}`, outcome: { virtualised: kept, 'virtualised-lazy': kept } },
  'aff3+G3n': {
    set: { ...aff3, moves: ['G3n-G3n'] },
    story: `${aff3Guest} ${withoutA3v}`,
    outcome: { current: `${currentAff3} Both bits say that there is no Aff3 (A3VConsistent). ${faithful}`, 'patch-v1': `${masked} ${shared}`, 'patch-v1-rmw': `${masked} ${shared}` },
  },
  'aff3+G3y': {
    set: { ...aff3, moves: ['G3y-G3y'] },
    story: `${aff3Guest} ${withA3v}`,
    outcome: {
      current: `${currentAff3} ICC_CTLR.A3V says that there is an Aff3, GICD_TYPER.A3V that there is none (A3VConsistent-GICD). ${faithful}`,
      'patch-v1': `${halves} With an Aff3 of 1 that number becomes Aff0, and there may be no such vCPU (RouterLost). A restore does the same (RoundTrip). ${gicdForgotten}`,
      'patch-v1-rmw': `${gicdForgotten} All else is right, here.`,
    },
  },
  aff3: { set: { ...aff3, moves: sameKind }, story: `${aff3Guest} ${toSame}`, outcome: { virtualised: kept, 'virtualised-lazy': kept } },
  'aarch32+G3n': {
    set: { ...aarch32, moves: ['G3n-G3n'] },
    story: `${aarch32Guest} ${withoutA3v}`,
    outcome: { current: `${currentAarch32} ${faithful}`, 'patch-v1': `${masked32} ${shared}`, 'patch-v1-rmw': `${masked32} ${shared}` },
  },
  'aarch32+G3y': {
    set: { ...aarch32, moves: ['G3y-G3y'] },
    story: `${aarch32Guest} ${withA3v}`,
    outcome: { current: `${currentAarch32} ${faithful}`, 'patch-v1': `${masked32} ${shared}`, 'patch-v1-rmw': `${masked32} ${shared}` },
  },
  aarch32: { set: { ...aarch32, moves: sameKind }, story: `${aarch32Guest} ${toSame}`, outcome: { virtualised: kept, 'virtualised-lazy': kept } },
  'plain+cross': {
    set: { ...plain, moves: otherKind },
    story: `${plainGuest} ${toOther}`,
    outcome: { current: a3vOfHost, 'patch-v1': a3vOfHost, 'patch-v1-rmw': a3vOfHost, virtualised: kept, 'virtualised-lazy': kept },
  },
  'aff3+cross': {
    set: { ...aff3, moves: otherKind },
    story: `${aff3Guest} ${toOther}`,
    outcome: { current: `${a3vOfHost} ${before}`, 'patch-v1': `${a3vOfHost} ${before}`, 'patch-v1-rmw': `${a3vOfHost} ${before}`, virtualised: kept, 'virtualised-lazy': kept },
  },
  'aarch32+cross': {
    set: { ...aarch32, moves: otherKind },
    story: `${aarch32Guest} ${toOther}`,
    outcome: { current: `${a3vOfHost} ${before}`, 'patch-v1': `${a3vOfHost} ${before}`, 'patch-v1-rmw': `${a3vOfHost} ${before}`, virtualised: kept, 'virtualised-lazy': kept },
  },
  'plain+initfirst': {
    set: { ...plain, moves: sameKind, order: 'initfirst' },
    story: `${plainGuest} ${initFirst}`,
    outcome: {
      current: ordered,
      'current-retarget': retargeted,
      'patch-v1': `${halves} ${ordered}`,
      'patch-v1-rmw': ordered,
      virtualised: `${loud} changing an MPIDR comes too late (RestoreSucceeds-EBUSY).`,
      'virtualised-lazy': kept,
    },
  },
  'aff3+initfirst': {
    set: { ...aff3, moves: sameKind, order: 'initfirst' },
    story: `${aff3Guest} ${initFirst}`,
    outcome: {
      current: `${wrongVcpu} ${before}`,
      'patch-v1': `${wrongVcpu} ${before}`,
      'patch-v1-rmw': `${ordered} ${before}`,
      virtualised: `${loud} changing an MPIDR comes too late (RestoreSucceeds-EBUSY), and an address with Aff3 is not known yet (RestoreSucceeds-EINVAL). A guest with Aff3 cannot be restored so (W2).`,
      'virtualised-lazy': kept,
    },
  },
  'aarch32+initfirst': {
    set: { ...aarch32, moves: sameKind, order: 'initfirst' },
    story: `${aarch32Guest} ${initFirst}`,
    outcome: { virtualised: `${loud} changing an MPIDR comes too late (RestoreSucceeds-EBUSY).`, 'virtualised-lazy': kept },
  },
  'plain+any': {
    set: { ...plain, moves: sameKind, order: 'any' },
    story: `${plainGuest} ${anyOrder}`,
    outcome: {
      current: `${ordered} ${tooEarly}`,
      'current-retarget': `${retargeted} ${tooEarly}`,
      'patch-v1': `${halves} ${ordered} ${tooEarly}`,
      'patch-v1-rmw': `${ordered} ${tooEarly}`,
      virtualised: `${loud} a GIC register before vgic init or an MPIDR after it (RestoreSucceeds-EBUSY), and an address that is not known yet (RestoreSucceeds-EINVAL).`,
      'virtualised-lazy': `${loud} a GIC register before vgic init (RestoreSucceeds-EBUSY), and there is no other wrong order.`,
    },
  },
  'aff3+any': {
    set: { ...aff3, moves: sameKind, order: 'any' },
    story: `${aff3Guest} ${anyOrder}`,
    outcome: {
      current: `${wrongVcpu} ${tooEarly} ${before}`,
      'patch-v1': `${wrongVcpu} ${tooEarly} ${before}`,
      'patch-v1-rmw': `${ordered} ${tooEarly} ${before}`,
      virtualised: `${loud} a GIC register before vgic init or an MPIDR after it (RestoreSucceeds-EBUSY), and an address that is not known yet (RestoreSucceeds-EINVAL).`,
      'virtualised-lazy': `${loud} a GIC register before vgic init (RestoreSucceeds-EBUSY), and there is no other wrong order.`,
    },
  },
  'aarch32+any': {
    set: { ...aarch32, moves: sameKind, order: 'any' },
    story: `${aarch32Guest} ${anyOrder}`,
    outcome: {
      virtualised: `${loud} a GIC register before vgic init or an MPIDR after it (RestoreSucceeds-EBUSY), and an address that is not known yet (RestoreSucceeds-EINVAL).`,
      'virtualised-lazy': `${loud} a GIC register before vgic init (RestoreSucceeds-EBUSY), and there is no other wrong order.`,
    },
  },
  'plain+gicfirst': {
    set: { ...plain, moves: sameKind, order: 'gicfirst' },
    story: `${plainGuest} ${gicFirst}`,
    outcome: {
      current: swapped,
      'current-retarget': 'Every ioctl succeeds, the interrupts go where they should, and two vCPUs whose MPIDRs are swapped against those after reset have swapped their redistributors (RoundTrip).',
      'patch-v1': `${halves} ${swapped}`,
      'patch-v1-rmw': swapped,
      virtualised: `${loud} the first MPIDR that changes comes too late (RestoreSucceeds-EBUSY).`,
      'virtualised-lazy': kept,
    },
  },
  'aff3+gicfirst': {
    set: { ...aff3, moves: sameKind, order: 'gicfirst' },
    story: `${aff3Guest} ${gicFirst}`,
    outcome: {
      current: `${wrongVcpu} A guest with Aff3 cannot be restored so (W2). ${before}`,
      'patch-v1': `${wrongVcpu} A guest with Aff3 cannot be restored so (W2). ${before}`,
      'patch-v1-rmw': `${wrongVcpu} A guest with Aff3 cannot be restored so (W2). ${before}`,
      virtualised: `${loud} an address with Aff3 is not known yet (RestoreSucceeds-EINVAL), or an MPIDR comes too late (RestoreSucceeds-EBUSY). A guest with Aff3 cannot be restored so (W2).`,
      'virtualised-lazy': kept,
    },
  },
  'aarch32+gicfirst': {
    set: { ...aarch32, moves: sameKind, order: 'gicfirst' },
    story: `${aarch32Guest} ${gicFirst}`,
    outcome: { virtualised: `${loud} the first MPIDR that changes comes too late (RestoreSucceeds-EBUSY).`, 'virtualised-lazy': kept },
  },
  gicv2: {
    set: gicv2,
    story: `${gicv2Guest} moves between hosts of any kind. Its interrupts are routed without affinities, so nothing stands against an Aff3.`,
    outcome: {
      current: kept,
      'patch-v1': `Yet the patch takes it away, where the host has no GICv3 with A3V. ${masked} What the guest gets depends on the host (HostIndependence), and may change when it moves (RoundTrip).`,
      'patch-v1-rmw': `Yet the patch takes it away, where the host has no GICv3 with A3V. ${masked} What the guest gets depends on the host (HostIndependence), and may change when it moves (RoundTrip).`,
      virtualised: kept,
      'virtualised-lazy': kept,
    },
  },
  'gicv2+G2': {
    set: { ...gicv2, moves: ['G2-G2'] },
    story: `${gicv2Guest} moves between hosts with a GICv2.`,
    outcome: { 'patch-v1': masked, 'patch-v1-rmw': masked },
  },
  'gicv2+G3y': { set: { ...gicv2, moves: ['G3y-G3y'] }, story: `${gicv2Guest} moves between hosts with A3V.`, outcome: { 'patch-v1': kept, 'patch-v1-rmw': kept } },
  'gicv2+G3y-G2': {
    set: { ...gicv2, moves: ['G3y-G2'] },
    story: `${gicv2Guest} moves from a host with A3V to one with a GICv2.`,
    outcome: {
      'patch-v1': 'The MPIDRs 0.0 and 1.0 become 0.0 and 0.0 on the way, and every ioctl succeeds (MpidrAsWritten, MpidrUnique, RoundTrip).',
      'patch-v1-rmw': 'The MPIDRs 0.0 and 1.0 become 0.0 and 0.0 on the way, and every ioctl succeeds (MpidrAsWritten, MpidrUnique, RoundTrip).',
    },
  },
  'plain+upgrade': {
    set: { ...plain, moves: ['G3y-G3y'], accesses: '64-bit', kvmAfter: 'patch-v1' },
    story: `${plainGuest} and which writes routing registers whole, moves to a host with A3V whose kernel has the patch of February 2024.`,
    outcome: {
      current:
        'The VMM restores the low word of a routing register, then 0 to the high word, which replaces the whole: the interrupt of vCPU 1 goes to vCPU 0 after the upgrade (RouterMisroute, RoundTrip).',
    },
  },
  'gicv2+upgrade': {
    set: { ...gicv2, moves: ['G2-G2'], kvmAfter: 'patch-v1' },
    story: `${gicv2Guest} moves to a host with a GICv2 whose kernel has the patch of February 2024.`,
    outcome: { current: 'The MPIDRs 0.0 and 1.0, with which it ran well, become 0.0 and 0.0 (MpidrAsWritten, MpidrUnique, RoundTrip).' },
  },
};

export const variants: { readonly [name: string]: Variant<Parameters> } = Object.fromEntries(
  (Object.keys(expected) as (keyof typeof expected)[]).flatMap((name) => {
    const { set, story, outcome } = circumstances[name];
    const rows = Object.entries(expected[name]) as [DesignName, Variant<Parameters>['expect'] & object][];
    return rows.map(([kvm, expect]): [string, Variant<Parameters>] => [`${kvm}+${name}`, { story: [designStories[kvm], story, outcome[kvm]].filter(Boolean).join(' '), set: { ...set, kvm }, expect }]);
  }),
);
