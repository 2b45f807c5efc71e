/** Progress: what is assumed to go on, and what is promised to come about in the end. */
import { type Fairness, language, oneOf, type Property, reference, strongly, type Taken } from 'explore';
import { entries } from './actors/entry.js';
import type { EventName, Parameters } from './parameters.js';
import type { State } from './state.js';

const { alwaysEventually, leadsTo } = language<State>();

/**
 * That a handler which is run again and again comes to its COMPLETE at some time: strongly, because the vCPU may leave
 * the guest whenever it could. Entries are weakly fair, and so are the steps of an injection that has begun; the actions
 * say so themselves. Nothing is assumed of what else a guest does, or a host.
 */
export function fairness(): readonly Fairness[] {
  return [
    strongly('a handler completes', ({ action, args }) =>
      action === 'guest.EVENT_COMPLETE' || action === 'guest.EVENT_COMPLETE_AND_RESUME' ? `vCPU ${(args as { readonly vcpu: number }).vcpu}` : null,
    ),
  ];
}

export function progress(parameters: Parameters): readonly Property<State>[] {
  const { it, alive } = entries(parameters);
  const { events, unlimited } = parameters;
  const { traits } = it;
  const each = { vcpu: reference('vCPU', parameters.vcpus), event: oneOf<EventName>(...(events as [EventName, ...EventName[]])) };
  /** Whether a step raises another event, of a higher priority, or of a priority that is not lower. */
  const raises = (taken: Taken, event: EventName, among: 'higher' | 'not lower'): boolean => {
    const raised = raisedBy(taken);
    if (raised === null || raised === event) return false;
    return among === 'higher' ? traits[raised].critical && !traits[event].critical : traits[raised].critical || !traits[event].critical;
  };

  const L1 = alwaysEventually(
    'L1',
    unlimited
      ? 'an event that waits where it could be delivered is delivered in the end, whatever else is raised'
      : 'an event that waits where it could be delivered is delivered in the end, if other events of its priority or a higher one are not raised for ever',
    {
      source: 'Arm DEN0054, delivery of events, as the SDEI compliance suite cites it; KVM_REQ_SDEI and kvm_vcpu_kick in the posted series',
      args: each,
      holds: (state, { vcpu, event }) => {
        const { masked, off } = state.vcpus.get(vcpu);
        const { registered, enabled, up, route } = it.handlerOf(state, vcpu, event);
        const waits = it.pendOf(state, vcpu, event) > 0 || it.owedOf(state, vcpu, event);
        // Once the host is dead nobody can enable any more what waits.
        const isOpen = !masked && !off && registered && !up && (enabled || !alive(state)) && (route === null || route === vcpu);
        const runs = it.queues ? it.runsOn(state, vcpu, event) : it.isRunning(state, vcpu, event);
        return !(waits && isOpen) || (runs && alive(state));
      },
      fairness: { finitely: (taken, { event }) => !unlimited && raises(taken, event, 'not lower') },
    },
  );

  const isPending = (state: State, vcpu: number, event: EventName) => it.handlerOf(state, vcpu, event).up || it.statusOf(state, vcpu, event) === 'UP';
  const L2 = leadsTo('L2', 'an event that is unregister-pending is unregistered in the end', {
    source: 'Arm DEN0054, EVENT_UNREGISTER, as the SDEI compliance suite cites it',
    args: each,
    where: ({ vcpu, event }) => !traits[event].shared || vcpu === 0,
    from: (state, { vcpu, event }) => isPending(state, vcpu, event),
    holds: (state, { vcpu, event }) => !isPending(state, vcpu, event),
    fairness: { finitely: (taken, { event }) => !unlimited && raises(taken, event, 'higher') },
  });

  return [L1, L2];
}

/** The event that a step raises, or begins to. */
function raisedBy({ action, args }: Taken): EventName | null {
  if (action === 'guest.EVENT_SIGNAL') return 'signaled';
  return action.startsWith('host.kvm_sdei_inject_event') ? (args as { readonly event: EventName }).event : null;
}
