/** What tells one design of KVM from another: what it makes of each register that carries an affinity. */
import type { Guest, HostName } from '../parameters.js';
import type { Errno, Levels } from '../state.js';

/** What a register access may depend on. Each is looked at only when it is needed. */
export interface Place {
  readonly guest: Pick<Guest, 'isa' | 'gic'>;
  readonly host: HostName;
  /** The VMM chose that this guest has Aff3. */
  readonly feature: boolean;
}

export interface Design {
  /** KVM_SET_ONE_REG of MPIDR_EL1: what is stored, or the error. */
  setMpidr(place: Place, written: Levels): Levels | Errno;
  /** Whether the VMM may change an MPIDR when the vgic is initialised. */
  readonly mpidrs: 'free' | 'fixed-by-init';
  /** The affinity in GICR_TYPER of the vCPU with this MPIDR. */
  typer(mpidr: Levels): Levels;
  /** A routing register after a write of 64 bits. */
  writeWhole(place: Place, value: Levels): Levels;
  /** What a write of the low word changes in a routing register. */
  writeLow(aff0: number): Partial<Levels>;
  /** What a write of the high word changes in a routing register; null: the write is ignored. */
  writeHigh(place: Place, aff3: number): Partial<Levels> | null;
  /** A routing register as a read of 64 bits gives it. */
  readWhole(place: Place, irouter: Levels): Levels;
  /** What a read of the high word gives. */
  readHigh(place: Place, irouter: Levels): number;
  /** ICC_CTLR_EL1.A3V as the guest reads it. */
  iccA3v(place: Place): boolean;
  /** GICD_TYPER.A3V as the guest reads it. */
  gicdA3v(place: Place): boolean;
  /** Which vCPU a routing register means: found when the register was written, or when it is used. */
  readonly target: 'found-at-write' | 'found-at-use';
  /** A write of an MPIDR finds all targets anew. */
  readonly retargets: boolean;
  /** How the VMM addresses the registers of one vCPU. */
  readonly addressing: 'by-mpidr' | 'by-index';
}

/** The hardware under the vCPU handles Aff3; its ICC_CTLR_EL1.A3V says so. */
export function hostHasA3v({ host }: Place): boolean {
  return host === 'G3y';
}
