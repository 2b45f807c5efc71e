/**
 * What tells one design of KVM from another: what it does with the physical active bit, and how it learns the level of the
 * guest's interrupt. The patch is `mapped`; the rest of the loop is the same for all (`actors/kvm.ts`).
 */
import type { DesignName } from './parameters.js';
import type { Vcpu } from './state.js';

/** Some fields of a vCPU that a look at the unit changes. */
type Levels = Partial<Pick<Vcpu, 'service' | 'hwService' | 'kvmLevel' | 'vgicLevel'>>;

export interface Design {
  /** kvm_spe_flush_hwstate: what it writes to the physical active bit before an entry; null: it does not write. */
  activeAtEntry(vcpu: Vcpu): boolean | null;
  /** kvm_spe_sync_hwstate clears the physical active bit after an exit. */
  readonly clearsAtExit: boolean;
  /** The physical interrupt is active from load to put. */
  readonly activeWhileLoaded: boolean;
  /** The guest's writes to the unit's registers trap, and each entry begins with a service bit of 0 in the unit. */
  readonly trapsRegisters: boolean;
  /** kvm_spe_sync_hwstate: what KVM makes of the service bit. */
  sample(vcpu: Vcpu): Levels;
}

const leavesActive = { activeAtEntry: () => null, clearsAtExit: false, activeWhileLoaded: false, trapsRegisters: false } as const;

/** The level follows the service bit. */
const follow = ({ service }: Vcpu): Levels => ({ kvmLevel: service, vgicLevel: service });

export const designs: { readonly [name in DesignName]: Design } = {
  /** Nobody touches the active bit. */
  naive: { ...leavesActive, sample: follow },

  /** The reviewed patch: a level that has not changed is not told to the emulated interrupt controller. */
  mapped: {
    ...leavesActive,
    activeAtEntry: ({ vgicActive, kvmLevel }) => vgicActive || kvmLevel,
    clearsAtExit: true,
    sample: ({ service, kvmLevel }) => (service === kvmLevel ? {} : { kvmLevel: service, vgicLevel: service }),
  },

  /** The smallest repair: told at every exit, unless the list register has it already. */
  'mapped-resample': {
    ...leavesActive,
    activeAtEntry: ({ vgicActive, kvmLevel }) => vgicActive || kvmLevel,
    clearsAtExit: true,
    sample: ({ service, lrP, lrA }) => {
      if (!service) return { kvmLevel: false, vgicLevel: false };
      return lrP || lrA ? { kvmLevel: true } : { kvmLevel: true, vgicLevel: true };
    },
  },

  /** Purely virtual, with a reaction at once: active at entry exactly if the service bit is set. */
  eager: { ...leavesActive, activeAtEntry: ({ kvmLevel }) => kvmLevel, clearsAtExit: true, sample: follow },

  /** Purely virtual, with a reaction at the next exit: what the reviewer would do. */
  'virtual-load-put': { ...leavesActive, activeWhileLoaded: true, sample: follow },

  /** The series of 2021: the guest sees a copy of the service bit, and the unit starts with 0. */
  'zero-pmbsr': {
    ...leavesActive,
    trapsRegisters: true,
    sample: ({ hwService }) => (hwService ? { service: true, kvmLevel: true, vgicLevel: true, hwService: false } : {}),
  },
};
