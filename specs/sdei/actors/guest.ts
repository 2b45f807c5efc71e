/** The guest: the 19 calls, each one step from the guest into the dispatcher, and what else a guest may do. */
import { type Action, type Arguments, language, oneOf, optional, range, reference } from 'explore';
import { type CallName, callNames, type FaultName, faultNames, faultsOf } from '../calls.js';
import type { Answered, FeatureName, InfoName } from '../designs/index.js';
import { innermost } from '../machine.js';
import type { EventName, Parameters } from '../parameters.js';
import { modesOf, type State, showsResume } from '../state.js';
import { entries } from './entry.js';

const { action } = language<State>();

/** The arguments of a call; each call has some of them. */
export interface CallArguments {
  readonly vcpu: number;
  readonly event: EventName;
  readonly route?: number | null;
  readonly ep?: number;
  readonly target: number;
  readonly info: InfoName;
  readonly feature: FeatureName;
  readonly call: CallName;
  readonly fault: FaultName;
}

export function guest(parameters: Parameters) {
  const { events, entry, calls, answers, entryPoints, vcpuLimit } = parameters;
  const { it, design, runs, entered } = entries(parameters);
  const { traits } = it;
  const hasHost = modesOf(parameters).includes('host');
  const vcpu = reference('vCPU', parameters.vcpus);
  const some = <T extends string>(values: readonly T[]) => oneOf<T>(...(values as readonly [T, ...T[]]));
  const event = some(events);
  const shared = it.sharedEvents;
  const dynamic = events.filter((name) => traits[name].dynamic);
  const actor = (chosen: { readonly vcpu: number }) => `guest vcpu${chosen.vcpu}`;
  const asks = new Map<string, (state: State, args: CallArguments) => Answered>();

  /** A call: the vCPU leaves the guest with an answer. Where entries are not steps of their own, it comes back at once. */
  const call = (
    name: CallName | 'malformed' | `${CallName}${typeof outside}`,
    about: string,
    args: Arguments,
    ask: (state: State, args: CallArguments) => Answered,
    { where, when }: { readonly where?: (args: CallArguments) => boolean; readonly when?: (state: State, vcpu: number) => boolean } = {},
  ): Action<State> => {
    asks.set(`guest.${name}`, ask);
    return action<Arguments>(`guest.${name}`, {
      actor: (chosen) => actor(chosen as unknown as CallArguments),
      about,
      args: { vcpu, ...args },
      ...(where && { where: (chosen) => where(chosen as unknown as CallArguments) }),
      guard: (state, chosen) => runs(state, chosen.vcpu as number) && (when === undefined || when(state, chosen.vcpu as number)),
      step: (state, chosen) => {
        const from = chosen as unknown as CallArguments;
        const { answer, state: after } = ask(state, from);
        if (after.dead !== null) return after;
        const left = it.withVcpu(after, from.vcpu, { ...(hasHost && { mode: 'host' }), ...(answers && { x0: answer }) });
        return entry === 'fused' ? entered(left, from.vcpu) : left;
      },
    });
  };
  /** A call that changes nothing. */
  const reads = (name: CallName, about: string, args: Arguments, ask: (state: State, args: CallArguments) => Answered['answer']) =>
    call(name, about, args, (state, chosen) => ({ answer: ask(state, chosen), state }));
  /** A call that ends a handler. Where no handler runs it is an action of its own: that a handler comes to its end does not say that a guest makes this call elsewhere. */
  const completes = (name: CallName, about: string, ask: (state: State, args: CallArguments) => Answered): readonly Action<State>[] => [
    ...(parameters.dispatcher === 'absent' ? [] : [call(name, about, {}, ask, { when: (state, vcpu) => innermost(state.vcpus.get(vcpu)) !== null })]),
    call(`${name}${outside}`, `${name} where no handler runs.`, {}, ask, { when: (state, vcpu) => innermost(state.vcpus.get(vcpu)) === null }),
  ];

  const routed = shared.length === 0 ? {} : { route: optional(vcpu) };
  const onlySharedIsRouted = ({ event: name, route }: CallArguments) => route === undefined || route === null || traits[name].shared;

  const changing = [
    call(
      'EVENT_REGISTER',
      'The caller registers a handler for an event.',
      { event, ...routed, ...(entryPoints > 1 ? { ep: range(1, entryPoints) } : {}) },
      (state, { vcpu, event, route = null, ep = 1 }) =>
        // The bit of this vCPU lies behind the end of the array.
        vcpuLimit > 0 && vcpu >= vcpuLimit ? { answer: 'SUCCESS', state: state.set('dead', 'out-of-bounds') } : design.register(state, vcpu, event, { route, ep }),
      { where: onlySharedIsRouted },
    ),
    call('EVENT_ENABLE', 'From now on the event may be delivered.', { event }, (state, { vcpu, event }) => design.enable(state, vcpu, event)),
    call('EVENT_DISABLE', 'From now on the event waits.', { event }, (state, { vcpu, event }) => design.disable(state, vcpu, event)),
    call('EVENT_UNREGISTER', 'The handler goes; if it runs, when it completes.', { event }, (state, { vcpu, event }) => design.unregister(state, vcpu, event)),
    ...(shared.length === 0
      ? []
      : [
          call('EVENT_ROUTING_SET', 'A shared event is routed to one vCPU, or (null) to any.', { event: some(shared), ...routed }, (state, { vcpu, event, route = null }) =>
            design.routingSet(state, vcpu, event, route),
          ),
        ]),
    call('PE_MASK', 'No event is delivered to the caller from now on.', {}, (state, { vcpu }) => design.mask(state, vcpu)),
    call('PE_UNMASK', 'Events may be delivered to the caller.', {}, (state, { vcpu }) => design.unmask(state, vcpu)),
    ...completes('EVENT_COMPLETE', 'The innermost handler ends, and what it interrupted goes on.', (state, { vcpu }) => design.complete(state, vcpu)),
    ...(dynamic.length === 0
      ? []
      : [
          call('INTERRUPT_BIND', 'An interrupt becomes an event.', { event: some(dynamic) }, (state, { vcpu, event }) => design.bind(state, vcpu, event)),
          call('INTERRUPT_RELEASE', 'The event becomes an interrupt again.', { event: some(dynamic) }, (state, { vcpu, event }) => design.release(state, vcpu, event)),
        ]),
    ...(events.includes('signaled') ? [call('EVENT_SIGNAL', 'The caller raises event 0 on a vCPU.', { target: vcpu }, (state, { vcpu, target }) => design.signal(state, vcpu, target))] : []),
    call('PRIVATE_RESET', 'All private events of the caller are unregistered.', {}, (state, { vcpu }) => design.privateReset(state, vcpu)),
    call('SHARED_RESET', 'All shared events are unregistered, and all bindings released.', {}, (state, { vcpu }) => design.sharedReset(state, vcpu)),
  ];

  const infos: readonly InfoName[] = ['EV_TYPE', 'EV_SIGNALED', 'EV_PRIORITY', 'EV_ROUTING_MODE', 'EV_ROUTING_AFF'];
  const resume = completes('EVENT_COMPLETE_AND_RESUME', 'As EVENT_COMPLETE, but the caller goes on at an address that it gives.', (state, { vcpu }) => {
    const { answer, state: after } = design.complete(state, vcpu);
    return { answer, state: answer === 'NO_RETURN' && showsResume(parameters) ? it.withVcpu(after, vcpu, { resumed: design.resumes }) : after };
  });
  const reading = [
    reads('VERSION', 'Which version of SDEI is this?', {}, () => design.version()),
    reads('EVENT_CONTEXT', 'A register of what the innermost handler interrupted.', {}, (state, { vcpu }) => design.context(state, vcpu)),
    ...resume,
    reads('EVENT_STATUS', 'Is the handler registered, enabled, running?', { event }, (state, { vcpu, event }) => design.status(state, vcpu, event)),
    reads('EVENT_GET_INFO', 'What kind of event is this, and how is it routed?', { event, info: some(infos) }, (state, { vcpu, event, info }) => design.getInfo(state, vcpu, event, info)),
    reads('FEATURES', 'How many interrupts can be bound? Is there a relative mode?', { feature: some<FeatureName>(['bind-slots', 'relative-mode', 'unknown']) }, (_state, { feature }) =>
      design.features(feature),
    ),
  ];
  const callsWithFaults = callNames.filter((name) => faultsOf[name] !== undefined);
  const malformed = call(
    'malformed',
    'A call with a wrong argument.',
    { call: some(callsWithFaults), fault: some(faultNames) },
    (state, { vcpu, call, fault }) => design.malformed(state, vcpu, call, fault),
    { where: ({ call, fault }) => faultsOf[call]?.includes(fault) === true && (fault !== 'private-event' || it.privateEvents.length > 0) },
  );

  const actions: readonly Action<State>[] = [...changing, ...(calls === 'changing' ? [] : reading), ...(calls === 'all-and-malformed' ? [malformed] : [])];
  return { actions, asks, /** Those that can change something. */ changing: [...changing, ...(calls === 'changing' ? [] : resume)] };
}

/** What follows the name of a call that is made outside of all handlers, where that is an action of its own. */
const outside = '.outside';

/** The call that an action of the guest is. */
export function calledBy(action: string): CallName | 'malformed' {
  return action.slice('guest.'.length).replace(outside, '') as CallName | 'malformed';
}
