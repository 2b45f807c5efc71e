/**
 * What the review asks for: Aff3 is a feature of the guest, whatever the host has. What the guest cannot have is refused
 * with an error. Two answers to the question how MPIDRs and GIC registers are ordered: MPIDRs are fixed when the vgic is
 * initialised; or nothing depends on their order, because every target is found when it is used.
 */
import type { DesignName } from '../parameters.js';
import type { Design } from './design.js';

const fixed: Design = {
  setMpidr: (place, { aff3, aff0 }) => {
    if (aff3 === 0) return { aff3, aff0 };
    // The routing of a GICv2 does not use the affinity: MPIDR_EL1 alone is free to have all levels.
    const mayHaveAff3 = place.guest.isa === 'aarch64' && (place.guest.gic === 'gicv2' || place.feature);
    return mayHaveAff3 ? { aff3, aff0 } : 'EINVAL';
  },
  mpidrs: 'fixed-by-init',
  typer: ({ aff3, aff0 }) => ({ aff3, aff0 }),
  writeWhole: (place, { aff3, aff0 }) => ({ aff3: aff3 > 0 && place.feature ? aff3 : 0, aff0 }),
  writeLow: (aff0) => ({ aff0 }),
  writeHigh: (place, aff3) => (place.feature ? { aff3 } : null),
  readWhole: (place, { aff3, aff0 }) => ({ aff3: aff3 > 0 && place.feature ? aff3 : 0, aff0 }),
  readHigh: (place, irouter) => (irouter.aff3 > 0 && place.feature ? irouter.aff3 : 0),
  // Differs from the host's bit, so the guest's read has to be trapped.
  iccA3v: (place) => place.feature,
  gicdA3v: (place) => place.feature,
  target: 'found-at-write',
  retargets: false,
  addressing: 'by-mpidr',
};

export const virtualisedDesigns = {
  virtualised: fixed,
  'virtualised-lazy': { ...fixed, mpidrs: 'free', target: 'found-at-use', addressing: 'by-index' },
} as const satisfies { readonly [name in DesignName]?: Design };
