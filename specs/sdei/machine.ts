/** What the actors and the dispatchers share: where the state of a handler lies, how a handler is started and ended, what is deliverable. */
import { match } from 'explore';
import { type EventName, type FlawName, type Parameters, traitsOf } from './parameters.js';
import { countsHandled, type HandlerFields, hasRequestBit, queuesPerVcpu, type State, schemas, type Vcpu, type VcpuFields } from './state.js';

/** The state of a handler as a client may know it: unregistered, registered, enabled, running, unregister-pending. */
export type Status = 'U' | 'R' | 'RE' | 'RR' | 'RER' | 'UP';

export type Machine = ReturnType<typeof machine>;

export function machine(parameters: Parameters) {
  const { vcpus, events, pendBound, entryPoints } = parameters;
  const traits = traitsOf(parameters);
  const everyVcpu: readonly number[] = Array.from({ length: vcpus }, (_, index) => index);
  const privateEvents = events.filter((event) => !traits[event].shared);
  const sharedEvents = events.filter((event) => traits[event].shared);
  const requestBit = hasRequestBit(parameters.dispatcher);
  const queues = queuesPerVcpu(parameters);
  const { Token } = schemas(parameters);
  const flawed = (flaw: FlawName) => parameters.flaws.includes(flaw);

  /** The dispatcher knows the event: it exists from the start, or the VMM has exposed it. */
  const exists = (state: State, event: EventName): boolean => !parameters.expose || event === 'signaled' || state.exposed.get(event);
  const slotOf = (event: EventName) => (traits[event].critical ? 'critical' : 'normal');
  const handlerOf = (state: State, vcpu: number, event: EventName) => (traits[event].shared ? state.shared : state.vcpus.get(vcpu).handlers).get(event);
  const withVcpu = (state: State, vcpu: number, fields: Partial<VcpuFields>): State => state.updateIn(['vcpus', vcpu], (it) => it.merge(fields));

  function withHandler(state: State, vcpu: number, event: EventName, fields: Partial<HandlerFields>): State {
    if (traits[event].shared) return state.updateIn(['shared', event], (it) => it.merge(fields));
    return state.updateIn(['vcpus', vcpu, 'handlers', event], (it) => it.merge(fields));
  }

  /** Occurrences of an event that wait to be delivered on a vCPU. */
  function pendOf(state: State, vcpu: number, event: EventName): number {
    return traits[event].shared && queues ? state.vcpus.get(vcpu).queued.get(event).pend : handlerOf(state, vcpu, event).pend;
  }

  function owedOf(state: State, vcpu: number, event: EventName): boolean {
    return traits[event].shared && queues ? state.vcpus.get(vcpu).queued.get(event).owed : handlerOf(state, vcpu, event).owed;
  }

  function withPend(state: State, vcpu: number, event: EventName, fields: Partial<Pick<HandlerFields, 'pend' | 'owed'>>): State {
    if (traits[event].shared && queues) return state.updateIn(['vcpus', vcpu, 'queued', event], (it) => it.merge(fields));
    return withHandler(state, vcpu, event, fields);
  }

  /** Sets what waits of an event, on every vCPU where it can wait. */
  function withoutPend(state: State, vcpu: number, event: EventName, fields: Partial<Pick<HandlerFields, 'pend' | 'owed'>>): State {
    if (!(traits[event].shared && queues)) return withHandler(state, vcpu, event, fields);
    return everyVcpu.reduce((next, each) => withPend(next, each, event, fields), state);
  }

  /** As many occurrences as the host lets wait. Where KVM's counter includes the one that is handled, one more while none is. */
  function roomFor(state: State, vcpu: number, event: EventName): number {
    return countsHandled(parameters.dispatcher) && !runsOn(state, vcpu, event) ? pendBound + 1 : pendBound;
  }

  /** One more occurrence, as far as there is room; signals beyond that merge. */
  function raised(state: State, vcpu: number, event: EventName): State {
    const room = event === 'signaled' ? pendBound : roomFor(state, vcpu, event);
    return withPend(state, vcpu, event, { pend: Math.min(room, pendOf(state, vcpu, event) + 1), owed: true });
  }

  const runsOn = (state: State, vcpu: number, event: EventName): boolean => state.vcpus.get(vcpu)[slotOf(event)] === event;
  const isRunning = (state: State, vcpu: number, event: EventName): boolean => (traits[event].shared ? everyVcpu.some((each) => runsOn(state, each, event)) : runsOn(state, vcpu, event));

  /** Registered, and not about to be unregistered. */
  function isKnown(state: State, vcpu: number, event: EventName): boolean {
    const handler = handlerOf(state, vcpu, event);
    return handler.registered && !handler.up;
  }

  function statusOf(state: State, vcpu: number, event: EventName): Status {
    if (!isKnown(state, vcpu, event)) return isRunning(state, vcpu, event) ? 'UP' : 'U';
    const { enabled } = handlerOf(state, vcpu, event);
    return isRunning(state, vcpu, event) ? (enabled ? 'RER' : 'RR') : enabled ? 'RE' : 'R';
  }

  /** The rule of the architecture: the events that are to be delivered on a vCPU as soon as it enters the guest. */
  function deliverable(state: State, vcpu: number): readonly EventName[] {
    return candidates(state, vcpu, 'as-specified');
  }

  /** What the dispatcher would deliver, with the faults that were put into it. */
  function candidates(state: State, vcpu: number, rule: 'as-specified' | 'with-flaws' = 'with-flaws'): readonly EventName[] {
    const without = (flaw: FlawName) => rule === 'with-flaws' && flawed(flaw);
    const it = state.vcpus.get(vcpu);
    if ((it.masked && !without('deliver-while-masked')) || it.off) return [];
    const normalFree = it.normal === null;
    if (it.critical !== null && !without('normal-preempts-critical')) return [];
    const waits = (event: EventName): boolean => {
      if (pendOf(state, vcpu, event) === 0) return false;
      const { registered, enabled, up, route } = handlerOf(state, vcpu, event);
      if (!registered || up || !(enabled || without('deliver-disabled'))) return false;
      if (route !== null && route !== vcpu && !without('routing-ignored')) return false;
      return !(traits[event].shared && !without('shared-per-vcpu') ? isRunning(state, vcpu, event) : runsOn(state, vcpu, event));
    };
    const critical = it.critical === null ? events.filter((event) => traits[event].critical && waits(event)) : [];
    if (critical.length > 0 || !normalFree) return critical;
    return events.filter((event) => !traits[event].critical && waits(event));
  }

  /** The handler of an event is started: the context that it interrupts is saved, and the PC points at its entry point. */
  function started(state: State, vcpu: number, event: EventName): State {
    const it = state.vcpus.get(vcpu);
    const pend = pendOf(state, vcpu, event) - 1;
    const clobbers = flawed('deliver-clobbers-spsr') && it.inException;
    const skips = flawed('deliver-skips-pc-adjust') && it.mmio;
    const saved = it.cur.merge({ ...(clobbers && { spsr: true }), ...(skips && { pc: true }) });
    const running = withVcpu(state, vcpu, {
      [slotOf(event)]: event,
      [bufferOf(slotOf(event))]: saved,
      cur: Token({ depth: it.outer === null ? 1 : 2, at: entryPoints > 1 ? handlerOf(state, vcpu, event).ep : 0 }),
      ...(it.outer === null ? { outer: event } : { inner: event }),
    });
    return withPend(running, vcpu, event, { pend, ...(pend === 0 && { owed: false }) });
  }

  /** The handler that the dispatcher takes for the innermost one ends, and what it interrupted goes on. The handler's own state is left to the caller. */
  function ended(state: State, vcpu: number): State {
    const it = state.vcpus.get(vcpu);
    const slot = it.critical === null ? 'normal' : 'critical';
    const buffer = bufferOf(slot);
    const restored = flawed('complete-writes-result') ? it.get(buffer).set('x0', true) : it.get(buffer);
    // A buffer that is shared keeps its content for the other handler.
    const stillUsed = flawed('single-context') && slot === 'critical' && it.normal !== null;
    return withVcpu(state, vcpu, { [slot]: null, cur: restored, ...(!stillUsed && { [buffer]: Token() }), ...(it.inner === null ? { outer: null } : { inner: null }) });
  }

  const bufferOf = (slot: 'normal' | 'critical') => match(flawed('single-context') ? 'normal' : slot, { normal: () => 'savedNormal' as const, critical: () => 'savedCritical' as const });

  return {
    parameters,
    traits,
    everyVcpu,
    privateEvents,
    sharedEvents,
    requestBit,
    queues,
    Token,
    flawed,
    exists,
    slotOf,
    handlerOf,
    withVcpu,
    withHandler,
    pendOf,
    owedOf,
    withPend,
    withoutPend,
    roomFor,
    raised,
    runsOn,
    isRunning,
    isKnown,
    statusOf,
    deliverable,
    candidates,
    started,
    ended,
  };
}

/** The handler that the dispatcher takes for the innermost one on this vCPU. */
export function innermost({ normal, critical }: Vcpu): EventName | null {
  return critical ?? normal;
}
