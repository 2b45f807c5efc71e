/**
 * The patch of February 2024: Aff3 is valid in a 64-bit guest on a host whose GIC has A3V, and is masked elsewhere. As it
 * was posted, and with its writes to one half of a routing register repaired.
 */
import type { DesignName } from '../parameters.js';
import { type Design, hostHasA3v, type Place } from './design.js';

const posted: Design = {
  // set_mpidr of the patch: the ioctl succeeds, whatever it stores.
  setMpidr: (place, { aff3, aff0 }) => ({ aff3: aff3 > 0 && isValid(place) ? aff3 : 0, aff0 }),
  mpidrs: 'free',
  typer: ({ aff3, aff0 }) => ({ aff3, aff0 }),
  // Not asked whether Aff3 is valid: "irq->mpidr = val & MPIDR_HWID_BITMASK".
  writeWhole: (_place, { aff3, aff0 }) => ({ aff3, aff0 }),
  // That line again, for four bytes: they become the whole register, and the high word lands in the levels of the low one.
  writeLow: (aff0) => ({ aff3: 0, aff0 }),
  writeHigh: (place, aff3) => (isValid(place) ? { aff3: 0, aff0: aff3 } : null),
  readWhole: (_place, { aff3, aff0 }) => ({ aff3, aff0 }),
  readHigh: (place, irouter) => (irouter.aff3 > 0 && isValid(place) ? irouter.aff3 : 0),
  iccA3v: hostHasA3v,
  // The patch does not touch GICD_TYPER.
  gicdA3v: () => false,
  target: 'found-at-write',
  retargets: false,
  addressing: 'by-mpidr',
};

export const patchDesigns = {
  'patch-v1': posted,
  'patch-v1-rmw': {
    ...posted,
    writeWhole: (place, { aff3, aff0 }) => ({ aff3: aff3 > 0 && isValid(place) ? aff3 : 0, aff0 }),
    writeLow: (aff0) => ({ aff0 }),
    writeHigh: (place, aff3) => (isValid(place) ? { aff3 } : null),
  },
} as const satisfies { readonly [name in DesignName]?: Design };

/** The patch's aff3_valid. */
function isValid(place: Place): boolean {
  return place.guest.isa === 'aarch64' && hostHasA3v(place);
}
