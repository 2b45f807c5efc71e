/**
 * The guest hypervisor L1 on each of its vCPUs, and the guests L2 that it runs. An access of L2 that hits an entry changes
 * nothing and needs no step: the properties speak of every entry that could be hit.
 */
import { type Action, language, range, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function guest(parameters: Parameters) {
  const { vcpus, vmids, pages, changedContexts, changedPages, grain } = parameters;
  const { design, Fault, everyVcpu, changing, withVcpu, isUnlocked, load, put } = machine(parameters);
  const vcpu = reference('vCPU', vcpus);
  const changed = { vcpu, context: reference('context', Math.max(1, changedContexts)), page: range(0, changedPages - 1) };
  const actor = (chosen: { readonly vcpu: number }) => `guest vcpu${chosen.vcpu}`;

  /** L1 executes on this vCPU. */
  const isL1 = (state: State, of: number) => state.vcpus.get(of).pc === 'guest' && state.vcpus.get(of).context === null;

  /** The guest leaves L2 for L1, whose MMU is the canonical one. */
  const toL1 = (state: State, of: number) => withVcpu(put(state, of), of, { context: null, pc: 'top' });

  const eret = action('guest.eret', {
    actor,
    about: 'L1 enters a guest of its own; KVM traps the ERET, and loads the shadow of the stage 2 that VTTBR_EL2 names.',
    args: { vcpu, context: reference('context', vmids.length) },
    guard: (state, chosen) => isL1(state, chosen.vcpu) && (grain === 'region' || isUnlocked(state)),
    step: (state, chosen) => load(withVcpu(state, chosen.vcpu, { context: chosen.context, pc: 'top' }), chosen.vcpu),
  });

  const hvc = action('guest.hvc', {
    actor,
    about: 'L2 traps to L1; KVM loads the canonical MMU again.',
    args: { vcpu },
    guard: (state, chosen) => state.vcpus.get(chosen.vcpu).pc === 'guest' && state.vcpus.get(chosen.vcpu).context !== null,
    step: (state, chosen) => toL1(state, chosen.vcpu),
  });

  /** L1's table maps this page of the context. */
  const isMapped = (state: State, context: number, page: number) => context >= changedContexts || page >= changedPages || state.tables.get(context).get(page).mapped;

  const fault = action('guest.fault', {
    actor,
    about:
      design.fill === 'atomic'
        ? "L2 accesses a page without shadow entry; KVM reads L1's table (kvm_walk_nested_s2) and fills the entry (user_mem_abort), or gives the fault to L1."
        : "L2 accesses a page without shadow entry; KVM reads L1's table (kvm_walk_nested_s2), or gives the fault to L1.",
    args: { vcpu, page: range(0, pages - 1) },
    guard: (state, chosen) => {
      const { pc, context, hw } = state.vcpus.get(chosen.vcpu);
      if (pc !== 'guest' || context === null || hw === null) return false;
      if (design.fill === 'atomic' && !isUnlocked(state)) return false;
      return state.slots.get(hw).shadow.get(chosen.page) === null;
    },
    step: (state, chosen) => {
      const { context, hw } = state.vcpus.get(chosen.vcpu);
      if (context === null || hw === null) return [];
      if (!isMapped(state, context, chosen.page)) return toL1(state, chosen.vcpu);
      if (design.fill !== 'atomic') return withVcpu(state, chosen.vcpu, { pc: 'install', fault: Fault({ page: chosen.page }) });
      return withVcpu(state, chosen.vcpu, { pc: 'top' }).setIn(['slots', hw, 'shadow', chosen.page], context);
    },
  });

  const unmap = action('guest.unmap', {
    actor,
    about: 'L1 takes a page out of one of its stage-2 tables: a write to its memory, which nobody traps.',
    args: changed,
    guard: (state, chosen) => isL1(state, chosen.vcpu) && state.tables.get(chosen.context).get(chosen.page).mapped,
    step: (state, chosen) => state.setIn(['tables', chosen.context, chosen.page, 'mapped'], false),
  });

  const map = action('guest.map', {
    actor,
    about: 'L1 maps the page again. From now on a translation of it may be used, whatever TLBI is in flight.',
    args: changed,
    guard: (state, chosen) => isL1(state, chosen.vcpu) && !state.tables.get(chosen.context).get(chosen.page).mapped,
    step: (state, chosen) => {
      const mapped = state.updateIn(['tables', chosen.context, chosen.page], (page) => page.merge({ mapped: true, legal: true }));
      return everyVcpu.reduce((next, other) => next.setIn(['vcpus', other, 'doomed', chosen.context, chosen.page], false), mapped);
    },
  });

  const tlbi = action('guest.tlbi', {
    actor,
    about: 'L1 invalidates the translations of a VMID; KVM traps the instruction.',
    args: { vcpu, vmid: range(0, Math.max(...vmids)) },
    where: ({ vmid }) => vmids.includes(vmid),
    guard: (state, chosen) => isL1(state, chosen.vcpu),
    step: (state, chosen) => {
      const trapped = withVcpu(state, chosen.vcpu, { pc: 'tlbi', vmid: chosen.vmid });
      return changing.reduce((next, { context, page }) => {
        if (vmids[context] !== chosen.vmid) return next;
        const { mapped, legal } = state.tables.get(context).get(page);
        if (mapped || !legal) return next;
        return design.retire === 'at trap' ? next.setIn(['tables', context, page, 'legal'], false) : next.setIn(['vcpus', chosen.vcpu, 'doomed', context, page], true);
      }, trapped);
    },
  });

  const actions: readonly Action<State>[] = [eret, hvc, fault, ...(changedContexts > 0 ? [unmap, map] : []), ...(parameters.tlbi ? [tlbi] : [])];
  return { actions, eret };
}
