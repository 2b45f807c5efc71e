/** What several actors and properties look at, for one set of parameters: the guest's place, who has which address, what is stored where. */
import { reference } from 'explore';
import { type Design, designs, type Place } from './designs/index.js';
import { type HostName, isGicv3, type Parameters } from './parameters.js';
import type { Levels, State, Vm } from './state.js';

/** A VM, by the host that it is on. */
export type Side = 'source' | 'destination';

export function machine(parameters: Parameters) {
  const { vcpus, spis, guests } = parameters;
  const kernels: { readonly [side in Side]: Design } = { source: designs[parameters.kvm], destination: designs[parameters.kvmAfter ?? parameters.kvm] };
  const everyVcpu = indices(vcpus);
  const everySpi = indices(spis);

  /** What a register access on this side may depend on; or would, if the guest were on another host. */
  function placeOf(state: State, side: Side, otherHost?: HostName): Place {
    return {
      get guest() {
        return state.guest;
      },
      get host() {
        return otherHost ?? (side === 'source' ? state.from : state.to);
      },
      get feature() {
        return state.feature;
      },
    };
  }

  /** kvm_mpidr_to_vcpu: the lowest vCPU with this MPIDR, or null. */
  function vcpuWith(vm: Vm, affinity: Levels): number | null {
    return everyVcpu.find((vcpu) => same(vm.vcpus.get(vcpu).mpidr, affinity)) ?? null;
  }

  /** Where the interrupt goes now; null: nowhere. */
  function targetOf(state: State, side: Side, spi: number): number | null {
    const vm = state[side];
    const { irouter, target } = vm.spis.get(spi);
    return kernels[side].target === 'found-at-write' ? target : vcpuWith(vm, irouter);
  }

  /** A write to a routing register; null: it is ignored. */
  function withIrouter(state: State, side: Side, spi: number, written: Partial<Levels> | null): State {
    if (written === null) return state;
    const stored = state.updateIn([side, 'spis', spi, 'irouter'], (old) => old.merge(written));
    if (kernels[side].target === 'found-at-use') return stored;
    return stored.setIn([side, 'spis', spi, 'target'], vcpuWith(stored[side], stored[side].spis.get(spi).irouter));
  }

  /** The vCPU whose registers the VMM reaches with the affinity that this vCPU has on the source; null: none. */
  function addressed(state: State, side: Side, vcpu: number): number | null {
    return kernels[side].addressing === 'by-index' ? vcpu : vcpuWith(state[side], state.source.vcpus.get(vcpu).mpidr);
  }

  return {
    parameters,
    kernels,
    everyVcpu,
    everySpi,
    /** Some guest has a GICv3. */
    gicv3: guests.some(isGicv3),
    vcpu: reference('vCPU', vcpus),
    spi: reference('interrupt', spis),
    placeOf,
    vcpuWith,
    targetOf,
    withIrouter,
    addressed,
  };
}

/** An affinity as the guest sees it in its MPIDR: AArch32 has three levels. */
export function seenByGuest(state: State, { aff3, aff0 }: Levels): Levels {
  return { aff3: aff3 > 0 && state.guest.isa === 'aarch32' ? 0 : aff3, aff0 };
}

export function same(one: Levels, other: Levels): boolean {
  return one.aff0 === other.aff0 && one.aff3 === other.aff3;
}

function indices(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
