/**
 * TF-A (services/std_svc/sdei), for event 0: EVENT_SIGNAL sends a secure SGI, and that fires as soon as no handler runs on
 * the target, whether the PE is masked or not. Masked, it is dropped. Registered and disabled, it is to be set pending
 * again, which the GICv3 driver forbids for SGIs with an assertion. As read from the source, never run.
 */
import type { Machine } from '../machine.js';
import type { State } from '../state.js';
import type { Design } from './design.js';
import { specDesign } from './spec.js';

export function tfaDesign(it: Machine): Design {
  const endsDropped = it.parameters.dispatcher === 'tfa';

  const fires = (state: State, vcpu: number): boolean => {
    const { normal, blocked, off } = state.vcpus.get(vcpu);
    return normal === null && !blocked && !off && it.pendOf(state, vcpu, 'signaled') > 0;
  };

  return {
    ...specDesign(it),
    signal: (state, _vcpu, target) => {
      const status = it.statusOf(state, target, 'signaled');
      if ((status !== 'RE' && status !== 'RER') || state.vcpus.get(target).masked) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: it.raised(state, target, 'signaled') };
    },
    calls: fires,
    deliver: (state, vcpu) => {
      if (!fires(state, vcpu)) return [state];
      // The occurrence is lost; it is still owed.
      if (state.vcpus.get(vcpu).masked) return [it.withVcpu(it.withPend(state, vcpu, 'signaled', { pend: 0 }), vcpu, endsDropped ? {} : { blocked: true })];
      if (!it.handlerOf(state, vcpu, 'signaled').enabled) return [state.set('dead', 'crash')];
      return [it.started(state, vcpu, 'signaled')];
    },
  };
}
