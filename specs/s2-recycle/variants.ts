/**
 * The designs of KVM, each in the circumstances that tell it from others. A variant is called `design` in the smallest
 * circumstance that shows what the design is known for, and `design+circumstance` in others; its story says what the
 * design does, what the circumstance is, and what comes of it.
 */
import type { Variant } from 'explore';
import type { DesignName } from './designs.js';
import { expected } from './expected.js';
import type { Parameters } from './parameters.js';

type CircumstanceName = keyof typeof expected;

interface DesignEntry {
  readonly story: string;
  /** The circumstance in which it is called by its name alone. */
  readonly home: CircumstanceName;
}

const designEntries: { readonly [design in DesignName]: DesignEntry } = {
  request: {
    home: 'no-preempt',
    story:
      'The merged series. A slot that gets a new owner is only marked (pending_unmap), and every vCPU that loads a marked slot makes a request to itself. The run loop empties the slot before the entry, under mmu_lock, and may drop the lock in the middle. A vCPU that is scheduled out keeps its reference, so nobody takes its slot meanwhile.',
  },
  'request-v1': {
    home: 'one-page',
    story: 'The patch as posted: a vCPU that is scheduled out lets go of its slot, but while it empties a slot it has a second reference on it.',
  },
  'request-nopin': {
    home: 'one-slot',
    story: 'The patch as posted without that second reference: a vCPU that is scheduled out in the middle of emptying a slot has no hold on it any more.',
  },
  'request-recycler-only': {
    home: 'one-page',
    story: 'The request is made where the slot is recycled, instead of after the label `out` that everybody passes. A vCPU that finds its slot by lookup is not told that it is dirty.',
  },
  'request-double': {
    home: 'no-preempt',
    story: 'As merged, but the flag is not looked at again once the lock is held: a vCPU that has waited for the lock empties the slot that another one has just emptied.',
  },
  'request-keeps-pointer': {
    home: 'one-slot',
    story: 'A mutation: a vCPU that is scheduled out lets go of its reference, but not of the pointer (hw_mmu); when it runs again it takes the reference back without asking whose the slot is now.',
  },
  'no-request': { home: 'one-page', story: 'The slot is marked, and nobody makes a request: nothing stops a vCPU from entering with it.' },
  'unmap-in-get-block': {
    home: 'one-slot',
    story: 'Before the series: get_s2_mmu_nested empties the slot itself, in vcpu_load, and may drop the lock in the middle. The key and the reference are set only afterwards.',
  },
  'unmap-in-get-noblock': { home: 'no-preempt', story: 'Patch 2 of the series alone: get_s2_mmu_nested empties the slot itself, in vcpu_load, without ever dropping the lock. Slow, and correct.' },
  'check-outside-lock': {
    home: 'no-preempt',
    story:
      "The reviewer's proposal: no request; the run loop reads pending_unmap of the slot it has loaded, without the lock, and takes the lock only if it is set. A vCPU that is scheduled out keeps its reference.",
  },
  'check-outside-lock-pin-unmap': {
    home: 'one-page',
    story: "The reviewer's proposal in a KVM where a vCPU that is scheduled out lets go of its slot, with a second reference only while the vCPU empties a slot.",
  },
  'check-outside-lock-drop': { home: 'one-slot', story: "The reviewer's proposal in a KVM where a vCPU that is scheduled out lets go of its slot, and nothing is done about it." },
  'check-outside-lock-pin-entry': {
    home: 'one-page',
    story: 'One half of the author\'s answer to the proposal: a second reference "from the point we check the dirtiness to the point we disable preemption".',
  },
  'check-outside-lock-final': {
    home: 'one-page',
    story: "The other half of the author's answer: the last check (kvm_vcpu_exit_request) looks at the flag too. While a slot is emptied there is a second reference on it.",
  },
  'check-outside-lock-final-nopin': { home: 'one-slot', story: 'The last check looks at the flag too, and nobody has a second reference.' },
  'check-outside-lock-wait': { home: 'no-preempt', story: 'The proposal to save work: the first vCPU that empties a slot claims it, and the others wait at the top of the loop until it is done.' },
  'check-outside-lock-skip': { home: 'no-preempt', story: 'The bug next to that proposal: the first vCPU claims the slot, and the others, instead of waiting, go on.' },
  'check-outside-lock-double': { home: 'no-preempt', story: "The reviewer's proposal without the second look at the flag once the lock is held." },
  'clear-pending-before-unmap': { home: 'no-preempt', story: 'The flag is cleared before the slot is emptied. While the lock is dropped in the middle, the slot looks clean.' },
  'no-refcount': { home: 'one-page+no-preempt', story: 'Nobody counts the users of a slot: the search takes the next one, in use or not.' },
  'no-lookup': { home: 'enough-slots', story: 'A mutation: a load does not look for the slot that its context has already; it always takes one that nobody uses.' },
  'signal-enters': { home: 'one-vcpu', story: 'A mutation of the path with -EINTR: the loop that has skipped the requests because of a signal enters the guest instead of returning.' },
  'cnp-not-masked': {
    home: 'one-page',
    story:
      'The key of a slot is VTTBR_EL2 with its CnP bit. A key with that bit means "never used", so a slot of context 0 is not found again, not marked when it is recycled, and passed over by TLBIs.',
  },
  'tlbi-early-retire': { home: 'tlbi-only', story: 'A mutation: a TLBI counts as done when it traps, as if it could be put off like the emptying of a slot.' },
  'tlbi-skip-pending': { home: 'one-slot', story: 'A TLBI passes over slots that are to be emptied anyway. Legal: they are emptied before anybody uses them.' },
  'fill-split': {
    home: 'tlbi-only',
    story: "A fault reads L1's table before it takes mmu_lock, and writes the shadow entry after. This is how the code reads today: only the host's own invalidations make it try again.",
  },
  'fill-split-retry': { home: 'tlbi-only', story: 'As fill-split, and the fault tries again when a TLBI that concerns it has begun meanwhile.' },
};

interface Circumstance {
  readonly set: Partial<Parameters>;
  readonly story: string;
  /** What comes of it for a design. */
  readonly outcome: { readonly [design in DesignName]?: string };
}

const kept = 'Every promise is kept.';
const losesSlot = 'A vCPU that is preempted before each last check loses its clean slot each time, and may never enter (L_Enter).';
const entersDirty = 'L2 is entered with a dirty slot (EnterClean), and hits translations of another guest (RunTags).';
const stops = 'With one slot for two vCPUs KVM also runs into BUG_ON (SlotsSuffice).';
const notRecycling = { tlbi: false, changedContexts: 0 } as const;
const oneSlot = { slots: 1, vmids: [0, 1] } as const;

const circumstances: { readonly [name in CircumstanceName]: Circumstance } = {
  'one-page': {
    set: { ...notRecycling, pages: 1 },
    story: 'Two vCPUs, two slots, three contexts; a table is one page, so the lock is never dropped. No TLBIs.',
    outcome: {
      request: kept,
      'request-v1': `Nothing is entered that should not be. ${losesSlot}`,
      'request-nopin': `Nothing is entered that should not be: the missing reference matters only when the lock is dropped in the middle. ${losesSlot}`,
      'request-recycler-only': entersDirty,
      'no-request': entersDirty,
      'check-outside-lock-pin-unmap': `A vCPU that has found its slot clean is preempted before the last check, loses the slot, gets a dirty one, and enters without looking again. ${entersDirty}`,
      'check-outside-lock-pin-entry': kept,
      'check-outside-lock-final': `Nothing is entered that should not be. ${losesSlot}`,
      'check-outside-lock-final-nopin': `Nothing is entered that should not be: the missing reference matters only when the lock is dropped in the middle. ${losesSlot}`,
      'cnp-not-masked': `The slot is reused without being marked. ${entersDirty}`,
    },
  },
  'one-page+no-preempt': {
    set: { ...notRecycling, pages: 1, preempt: false },
    story: 'Two vCPUs, two slots, three contexts; a table is one page, so the lock is never dropped, and nobody is scheduled out. No TLBIs.',
    outcome: { request: kept, 'no-refcount': `A slot is recycled while another vCPU runs on it (NoRecycleInUse, RunKey), which does not even get a request (RequestSound). ${entersDirty}` },
  },
  'no-preempt': {
    set: { ...notRecycling, preempt: false },
    story: 'Two vCPUs, two slots, three contexts; a table is two pages, and the lock may be dropped between them, but nobody is scheduled out. No TLBIs.',
    outcome: {
      request: kept,
      'request-double': 'Every promise is kept; what is lost is time.',
      'unmap-in-get-noblock': kept,
      'check-outside-lock': kept,
      'check-outside-lock-drop': 'Every promise is kept: only preemption breaks this design.',
      'check-outside-lock-wait': 'Every promise is kept, and no two vCPUs are ever in the middle of emptying the same slot (W_TwoUnmappers is not reached).',
      'check-outside-lock-skip': `A vCPU goes on with a slot that another one is emptying. ${entersDirty}`,
      'check-outside-lock-double': 'Every promise is kept; what is lost is time.',
      'clear-pending-before-unmap': `A second vCPU enters while the first one is in the middle. ${entersDirty}`,
    },
  },
  'one-slot': {
    set: oneSlot,
    story: `Two vCPUs, but only one slot for two contexts; a table is two pages. Preemption, TLBIs, and L1 changes a page. The small number makes every race show up in a small space. ${stops}`,
    outcome: {
      request: 'Every other promise is kept.',
      'request-v1': losesSlot,
      'request-nopin': `A vCPU that was scheduled out in the middle comes back, empties the rest of a slot that has been recycled since, and clears the flag of the new owner. ${entersDirty} ${losesSlot}`,
      'request-keeps-pointer': `The slot is recycled under the pointer (NoRecycleInUse, RunKey); the reference count is wrong as soon as a vCPU is scheduled out (RefSound). ${entersDirty}`,
      'no-request': `${entersDirty} An entry that survives in this way is also missed by a TLBI, which looks at the new key (NoStaleAfterTLBI).`,
      'unmap-in-get-block': `The lock is dropped where sleeping is forbidden (NoBlockInAtomic); meanwhile another vCPU finds the slot by its old key, and runs on it when it gets the new one (RunKey). ${entersDirty} A vCPU that is preempted whenever its slot is empty at last has to begin anew, and may never enter (L_Enter).`,
      'unmap-in-get-noblock': 'Every other promise is kept.',
      'check-outside-lock-pin-unmap': `A vCPU that has found its slot clean is preempted before the last check, loses the slot, gets a dirty one, and enters without looking again. ${entersDirty}`,
      'check-outside-lock-drop': `A vCPU that has found its slot clean is preempted before the last check, loses the slot, gets a dirty one, and enters without looking again. ${entersDirty}`,
      'check-outside-lock-pin-entry': 'Every other promise is kept.',
      'check-outside-lock-final': losesSlot,
      'check-outside-lock-final-nopin': `As in request-nopin, a vCPU that was scheduled out in the middle clears the flag of a later owner. ${entersDirty} ${losesSlot}`,
      'cnp-not-masked': `A TLBI passes over the slot, and L2 goes on with what was removed (NoStaleAfterTLBI). ${entersDirty}`,
      'tlbi-skip-pending': 'Every other promise is kept.',
    },
  },
  'one-slot+each-page': {
    set: { ...oneSlot, grain: 'page' },
    story: `Two vCPUs, one slot for two contexts, and each page that is unmapped under the lock is a step of its own. ${stops}`,
    outcome: {
      request: 'Every other promise is kept.',
      'request-nopin': 'The same promises are broken as when all that happens under the lock is one step.',
      'unmap-in-get-block': 'The same promises are broken as when all that happens under the lock is one step.',
      'fill-split': 'A fault that has read the old table writes it behind the TLBI (NoStaleAfterTLBI).',
    },
  },
  'one-slot+one-pass': {
    set: { ...oneSlot, ...notRecycling, maxPasses: 1 },
    story: `Two vCPUs, one slot for two contexts, and the claim that a recycled slot is emptied by one vCPU only. ${stops}`,
    outcome: {
      request: 'Two vCPUs empty the same slot when the first one drops the lock in the middle (Passes): harmless, and what the reviewer minds.',
      'check-outside-lock-wait': 'The claim holds.',
    },
  },
  'one-slot+two-passes': {
    set: { ...oneSlot, ...notRecycling, maxPasses: 2 },
    story: `Two vCPUs, one slot for two contexts, and the claim that a recycled slot is emptied by at most two vCPUs. ${stops}`,
    outcome: { request: 'The claim holds: as many as there are vCPUs.' },
  },
  'one-page+one-pass': {
    set: { ...notRecycling, pages: 1, preempt: false, maxPasses: 1 },
    story: 'Two vCPUs, two slots, three contexts; a table is one page, so the lock is never dropped; and the claim that a recycled slot is emptied by one vCPU only.',
    outcome: {
      request: 'The claim holds: only a lock that is dropped in the middle lets a second vCPU in.',
      'request-double': 'Both vCPUs have taken their requests, and the second one, when it has the lock, empties the slot again (Passes).',
    },
  },
  'enough-slots': {
    set: { ...notRecycling, vmids: [0, 1], pages: 1 },
    story: 'Two vCPUs, two slots, two contexts; a table is one page. Whoever finds the slot that he has would never recycle one.',
    outcome: { 'no-lookup': 'Two vCPUs that run the same context have a slot each (UniqueKeys). No guest sees anything wrong: what is lost is the use of a cache.' },
  },
  'tlbi-only': {
    set: { vmids: [0], signal: true, irq: true },
    story: 'Two vCPUs and one context, so that no slot is ever recycled: TLBIs, faults, and L1 that changes a page, with signals, interrupts and preemption.',
    outcome: {
      request: kept,
      'tlbi-early-retire': 'L2 runs on another vCPU with an entry that from then on is forbidden (NoStaleAfterTLBI).',
      'fill-split': 'A fault reads that the page is mapped; L1 unmaps it, and its TLBI comes and goes; the fault writes what it has read (NoStaleAfterTLBI).',
      'fill-split-retry': kept,
    },
  },
  signals: {
    set: { ...notRecycling, pages: 1, preempt: false, signal: true },
    story: 'Two vCPUs, two slots, three contexts; a table is one page. Signals send vCPUs to user space, and a turn of the loop that sees one does not look at requests.',
    outcome: {
      request: 'A dirty slot is loaded while the request is skipped (W_SigSkipsRequest), and it is harmless: that turn does not enter the guest, and the request survives. Every promise is kept.',
    },
  },
  'one-vcpu': {
    set: { ...oneSlot, vcpus: 1, signal: true, irq: true },
    story: 'One vCPU, one slot, two contexts; a table is two pages. Signals, interrupts, preemption, TLBIs, and L1 changes a page.',
    outcome: {
      request: kept,
      'no-request': `${entersDirty} An entry that survives in this way is also missed by a TLBI, which looks at the new key (NoStaleAfterTLBI).`,
      'unmap-in-get-block': 'Alone, the vCPU suffers nothing but that it sleeps where sleeping is forbidden (NoBlockInAtomic).',
      'signal-enters': `The turn that has skipped the request enters (SigNoEnter). ${entersDirty}`,
      'cnp-not-masked': `The slot is passed over by a TLBI (NoStaleAfterTLBI), and reused without being marked. ${entersDirty}`,
    },
  },
};

/** Names that say more than design and circumstance do. */
const otherNames: { readonly [name: string]: string } = { 'request+signals': 'signal-skips-request' };

export const variants: { readonly [name: string]: Variant<Parameters> } = Object.fromEntries(
  (Object.keys(expected) as CircumstanceName[]).flatMap((circumstance) => {
    const { set, story, outcome } = circumstances[circumstance];
    const rows = Object.entries(expected[circumstance]) as [DesignName, Variant<Parameters>['expect'] & object][];
    return rows.map(([kvm, expect]): [string, Variant<Parameters>] => {
      const { home, story: design } = designEntries[kvm];
      const name = circumstance === home ? kvm : `${kvm}+${circumstance}`;
      return [otherNames[name] ?? name, { story: [design, story, outcome[kvm]].filter(Boolean).join(' '), set: { ...set, kvm }, expect }];
    });
  }),
);
