/**
 * KVM: the run loop of each vCPU from its top to the entry, the laundry, and the emulation of a TLBI. The loop is
 * kvm_arch_vcpu_ioctl_run; mmu_lock is dropped in stage2_apply_range, between two chunks.
 */
import { type Action, language, reference } from 'explore';
import type { Design } from '../designs.js';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function kvm(parameters: Parameters) {
  const { slots, pages, grain, unmapYield, tlbiYield, signal, preempt } = parameters;
  const { design, vmids, changing, recycling, Walk, withVcpu, withSlot, isAt, isUnlocked, isValid, unmapInGet, takeUnmapped, put, pin, unpin, unmap, unmapping } = machine(parameters);
  const args = { vcpu: reference('vCPU', parameters.vcpus) };
  const actor = (chosen: { readonly vcpu: number }) => `kvm vcpu${chosen.vcpu}`;
  const byPage = grain === 'page';
  /** With preemption off and the lock free, the thread gets it; in one step with what it does under it, or as a step of its own. */
  const canLock = (state: State, vcpu: number, pc: 'launder' | 'launderYield' | 'tlbi' | 'tlbiYield' | 'install') => isAt(state, vcpu, pc) && isUnlocked(state);

  // The top of the loop.

  const handleWork = action('kvm.xfer_to_guest_mode_handle_work', {
    actor,
    about: 'A signal is pending: this turn ends with -EINTR, and requests are not looked at.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'top') && state.vcpus.get(vcpu).signal,
    step: (state, { vcpu }) => withVcpu(state, vcpu, { eintr: true, pc: 'final' }),
  });

  const checkRequests = action('kvm.check_vcpu_requests', {
    actor,
    about: checks[design.gate],
    args,
    guard: (state, { vcpu }) => {
      if (!isAt(state, vcpu, 'top') || state.vcpus.get(vcpu).signal) return false;
      const { hw } = state.vcpus.get(vcpu);
      return !(design.claim === 'others wait' && hw !== null && state.slots.get(hw).claimed);
    },
    step: (state, { vcpu }) => {
      const { hw, request } = state.vcpus.get(vcpu);
      const onward = withVcpu(pinUntilEntry(state, vcpu), vcpu, { pc: 'final', ...(request ? { request: false } : {}) });
      if (hw === null) return onward;
      const wanted = design.gate === 'request' ? request : design.gate === 'flag' && state.slots.get(hw).pending && !state.slots.get(hw).claimed;
      if (!wanted) return onward;
      const sent = withVcpu(onward, vcpu, { pc: 'launder', walk: Walk({ slot: hw, page: 0 }) });
      return design.pin === 'while laundering' ? pin(sent, vcpu, hw) : sent;
    },
  });

  function pinUntilEntry(state: State, vcpu: number): State {
    const { hw } = state.vcpus.get(vcpu);
    return design.pin === 'until entry' && hw !== null ? pin(state, vcpu, hw) : state;
  }

  // The laundry.

  const launder = action('kvm.check_nested_vcpu_requests', {
    actor,
    about: 'With mmu_lock held: if the slot is still to be emptied, kvm_stage2_unmap_range, which may drop the lock in the middle.',
    args,
    guard: (state, { vcpu }) => canLock(state, vcpu, 'launder'),
    step: (state, { vcpu }) => {
      const { walk } = state.vcpus.get(vcpu);
      if (walk === null) return [];
      const { pending, claimed } = state.slots.get(walk.slot);
      if (design.recheck && !pending) return leaveLaundry(state, vcpu);
      if (claimed) return withVcpu(state, vcpu, { pc: 'top', walk: null });
      const begun = begin(state, walk.slot);
      return byPage ? withVcpu(begun, vcpu, { pc: 'laundering' }).set('lock', vcpu) : laundered(begun, vcpu, walk.slot, 0);
    },
  });

  function begin(state: State, slot: number): State {
    const counting = parameters.maxPasses === null ? state : state.updateIn(['slots', slot, 'passes'], (passes) => Math.min(passes + 1, (parameters.maxPasses ?? 0) + 1));
    return withSlot(counting, slot, { ...(design.clear === 'before' ? { pending: false } : {}), ...(design.claim === 'none' ? {} : { claimed: true }) });
  }

  /** pending_unmap and the key are not looked at again after a yield: the thread goes on with its own slot. */
  const launderOn = action('kvm.stage2_apply_range', {
    actor,
    about: 'The thread has mmu_lock again, and goes on emptying the slot where it was.',
    args,
    guard: (state, { vcpu }) => canLock(state, vcpu, 'launderYield'),
    step: (state, { vcpu }) => {
      const { walk } = state.vcpus.get(vcpu);
      if (walk === null) return [];
      return byPage ? withVcpu(state, vcpu, { pc: 'laundering' }).set('lock', vcpu) : laundered(state, vcpu, walk.slot, walk.page);
    },
  });

  function laundered(state: State, vcpu: number, slot: number, from: number): readonly State[] {
    return unmapping(state, slot, from, {
      yields: unmapYield,
      yielded: (next, page) => withVcpu(next, vcpu, { pc: 'launderYield', walk: Walk({ slot, page }) }),
      done: (next) => [clean(next, vcpu, slot)],
    });
  }

  function clean(state: State, vcpu: number, slot: number): State {
    return leaveLaundry(withSlot(state, slot, { ...(design.clear === 'after' ? { pending: false } : {}), ...(design.claim === 'none' ? {} : { claimed: false }) }), vcpu);
  }

  function leaveLaundry(state: State, vcpu: number): State {
    return withVcpu(design.pin === 'while laundering' ? unpin(state, vcpu) : state, vcpu, { pc: 'final', walk: null });
  }

  const launderPage = action('kvm.stage2_unmap_page', {
    actor,
    about: 'The thread empties one page of the slot; after it, it may drop mmu_lock.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'laundering'),
    step: (state, { vcpu }) => {
      const { walk } = state.vcpus.get(vcpu);
      if (walk === null) return [];
      const unmapped = unmap(state, walk.slot, walk.page);
      if (walk.page + 1 === pages) return clean(unmapped, vcpu, walk.slot).set('lock', null);
      const next = withVcpu(unmapped, vcpu, { walk: walk.set('page', walk.page + 1) });
      return unmapYield ? [next, withVcpu(next, vcpu, { pc: 'launderYield' }).set('lock', null)] : next;
    },
  });

  // The entry. From the last check on preemption is off, and nothing comes between the check and the entry.

  const isReady = (state: State, vcpu: number) => {
    if (!isAt(state, vcpu, 'final')) return false;
    const { signal, request, hw } = state.vcpus.get(vcpu);
    return !signal && !request && !(design.finalTest && hw !== null && state.slots.get(hw).pending);
  };
  const enters = (state: State, vcpu: number) => (state.vcpus.get(vcpu).eintr ? design.onSignal === 'enters' && isAt(state, vcpu, 'final') : isReady(state, vcpu));

  const enter = action('kvm.kvm_arm_vcpu_enter_exit', {
    actor,
    about: 'The last check finds nothing, and KVM executes the ERET. A TLBI that this vCPU has issued retires with it.',
    args,
    guard: (state, { vcpu }) => enters(state, vcpu),
    step: (state, { vcpu }) => {
      const entered = withVcpu(design.pin === 'until entry' ? unpin(state, vcpu) : state, vcpu, { pc: 'guest', ...(design.onSignal === 'enters' ? { signal: false, eintr: false } : {}) });
      return changing.reduce((next, { context, page }) => {
        if (!state.vcpus.get(vcpu).doomed.get(context).get(page)) return next;
        return next.setIn(['vcpus', vcpu, 'doomed', context, page], false).setIn(['tables', context, page, 'legal'], false);
      }, entered);
    },
  });

  const turnBack = action('kvm.kvm_vcpu_exit_request', {
    actor,
    about: design.finalTest
      ? 'The last check finds a signal, or a slot that is to be emptied: back to the top of the loop.'
      : 'The last check finds a signal or a request: back to the top of the loop.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'final') && !state.vcpus.get(vcpu).eintr && !isReady(state, vcpu),
    step: (state, { vcpu }) => withVcpu(design.pin === 'until entry' ? unpin(state, vcpu) : state, vcpu, { pc: 'top' }),
  });

  const returnToUser = action('kvm.vcpu_put', {
    actor,
    about: 'The turn ends with -EINTR: KVM_RUN returns to user space, and the vCPU lets go of its MMU. A request survives.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'final') && state.vcpus.get(vcpu).eintr,
    step: (state, { vcpu }) => withVcpu(put(design.pin === 'until entry' ? unpin(state, vcpu) : state, vcpu), vcpu, { pc: 'user', signal: false, eintr: false }),
  });

  // The emulation of a TLBI by VMID.

  const tlbi = action('kvm.kvm_s2_mmu_iterate_by_vmid', {
    actor,
    about: 'With mmu_lock held: every slot whose VMID matches is unmapped; the lock may be dropped in the middle of one.',
    args,
    guard: (state, { vcpu }) => canLock(state, vcpu, 'tlbi'),
    step: (state, { vcpu }) => {
      const begun = raced(state, state.vcpus.get(vcpu).vmid);
      return byPage ? withVcpu(begun, vcpu, { pc: 'tlbiWalk', walk: Walk({ slot: 0, page: 0 }) }).set('lock', vcpu) : invalidated(begun, vcpu, 0);
    },
  });

  const tlbiOn = action('kvm.kvm_s2_mmu_iterate_by_vmid_on', {
    actor,
    about: 'The thread has mmu_lock again, and goes on unmapping the slot where it was, whatever its key is now; then the slots after it.',
    args,
    guard: (state, { vcpu }) => canLock(state, vcpu, 'tlbiYield'),
    step: (state, { vcpu }) => {
      const { walk } = state.vcpus.get(vcpu);
      if (walk === null) return [];
      return byPage ? withVcpu(state, vcpu, { pc: 'tlbiWalk' }).set('lock', vcpu) : invalidatedFrom(state, vcpu, walk.slot, walk.page);
    },
  });

  /** Whether a TLBI unmaps the slot; decided once, when it comes to it. */
  const concerns = (state: State, vcpu: number, slot: number) => {
    const { key } = state.slots.get(slot);
    return isValid(key) && vmids[key] === state.vcpus.get(vcpu).vmid && !(design.tlbiSkips === 'pending' && state.slots.get(slot).pending);
  };

  /** From the beginning of a slot on. */
  function invalidated(state: State, vcpu: number, slot: number): readonly State[] {
    if (slot === slots) return [withVcpu(state, vcpu, { pc: 'top', walk: null, vmid: null })];
    return concerns(state, vcpu, slot) ? invalidatedFrom(state, vcpu, slot, 0) : invalidated(state, vcpu, slot + 1);
  }

  function invalidatedFrom(state: State, vcpu: number, slot: number, page: number): readonly State[] {
    return unmapping(state, slot, page, {
      yields: tlbiYield,
      yielded: (next, page) => withVcpu(next, vcpu, { pc: 'tlbiYield', walk: Walk({ slot, page }) }),
      done: (next) => invalidated(next, vcpu, slot + 1),
    });
  }

  const tlbiPage = action('kvm.kvm_stage2_unmap_range', {
    actor,
    about: 'The walk for a TLBI unmaps one page, after which it may drop mmu_lock; or it passes over a slot that does not match.',
    args,
    guard: (state, { vcpu }) => isAt(state, vcpu, 'tlbiWalk'),
    step: (state, { vcpu }) => {
      const { walk } = state.vcpus.get(vcpu);
      if (walk === null) return [];
      const matches = walk.page > 0 || concerns(state, vcpu, walk.slot);
      const unmapped = matches ? unmap(state, walk.slot, walk.page) : state;
      if (!matches || walk.page + 1 === pages) {
        if (walk.slot + 1 < slots) return withVcpu(unmapped, vcpu, { walk: Walk({ slot: walk.slot + 1, page: 0 }) });
        return withVcpu(unmapped, vcpu, { pc: 'top', walk: null, vmid: null }).set('lock', null);
      }
      const next = withVcpu(unmapped, vcpu, { walk: walk.set('page', walk.page + 1) });
      return tlbiYield ? [next, withVcpu(next, vcpu, { pc: 'tlbiYield' }).set('lock', null)] : next;
    },
  });

  /** Faults that have read L1's table, and now learn that a TLBI came after that. */
  function raced(state: State, vmid: number | null): State {
    if (design.fill !== 'split-retry') return state;
    return indices(parameters.vcpus).reduce((next, vcpu) => {
      const { context, fault } = state.vcpus.get(vcpu);
      return fault !== null && context !== null && vmids[context] === vmid ? withVcpu(next, vcpu, { fault: fault.set('raced', true) }) : next;
    }, state);
  }

  // The second half of a fault, where it is a step of its own.

  const install = action('kvm.user_mem_abort', {
    actor,
    about: "With mmu_lock held: the fault writes the shadow entry, as it has read it in L1's table before.",
    args,
    guard: (state, { vcpu }) => canLock(state, vcpu, 'install'),
    step: (state, { vcpu }) => {
      const { context, hw, fault } = state.vcpus.get(vcpu);
      const over = withVcpu(state, vcpu, { pc: 'top', fault: null });
      if (fault === null || hw === null || fault.raced) return over;
      return over.setIn(['slots', hw, 'shadow', fault.page], context);
    },
  });

  // Before the patch: the slot is emptied by the load.

  const unmapInLoad = action('kvm.get_s2_mmu_nested', {
    actor,
    about: 'The load goes on emptying the slot that it has chosen, and takes it when that is done; who uses it by now is not looked at.',
    args,
    guard: (state, { vcpu }) => state.vcpus.get(vcpu).unfinished !== null && (isUnlocked(state) || state.lock === vcpu),
    step: (state, { vcpu }) => {
      const { unfinished } = state.vcpus.get(vcpu);
      if (unfinished === null) return [];
      if (!byPage) return unmapInGet(state, vcpu, unfinished.slot, unfinished.page);
      if (state.lock === null) return state.set('lock', vcpu);
      const unmapped = unmap(state, unfinished.slot, unfinished.page);
      if (unfinished.page + 1 === pages) return takeUnmapped(unmapped, vcpu, unfinished.slot).set('lock', null);
      const next = withVcpu(unmapped, vcpu, { unfinished: unfinished.set('page', unfinished.page + 1) });
      return design.cleanup === 'in-load-blocking' && unmapYield ? [next, next.set('lock', null)] : next;
    },
  });

  const launders = recycling && design.cleanup === 'deferred' && design.gate !== 'none';
  /** Something can turn up between the top of the loop and the last check. */
  const turnsBack = signal || (recycling && preempt && design.scheduledOut === 'drops' && (design.gate === 'request' || design.finalTest));
  const splitLoad = recycling && design.cleanup !== 'deferred' && (byPage || (design.cleanup === 'in-load-blocking' && unmapYield && pages > 1));
  const actions: readonly Action<State>[] = [
    ...(signal ? [handleWork] : []),
    checkRequests,
    ...(launders ? [launder] : []),
    ...(launders && byPage ? [launderPage] : []),
    ...(launders && unmapYield && pages > 1 ? [launderOn] : []),
    ...(splitLoad ? [unmapInLoad] : []),
    enter,
    ...(turnsBack ? [turnBack] : []),
    ...(signal && design.onSignal === 'returns' ? [returnToUser] : []),
    ...(parameters.tlbi ? [tlbi] : []),
    ...(parameters.tlbi && byPage ? [tlbiPage] : []),
    ...(parameters.tlbi && tlbiYield && pages > 1 ? [tlbiOn] : []),
    ...(design.fill === 'atomic' ? [] : [install]),
  ];
  return { actions, enter, unmapInLoad: splitLoad ? unmapInLoad : null };
}

const checks: { readonly [gate in Design['gate']]: string } = {
  request: 'Requests are taken: is there one to empty the slot?',
  flag: 'pending_unmap is read, without the lock: is the slot to be emptied?',
  none: 'Requests are taken; none of them concerns the slot.',
};

function indices(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
