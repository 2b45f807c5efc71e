/**
 * KVM as posted in May 2022 (v7): four bitmaps for each vCPU (registered, enabled, running, pending), all events normal,
 * no lock, because only the vCPU itself touches them. Read it beside arch/arm64/kvm/sdei.c of that series.
 */
import { innermost, type Machine } from '../machine.js';
import type { EventName } from '../parameters.js';
import type { State } from '../state.js';
import type { Design } from './design.js';
import { kvmDesign } from './kvm.js';

export function v7Design(it: Machine): Design {
  const { privateEvents, handlerOf, withVcpu, withHandler, statusOf } = it;
  const isKnown = (state: State, vcpu: number, event: EventName) => handlerOf(state, vcpu, event).registered;
  const kvm = kvmDesign(it);
  const requested = (state: State, vcpu: number) => withVcpu(state, vcpu, { req: true });

  /** The pending bit stays as it is. */
  const unregistered = (state: State, vcpu: number, event: EventName) => withHandler(state, vcpu, event, { registered: false, enabled: false, owed: false });

  /** inject_event: an occurrence that is pending already is not requested again. */
  const raised = (state: State, vcpu: number, event: EventName): State => {
    if (it.pendOf(state, vcpu, event) > 0) return it.withPend(state, vcpu, event, { owed: true });
    const pending = it.withPend(state, vcpu, event, { pend: 1, owed: true });
    return !state.vcpus.get(vcpu).masked && handlerOf(state, vcpu, event).enabled ? requested(pending, vcpu) : pending;
  };

  return {
    ...kvm,
    register: (state, vcpu, event, { ep }) => {
      if (statusOf(state, vcpu, event) !== 'U') return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { registered: true, enabled: false, ep }) };
    },
    enable: (state, vcpu, event) => {
      if (!isKnown(state, vcpu, event)) return { answer: 'DENIED', state };
      const enabled = withHandler(state, vcpu, event, { enabled: true });
      return { answer: 'SUCCESS', state: !state.vcpus.get(vcpu).masked && it.pendOf(state, vcpu, event) > 0 ? requested(enabled, vcpu) : enabled };
    },
    unregister: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U') return { answer: 'DENIED', state };
      if (status === 'UP') return { answer: 'PENDING', state };
      return { answer: it.isRunning(state, vcpu, event) ? 'PENDING' : 'SUCCESS', state: unregistered(state, vcpu, event) };
    },
    unmask: (state, vcpu) => {
      const unmasked = withVcpu(state, vcpu, { masked: false });
      return { answer: 'SUCCESS', state: privateEvents.some((event) => it.pendOf(state, vcpu, event) > 0) ? requested(unmasked, vcpu) : unmasked };
    },
    complete: (state, vcpu) => {
      if (innermost(state.vcpus.get(vcpu)) === null) return { answer: 'X0_UNCHANGED', state };
      return { answer: 'NO_RETURN', state: it.ended(state, vcpu) };
    },
    signal: (state, vcpu) => {
      if (!isKnown(state, vcpu, 'signaled')) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: raised(state, vcpu, 'signaled') };
    },
    privateReset: (state, vcpu) => ({ answer: 'SUCCESS', state: privateEvents.reduce((next, event) => unregistered(next, vcpu, event), state) }),
    sharedReset: (state) => ({ answer: 'SUCCESS', state }),
    accepts: (state, vcpu, event) => it.pendOf(state, vcpu, event) === 0 && isKnown(state, vcpu, event),
    inject: raised,
    resumes: 'as-asked',
    malformed(state, vcpu, call, fault) {
      // Compared as a signed number, it is below the number of events: the bitmap is indexed before its begin.
      if (it.parameters.bit31 && fault === 'bit-31-event' && call !== 'EVENT_REGISTER') return { answer: 'DENIED', state: state.set('dead', 'out-of-bounds') };
      return kvm.malformed.call(this, state, vcpu, call, fault);
    },
    cancel: (state, vcpu, event) => (it.pendOf(state, vcpu, event) === 0 || it.runsOn(state, vcpu, event) ? null : it.withPend(state, vcpu, event, { pend: 0, owed: false })),
    deliver: (state, vcpu) => {
      const { req, masked, normal } = state.vcpus.get(vcpu);
      if (!req) return [state];
      const looked = withVcpu(state, vcpu, { req: false });
      if (masked || normal !== null) return [looked];
      // The loop takes the lowest pending event; when that is not enabled, it looks again at the same one, for ever.
      const first = it.parameters.events.find((event) => it.pendOf(state, vcpu, event) > 0);
      if (first === undefined) return [looked];
      return [handlerOf(state, vcpu, first).enabled ? it.started(looked, vcpu, first) : looked.set('dead', 'hang')];
    },
  };
}
