/**
 * The VMM, the user-space part of the hypervisor: it chooses the MPIDRs, stops the guest, and restores it on the
 * destination, one ioctl at a time. What an ioctl does is KVM's matter: `designs/`. No vCPU runs meanwhile, so an ioctl is
 * one step. At the first error the VMM gives up.
 */
import { type Action, language } from 'explore';
import { machine, type Side } from '../machine.js';
import type { Parameters } from '../parameters.js';
import { type Errno, type Levels, type State, schemas } from '../state.js';

const { action } = language<State>();

export function vmm(parameters: Parameters) {
  const { order } = parameters;
  const { kernels, gicv3, everyVcpu, everySpi, vcpu, spi, placeOf, vcpuWith, withIrouter, addressed } = machine(parameters);
  const { Affinity } = schemas(parameters);
  const kvm = kernels.destination;
  const assignments = assignmentsOf(parameters);

  /** Every routing register's target, found anew. */
  const retargeted = (state: State, side: Side) => everySpi.reduce((next, of) => next.setIn([side, 'spis', of, 'target'], vcpuWith(next[side], next[side].spis.get(of).irouter)), state);

  const configure = action('vmm.configure', {
    actor: 'vmm',
    about: 'Give each vCPU an MPIDR, no two the same: KVM_SET_ONE_REG of MPIDR_EL1, for each.',
    guard: (state) => state.phase === 'configure' && state.error === null,
    step: (state) =>
      assignments.map((wanted) => {
        const asked = state.update('wanted', (old) => old.map((_, index) => Affinity(wanted[index])));
        const stored = wanted.map((levels) => kernels.source.setMpidr(placeOf(state, 'source'), levels));
        const refused = stored.find((result) => typeof result === 'string');
        if (refused !== undefined) return asked.set('error', refused);
        const given = (index: number) => Affinity(stored[index] as Levels);
        const begun = asked.set('phase', 'source').updateIn(['source', 'vcpus'], (old) => old.map((it, index) => it.set('mpidr', given(index))));
        return kernels.source.retargets ? retargeted(begun, 'source') : begun;
      }),
  });

  const save = action('vmm.save', {
    actor: 'vmm',
    about: 'Stop the guest, read all registers, and make a new VM on the destination.',
    guard: (state) => state.phase === 'source' && state.half === null,
    step: (state) => state.set('phase', 'restore'),
  });

  const { mpidr, iccCtlr, gicr, irouterLow, irouterHigh } = ioctls;
  const allMpidrs = everyVcpu.map(mpidr);
  const allGicRegisters = [iccCtlr, ...everyVcpu.map(gicr), ...everySpi.flatMap((of) => [irouterLow(of), irouterHigh(of)])];
  const areIssued = (state: State, list: readonly Ioctl[]) => list.every((ioctl) => ioctl.isIssued(state));

  /** The VMM is restoring, and has not given up. */
  const isRestoring = (state: State) => state.phase === 'restore' && state.error === null;

  /** A register of the GIC can be written now, as far as the VMM's order goes. */
  const isGicNext = (state: State, ioctl: Ioctl) => isRestoring(state) && !ioctl.isIssued(state) && state.guest.gic === 'gicv3' && (order === 'any' || state.initialised);

  /** A register of the GIC: -EBUSY before it is initialised (vgic_v3_attr_regs_access). */
  const writeGic = (state: State, ioctl: Ioctl, effect: (issued: State) => State | Errno) => {
    const issued = ioctl.issue(state);
    const result = state.initialised ? effect(issued) : 'EBUSY';
    return typeof result === 'string' ? issued.set('error', result) : result;
  };

  /** A register of one vCPU, addressed by the MPIDR that it had on the source: no vCPU with it is -EINVAL, and comes first (vgic_v3_parse_attr). */
  const writeVcpuGic = (state: State, ioctl: Ioctl, of: number, effect: (issued: State, at: number) => State | Errno) => {
    const at = addressed(state, 'destination', of);
    return at === null ? ioctl.issue(state).set('error', 'EINVAL') : writeGic(state, ioctl, (issued) => effect(issued, at));
  };

  const setMpidr = action('vmm.setMpidr', {
    actor: 'vmm',
    about: 'KVM_SET_ONE_REG of MPIDR_EL1 (in the patch: set_mpidr).',
    args: { vcpu },
    guard: (state, chosen) => {
      if (!isRestoring(state) || mpidr(chosen.vcpu).isIssued(state)) return false;
      if (order === 'canon' || order === 'any' || state.guest.gic === 'gicv2') return true;
      return state.initialised && (order === 'initfirst' || areIssued(state, allGicRegisters));
    },
    step: (state, chosen) => {
      const issued = mpidr(chosen.vcpu).issue(state);
      const result = kvm.setMpidr(placeOf(state, 'destination'), state.source.vcpus.get(chosen.vcpu).mpidr);
      if (typeof result === 'string') return issued.set('error', result);
      if (kvm.mpidrs === 'fixed-by-init' && state.initialised) {
        const { aff3, aff0 } = state.destination.vcpus.get(chosen.vcpu).mpidr;
        if (aff3 !== result.aff3 || aff0 !== result.aff0) return issued.set('error', 'EBUSY');
      }
      const stored = issued.updateIn(['destination', 'vcpus', chosen.vcpu, 'mpidr'], (old) => old.merge(result));
      return kvm.retargets ? retargeted(stored, 'destination') : stored;
    },
  });

  const vgicInit = action('vmm.vgicInit', {
    actor: 'vmm',
    about: 'KVM_DEV_ARM_VGIC_CTRL_INIT: vgic_init.',
    guard: (state) => isRestoring(state) && !state.initialised && state.guest.gic === 'gicv3' && (order !== 'canon' || areIssued(state, allMpidrs)),
    step: (state) => state.set('initialised', true),
  });

  const writeIccCtlr = action('vmm.writeIccCtlr', {
    actor: 'vmm',
    about: 'KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS, ICC_CTLR_EL1 of vCPU 0: set_gic_ctlr refuses an A3V that is not what the guest would see here.',
    guard: (state) => isGicNext(state, iccCtlr),
    step: (state) => writeVcpuGic(state, iccCtlr, 0, (issued) => (kernels.source.iccA3v(placeOf(state, 'source')) === kvm.iccA3v(placeOf(state, 'destination')) ? issued : 'EINVAL')),
  });

  const writeGicr = action('vmm.writeGicr', {
    actor: 'vmm',
    about: "KVM_DEV_ARM_VGIC_GRP_REDIST_REGS: the vCPU's redistributor, addressed by the MPIDR that it had on the source.",
    args: { vcpu },
    guard: (state, chosen) => isGicNext(state, gicr(chosen.vcpu)),
    step: (state, chosen) =>
      writeVcpuGic(state, gicr(chosen.vcpu), chosen.vcpu, (issued, at) => {
        // Reading on the source was addressed in the same way; an MPIDR finds at least its own vCPU there.
        const readFrom = addressed(state, 'source', chosen.vcpu) ?? chosen.vcpu;
        return issued.setIn(['destination', 'vcpus', at, 'gicr'], state.source.vcpus.get(readFrom).gicr);
      }),
  });

  const writeIrouterLow = action('vmm.writeIrouterLow', {
    actor: 'vmm',
    about: 'KVM_DEV_ARM_VGIC_GRP_DIST_REGS, low word of an IROUTER: vgic_v3_dist_uaccess, vgic_mmio_write_irouter.',
    args: { spi },
    guard: (state, chosen) => isGicNext(state, irouterLow(chosen.spi)),
    step: (state, chosen) => writeGic(state, irouterLow(chosen.spi), (issued) => withIrouter(issued, 'destination', chosen.spi, kvm.writeLow(state.source.spis.get(chosen.spi).irouter.aff0))),
  });

  const writeIrouterHigh = action('vmm.writeIrouterHigh', {
    actor: 'vmm',
    about: 'KVM_DEV_ARM_VGIC_GRP_DIST_REGS, high word of an IROUTER: vgic_v3_dist_uaccess, vgic_mmio_write_irouter.',
    args: { spi },
    guard: (state, chosen) => isGicNext(state, irouterHigh(chosen.spi)),
    step: (state, chosen) =>
      writeGic(state, irouterHigh(chosen.spi), (issued) => {
        const saved = kernels.source.readHigh(placeOf(state, 'source'), state.source.spis.get(chosen.spi).irouter);
        return withIrouter(issued, 'destination', chosen.spi, kvm.writeHigh(placeOf(state, 'destination'), saved));
      }),
  });

  const resume = action('vmm.resume', {
    actor: 'vmm',
    about: 'Everything is restored: run the vCPUs.',
    guard: (state) => isRestoring(state) && areIssued(state, allMpidrs) && (state.guest.gic === 'gicv2' || (state.initialised && areIssued(state, allGicRegisters))),
    step: (state) => state.set('phase', 'destination'),
  });

  const gicRestore: readonly Action<State>[] = [vgicInit, writeIccCtlr, writeGicr, writeIrouterLow, writeIrouterHigh];
  const actions: readonly Action<State>[] = [configure, save, setMpidr, ...(gicv3 ? gicRestore : []), resume];
  return { actions };
}

/** An ioctl of the restore: whether the VMM has issued it. */
interface Ioctl {
  isIssued(state: State): boolean;
  issue(state: State): State;
}

const ioctls = {
  mpidr: (of: number): Ioctl => ({ isIssued: ({ issued }) => issued.mpidrs.get(of), issue: (state) => state.setIn(['issued', 'mpidrs', of], true) }),
  iccCtlr: { isIssued: ({ issued }: State) => issued.iccCtlr, issue: (state: State) => state.setIn(['issued', 'iccCtlr'], true) },
  gicr: (of: number): Ioctl => ({ isIssued: ({ issued }) => issued.gicrs.get(of), issue: (state) => state.setIn(['issued', 'gicrs', of], true) }),
  irouterLow: (of: number): Ioctl => ({ isIssued: ({ issued }) => issued.irouters.get(of).low, issue: (state) => state.setIn(['issued', 'irouters', of, 'low'], true) }),
  irouterHigh: (of: number): Ioctl => ({ isIssued: ({ issued }) => issued.irouters.get(of).high, issue: (state) => state.setIn(['issued', 'irouters', of, 'high'], true) }),
} as const;

/** Every way to give the vCPUs MPIDRs of which no two are the same. */
function assignmentsOf({ vcpus, aff3, aff0 }: Parameters): readonly (readonly Levels[])[] {
  const all = Array.from({ length: aff3 * aff0 }, (_, index): Levels => ({ aff3: Math.floor(index / aff0), aff0: index % aff0 }));
  const longer = (chosen: readonly Levels[]): readonly (readonly Levels[])[] =>
    chosen.length === vcpus ? [chosen] : all.filter((levels) => !chosen.includes(levels)).flatMap((levels) => longer([...chosen, levels]));
  return longer([]);
}
