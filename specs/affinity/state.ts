/**
 * The state of the machine. The source's VM stays as it is when the guest has been stopped: what the VMM restores on the
 * destination is what can be read of it, so there is no other copy. What a model never changes takes no room.
 */
import { boolean, type Domain, oneOf, optional, range, record, reference, type ValueOf, vector } from 'explore';
import { fits, guestTraits, hostsOf, isGicv3, isVirtualised, type Parameters } from './parameters.js';

/** Where things are: being configured, running on the source, being restored, running on the destination. */
export type Phase = 'configure' | 'source' | 'restore' | 'destination';

export type Errno = 'EINVAL' | 'EBUSY';

/** Two of the four levels of an affinity; Aff1 and Aff2 are always 0 here. */
export interface Levels {
  readonly aff3: number;
  readonly aff0: number;
}

/** The state's schema, and those of its parts that a step makes anew. */
export function schemas(parameters: Parameters) {
  const { vcpus, spis, aff0, aff3, guests, moves, kvm, kvmAfter } = parameters;
  const hosts = moves.map(hostsOf);
  const traits = guests.map((name) => guestTraits[name]);
  const vcpu = reference('vCPU', vcpus);
  const gicv3 = guests.some(isGicv3);

  const Affinity = record({ aff3: range(0, aff3 - 1), aff0: range(0, aff0 - 1) });

  const Vcpu = record({
    mpidr: Affinity,
    /** Stands for all of the vCPU's state in its redistributor: whether the guest has written to it. */
    gicr: gicv3 ? boolean : constant(false),
  });

  const Spi = record({
    irouter: Affinity,
    /** The vCPU that KVM found for the routing register when that was last written; null: none. */
    target: cachesTargets(parameters) ? optional(vcpu) : constant<number | null>(null),
  });

  const Vm = record({ vcpus: vector(Vcpu, vcpus), spis: vector(Spi, spis) });

  /** The guest has written one half of a routing register. */
  const Half = record({
    spi: reference('interrupt', spis),
    /** Whose affinity it writes. */
    vcpu,
    first: oneOf('low', 'high'),
  });

  const Guest = record({
    isa: oneOf<'aarch64' | 'aarch32'>(...distinct(traits.map(({ isa }) => isa))),
    gic: oneOf<'gicv3' | 'gicv2'>(...distinct(traits.map(({ gic }) => gic))),
  });

  const register = gicv3 ? boolean : constant(false);
  const Issued = record({
    mpidrs: vector(boolean, vcpus),
    iccCtlr: register,
    gicrs: vector(register, vcpus),
    irouters: vector(record({ low: register, high: register }), spis),
  });

  const State = record({
    phase: oneOf<Phase>('configure', 'source', 'restore', 'destination'),
    /** What an ioctl returned; the VMM gives up. */
    error: optional(oneOf<Errno>('EINVAL', 'EBUSY')),
    from: oneOf(...distinct(hosts.map(([from]) => from))),
    to: oneOf(...distinct(hosts.map(([, to]) => to))),
    guest: Guest,
    /** Designs in which the VMM chooses for each guest whether it has Aff3. */
    feature: isVirtualised(kvm) && isVirtualised(kvmAfter ?? kvm) && gicv3 ? boolean : constant(false),
    /** What the VMM asked for as MPIDR of each vCPU. Nobody acts on it. */
    wanted: vector(Affinity, vcpus),
    /** Which vCPU the guest meant when it last wrote a routing register. Nobody acts on it. */
    meant: vector(optional(vcpu), spis),
    half: optional(Half),
    source: Vm,
    destination: Vm,
    /** The destination's vgic is initialised. */
    initialised: gicv3 ? boolean : constant(false),
    /** The other ioctls of the restore that the VMM has issued. */
    issued: Issued,
  });
  return { State, Guest, Vm, Affinity, Half };
}

type Schemas = ReturnType<typeof schemas>;
export type State = ValueOf<Schemas['State']>;
export type Vm = ValueOf<Schemas['Vm']>;
export type Affinity = ValueOf<Schemas['Affinity']>;

/** One for each move, each guest that can be on both hosts, and each choice of the feature. */
export function initial(parameters: Parameters): readonly State[] {
  const { guests, moves, kvm, kvmAfter } = parameters;
  const { State, Guest, Vm, Affinity } = schemas(parameters);
  const asCreated = Vm().update('vcpus', (vcpus) => vcpus.map((vcpu, index) => vcpu.set('mpidr', Affinity({ aff0: index }))));
  const reset = cachesTargets(parameters) ? asCreated.update('spis', (spis) => spis.map((spi) => spi.set('target', 0))) : asCreated;
  return moves.flatMap((move) => {
    const [from, to] = hostsOf(move);
    return guests
      .filter((guest) => fits(guest, from) && fits(guest, to))
      .flatMap((guest) => {
        const choices = isGicv3(guest) && isVirtualised(kvm) && isVirtualised(kvmAfter ?? kvm) ? [false, true] : [false];
        return choices.map((feature) =>
          State({ from, to, guest: Guest(guestTraits[guest]), feature, source: reset, destination: reset }).update('wanted', (wanted) => wanted.map((affinity, index) => affinity.set('aff0', index))),
        );
      });
  });
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** A leaf that has the same value in all states of this model. */
function constant<T extends boolean | number | null>(value: T): Domain<T> {
  return { kind: 'enumeration', size: 1, at: () => value, indexOf: (other) => (other === value ? 0 : -1), words: `${value} (in this model)` };
}

/** Whether some kernel of this model keeps the target of a routing register. */
function cachesTargets({ guests, kvm, kvmAfter }: Parameters): boolean {
  return guests.some(isGicv3) && [kvm, kvmAfter ?? kvm].some((name) => name !== 'virtualised-lazy');
}
