/** No dispatcher: the seed patch, in which every call ends in NOT_SUPPORTED; and any later KVM whose VM or vCPU object could not be allocated. */
import type { Machine } from '../machine.js';
import type { Design } from './design.js';
import { specDesign } from './spec.js';

export function absentDesign(it: Machine): Design {
  const refused = <S>(state: S) => ({ answer: 'NOT_SUPPORTED', state }) as const;
  return {
    ...specDesign(it),
    version: () => 'NOT_SUPPORTED',
    register: refused,
    enable: refused,
    disable: refused,
    unregister: refused,
    status: () => 'NOT_SUPPORTED',
    getInfo: () => 'NOT_SUPPORTED',
    features: () => 'NOT_SUPPORTED',
    routingSet: refused,
    mask: refused,
    unmask: refused,
    context: () => 'NOT_SUPPORTED',
    // kvm_sdei_hypercall suppresses the result of the completing calls before it looks whether there is an object.
    complete: (state) => ({ answer: it.flawed('complete-never-writes') ? 'X0_UNCHANGED' : 'NOT_SUPPORTED', state }),
    bind: refused,
    release: refused,
    signal: refused,
    privateReset: refused,
    sharedReset: refused,
    malformed: refused,
    accepts: () => false,
  };
}
