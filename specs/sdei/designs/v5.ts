/**
 * KVM as posted in March 2022 (v5): exposed, registered and queued events in lists; occurrences counted; the events of a
 * shared number queued at each vCPU; `unregister_pending` a bit beside registered and enabled. A registered event is an
 * object that all vCPUs share; it is freed when no vCPU has it registered. Read it beside arch/arm64/kvm/sdei.c of that series.
 */
import { innermost, type Machine } from '../machine.js';
import type { EventName } from '../parameters.js';
import type { HandlerFields, State } from '../state.js';
import type { Answered, Design } from './design.js';
import { kvmDesign } from './kvm.js';
import { affinity } from './spec.js';

export function v5Design(it: Machine): Design {
  const { everyVcpu, privateEvents, sharedEvents, traits, handlerOf, withVcpu, withHandler, withoutPend, statusOf, runsOn } = it;
  const { events, routeTypo } = it.parameters;
  const kvm = kvmDesign(it);
  const owners = (event: EventName): readonly number[] => (traits[event].shared ? [0] : everyVcpu);

  /** Some vCPU has it registered: the object exists. */
  const hasObject = (state: State, event: EventName): boolean => owners(event).some((vcpu) => handlerOf(state, vcpu, event).registered);

  /** When nobody has the event registered any more the object is freed, with every bit in it. */
  const collected = (state: State, event: EventName): State =>
    hasObject(state, event) ? state : owners(event).reduce((next, vcpu) => withHandler(next, vcpu, event, { up: false, route: null }), state);
  const unregistered: Partial<HandlerFields> = { registered: false, enabled: false };

  /** remove_all_vcpu_events, and what follows it: what waits is gone, a handler that runs makes the event unregister-pending. */
  const removed = (state: State, vcpu: number, event: EventName): State => {
    const emptied = withoutPend(state, vcpu, event, { pend: 0, owed: false });
    return it.isRunning(state, vcpu, event) ? withHandler(emptied, vcpu, event, { up: true }) : collected(withHandler(emptied, vcpu, event, unregistered), event);
  };

  const accepts = (state: State, vcpu: number, event: EventName): boolean => {
    if (state.vcpus.get(vcpu).masked) return false;
    const { registered, enabled, up } = handlerOf(state, vcpu, event);
    return registered && enabled && !up;
  };
  const raised = (state: State, vcpu: number, event: EventName) => withVcpu(it.raised(state, vcpu, event), vcpu, { req: true });
  const isQueuedAnywhere = (state: State, event: EventName) => everyVcpu.some((vcpu) => it.pendOf(state, vcpu, event) > 0 || runsOn(state, vcpu, event));

  /** The test for the class of the events is inverted; and it is done for all vCPUs. */
  const reset = (state: State, classOf: readonly EventName[]): Answered => {
    const each = classOf.flatMap((event) => owners(event).map((vcpu) => ({ event, vcpu })));
    const known = each.filter(({ event, vcpu }) => handlerOf(state, vcpu, event).registered);
    const running = known.some(({ event, vcpu }) => it.isRunning(state, vcpu, event));
    return { answer: running ? 'PENDING' : 'SUCCESS', state: known.reduce((next, { event, vcpu }) => removed(next, vcpu, event), state) };
  };

  return {
    ...kvm,
    register: (state, vcpu, event, { route, ep }) => {
      const { registered, up } = handlerOf(state, vcpu, event);
      if (registered || up) return { answer: 'DENIED', state };
      if (!it.exists(state, event)) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { registered: true, enabled: false, route, ep }) };
    },
    enable: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U' || status === 'UP') return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { enabled: true }) };
    },
    unregister: (state, vcpu, event) => {
      if (!hasObject(state, event)) return { answer: 'INVALID_PARAMETERS', state };
      const { registered, up } = handlerOf(state, vcpu, event);
      if (!registered) return { answer: 'DENIED', state };
      if (up) return { answer: 'PENDING', state };
      return { answer: it.isRunning(state, vcpu, event) ? 'PENDING' : 'SUCCESS', state: removed(state, vcpu, event) };
    },
    status: (state, vcpu, event) => {
      const { registered, enabled } = handlerOf(state, vcpu, event);
      const queued = isQueuedAnywhere(state, event);
      return registered ? (enabled ? (queued ? 'VALUE(7)' : 'VALUE(3)') : queued ? 'VALUE(5)' : 'VALUE(1)') : queued ? 'VALUE(4)' : 'VALUE(0)';
    },
    routingSet: (state, vcpu, event, route) => {
      if (!hasObject(state, event)) return { answer: 'INVALID_PARAMETERS', state };
      if (!traits[event].shared) return { answer: 'DENIED', state };
      if (statusOf(state, vcpu, event) !== 'R' || isQueuedAnywhere(state, event)) return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { route }) };
    },
    complete: (state, vcpu) => {
      const event = innermost(state.vcpus.get(vcpu));
      if (event === null) return { answer: 'X0_UNCHANGED', state };
      const { up } = handlerOf(state, vcpu, event);
      const completed = it.ended(state, vcpu);
      // The bit itself is not cleared; it goes with the object, if that goes.
      const ended = up ? collected(withHandler(completed, vcpu, event, unregistered), event) : completed;
      // The other vCPU that runs the event goes on with an object that is freed.
      if (up && it.isRunning(ended, vcpu, event)) return { answer: 'NO_RETURN', state: ended.set('dead', 'dangling') };
      const queued = events.some((each) => it.pendOf(ended, vcpu, each) > 0 || runsOn(ended, vcpu, each));
      return { answer: 'NO_RETURN', state: queued ? withVcpu(ended, vcpu, { req: true }) : ended };
    },
    signal: (state, vcpu) => {
      if (!accepts(state, vcpu, 'signaled')) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: raised(state, vcpu, 'signaled') };
    },
    privateReset: (state) => reset(state, sharedEvents),
    sharedReset: (state) => reset(state, privateEvents),
    accepts: (state, vcpu, event) => it.pendOf(state, vcpu, event) < it.roomFor(state, vcpu, event) && accepts(state, vcpu, event),
    inject: raised,
    deliver: (state, vcpu) => {
      const { req, normal, critical } = state.vcpus.get(vcpu);
      if (!req) return [state];
      const looked = withVcpu(state, vcpu, { req: false });
      if (critical !== null) return [looked];
      // Neither the mask nor the enable bit is looked at again, nor who is routed to.
      const queued = (isCritical: boolean) => events.filter((event) => traits[event].critical === isCritical && it.pendOf(state, vcpu, event) > 0);
      const found = queued(true).length > 0 ? queued(true) : normal === null ? queued(false) : [];
      return found.length === 0 ? [looked] : found.map((event) => it.started(looked, vcpu, event));
    },
    getInfo: (state, vcpu, event, info) => {
      if (!it.exists(state, event)) return 'INVALID_PARAMETERS';
      const { route } = handlerOf(state, vcpu, event);
      if (!traits[event].shared || !hasObject(state, event)) return kvm.getInfo(state, vcpu, event, info);
      // The mode is not asked; and after the first registration it holds the affinity.
      if (info === 'EV_ROUTING_AFF') return affinity(route ?? 0);
      if (info === 'EV_ROUTING_MODE') return route === null ? 'VALUE(0)' : routeTypo ? affinity(route) : 'VALUE(1)';
      return kvm.getInfo(state, vcpu, event, info);
    },
  };
}
