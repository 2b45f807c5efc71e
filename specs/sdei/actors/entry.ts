/** When a vCPU executes guest code, and how it enters the guest: shared by the guest, whose calls may enter at once, and by KVM. */

import { designOf } from '../designs/index.js';
import { type Machine, machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import { isMortal, type State, showsResume } from '../state.js';

export function entries(parameters: Parameters) {
  const it: Machine = machine(parameters);
  const design = designOf(it);
  const mortal = isMortal(parameters);

  /** Something can still happen. */
  const alive = (state: State): boolean => !mortal || state.dead === null;

  /** The vCPU executes guest code. */
  const runs = (state: State, vcpu: number): boolean => {
    const { mode, off } = state.vcpus.get(vcpu);
    return mode === 'guest' && !off && alive(state);
  };

  /** The vCPU goes through the entry into the guest: one event is delivered, or none. */
  const entered = (state: State, vcpu: number): readonly State[] =>
    design.deliver(state, vcpu).map((next) => (next.dead === null ? it.withVcpu(next, vcpu, { mode: 'guest', ...(parameters.mmio && { mmio: false }), ...cleared }) : next));

  const cleared = { ...(parameters.answers && { x0: null }), ...(showsResume(parameters) && { resumed: null }) };

  return { it, design, alive, runs, entered };
}
