/**
 * Linux as it is: GICR_TYPER and IROUTER know three levels, MPIDR_EL1 holds whatever the VMM writes (sys_regs.c,
 * vgic-mmio-v3.c). The alternative beside it finds the targets of all interrupts anew when an MPIDR is written.
 */
import type { DesignName } from '../parameters.js';
import { type Design, hostHasA3v } from './design.js';

const current: Design = {
  setMpidr: (_place, { aff3, aff0 }) => ({ aff3, aff0 }),
  mpidrs: 'free',
  typer: ({ aff0 }) => ({ aff3: 0, aff0 }),
  writeWhole: (_place, { aff0 }) => ({ aff3: 0, aff0 }),
  writeLow: (aff0) => ({ aff3: 0, aff0 }),
  // vgic_mmio_write_irouter: "The upper word is WI for us since we don't implement Aff3."
  writeHigh: () => null,
  readWhole: (_place, { aff0 }) => ({ aff3: 0, aff0 }),
  readHigh: () => 0,
  iccA3v: hostHasA3v,
  gicdA3v: () => false,
  target: 'found-at-write',
  retargets: false,
  addressing: 'by-mpidr',
};

export const currentDesigns = {
  current,
  'current-retarget': { ...current, retargets: true },
} as const satisfies { readonly [name in DesignName]?: Design };
