/** What a model of recycled stage-2 MMUs is made of: vCPUs, slots, contexts, what the host and the guest do, and the design of KVM. */
import { boolean, listParameter, oneOf, optional, type ParameterValues, parameter, range } from 'explore';
import { designNames, designOf } from './designs.js';

export const parameters = {
  vcpus: parameter(range(1, 3), 2, 'virtual CPUs'),
  slots: parameter(range(1, 4), 2, 'nested MMUs (`nested_mmus[]`); the kernel has two for each vCPU'),
  vmids: listParameter(range(0, 3), { min: 1, max: 5 }, [0, 0, 1], "the stage-2 contexts of L1, each given by its VMID: a context is a value of VTTBR_EL2, and context 0's has the CnP bit set"),
  pages: parameter(range(1, 4), 2, 'pages of a stage-2 table; KVM may drop its lock between two of them'),
  kvm: parameter(oneOf(...designNames), 'request', 'how KVM empties a slot that gets a new owner, and how it makes sure that nobody enters before that'),
  grain: parameter(oneOf('region', 'page'), 'region', 'what is one step: all that happens under mmu_lock, or each page of it'),
  preempt: parameter(boolean, true, "the host's scheduler may take a vCPU thread off its CPU and put it back"),
  signal: parameter(boolean, false, 'signals may send a vCPU thread to user space'),
  irq: parameter(boolean, false, 'interrupts of the host may force a vCPU out of the guest'),
  tlbi: parameter(boolean, true, 'L1 may issue TLB invalidations by VMID'),
  changedContexts: parameter(range(0, 3), 1, 'L1 maps and unmaps pages of its stage-2 tables of the first … contexts while L2 runs; of the others everything is mapped'),
  changedPages: parameter(range(1, 4), 1, '… and of each of them the first … pages'),
  unmapYield: parameter(boolean, true, 'KVM may drop its lock in the middle of emptying a slot'),
  tlbiYield: parameter(boolean, true, 'KVM may drop its lock in the middle of a TLBI'),
  maxPasses: parameter(optional(range(1, 3)), null, 'how often a recycled slot may be emptied by somebody before its next owner; null: not counted'),
} as const;

export type Parameters = ParameterValues<typeof parameters>;

/** Why these values do not go together; null when they do. A choice that would make no difference is refused, so that nobody believes to have tried it. */
export function constraint({ vmids, pages, kvm, signal, tlbi, changedContexts, changedPages, unmapYield, tlbiYield, maxPasses }: Parameters): string | null {
  const design = designOf(kvm);
  if (changedContexts > vmids.length) return `changed-contexts ${changedContexts}: there are only ${vmids.length} contexts`;
  if (changedPages > pages) return `changed-pages ${changedPages}: a table has only ${pages} pages`;
  if (changedContexts > 0 && !tlbi) return 'changed-contexts needs tlbi: an L1 that changes its tables must be able to invalidate what it has changed';
  if (changedContexts === 0 && changedPages > 1) return 'changed-pages makes no difference when no context is changed';
  if (!unmapYield && pages === 1) return 'unmap-yield makes no difference when a table has one page';
  if (!tlbiYield && (pages === 1 || !tlbi)) return 'tlbi-yield needs TLBIs, and tables of more than one page';
  if (design.onSignal === 'enters' && !signal) return `${kvm} differs from request only when there are signals`;
  if ((design.retire === 'at trap' || design.tlbiSkips === 'pending') && !tlbi) return `${kvm} differs from request only when there are TLBIs`;
  if (maxPasses !== null && design.gate === 'none') return `max-passes: nobody empties a slot after it was loaded in ${kvm}`;
  return null;
}
