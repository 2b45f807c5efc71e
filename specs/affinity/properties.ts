/**
 * What is promised of the guest's view, of routing, and of a move to another host. A property stands only in models of
 * which it says something; the list at the end of `properties` tells which those are.
 */
import { type Domain, language, oneOf, type Property } from 'explore';
import { machine, type Side, same, seenByGuest } from './machine.js';
import { fits, guestTraits, hostsOf, isAarch32, type Parameters } from './parameters.js';
import type { Levels, State } from './state.js';

const { invariant, witness, deadlockFreedom } = language<State>();

const review = 'review of "KVM: arm64: Affinity level 3 support", mail of 25 February 2024';
const irouterOf = 'Arm IHI 0069, GICD_IROUTER';

export function properties(parameters: Parameters): readonly Property<State>[] {
  const { guests, moves, aff3 } = parameters;
  const { kernels, gicv3, everyVcpu, vcpu, spi, placeOf, targetOf } = machine(parameters);
  const pair = { args: { one: vcpu, other: vcpu }, where: ({ one, other }: { readonly one: number; readonly other: number }) => one < other };
  const mpidrOf = (state: State, of: number) => state[sideOf(state)].vcpus.get(of).mpidr;

  const RedistMatch = invariant('RedistMatch', 'a vCPU finds its redistributor: GICR_TYPER repeats the affinity that the vCPU reads in its MPIDR, on all levels', {
    source: 'drivers/irqchip/irq-gic-v3.c, gic_populate_rdist',
    args: { vcpu },
    given: (state) => isRunning(state) && state.guest.gic === 'gicv3',
    holds: (state, { vcpu }) => same(seenByGuest(state, mpidrOf(state, vcpu)), kernels[sideOf(state)].typer(mpidrOf(state, vcpu))),
  });

  const MpidrAsWritten = invariant('MpidrAsWritten', 'an MPIDR that KVM accepted is the one that the VMM asked for', {
    source: `${review}: a guest's state must not depend on the host's`,
    args: { vcpu },
    given: isRunning,
    holds: (state, { vcpu }) => same(mpidrOf(state, vcpu), state.wanted.get(vcpu)),
  });

  const MpidrUnique = invariant('MpidrUnique', 'no two vCPUs have the same MPIDR, as long as the VMM asks for different ones', {
    source: 'Arm DDI 0487, MPIDR_EL1',
    ...pair,
    given: isRunning,
    holds: (state, { one, other }) => !same(mpidrOf(state, one), mpidrOf(state, other)),
  });

  const GuestMpidrUnique = invariant('GuestMpidrUnique', 'no two vCPUs of a 32-bit guest read the same MPIDR', {
    source: 'Arm DDI 0487, MPIDR',
    ...pair,
    given: (state) => isRunning(state) && state.guest.isa === 'aarch32',
    holds: (state, { one, other }) => mpidrOf(state, one).aff0 !== mpidrOf(state, other).aff0,
  });

  const No32bitAff3 = invariant('No32bitAff3', 'a vCPU of a 32-bit guest has no Aff3', {
    source: 'Arm DDI 0487, MPIDR: three levels',
    args: { vcpu },
    given: (state) => isRunning(state) && state.guest.isa === 'aarch32',
    holds: (state, { vcpu }) => mpidrOf(state, vcpu).aff3 === 0,
  });

  /** The guest has routed this interrupt, and is not doing so at the moment. */
  const isRouted = (state: State, of: number) => isRunning(state) && state.half === null && state.meant.get(of) !== null;

  const RouterMisroute = invariant('RouterMisroute', 'an interrupt does not go to another vCPU than the one that the guest routed it to', {
    source: irouterOf,
    args: { spi },
    given: (state, { spi }) => isRouted(state, spi),
    holds: (state, { spi }) => {
      const target = targetOf(state, sideOf(state), spi);
      return target === null || target === state.meant.get(spi);
    },
  });

  const RouterLost = invariant('RouterLost', 'an interrupt that the guest routed to one of its vCPUs does not go nowhere', {
    source: irouterOf,
    args: { spi },
    given: (state, { spi }) => isRouted(state, spi),
    holds: (state, { spi }) => targetOf(state, sideOf(state), spi) !== null,
  });

  const RouterReadback = invariant('RouterReadback', 'the guest reads from a routing register what it wrote to it', {
    source: irouterOf,
    args: { spi },
    given: (state, { spi }) => state.phase === 'source' && isRouted(state, spi),
    holds: (state, { spi }) => {
      const meant = state.meant.get(spi) ?? 0;
      const read = kernels.source.readWhole(placeOf(state, 'source'), state.source.spis.get(spi).irouter);
      return same(read, seenByGuest(state, mpidrOf(state, meant)));
    },
  });

  const hasAff3 = (state: State, of: number) => isRunning(state) && isGicv3Aarch64(state) && mpidrOf(state, of).aff3 > 0;

  const GicdA3v = invariant('A3VConsistent-GICD', 'a 64-bit guest with an Aff3 that is not 0 reads GICD_TYPER.A3V as 1', {
    source: 'Arm IHI 0069, GICD_TYPER.A3V',
    args: { vcpu },
    given: (state, { vcpu }) => hasAff3(state, vcpu),
    holds: (state) => kernels[sideOf(state)].gicdA3v(placeOf(state, sideOf(state))),
  });

  const IccA3v = invariant('A3VConsistent-ICC', 'a 64-bit guest with an Aff3 that is not 0 reads ICC_CTLR_EL1.A3V as 1', {
    source: 'Arm IHI 0069, ICC_CTLR_EL1.A3V',
    args: { vcpu },
    given: (state, { vcpu }) => hasAff3(state, vcpu),
    holds: (state) => kernels[sideOf(state)].iccA3v(placeOf(state, sideOf(state))),
  });

  const sources = new Set(moves.map((move) => hostsOf(move)[0]).filter((host) => guests.some((guest) => fits(guest, host))));
  const HostIndependence = invariant('HostIndependence', 'what the guest sees of its affinities and A3V bits, or the error that the VMM gets, would be the same on another host', {
    source: `${review}: independent of the A3V support on the host`,
    args: { host: oneOf(...sources), of: oneOf('error', ...(gicv3 ? (['A3V'] as const) : []), ...everyVcpu.map((of) => `vCPU ${of}` as const)) },
    given: (state, { host, of }) =>
      (of === 'error' ? state.phase === 'configure' && state.error !== null : state.phase === 'source') && state.from !== host && (host !== 'G2' || state.guest.gic === 'gicv2'),
    holds: (state, { host, of }) => {
      const here = placeOf(state, 'source');
      const there = placeOf(state, 'source', host);
      const { setMpidr, iccA3v, gicdA3v } = kernels.source;
      if (of === 'error') return everyVcpu.some((vcpu) => setMpidr(there, state.wanted.get(vcpu)) === state.error);
      if (of === 'A3V') return state.guest.gic === 'gicv2' || (iccA3v(there) === iccA3v(here) && gicdA3v(there) === gicdA3v(here));
      // Of equal stored values everything else that the guest can read of its affinity is equal, too.
      const vcpu = Number(of.split(' ')[1]);
      const stored = setMpidr(there, state.wanted.get(vcpu));
      return typeof stored !== 'string' && same(stored, mpidrOf(state, vcpu));
    },
  });

  const views = viewsOf(parameters);
  const RoundTrip = invariant('RoundTrip', 'after a restore that succeeded the guest sees in each register what it saw before', {
    source: `${review}: "I don't see VM save/restore being addressed here"`,
    args: { register: views.domain },
    given: (state, { register }) => state.phase === 'destination' && (state.guest.gic === 'gicv3' || views.inEveryGuest(register)),
    holds: (state, { register }) => views.isTheSame(state, register),
  });

  const RestoreEinval = invariant('RestoreSucceeds-EINVAL', 'no ioctl of a restore fails with -EINVAL', {
    source: `${review}: "How is userspace supposed to order those when restoring a VM?"`,
    given: (state) => state.phase === 'restore',
    holds: (state) => state.error !== 'EINVAL',
  });

  const RestoreEbusy = invariant('RestoreSucceeds-EBUSY', 'no ioctl of a restore fails with -EBUSY', {
    source: `${review}: "How is userspace supposed to order those when restoring a VM?"`,
    given: (state) => state.phase === 'restore',
    holds: (state) => state.error !== 'EBUSY',
  });

  const W1 = witness('W1', 'each guest runs again after each of the moves', {
    args: { move: oneOf(...moves), guest: oneOf(...guests) },
    where: ({ move, guest }) => hostsOf(move).every((host) => fits(guest, host)),
    reached: (state, { move, guest }) => {
      const [from, to] = hostsOf(move);
      return state.phase === 'destination' && state.from === from && state.to === to && state.guest.isa === guestTraits[guest].isa && state.guest.gic === guestTraits[guest].gic;
    },
  });

  const W2 = witness('W2', 'a 64-bit guest with a GICv3 and an Aff3 that is not 0 runs again after a move', {
    reached: (state) => state.phase === 'destination' && isGicv3Aarch64(state) && everyVcpu.some((of) => state.destination.vcpus.get(of).mpidr.aff3 > 0),
  });

  const D = deadlockFreedom('D', 'a run ends only when the guest runs on the destination, or when the VMM was told of an error', {
    legalEnd: (state) => state.phase === 'destination' || state.error !== null,
  });

  const aarch32 = guests.some(isAarch32);
  const usesAff3 = aff3 > 1;
  /** Some guest with a GICv3 can have an Aff3. The patch takes it away on hosts without A3V. */
  const masks = parameters.kvm === 'patch-v1' || parameters.kvm === 'patch-v1-rmw';
  const keepsAff3 = usesAff3 && guests.includes('aarch64-gicv3') && (!masks || sources.has('G3y'));
  const only = (applies: boolean, ...list: readonly Property<State>[]): readonly Property<State>[] => (applies ? list : []);
  return [
    ...only(gicv3, RedistMatch),
    MpidrAsWritten,
    ...only(everyVcpu.length > 1, MpidrUnique),
    ...only(everyVcpu.length > 1 && aarch32, GuestMpidrUnique),
    ...only(aarch32 && usesAff3, No32bitAff3),
    ...only(gicv3, RouterMisroute, RouterLost, RouterReadback),
    ...only(keepsAff3, GicdA3v, IccA3v),
    ...only(sources.size > 1, HostIndependence),
    RoundTrip,
    RestoreEinval,
    ...only(gicv3, RestoreEbusy),
    W1,
    ...only(usesAff3 && guests.includes('aarch64-gicv3'), W2),
    D,
  ];
}

/** The registers that the guest reads before and after a move: whether it reads the same. */
function viewsOf(parameters: Parameters) {
  const { kernels, gicv3, everyVcpu, everySpi, placeOf } = machine(parameters);
  type View = readonly [register: string, isTheSame: (state: State) => boolean];
  const levels = (register: string, read: (state: State, side: Side) => Levels): View => [register, (state) => same(read(state, 'source'), read(state, 'destination'))];
  const bit = (register: string, read: (state: State, side: Side) => boolean): View => [register, (state) => read(state, 'source') === read(state, 'destination')];
  const mpidrs = everyVcpu.map((of) => levels(`MPIDR ${of}`, (state, side) => seenByGuest(state, state[side].vcpus.get(of).mpidr)));
  const gicRegisters = [
    ...everyVcpu.map((of) => levels(`GICR_TYPER ${of}`, (state, side) => kernels[side].typer(state[side].vcpus.get(of).mpidr))),
    ...everyVcpu.map((of) => bit(`GICR ${of}`, (state, side) => state[side].vcpus.get(of).gicr)),
    ...everySpi.map((of) => levels(`IROUTER ${of}`, (state, side) => kernels[side].readWhole(placeOf(state, side), state[side].spis.get(of).irouter))),
    bit('ICC_CTLR.A3V', (state, side) => kernels[side].iccA3v(placeOf(state, side))),
    bit('GICD_TYPER.A3V', (state, side) => kernels[side].gicdA3v(placeOf(state, side))),
  ];
  const views = new Map(gicv3 ? [...mpidrs, ...gicRegisters] : mpidrs);
  const domain: Domain<string> = oneOf(...views.keys());
  return {
    domain,
    inEveryGuest: (register: string) => mpidrs.some(([name]) => name === register),
    isTheSame: (state: State, register: string) => views.get(register)?.(state) === true,
  };
}

/** The guest runs. */
function isRunning(state: State): boolean {
  return state.phase === 'source' || state.phase === 'destination';
}

/** Where the guest runs. */
function sideOf(state: State): Side {
  return state.phase === 'destination' ? 'destination' : 'source';
}

function isGicv3Aarch64({ guest }: State): boolean {
  return guest.gic === 'gicv3' && guest.isa === 'aarch64';
}
