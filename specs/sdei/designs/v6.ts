/**
 * KVM as posted in April 2022 (v6), and the plan for it that the review of v5 ends with: private events only, in a fixed
 * array; occurrences are counted; `unregister_pending` is a bit beside registered and enabled. Read it beside
 * arch/arm64/kvm/sdei.c of that series.
 */
import { innermost, type Machine } from '../machine.js';
import type { EventName } from '../parameters.js';
import type { State } from '../state.js';
import type { Design } from './design.js';
import { kvmDesign } from './kvm.js';

export function v6Design(it: Machine): Design {
  const { privateEvents, handlerOf, withVcpu, withHandler, statusOf } = it;
  const planned = it.parameters.dispatcher === 'plan-v6';
  const unregistered = { registered: false, enabled: false, up: false, pend: 0 } as const;

  /** kvm_sdei_inject_event accepts only what could be delivered at once, were no handler running. */
  const accepts = (state: State, vcpu: number, event: EventName): boolean => {
    if (state.vcpus.get(vcpu).masked) return false;
    const { registered, enabled, up } = handlerOf(state, vcpu, event);
    return registered && enabled && !up;
  };
  const raised = (state: State, vcpu: number, event: EventName) => withVcpu(it.raised(state, vcpu, event), vcpu, { req: true });

  /** Withdraws what waits; says whether the handler still runs. */
  const removed = (state: State, vcpu: number, event: EventName): { readonly state: State; readonly running: boolean } => {
    const running = it.isRunning(state, vcpu, event);
    return { running, state: withHandler(state, vcpu, event, { owed: false, ...(running ? { up: true } : unregistered) }) };
  };

  return {
    ...kvmDesign(it),
    enable: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U' || status === 'UP') return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { enabled: true }) };
    },
    unregister: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U') return { answer: 'DENIED', state };
      if (status === 'UP') return { answer: 'PENDING', state };
      const { state: after, running } = removed(state, vcpu, event);
      return { answer: running ? 'PENDING' : 'SUCCESS', state: after };
    },
    complete: (state, vcpu) => {
      const event = innermost(state.vcpus.get(vcpu));
      if (event === null) return { answer: 'X0_UNCHANGED', state };
      const { up } = handlerOf(state, vcpu, event);
      const ended = it.ended(up ? withHandler(state, vcpu, event, unregistered) : state, vcpu);
      // The counters include what is handled.
      const queued = privateEvents.some((each) => it.pendOf(ended, vcpu, each) > 0 || it.runsOn(ended, vcpu, each));
      return { answer: 'NO_RETURN', state: queued ? withVcpu(ended, vcpu, { req: true }) : ended };
    },
    signal: (state, vcpu) => {
      if (!accepts(state, vcpu, 'signaled')) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: raised(state, vcpu, 'signaled') };
    },
    privateReset: (state, vcpu) => {
      const running = privateEvents.some((event) => it.isRunning(state, vcpu, event));
      return { answer: running ? 'PENDING' : 'SUCCESS', state: privateEvents.reduce((next, event) => removed(next, vcpu, event).state, state) };
    },
    sharedReset: (state) => ({ answer: planned ? 'NOT_SUPPORTED' : 'SUCCESS', state }),
    accepts: (state, vcpu, event) => it.pendOf(state, vcpu, event) < it.roomFor(state, vcpu, event) && accepts(state, vcpu, event),
    inject: raised,
    deliver: (state, vcpu) => {
      const { req, masked, normal, critical } = state.vcpus.get(vcpu);
      if (!req) return [state];
      const looked = withVcpu(state, vcpu, { req: false });
      if (masked || critical !== null) return [looked];
      // Whether the event is enabled is not asked again.
      const queued = (isCritical: boolean) => privateEvents.filter((event) => it.traits[event].critical === isCritical && it.pendOf(state, vcpu, event) > 0);
      const found = queued(true).length > 0 ? queued(true) : normal === null ? queued(false) : [];
      return found.length === 0 ? [looked] : found.map((event) => it.started(looked, vcpu, event));
    },
  };
}
