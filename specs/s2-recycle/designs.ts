/**
 * The ways in which KVM can recycle a nested MMU: the posted patches, what their review proposed, and mutations that show
 * what each rule is for. A design is a few independent choices; each differs from the merged series in what its entry says.
 */

export interface Design {
  /** Who empties a slot that is given a new owner: a request that is handled later, or the load itself, which may or may not drop the lock meanwhile. */
  readonly cleanup: 'deferred' | 'in-load' | 'in-load-blocking';
  /** How the run loop learns that the slot is dirty: by the vCPU request, by the flag (read without the lock), not at all. */
  readonly gate: 'request' | 'flag' | 'none';
  /** Who gets the request: everybody who loads a dirty slot, or only the vCPU that recycled it. */
  readonly requested: 'every user' | 'recycler';
  /** Whether the flag is looked at again once the lock is held. */
  readonly recheck: boolean;
  /** When the flag is cleared: after the last chunk is unmapped, or before the first one. */
  readonly clear: 'after' | 'before';
  /** What happens to the reference of a vCPU that is scheduled out. `keeps pointer`: it is dropped, and taken again without looking whose the slot is now. */
  readonly scheduledOut: 'keeps' | 'drops' | 'keeps pointer';
  /** A second reference: while the vCPU launders, or from the check at the top of the loop to the last check. */
  readonly pin: 'none' | 'while laundering' | 'until entry';
  /** Whether the last check before the entry looks at the flag too. */
  readonly finalTest: boolean;
  /** The first vCPU that launders claims the slot: nobody does, the others wait, or the others go on without waiting. */
  readonly claim: 'none' | 'others wait' | 'others go on';
  /** Whether a load looks first for a slot that its context has already. */
  readonly lookup: boolean;
  /** Whether somebody counts the users of a slot. */
  readonly counted: boolean;
  /** What the last check does when the loop has seen a signal: it returns to user space, or the mutation enters. */
  readonly onSignal: 'returns' | 'enters';
  /** Whether the key of a slot is VTTBR_EL2 without its CnP bit, or with it. */
  readonly cnp: 'masked' | 'kept';
  /** When a TLBI promises that what it removes is gone: when its vCPU is entered after it, or (mutation) when it traps. */
  readonly retire: 'at entry' | 'at trap';
  /** Whether a TLBI passes over a slot that is to be emptied anyway. */
  readonly tlbiSkips: 'nothing' | 'pending';
  /** Whether a fault reads L1's table and writes the shadow entry in one step, in two, or in two with a test for TLBIs in between. */
  readonly fill: 'atomic' | 'split' | 'split-retry';
}

/** The merged series: a vCPU keeps its reference while it is scheduled out, and a request sends it to the laundry before it enters. */
const request: Design = {
  cleanup: 'deferred',
  gate: 'request',
  requested: 'every user',
  recheck: true,
  clear: 'after',
  scheduledOut: 'keeps',
  pin: 'none',
  finalTest: false,
  claim: 'none',
  lookup: true,
  counted: true,
  onSignal: 'returns',
  cnp: 'masked',
  retire: 'at entry',
  tlbiSkips: 'nothing',
  fill: 'atomic',
};

/** The reviewer's proposal: no request, the flag is looked at before the lock is taken. */
const flag: Design = { ...request, gate: 'flag' };

/** Before the patch: the slot is emptied where it is chosen. */
const unmapInGet: Design = { ...request, cleanup: 'in-load', gate: 'none', scheduledOut: 'drops' };

export const designs = {
  request,
  'request-v1': { ...request, scheduledOut: 'drops', pin: 'while laundering' },
  'request-nopin': { ...request, scheduledOut: 'drops' },
  'request-recycler-only': { ...request, requested: 'recycler' },
  'request-double': { ...request, recheck: false },
  'request-keeps-pointer': { ...request, scheduledOut: 'keeps pointer' },
  'no-request': { ...request, gate: 'none' },
  'unmap-in-get-block': { ...unmapInGet, cleanup: 'in-load-blocking' },
  'unmap-in-get-noblock': unmapInGet,
  'check-outside-lock': flag,
  'check-outside-lock-pin-unmap': { ...flag, scheduledOut: 'drops', pin: 'while laundering' },
  'check-outside-lock-drop': { ...flag, scheduledOut: 'drops' },
  'check-outside-lock-pin-entry': { ...flag, scheduledOut: 'drops', pin: 'until entry' },
  'check-outside-lock-final': { ...flag, scheduledOut: 'drops', pin: 'while laundering', finalTest: true },
  'check-outside-lock-final-nopin': { ...flag, scheduledOut: 'drops', finalTest: true },
  'check-outside-lock-wait': { ...flag, claim: 'others wait' },
  'check-outside-lock-skip': { ...flag, claim: 'others go on' },
  'check-outside-lock-double': { ...flag, recheck: false },
  'clear-pending-before-unmap': { ...request, clear: 'before' },
  'no-refcount': { ...request, counted: false },
  'no-lookup': { ...request, lookup: false },
  'signal-enters': { ...request, onSignal: 'enters' },
  'cnp-not-masked': { ...request, cnp: 'kept' },
  'tlbi-early-retire': { ...request, retire: 'at trap' },
  'tlbi-skip-pending': { ...request, tlbiSkips: 'pending' },
  'fill-split': { ...request, fill: 'split' },
  'fill-split-retry': { ...request, fill: 'split-retry' },
} as const satisfies { readonly [name: string]: Design };

export type DesignName = keyof typeof designs;

export const designNames = Object.keys(designs) as readonly DesignName[];

/** The design, with nothing known of it but that it is one. */
export function designOf(name: DesignName): Design {
  return designs[name];
}
