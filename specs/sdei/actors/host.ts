/** The host: it raises the events that are not the guest's to raise, may take them back, and may move the VM to another host. */
import { type Action, type Arguments, language, oneOf, reference } from 'explore';
import type { EventName, Parameters } from '../parameters.js';
import type { State } from '../state.js';
import { entries } from './entry.js';

const { action } = language<State>();

export interface InjectArguments {
  readonly event: EventName;
  /** Where occurrences wait at a vCPU. */
  readonly vcpu: number;
}

export function host(parameters: Parameters) {
  const { it, design, alive } = entries(parameters);
  const { traits, everyVcpu, sharedEvents } = it;
  const raised = parameters.events.filter((event) => event !== 'signaled');
  const targeted = it.queues || raised.some((event) => !traits[event].shared);
  const asks = (chosen: unknown): InjectArguments => ({ vcpu: 0, ...(chosen as Pick<InjectArguments, 'event'>) });

  /** A step of the injection of each event that the host raises. */
  const injection = (
    name: string,
    about: string,
    guard: (state: State, args: InjectArguments) => boolean,
    step: (state: State, args: InjectArguments) => State,
    { ends = false }: { /** It goes on with an injection that has begun: the host does not leave off in the middle. */ readonly ends?: boolean } = {},
  ) =>
    action<Arguments>(`host.${name}`, {
      actor: 'host',
      about,
      args: { event: oneOf<EventName>(...(raised as [EventName, ...EventName[]])), ...(targeted && { vcpu: reference('vCPU', parameters.vcpus) }) },
      ...(ends && { fairness: 'weak' }),
      where: (chosen) => !traits[asks(chosen).event].shared || it.queues || asks(chosen).vcpu === 0,
      guard: (state, chosen) => alive(state) && guard(state, asks(chosen)),
      step: (state, chosen) => step(state, asks(chosen)),
    });

  const inject = () =>
    injection(
      'kvm_sdei_inject_event',
      'The host raises an event.',
      (state, { vcpu, event }) => design.accepts(state, vcpu, event),
      (state, { vcpu, event }) => design.inject(state, vcpu, event),
    );

  const isOpen = (state: State, { vcpu, event }: InjectArguments): boolean => {
    if (state.vcpus.get(vcpu).masked) return false;
    const { registered, enabled, up } = it.handlerOf(state, vcpu, event);
    return registered && enabled && !up;
  };
  const isInTheWay = (state: State, { vcpu, event }: InjectArguments): boolean => state.vcpus.get(vcpu).critical !== null || it.pendOf(state, vcpu, event) > 0;

  /** Now or not at all. The refusal forgets to release the lock. */
  const injectImmediately = () =>
    injection(
      'kvm_sdei_inject_event.immediate',
      'The event is to be delivered at once or not at all: when something stands in the way, an error is returned, and the lock is kept.',
      (state, args) => isOpen(state, args) && (isInTheWay(state, args) || design.accepts(state, args.vcpu, args.event)),
      (state, args) => (isInTheWay(state, args) ? state.set('dead', 'lock-held') : design.inject(state, args.vcpu, args.event)),
    );

  const cancel = () =>
    injection(
      'kvm_sdei_cancel_event',
      'The page is there already: the event is withdrawn.',
      (state, { vcpu, event }) => design.cancel(state, vcpu, event) !== null,
      (state, { vcpu, event }) => design.cancel(state, vcpu, event) ?? state,
    );

  /** An injection without a lock: test, set the pending bit, test mask and enable bit and request, in one order or the other. */
  const inSteps = (): readonly Action<State>[] => {
    const requested = (state: State, vcpu: number) => it.withVcpu(state, vcpu, { req: true });
    const set = (state: State, { vcpu, event }: InjectArguments) => it.withPend(state, vcpu, event, { pend: 1, ...(it.handlerOf(state, vcpu, event).registered && { owed: true }) });
    const test = injection(
      'kvm_sdei_inject_event.test',
      'The injection begins: the event is registered.',
      (state, { vcpu, event }) => state.injecting === null && design.accepts(state, vcpu, event),
      (state) => state.set('injecting', 'tested'),
    );
    if (parameters.injection === 'set-then-check') {
      return [
        test,
        injection(
          'kvm_sdei_inject_event.set',
          'The pending bit is set.',
          ({ injecting }) => injecting === 'tested',
          (state, args) => set(state, args).set('injecting', 'set'),
          { ends: true },
        ),
        injection(
          'kvm_sdei_inject_event.request',
          'The injection ends: if the vCPU is unmasked and the event enabled, the vCPU is to look.',
          ({ injecting }) => injecting === 'set',
          (state, args) => (isOpen(state, args) ? requested(state, args.vcpu) : state).set('injecting', null),
          { ends: true },
        ),
      ];
    }
    return [
      test,
      injection(
        'kvm_sdei_inject_event.check',
        'Is the vCPU unmasked, and the event enabled?',
        ({ injecting }) => injecting === 'tested',
        (state, args) => state.set('injecting', isOpen(state, args) ? 'saw-unmasked' : 'saw-masked'),
        { ends: true },
      ),
      injection(
        'kvm_sdei_inject_event.set',
        'The injection ends: the pending bit is set, and if that was seen, the vCPU is to look.',
        ({ injecting }) => injecting === 'saw-unmasked' || injecting === 'saw-masked',
        (state, args) => (state.injecting === 'saw-unmasked' ? requested(set(state, args), args.vcpu) : set(state, args)).set('injecting', null),
        { ends: true },
      ),
    ];
  };

  /** Whether the request bit is set on arrival. */
  const requestsOnArrival = (state: State, vcpu: number): boolean => {
    const { masked, normal, critical } = state.vcpus.get(vcpu);
    const queued = () => parameters.events.some((event) => it.pendOf(state, vcpu, event) > 0);
    switch (parameters.migration) {
      case 'ideal':
        return it.deliverable(state, vcpu).length > 0;
      case 'v5-rule':
        return normal === null && critical === null && queued();
      case 'v7-rule':
        return !masked && queued();
      default:
        return false;
    }
  };

  const migrate = action('vmm.migrate', {
    actor: 'vmm',
    about: 'All vCPUs leave the guest, and what KVM keeps of SDEI is saved, and restored on another host.',
    guard: (state) => !state.migrated && alive(state) && state.injecting === null,
    step: (state) => {
      const routes = sharedEvents.map((event) => ({ event, route: state.shared.get(event).route }));
      // The routing mode was overwritten with the affinity: 0 says "any", 1 "one PE", anything else is refused.
      if (parameters.routeTypo && routes.some(({ route }) => route !== null && route > 1)) return state.merge({ migrated: true, dead: 'restore-failed' });
      const misrouted = parameters.routeTypo ? routes.reduce((next, { event, route }) => (route === 0 ? next.setIn(['shared', event, 'route'], null) : next), state) : state;
      return everyVcpu.reduce((next, vcpu) => it.withVcpu(next, vcpu, { mode: 'host', ...(it.requestBit && { req: requestsOnArrival(state, vcpu) }) }), misrouted.set('migrated', true));
    },
  });

  const expose = action<Arguments>('vmm.expose', {
    actor: 'vmm',
    about: 'The VMM tells KVM of an event; from now on it can be registered.',
    args: { event: oneOf<EventName>(...(parameters.events as [EventName, ...EventName[]])) },
    where: (chosen) => asks(chosen).event !== 'signaled',
    guard: (state, chosen) => alive(state) && !state.exposed.get(asks(chosen).event),
    step: (state, chosen) => state.setIn(['exposed', asks(chosen).event], true),
  });

  const injections = parameters.injection === 'atomic' ? () => [inject()] : inSteps;
  const actions: readonly Action<State>[] = [
    ...(raised.length === 0 ? [] : [...injections(), ...(parameters.immediate ? [injectImmediately()] : []), ...(parameters.cancel ? [cancel()] : [])]),
    ...(parameters.expose ? [expose] : []),
    ...(parameters.migration === 'none' ? [] : [migrate]),
  ];
  return { actions, migrate };
}
