/** The guest: it routes interrupts to its vCPUs, and writes to its redistributors. */
import { type Action, language, oneOf } from 'explore';
import { machine, seenByGuest } from '../machine.js';
import type { Parameters } from '../parameters.js';
import { type State, schemas } from '../state.js';

const { action } = language<State>();

export function guest(parameters: Parameters) {
  const { kernels, gicv3, vcpu, spi, placeOf, withIrouter } = machine(parameters);
  const { Half } = schemas(parameters);
  const kvm = kernels.source;

  /** A guest with a GICv3 runs on the source, and is not between the halves of a write. */
  const isFree = (state: State) => state.phase === 'source' && state.half === null && state.guest.gic === 'gicv3';
  const affinityOf = (state: State, of: number) => seenByGuest(state, state.source.vcpus.get(of).mpidr);
  const writeHalf = (state: State, chosen: { readonly spi: number; readonly vcpu: number }, half: 'low' | 'high') => {
    if (half === 'low') return withIrouter(state, 'source', chosen.spi, kvm.writeLow(state.source.vcpus.get(chosen.vcpu).mpidr.aff0));
    return withIrouter(state, 'source', chosen.spi, kvm.writeHigh(placeOf(state, 'source'), affinityOf(state, chosen.vcpu).aff3));
  };

  const writeIrouter = action('guest.writeIrouter', {
    actor: 'guest',
    about: 'The guest routes an interrupt to a vCPU with one write of 64 bits: vgic_mmio_write_irouter.',
    args: { spi, vcpu },
    guard: isFree,
    step: (state, chosen) => withIrouter(state, 'source', chosen.spi, kvm.writeWhole(placeOf(state, 'source'), affinityOf(state, chosen.vcpu))).setIn(['meant', chosen.spi], chosen.vcpu),
  });

  const writeIrouterHalf = action('guest.writeIrouterHalf', {
    actor: 'guest',
    about: 'The guest begins to route an interrupt to a vCPU with two writes of 32 bits: one word, vgic_mmio_write_irouter.',
    args: { spi, vcpu, half: oneOf('low', 'high') },
    guard: isFree,
    step: (state, chosen) => writeHalf(state, chosen, chosen.half).set('half', Half({ spi: chosen.spi, vcpu: chosen.vcpu, first: chosen.half })),
  });

  const writeIrouterRest = action('guest.writeIrouterRest', {
    actor: 'guest',
    about: 'The guest writes the other word of the same routing register.',
    args: { spi, vcpu },
    guard: (state, chosen) => {
      if (state.phase !== 'source' || state.half === null) return false;
      return state.half.spi === chosen.spi && state.half.vcpu === chosen.vcpu;
    },
    step: (state, chosen) =>
      writeHalf(state, chosen, state.half?.first === 'low' ? 'high' : 'low')
        .set('half', null)
        .setIn(['meant', chosen.spi], chosen.vcpu),
  });

  const writeGicr = action('guest.writeGicr', {
    actor: (chosen) => `guest vcpu${chosen.vcpu}`,
    about: "The guest writes to the vCPU's own redistributor: an enable bit, a priority, a pending table.",
    args: { vcpu },
    guard: (state, chosen) => isFree(state) && !state.source.vcpus.get(chosen.vcpu).gicr,
    step: (state, chosen) => state.setIn(['source', 'vcpus', chosen.vcpu, 'gicr'], true),
  });

  const actions: readonly Action<State>[] = gicv3
    ? [...(parameters.accesses === '32-bit' ? [] : [writeIrouter]), ...(parameters.accesses === '64-bit' ? [] : [writeIrouterHalf, writeIrouterRest]), writeGicr]
    : [];
  return { actions };
}
