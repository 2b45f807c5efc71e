/**
 * What several actors do to a slot or ask of one, for one set of parameters: find it, take it, let go of it, unmap it.
 * `load` and `put` are what vcpu_load and vcpu_put do to the MMU (arch/arm64/kvm/nested.c).
 */
import { designOf } from './designs.js';
import type { Parameters } from './parameters.js';
import { type Pc, type SlotFields, type State, schemas, type VcpuFields } from './state.js';

export function machine(parameters: Parameters) {
  const { vcpus, slots, pages, kvm, grain, vmids, changedContexts, changedPages } = parameters;
  const design = designOf(kvm);
  const { Walk, Fault } = schemas(parameters);
  const everyVcpu = indices(vcpus);
  const everySlot = indices(slots);
  const everyPage = indices(pages);
  /** The pages of L1's tables that may change. */
  const changing = indices(changedContexts).flatMap((context) => indices(changedPages).map((page) => ({ context, page })));
  /** Some slot changes hands: there are more contexts than slots, or a context does not find its slot again. */
  const recycling = vmids.length > slots || !design.lookup || design.cnp === 'kept';
  const pinned = design.pin !== 'none';

  const withVcpu = (state: State, vcpu: number, fields: VcpuFields): State => state.updateIn(['vcpus', vcpu], (old) => old.merge(fields));
  const withSlot = (state: State, slot: number, fields: SlotFields): State => state.updateIn(['slots', slot], (old) => old.merge(fields));

  /** The thread of the vCPU runs, and takes the step `pc` next. */
  function isAt(state: State, vcpu: number, pc: Pc): boolean {
    const it = state.vcpus.get(vcpu);
    return it.pc === pc && !it.out && it.unfinished === null;
  }

  /** mmu_lock can be taken. */
  function isUnlocked({ lock }: State): boolean {
    return lock === null;
  }

  /** The key of a slot tells whose it is. A key with the CnP bit looks like that of a slot that was never used. */
  function isValid(key: number | null): key is number {
    return key !== null && !(design.cnp === 'kept' && key === 0);
  }

  /** lookup_s2_mmu: the slot of a context. */
  function lookup(state: State, context: number): number | null {
    if (!design.lookup || !isValid(context)) return null;
    return everySlot.find((slot) => state.slots.get(slot).key === context) ?? null;
  }

  /** get_s2_mmu_nested, the search: the first slot from `next` on that nobody uses. */
  function free({ next, slots: list }: State): number | null {
    return everySlot.map((distance) => (next + distance) % slots).find((slot) => !design.counted || list.get(slot).ref === 0) ?? null;
  }

  /** The slot that a load by this vCPU gives a new owner; null when it needs none, finds its own, or finds none. */
  function recycles(state: State, vcpu: number): number | null {
    const { context, hw } = state.vcpus.get(vcpu);
    return context === null || hw !== null || lookup(state, context) !== null ? null : free(state);
  }

  /** Whether the vCPU has to wait for mmu_lock before it can load its MMU. */
  function canLoad(state: State, vcpu: number): boolean {
    if (grain === 'region') return true;
    const { context, hw } = state.vcpus.get(vcpu);
    return context === null || hw !== null || isUnlocked(state);
  }

  /** kvm_vcpu_load_hw_mmu: the context of the vCPU gets its slot, or one that nobody uses. One step: the lock is spun for. */
  function load(state: State, vcpu: number): readonly State[] {
    const { context, hw } = state.vcpus.get(vcpu);
    if (context === null) return [state];
    if (hw !== null) return [design.scheduledOut === 'keeps pointer' ? counted(state, hw, 1) : state];
    const found = lookup(state, context);
    if (found !== null) return [take(state, vcpu, found, 'found')];
    const chosen = free(state);
    if (chosen === null) return [withVcpu(state, vcpu, { pc: 'bug' })];
    const searched = state.set('next', (chosen + 1) % slots);
    const dirty = isValid(state.slots.get(chosen).key);
    if (design.cleanup === 'deferred') {
      const recycled = withSlot(searched, chosen, { key: context, ...(dirty ? { pending: true } : {}), passes: 0 });
      return [take(recycled, vcpu, chosen, 'recycled')];
    }
    if (!dirty) return [takeUnmapped(searched, vcpu, chosen)];
    if (grain === 'page') return [withVcpu(searched, vcpu, { unfinished: Walk({ slot: chosen, page: 0 }) }).set('lock', vcpu)];
    return unmapInGet(searched, vcpu, chosen, 0);
  }

  /** The load that empties the slot itself, from a page on: all ways in which it may go on until the lock is dropped. */
  function unmapInGet(state: State, vcpu: number, slot: number, from: number): readonly State[] {
    return unmapping(state, slot, from, {
      yields: design.cleanup === 'in-load-blocking' && parameters.unmapYield,
      yielded: (next, page) => withVcpu(next, vcpu, { unfinished: Walk({ slot, page }) }),
      done: (next) => [takeUnmapped(next, vcpu, slot)],
    });
  }

  /** The slot is empty and gets its key; whoever has come to use it meanwhile is not looked for. */
  function takeUnmapped(state: State, vcpu: number, slot: number): State {
    const { context } = state.vcpus.get(vcpu);
    return take(withSlot(withVcpu(state, vcpu, { unfinished: null }), slot, { key: context }), vcpu, slot, 'recycled');
  }

  /** The end of get_s2_mmu_nested: a reference, and the request if the slot is dirty. */
  function take(state: State, vcpu: number, slot: number, how: 'found' | 'recycled'): State {
    const asks = design.gate === 'request' && (design.requested === 'every user' || how === 'recycled') && state.slots.get(slot).pending;
    return withVcpu(counted(state, slot, 1), vcpu, { hw: slot, ...(asks ? { request: true } : {}) });
  }

  /** kvm_vcpu_put_hw_mmu */
  function put(state: State, vcpu: number): State {
    const { hw } = state.vcpus.get(vcpu);
    return hw === null ? state : withVcpu(counted(state, hw, -1), vcpu, { hw: null });
  }

  /** The same when the thread is scheduled out. */
  function putScheduledOut(state: State, vcpu: number): State {
    switch (design.scheduledOut) {
      case 'keeps':
        return state;
      case 'drops':
        return put(state, vcpu);
      case 'keeps pointer': {
        const { hw } = state.vcpus.get(vcpu);
        return hw === null ? state : counted(state, hw, -1);
      }
    }
  }

  function counted(state: State, slot: number, by: 1 | -1): State {
    return design.counted ? state.updateIn(['slots', slot, 'ref'], (ref) => ref + by) : state;
  }

  /** A second reference on a slot. */
  function pin(state: State, vcpu: number, slot: number): State {
    return withVcpu(counted(state, slot, 1), vcpu, { pin: slot });
  }

  function unpin(state: State, vcpu: number): State {
    if (!pinned) return state;
    const { pin: slot } = state.vcpus.get(vcpu);
    return slot === null ? state : withVcpu(counted(state, slot, -1), vcpu, { pin: null });
  }

  function unmap(state: State, slot: number, page: number): State {
    return state.setIn(['slots', slot, 'shadow', page], null);
  }

  /** Unmaps a slot from a page on, at least one page: all states in which the lock may be dropped before the next page, and what comes when all is done. */
  function unmapping(
    state: State,
    slot: number,
    from: number,
    { yields, yielded, done }: { readonly yields: boolean; readonly yielded: (state: State, page: number) => State; readonly done: (state: State) => readonly State[] },
  ): readonly State[] {
    const unmapped = unmap(state, slot, from);
    const next = from + 1;
    if (next === pages) return done(unmapped);
    const rest = unmapping(unmapped, slot, next, { yields, yielded, done });
    return yields ? [yielded(unmapped, next), ...rest] : rest;
  }

  return {
    design,
    vmids,
    Walk,
    Fault,
    everyVcpu,
    everySlot,
    everyPage,
    changing,
    recycling,
    withVcpu,
    withSlot,
    isAt,
    isUnlocked,
    isValid,
    recycles,
    canLoad,
    load,
    unmapInGet,
    takeUnmapped,
    put,
    putScheduledOut,
    pin,
    unpin,
    unmap,
    unmapping,
  };
}

function indices(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
