/**
 * What is promised of the slots. The sentences are those of the patch and its review, of the architecture, and of the
 * code; the names are short forms of them. A property stands only in models in which it says something: those about
 * TLBIs need TLBIs and tables that change, those about requests need requests, and so on.
 */
import { language, type Property, range, reference } from 'explore';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { machine } from './machine.js';
import type { Parameters } from './parameters.js';
import { progress } from './progress.js';
import type { State, Vcpu } from './state.js';

const { invariant, step, witness, deadlockFreedom } = language<State>();

const thread = 'thread "KVM: arm64: nv: Punt stage-2 recycling to a vCPU request", answer of 1 October 2024';
const review = 'the same thread, review of 1 October 2024';
const nested = 'arch/arm64/kvm/nested.c';

export function properties(parameters: Parameters): readonly Property<State>[] {
  const { design, vmids, everyVcpu, everySlot, everyPage, changing, recycling, isValid, recycles } = machine(parameters);
  const { enter, unmapInLoad } = kvm(parameters);
  const { eret } = guest(parameters);
  const loads = [eret, ...host(parameters).loads];
  const vcpu = reference('vCPU', parameters.vcpus);
  const slot = reference('slot', parameters.slots);
  const eachPage = { vcpu, page: range(0, parameters.pages - 1) };
  const eachChangedPage = { vcpu, page: range(0, parameters.changedPages - 1) };

  /** The shadow entry that this vCPU could hit on a page; null when there is none. */
  const entryOf = (state: State, { hw }: Vcpu, page: number) => (hw === null ? null : state.slots.get(hw).shadow.get(page));
  /** L2 runs on this vCPU. */
  const runsL2 = ({ pc, context }: Vcpu) => pc === 'guest' && context !== null;
  const isLegal = (state: State, context: number, page: number) => state.tables.get(context).get(page).legal;
  const changes = (context: number, page: number) => context < parameters.changedContexts && page < parameters.changedPages;

  /** The slot that a vCPU has loaded. */
  const loaded = (state: State, of: number) => {
    const { hw } = state.vcpus.get(of);
    return hw === null ? null : state.slots.get(hw);
  };

  const EnterClean = step('EnterClean', 'KVM enters L2 only on a slot that has its key, waits for no laundry, and holds no translation of anybody else', {
    source: `${thread}: "The point at which the MMU and translation tables *must* be consistent is the ERET into EL1/EL0"`,
    on: enter,
    given: (state, { args }) => state.vcpus.get(args.vcpu).context !== null,
    holds: {
      'it has a slot': (state, { args }) => loaded(state, args.vcpu) !== null,
      'the slot has its key': (state, { args }) => loaded(state, args.vcpu)?.key === state.vcpus.get(args.vcpu).context,
      'the slot waits for no laundry': (state, { args }) => loaded(state, args.vcpu)?.pending === false,
      'the slot holds no translation of anybody else': (state, { args }) => {
        const shadow = loaded(state, args.vcpu)?.shadow;
        return everyPage.every((page) => shadow?.get(page) == null || shadow.get(page) === state.vcpus.get(args.vcpu).context);
      },
    },
  });

  const RunKey = invariant('RunKey', 'while L2 runs, the slot that the hardware uses has the key of its context', {
    source: `${nested}, get_s2_mmu_nested`,
    args: { vcpu },
    given: (state, { vcpu }) => runsL2(state.vcpus.get(vcpu)),
    holds: (state, { vcpu }) => {
      const { context, hw } = state.vcpus.get(vcpu);
      return hw !== null && state.slots.get(hw).key === context;
    },
  });

  const RunTags = invariant('RunTags', 'while L2 runs, each shadow entry that it could hit was filled for its context', {
    source: `${thread}: "all the old crap gets kicked out before reuse"`,
    args: eachPage,
    given: (state, { vcpu, page }) => runsL2(state.vcpus.get(vcpu)) && entryOf(state, state.vcpus.get(vcpu), page) !== null,
    holds: (state, { vcpu, page }) => entryOf(state, state.vcpus.get(vcpu), page) === state.vcpus.get(vcpu).context,
  });

  const NoStaleAfterTLBI = invariant('NoStaleAfterTLBI', 'once a TLBI has retired, no running L2 can hit a translation of its own that L1 had removed before it issued the TLBI', {
    source: `Arm ARM DDI 0487, TLB maintenance; ${thread}: "until the TLBI instruction retires (i.e. ERET back to the guest), other vCPUs can use stale 'TLB entries' all they want"`,
    args: eachChangedPage,
    given: (state, { vcpu, page }) => {
      const { pc, context } = state.vcpus.get(vcpu);
      return pc === 'guest' && context !== null && changes(context, page) && entryOf(state, state.vcpus.get(vcpu), page) === context;
    },
    holds: (state, { vcpu, page }) => isLegal(state, state.vcpus.get(vcpu).context ?? 0, page),
  });

  const RequestSound = invariant('RequestSound', 'a vCPU that holds a slot to be emptied has the request pending, or is emptying it', {
    source: `${review}: whether the request is needed at all`,
    args: { vcpu },
    given: (state, { vcpu }) => {
      const { hw } = state.vcpus.get(vcpu);
      return hw !== null && state.slots.get(hw).pending;
    },
    holds: (state, { vcpu }) => {
      const { hw, request, pc, walk } = state.vcpus.get(vcpu);
      return request || ((pc === 'launder' || pc === 'laundering' || pc === 'launderYield') && walk !== null && walk.slot === hw);
    },
  });

  const RefSound = invariant('RefSound', 'the reference count of a slot is the number of vCPUs that have it loaded, and of pins', {
    source: 'patch 1 of the same series: "Treat stage-2 MMUs as refcounted generally"',
    args: { slot },
    holds: (state, { slot }) => {
      const users = everyVcpu.filter((of) => state.vcpus.get(of).hw === slot).length;
      const pins = everyVcpu.filter((of) => state.vcpus.get(of).pin === slot).length;
      return state.slots.get(slot).ref === users + pins;
    },
  });

  const UniqueKeys = invariant('UniqueKeys', 'no two slots belong to the same context', {
    source: `${nested}, lookup_s2_mmu`,
    args: { slot, other: slot },
    where: ({ slot, other }) => slot < other,
    given: (state, { slot, other }) => isValid(state.slots.get(slot).key) && isValid(state.slots.get(other).key),
    holds: (state, { slot, other }) => state.slots.get(slot).key !== state.slots.get(other).key,
  });

  const NoRecycleInUse = step('NoRecycleInUse', 'no slot gets a new owner while another vCPU has it loaded, or pinned', {
    source: `${review}: "each vCPU holds a reference to the MMU, so the MMU can't be recycled"`,
    on: loads,
    given: (state, { action, args }, next) => chosenBy(state, action, args.vcpu, next) !== null,
    holds: {
      'no other vCPU has it loaded': (state, { action, args }, next) => {
        const chosen = chosenBy(state, action, args.vcpu, next);
        return everyVcpu.every((other) => other === args.vcpu || state.vcpus.get(other).hw !== chosen);
      },
      'no other vCPU has it pinned': (state, { action, args }, next) => {
        const chosen = chosenBy(state, action, args.vcpu, next);
        return everyVcpu.every((other) => other === args.vcpu || state.vcpus.get(other).pin !== chosen);
      },
    },
  });

  /** The slot that a load gives a new owner. The vCPU's own context is that of the state after the step. */
  const chosenBy = (state: State, action: string, of: number, next: State): number | null => {
    if (action !== eret.name) return recycles(state, of);
    return recycles(state.setIn(['vcpus', of, 'context'], next.vcpus.get(of).context), of);
  };

  const NoBlockInAtomic = step('NoBlockInAtomic', 'vcpu_load, which the preempt notifier calls too, does not let go of mmu_lock in the middle', {
    source: 'patches 2 and 3 of the same series: "Do not block when unmapping stage-2 if disallowed"',
    on: [...loads, ...(unmapInLoad === null ? [] : [unmapInLoad])],
    holds: (_state, { args }, next) => next.vcpus.get(args.vcpu).unfinished === null || next.lock === args.vcpu,
  });

  const SlotsSuffice = invariant('SlotsSuffice', 'a vCPU that needs a slot finds one that nobody uses', {
    source: `${nested}, get_s2_mmu_nested: "We have struct MMUs to spare"`,
    args: { vcpu },
    holds: (state, { vcpu }) => state.vcpus.get(vcpu).pc !== 'bug',
  });

  const SigNoEnter = step('SigNoEnter', 'a turn of the loop that has seen a signal, and has skipped the requests, does not enter the guest', {
    source: `${review}: "KVM will skip checking requests"`,
    on: enter,
    holds: (state, { args }) => !state.vcpus.get(args.vcpu).eintr,
  });

  const Passes = invariant('Passes', `between two owners a slot is emptied by at most ${parameters.maxPasses} vCPU${parameters.maxPasses === 1 ? '' : 's'}`, {
    source: `${review}: "KVM will end up with multiple vCPUs doing the unmap"`,
    args: { slot },
    given: (state, { slot }) => state.slots.get(slot).passes > 0,
    holds: (state, { slot }) => state.slots.get(slot).passes <= (parameters.maxPasses ?? 0),
  });

  const ShadowUse = witness('W_ShadowUse', 'L2 runs with a shadow entry of its own', {
    args: eachPage,
    reached: (state, { vcpu, page }) => runsL2(state.vcpus.get(vcpu)) && entryOf(state, state.vcpus.get(vcpu), page) === state.vcpus.get(vcpu).context,
  });

  const FillBehindTlbi = witness('W_FillBehindTlbi', 'an entry is filled again behind a TLBI that has dropped the lock', {
    source: `${thread}: "even if we wind up doing more shadow stage-2 fills after relinquishing the lock it is still legal"`,
    args: { vcpu },
    reached: (state, { vcpu }) => {
      const { pc, walk } = state.vcpus.get(vcpu);
      return pc === 'tlbiYield' && walk !== null && everyPage.some((page) => page < walk.page && state.slots.get(walk.slot).shadow.get(page) !== null);
    },
  });

  const LegalStaleUse = witness('W_LegalStaleUse', 'L2 runs with an entry that L1 has unmapped, but not yet invalidated', {
    source: thread,
    args: eachChangedPage,
    reached: (state, { vcpu, page }) => {
      const it = state.vcpus.get(vcpu);
      if (!runsL2(it) || it.context === null || !changes(it.context, page) || entryOf(state, it, page) !== it.context) return false;
      const { mapped, legal } = state.tables.get(it.context).get(page);
      return !mapped && legal;
    },
  });

  /** The vCPU has a slot loaded in which there are translations of somebody else. */
  const isLoadedDirty = (state: State, of: number) => {
    const it = state.vcpus.get(of);
    return !it.out && it.hw !== null && it.pc !== 'guest' && everyPage.some((page) => ![null, it.context].includes(entryOf(state, it, page)));
  };

  const LoadedDirty = witness('W_LoadedDirty', 'a slot is loaded on a CPU while it holds translations of its previous owner', {
    source: `${thread}: "we're loading a potentially-stale MMU at the point of vcpu_load()"`,
    args: { vcpu },
    reached: (state, { vcpu }) => isLoadedDirty(state, vcpu),
  });

  const SigSkipsRequest = witness('W_SigSkipsRequest', 'a signal makes the loop skip the request while such a slot is loaded', {
    source: review,
    args: { vcpu },
    reached: (state, { vcpu }) => state.vcpus.get(vcpu).pc === 'final' && state.vcpus.get(vcpu).eintr && isLoadedDirty(state, vcpu),
  });

  const TlbiSlotRecycled = witness('W_TlbiSlotRecycled', 'a slot gets an owner with another VMID while a TLBI is in the middle of it', {
    source: `${thread}: "if the current MMU gets reclaimed when we're in the middle of unmapping it for TLBI"`,
    args: { vcpu },
    reached: (state, { vcpu }) => {
      const { pc, walk, vmid } = state.vcpus.get(vcpu);
      if (pc !== 'tlbiYield' || walk === null) return false;
      const { key } = state.slots.get(walk.slot);
      return key !== null && vmids[key] !== vmid;
    },
  });

  const TwoUnmappers = witness('W_TwoUnmappers', 'two vCPUs are in the middle of emptying the same slot', {
    source: `${review}: "KVM will end up with multiple vCPUs doing the unmap"`,
    reached: (state) => everySlot.some((slot) => everyVcpu.filter((of) => state.vcpus.get(of).pc === 'launderYield' && state.vcpus.get(of).walk?.slot === slot).length > 1),
  });

  const D = deadlockFreedom('D', 'something can always happen');

  const launders = recycling && design.cleanup === 'deferred' && design.gate !== 'none';
  const invalidates = parameters.tlbi && changing.length > 0;
  const yields = parameters.tlbi && parameters.tlbiYield && parameters.pages > 1;
  /** There are at least two contexts whose translations can be confused. */
  const foreign = recycling && vmids.length > 1;
  const concurrent = parameters.vcpus > 1;
  const only = (applies: boolean, ...list: readonly Property<State>[]): readonly Property<State>[] => (applies ? list : []);
  return [
    EnterClean,
    RunKey,
    RunTags,
    ...only(invalidates, NoStaleAfterTLBI),
    ...only(recycling && design.gate === 'request', RequestSound),
    ...only(design.counted, RefSound),
    ...only(parameters.slots > 1 && vmids.filter((_, context) => isValid(context)).length > (design.lookup ? 1 : 0), UniqueKeys),
    NoRecycleInUse,
    NoBlockInAtomic,
    ...only(design.counted, SlotsSuffice),
    ...only(parameters.signal, SigNoEnter),
    ...only(parameters.maxPasses !== null, Passes),
    ...progress(parameters),
    ShadowUse,
    ...only(yields && concurrent, FillBehindTlbi),
    ...only(invalidates && concurrent, LegalStaleUse),
    ...only(foreign && design.cleanup === 'deferred', LoadedDirty),
    ...only(foreign && parameters.signal && launders, SigSkipsRequest),
    ...only(yields && recycling && concurrent && new Set(vmids).size > 1, TlbiSlotRecycled),
    ...only(launders && parameters.unmapYield && parameters.pages > 1 && concurrent, TwoUnmappers),
    D,
  ];
}
