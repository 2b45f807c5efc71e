/**
 * The dispatcher of Arm DEN0054: occurrences merge, two contexts, shared events with routing, and every answer as in the
 * table of returns. As `spec` it looks at each entry for what is deliverable; as `v7-fixed` it looks only when the request
 * bit says so, and sets that bit wherever something may have become deliverable. Most flaws are put in here.
 */
import { innermost, type Machine } from '../machine.js';
import type { EventName } from '../parameters.js';
import type { State } from '../state.js';
import type { Design } from './design.js';

export function specDesign(it: Machine): Design {
  const { everyVcpu, privateEvents, sharedEvents, traits, flawed, handlerOf, withVcpu, withHandler, withoutPend, statusOf } = it;
  const frees = flawed('unregister-running-frees');
  const keeps = flawed('unregister-keeps-pending');
  const keepsPower = flawed('cpu-on-keeps-state');

  /** Sets the request bit where something is deliverable. */
  function requested(state: State, vcpus: readonly number[]): State {
    if (!it.requestBit) return state;
    return vcpus.reduce((next, vcpu) => (it.deliverable(next, vcpu).length > 0 ? withVcpu(next, vcpu, { req: true }) : next), state);
  }
  const dynamicEvents = it.parameters.events.filter((event) => traits[event].dynamic);
  /** Registered, or running, for any vCPU. */
  const isUsed = (state: State, event: EventName) => (traits[event].shared ? [0] : everyVcpu).some((vcpu) => statusOf(state, vcpu, event) !== 'U');
  const concerned = (vcpu: number, event: EventName) => (traits[event].shared ? everyVcpu : [vcpu]);

  /** A handler is unregistered, or will be when it has run. */
  function unregistered(state: State, vcpu: number, event: EventName): State {
    const gone = withHandler(state, vcpu, event, { registered: false, enabled: false, route: null });
    return withoutPend(gone, vcpu, event, { owed: false, ...(!keeps && { pend: 0 }) });
  }

  /** Unregisters all of these events; says whether a handler still runs. */
  function reset(state: State, vcpu: number, events: readonly EventName[]): { readonly state: State; readonly running: boolean } {
    const running = events.some((event) => it.isRunning(state, vcpu, event));
    return { state: events.reduce((next, event) => unregistered(next, vcpu, event), state), running };
  }
  const afterReset = (running: boolean) => (!running || frees ? 'SUCCESS' : flawed('reset-returns-pending') ? 'PENDING' : 'DENIED');

  return {
    version: () => 'VALUE(1.1)',
    features: (feature) => (feature === 'unknown' ? 'INVALID_PARAMETERS' : feature === 'bind-slots' ? 'VALUE(slots)' : 'VALUE(0)'),
    malformed: (state, vcpu, _call, fault) => {
      const [first] = it.parameters.events;
      switch (fault) {
        case 'bad-address':
        case 'not-owned':
          return { answer: 'DENIED', state };
        case 'no-free-slot':
          return { answer: 'OUT_OF_RESOURCE', state };
        case 'out-of-memory':
          return { answer: first !== undefined && statusOf(state, vcpu, first) === 'U' ? 'OUT_OF_RESOURCE' : 'DENIED', state };
        default:
          return { answer: 'INVALID_PARAMETERS', state };
      }
    },
    register: (state, vcpu, event, { route, ep }) => {
      const status = statusOf(state, vcpu, event);
      if (!(status === 'U' || (status === 'UP' && frees))) {
        return { answer: 'DENIED', state: flawed('denied-register-disables') ? withHandler(state, vcpu, event, { enabled: false }) : state };
      }
      if (traits[event].dynamic && !handlerOf(state, vcpu, event).bound) return { answer: 'DENIED', state };
      const made = withHandler(state, vcpu, event, { registered: true, enabled: false, route, ep });
      return { answer: 'SUCCESS', state: keeps ? made : withoutPend(made, vcpu, event, { pend: 0, owed: false }) };
    },
    enable: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if ((status === 'U' || status === 'UP') && !flawed('enable-unregistered')) return { answer: 'DENIED', state };
      const enabled = withHandler(state, vcpu, event, { enabled: true });
      return { answer: 'SUCCESS', state: flawed('no-req-on-enable') ? enabled : requested(enabled, concerned(vcpu, event)) };
    },
    disable: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U' || status === 'UP') return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { enabled: false }) };
    },
    unregister: (state, vcpu, event) => {
      const status = statusOf(state, vcpu, event);
      if (status === 'U' || (status === 'UP' && frees)) return { answer: 'DENIED', state };
      if (status === 'UP') return { answer: 'PENDING', state };
      return { answer: it.isRunning(state, vcpu, event) && !frees ? 'PENDING' : 'SUCCESS', state: unregistered(state, vcpu, event) };
    },
    status: (state, vcpu, event) => {
      const { registered, enabled } = handlerOf(state, vcpu, event);
      const running = it.isRunning(state, vcpu, event);
      if (enabled && !registered) return 'VALUE(enabled only)';
      return registered ? (enabled ? (running ? 'VALUE(7)' : 'VALUE(3)') : running ? 'VALUE(5)' : 'VALUE(1)') : running ? 'VALUE(4)' : 'VALUE(0)';
    },
    getInfo: (state, vcpu, event, info) => {
      const { shared, critical } = traits[event];
      if (info === 'EV_TYPE') return shared ? 'VALUE(1)' : 'VALUE(0)';
      // The polarity is a trap: 0 means that software can signal the event.
      if (info === 'EV_SIGNALED') return event === 'signaled' ? 'VALUE(0)' : 'VALUE(1)';
      if (info === 'EV_PRIORITY') return critical ? 'VALUE(1)' : 'VALUE(0)';
      if (!shared) return 'INVALID_PARAMETERS';
      const { registered, route } = handlerOf(state, vcpu, event);
      if (!registered) return 'DENIED';
      if (info === 'EV_ROUTING_MODE') return route === null ? 'VALUE(0)' : 'VALUE(1)';
      return route === null ? 'INVALID_PARAMETERS' : affinity(route);
    },
    routingSet: (state, vcpu, event, route) => {
      if (!traits[event].shared) return { answer: 'INVALID_PARAMETERS', state };
      if (traits[event].dynamic && !handlerOf(state, vcpu, event).bound) return { answer: 'INVALID_PARAMETERS', state };
      if (statusOf(state, vcpu, event) !== 'R') return { answer: 'DENIED', state };
      return { answer: 'SUCCESS', state: withHandler(state, vcpu, event, { route }) };
    },
    mask: (state, vcpu) => {
      const answer = state.vcpus.get(vcpu).masked || flawed('mask-returns-zero') ? 'VALUE(0)' : 'VALUE(1)';
      return { answer, state: withVcpu(state, vcpu, { masked: true }) };
    },
    unmask: (state, vcpu) => {
      const unmasked = withVcpu(state, vcpu, { masked: false });
      return { answer: 'SUCCESS', state: flawed('no-req-on-unmask') ? unmasked : requested(unmasked, [vcpu]) };
    },
    context: (state, vcpu) => (innermost(state.vcpus.get(vcpu)) === null ? 'DENIED' : 'VALUE(x)'),
    complete: (state, vcpu) => {
      const event = innermost(state.vcpus.get(vcpu));
      if (event === null) return { answer: flawed('complete-never-writes') ? 'X0_UNCHANGED' : 'DENIED', state };
      const ended = it.ended(state, vcpu);
      return { answer: 'NO_RETURN', state: flawed('no-req-on-complete') ? ended : requested(ended, concerned(vcpu, event)) };
    },
    resumes: flawed('resume-injects-irq') ? 'elsewhere' : 'as-asked',
    bind: (state, vcpu, event) => {
      if (handlerOf(state, vcpu, event).bound) return { answer: 'VALUE(event)', state };
      return { answer: 'VALUE(event)', state: bound(state, event, true) };
    },
    release: (state, vcpu, event) => {
      if (isUsed(state, event)) return { answer: 'DENIED', state };
      if (!handlerOf(state, vcpu, event).bound) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: bound(state, event, false) };
    },
    signal: (state, vcpu, target) => {
      const at = flawed('signal-self-only') ? vcpu : target;
      const status = statusOf(state, at, 'signaled');
      if (status === 'U' || status === 'UP') return { answer: 'INVALID_PARAMETERS', state };
      if (flawed('signal-masked-rejected') && (status === 'R' || status === 'RR' || state.vcpus.get(at).masked)) return { answer: 'INVALID_PARAMETERS', state };
      return { answer: 'SUCCESS', state: requested(raised(state, at, 'signaled'), [at]) };
    },
    privateReset: (state, vcpu) => {
      const after = reset(state, vcpu, privateEvents);
      return { answer: afterReset(after.running), state: after.state };
    },
    sharedReset: (state, vcpu) => {
      if (flawed('plan-shared-reset-ns')) return { answer: 'NOT_SUPPORTED', state };
      const after = reset(state, vcpu, sharedEvents);
      if (after.running) return { answer: afterReset(true), state: after.state };
      // The bindings go last; one that cannot go, because a private event is registered, makes the answer.
      const free = dynamicEvents.filter((event) => !isUsed(after.state, event));
      const released = free.reduce((next, event) => bound(next, event, false), after.state);
      return { answer: free.length < dynamicEvents.length ? 'DENIED' : 'SUCCESS', state: released };
    },
    accepts: (state, vcpu, event) => it.pendOf(state, vcpu, event) < it.parameters.pendBound && handlerOf(state, vcpu, event).registered,
    inject: (state, vcpu, event) => requested(raised(state, vcpu, event), concerned(vcpu, event)),
    cancel: (state, vcpu, event) => {
      const pend = it.pendOf(state, vcpu, event);
      return pend === 0 ? null : it.withPend(state, vcpu, event, { pend: pend - 1, ...(pend === 1 && { owed: false }) });
    },
    powerOff: (state, vcpu) => {
      if (keepsPower) return state;
      const once = innermost(state.vcpus.get(vcpu)) === null ? state : it.ended(state, vcpu);
      const twice = innermost(once.vcpus.get(vcpu)) === null ? once : it.ended(once, vcpu);
      return requested(twice, everyVcpu);
    },
    powerOn: (state, vcpu) => {
      if (keepsPower) return state;
      const masked = withVcpu(state, vcpu, { masked: true, ...(it.requestBit && { req: false }) });
      return privateEvents.reduce((next, event) => unregistered(next, vcpu, event), masked);
    },
    calls: (state, vcpu) => (it.requestBit ? state.vcpus.get(vcpu).req : it.candidates(state, vcpu).length > 0),
    deliver: (state, vcpu) => {
      const looked = it.requestBit ? withVcpu(state, vcpu, { req: false }) : state;
      if (it.requestBit && !state.vcpus.get(vcpu).req) return [looked];
      const found = it.candidates(state, vcpu);
      return found.length === 0 ? [looked] : found.map((event) => requested(it.started(looked, vcpu, event), [vcpu]));
    },
  };

  /** An occurrence is accepted; the fault is to say so and to forget it. */
  function raised(state: State, vcpu: number, event: EventName): State {
    if (flawed('lost-event-count') && it.isRunning(state, vcpu, event)) return it.withPend(state, vcpu, event, { owed: true });
    return it.raised(state, vcpu, event);
  }

  function bound(state: State, event: EventName, to: boolean): State {
    return (traits[event].shared ? [0] : everyVcpu).reduce((next, vcpu) => withHandler(next, vcpu, event, { bound: to }), state);
  }
}

export function affinity(vcpu: number): 'VALUE(0)' | 'VALUE(1)' | 'VALUE(2)' {
  return vcpu === 0 ? 'VALUE(0)' : vcpu === 1 ? 'VALUE(1)' : 'VALUE(2)';
}
