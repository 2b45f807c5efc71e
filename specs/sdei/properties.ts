/**
 * What is promised. The sentences are those of Arm DEN0054 (as its compliance suite cites it), of the review threads of
 * the KVM series, and of Linux as a client. A property stands only in models in which it can say something.
 */
import { type Action, type Holds, language, oneOf, type Property, reference, type Taken } from 'explore';
import { entries } from './actors/entry.js';
import { environment } from './actors/environment.js';
import { type CallArguments, calledBy, guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { isError } from './answers.js';
import type { CallName } from './calls.js';
import { innermost, type Status } from './machine.js';
import type { EventName, Parameters } from './parameters.js';
import { progress } from './progress.js';
import { expectedAnswer } from './returns.js';
import { type Death, type State, showsResume, storesUnregisterPending } from './state.js';

const { invariant, step, witness, deadlockFreedom } = language<State>();

const den0054 = 'Arm DEN0054, handler states and priorities, as the SDEI compliance suite cites it';
const review = 'review thread of KVM SDEI v5 02/22, March 2022';

export function properties(parameters: Parameters): readonly Property<State>[] {
  return parameters.lifecycle === 'running' ? ofCalls(parameters) : ofLifecycle();
}

function ofLifecycle(): readonly Property<State>[] {
  return [
    invariant('P26', 'when the VM is gone, so are all its objects', {
      source: 'kvm_sdei_destroy_vcpu and kvm_sdei_destroy_vm, seed patch',
      given: ({ life }) => life?.ended === true,
      holds: ({ life }) => life !== null && life.vm !== 'live' && life.vcpu !== 'live',
    }),
    invariant('P26b', 'no queued event refers to a registered event that was freed', {
      source: 'kvm_sdei_destroy_vm, seed patch',
      given: ({ life }) => life?.queued === true,
      holds: ({ life }) => life?.registered === true,
    }),
    witness('W11', 'the VM comes to its end', ({ life }) => life?.ended === true),
    deadlockFreedom('D', 'something can always happen until the VM is gone', { legalEnd: ({ life }) => life?.ended === true }),
  ];
}

function ofCalls(parameters: Parameters): readonly Property<State>[] {
  const { it, design, alive } = entries(parameters);
  const { traits, everyVcpu, privateEvents, sharedEvents, handlerOf, statusOf, runsOn } = it;
  const { events, dispatcher, vcpus, calls, power, wfi, migration } = parameters;
  const calling = guest(parameters);
  const { entry } = kvm(parameters);
  const around = environment(parameters);
  const fused = parameters.entry === 'fused';
  const vcpu = reference('vCPU', vcpus);
  const argsOf = ({ args }: Taken<unknown>) => args as CallArguments;
  const only = (applies: boolean, ...list: readonly Property<State>[]): readonly Property<State>[] => (applies ? list : []);
  const some = <T extends string>(values: readonly T[]) => oneOf<T>(...(values as readonly [T, ...T[]]));
  const named = (...names: readonly (CallName | 'malformed')[]): readonly Action<State>[] => calling.actions.filter(({ name }) => names.includes(calledBy(name)));

  /** What the dispatcher makes of a call. */
  const answered = (state: State, { action, args }: Taken<unknown>) => {
    const ask = calling.asks.get(action);
    if (ask === undefined) throw new Error(`${action} is not a call`);
    return ask(state, args as CallArguments);
  };
  /** The state after a call, before the entry that follows it. */
  const afterCall = (state: State, taken: Taken<unknown>, next: State): State => (fused ? answered(state, taken).state : next);

  // A handler is started by an entry; where entries are no steps of their own, in the same step as a call. What is started
  // after a call that only reads is started by kvm.entry in the same state as well, and is looked at there.
  const starting: readonly Action<State>[] = fused ? [...calling.changing, ...around.actions.filter(({ name }) => name === 'guest.mmio'), entry] : [entry];
  const completing = named('EVENT_COMPLETE', 'EVENT_COMPLETE_AND_RESUME');
  const completes = new Set(completing.map(({ name }) => name));

  /** The start of a handler: the one of `event`, on vCPU `on`, where `normal` and `critical` were in progress. */
  interface Start {
    readonly on: number;
    readonly event: EventName;
    readonly normal: EventName | null;
    readonly critical: EventName | null;
  }
  const startOf = (state: State, taken: Taken<unknown>, next: State): Start | null => {
    const on = argsOf(taken).vcpu;
    const was = state.vcpus.get(on);
    const is = next.vcpus.get(on);
    // A call that completes a handler has done so before the next one starts.
    const completed = completes.has(taken.action);
    const critical = completed ? null : was.critical;
    const normal = completed && was.critical === null ? null : was.normal;
    const event = critical === null && is.critical !== null ? is.critical : normal === null ? is.normal : null;
    return event === null ? null : { on, event, normal, critical };
  };
  /** A promise about the start of a handler. The start changes nothing of the event but what waits, so the rest may be read after it. */
  const atStart = (
    name: string,
    sentence: string,
    source: string,
    holds: Holds<[start: Start, next: State, state: State, taken: Taken<unknown>]>,
    concerns: (event: EventName) => boolean = () => true,
  ) => {
    const asked = (part: (start: Start, next: State, state: State, taken: Taken<unknown>) => boolean) => (state: State, taken: Taken<unknown>, next: State) => {
      const start = startOf(state, taken, next);
      return start === null || part(start, next, state, taken);
    };
    return step<unknown>(name, sentence, {
      source,
      on: starting,
      given: (state, taken, next) => {
        const start = startOf(state, taken, next);
        return start !== null && concerns(start.event);
      },
      holds: typeof holds === 'function' ? asked(holds) : Object.fromEntries(Object.entries(holds).map(([part, ask]) => [part, asked(ask)])),
    });
  };

  const P1 = invariant('P1', 'an event that is enabled is registered: no handler has the status 2 or 6', {
    source: `${den0054}; TF-A Tests, handler state machine`,
    args: { vcpu, event: some(events) },
    where: ({ vcpu, event }) => !traits[event].shared || vcpu === 0,
    given: (state, { vcpu, event }) => handlerOf(state, vcpu, event).enabled,
    holds: (state, { vcpu, event }) => handlerOf(state, vcpu, event).registered,
  });

  const P2 = atStart('P2', 'no handler is started on a PE that is masked', den0054, ({ on }, next) => !next.vcpus.get(on).masked);
  const P3 = atStart('P3', 'a handler is started only while its event is registered, enabled, and not about to be unregistered', den0054, {
    'the event is registered': ({ on, event }, next) => handlerOf(next, on, event).registered,
    'the event is enabled': ({ on, event }, next) => handlerOf(next, on, event).enabled,
    'the event is not about to be unregistered': ({ on, event }, next) => !handlerOf(next, on, event).up,
  });
  const P4 = atStart(
    'P4',
    'a normal handler is started only where nothing runs, a critical one only where no critical one runs',
    den0054,
    ({ event, normal, critical }) => critical === null && (traits[event].critical || normal === null),
  );

  const P5 = invariant('P5', 'the handler of a shared event runs on at most one vCPU', {
    source: den0054,
    args: { event: some(sharedEvents.length === 0 ? events : sharedEvents) },
    given: (state, { event }) => everyVcpu.some((on) => runsOn(state, on, event)),
    holds: (state, { event }) => everyVcpu.filter((on) => runsOn(state, on, event)).length <= 1,
  });
  const P6 = atStart(
    'P6',
    'the handler of a shared event is started only on a vCPU that its routing allows',
    `${den0054}, EVENT_ROUTING_SET`,
    ({ on, event }, next) => {
      const { route } = handlerOf(next, on, event);
      return route === null || route === on;
    },
    (event) => traits[event].shared,
  );

  const endsHandler = (state: State, taken: Taken<unknown>) => innermost(state.vcpus.get(argsOf(taken).vcpu)) !== null;
  const P7 = step<unknown>('P7', 'what a handler interrupted goes on as it was: the right context, and nothing in it overwritten', {
    source: 'comment in kvm_sdei_hypercall, seed patch ("the restored context will be corrupted")',
    on: completing,
    given: endsHandler,
    holds: {
      'it is the right context': (state, taken, next) => {
        const { cur, outer, inner } = afterCall(state, taken, next).vcpus.get(argsOf(taken).vcpu);
        return cur.depth === (outer === null ? 0 : inner === null ? 1 : 2);
      },
      'x0 is as it was': (state, taken, next) => !afterCall(state, taken, next).vcpus.get(argsOf(taken).vcpu).cur.x0,
      'SPSR is as it was': (state, taken, next) => !afterCall(state, taken, next).vcpus.get(argsOf(taken).vcpu).cur.spsr,
      'the PC is as it was': (state, taken, next) => !afterCall(state, taken, next).vcpus.get(argsOf(taken).vcpu).cur.pc,
    },
  });
  const P8 = step<unknown>('P8', 'COMPLETE ends the handler that was started last', {
    source: `${den0054}, EVENT_COMPLETE`,
    on: completing,
    given: (state, taken) => endsHandler(state, taken) && state.vcpus.get(argsOf(taken).vcpu).outer !== null,
    holds: (state, taken) => {
      const of = state.vcpus.get(argsOf(taken).vcpu);
      return innermost(of) === (of.inner ?? of.outer);
    },
  });

  const P9 = atStart(
    'P9',
    'a handler is started only for an occurrence that was raised since the event was registered',
    `${den0054}, EVENT_UNREGISTER`,
    // In a fused step the caller may have raised it itself.
    ({ on, event }, _next, state, taken) => it.owedOf(fused && taken.action === 'guest.EVENT_SIGNAL' ? answered(state, taken).state : state, on, event),
  );
  const P10 = invariant('P10', 'an occurrence that was accepted waits until its handler starts, or somebody withdraws it', {
    source: `${den0054}, EVENT_SIGNAL`,
    args: { vcpu, event: some(events) },
    where: ({ vcpu, event }) => !traits[event].shared || it.queues || vcpu === 0,
    given: (state, { vcpu, event }) => it.owedOf(state, vcpu, event),
    holds: (state, { vcpu, event }) => it.pendOf(state, vcpu, event) > 0,
  });

  const P11 = invariant('P11', 'a vCPU that is in the guest while an event can be delivered to it is on its way out', {
    source: 'KVM_REQ_SDEI and kvm_vcpu_kick in the posted series',
    args: { vcpu },
    given: (state, { vcpu }) => state.vcpus.get(vcpu).mode === 'guest' && alive(state) && it.deliverable(state, vcpu).length > 0,
    // An injection that has set the pending bit is about to set the request bit.
    holds: (state, { vcpu }) => design.calls(state, vcpu) || state.injecting === 'set',
  });
  const P11b = invariant('P11b', 'a vCPU that sleeps while an event can be delivered to it is on its way out', {
    source: 'KVM_REQ_SDEI and kvm_vcpu_kick in the posted series',
    args: { vcpu },
    given: (state, { vcpu }) => state.vcpus.get(vcpu).mode === 'wfi' && it.deliverable(state, vcpu).length > 0,
    holds: (state, { vcpu }) => !it.flawed('no-kick') && design.calls(state, vcpu),
  });

  const P12 = invariant('P12', 'an event is unregister-pending only while its handler runs', {
    source: den0054,
    args: { vcpu, event: some(events) },
    where: ({ vcpu, event }) => !traits[event].shared || vcpu === 0,
    given: (state, { vcpu, event }) => handlerOf(state, vcpu, event).up,
    holds: (state, { vcpu, event }) => it.isRunning(state, vcpu, event),
  });

  const callOf = ({ action }: Taken<unknown>) => calledBy(action);
  const isAsExpected = (state: State, taken: Taken<unknown>): boolean => answered(state, taken).answer === expectedAnswer(it, state, callOf(taken), argsOf(taken));
  const P13 = step<unknown>('P13', 'EVENT_STATUS tells the truth', { source: `${den0054}, EVENT_STATUS; TF-A Tests, handler state machine`, on: named('EVENT_STATUS'), holds: isAsExpected });
  const P14 = step<unknown>('P14', 'every call answers as the specification says', { source: `${den0054}, all calls; the table is in returns.ts`, on: calling.actions, holds: isAsExpected });

  const P14b = step<unknown>('P14b', 'no event can be registered whose number has bit 31 set', {
    source: `${review}: "Isn't the constraint that bit 31 must be zero? (DEN 0054C 4.4)"`,
    on: named('malformed'),
    given: (_state, taken) => argsOf(taken).call === 'EVENT_REGISTER' && argsOf(taken).fault === 'bit-31-event',
    holds: (state, taken) => answered(state, taken).answer !== 'SUCCESS',
  });

  const P15 = step<unknown>('P15', 'a call that answers with an error has changed nothing (a reset that answers DENIED has)', {
    source: den0054,
    on: calling.changing,
    given: (state, taken) => {
      const { answer } = answered(state, taken);
      return isError(answer) && !(answer === 'DENIED' && (callOf(taken) === 'PRIVATE_RESET' || callOf(taken) === 'SHARED_RESET'));
    },
    holds: (state, taken, next) => {
      const after = afterCall(state, taken, next);
      const { vcpu: by, event, target } = argsOf(taken);
      const touched = callOf(taken) === 'EVENT_SIGNAL' ? [by, target].map((on) => ({ on, event: 'signaled' as const })) : event === undefined ? [] : [{ on: by, event }];
      return after.vcpus.get(by).masked === state.vcpus.get(by).masked && touched.every((each) => handlerOf(after, each.on, each.event).equals(handlerOf(state, each.on, each.event)));
    },
  });

  const P16 = step<unknown>('P16', 'EVENT_SIGNAL raises the event on the vCPU that it names, and on no other', {
    source: `${den0054}, EVENT_SIGNAL`,
    on: named('EVENT_SIGNAL'),
    holds: (state, taken, next) => {
      const after = afterCall(state, taken, next);
      return everyVcpu.every((on) => on === argsOf(taken).target || it.pendOf(after, on, 'signaled') === it.pendOf(state, on, 'signaled'));
    },
  });

  const P17 = step<unknown>('P17', 'a handler that runs is not freed: to unregister it answers PENDING', {
    source: `${den0054}, EVENT_UNREGISTER`,
    on: named('EVENT_UNREGISTER'),
    given: (state, taken) => isRunning(statusOf(state, argsOf(taken).vcpu, argsOf(taken).event)),
    holds: (state, taken) => answered(state, taken).answer !== 'SUCCESS',
  });
  const P17use = step<unknown>('P17-use', 'COMPLETE does not end a handler that has been freed', {
    source: `${review}, which asks what becomes of a handler that is unregistered while it runs`,
    on: completing,
    given: endsHandler,
    holds: (state, taken) => {
      const by = argsOf(taken).vcpu;
      const event = innermost(state.vcpus.get(by));
      return event === null || statusOf(state, by, event) !== 'UP';
    },
  });
  const P17a = step<unknown>('P17a', 'COMPLETE does not read the queued-event object that it has just freed', {
    source: 'KVM SDEI v5, EVENT_COMPLETE; remove_one_vcpu_event in the seed patch frees it',
    on: completing,
    given: endsHandler,
    holds: (state, taken) => {
      const by = argsOf(taken).vcpu;
      const event = innermost(state.vcpus.get(by));
      return event === null || it.pendOf(state, by, event) > 0;
    },
  });
  const survives = (name: string, sentence: string, source: string, death: Death) => invariant(name, sentence, { source, holds: ({ dead }) => dead !== death });

  const P20 = step<unknown>('P20', 'what was saved on one host can be restored on the other', {
    source: 'KVM SDEI v5, restore of registered events',
    on: host(parameters).migrate,
    holds: (_state, _taken, next) => next.dead !== 'restore-failed',
  });
  const P20b = atStart(
    'P20b',
    'the host calls no function by the address that it had on another host',
    `${review}: "Wait, isn't this a kernel function pointer!?"`,
    (_start, next) => !(parameters.notifier && next.migrated),
    (event) => event === 'async-pf',
  );
  const P20c = step<unknown>('P20c', 'EVENT_GET_INFO tells the same routing before and after a migration', {
    source: 'KVM SDEI v5, EVENT_REGISTER',
    on: host(parameters).migrate,
    given: (state, _taken, next) => next.dead === null && sharedEvents.some((event) => state.shared.get(event).route !== null),
    holds: (state, _taken, next) => sharedEvents.every((event) => state.shared.get(event).route === next.shared.get(event).route),
  });

  const P21 = step<unknown>('P21', 'PRIVATE_RESET unregisters the private events of the caller, and of nobody else; SHARED_RESET those of nobody', {
    source: `${den0054}, PRIVATE_RESET and SHARED_RESET`,
    on: named('PRIVATE_RESET', 'SHARED_RESET'),
    holds: (state, taken, next) => {
      const after = afterCall(state, taken, next);
      const isReset = (on: number) => callOf(taken) === 'PRIVATE_RESET' && on === argsOf(taken).vcpu;
      return everyVcpu.every((on) => privateEvents.every((event) => (isReset(on) ? !it.isKnown(after, on, event) : it.isKnown(state, on, event) === it.isKnown(after, on, event))));
    },
  });

  const P22 = step<unknown>('P22', 'a vCPU that is powered on is masked', {
    source: `${den0054}, section 6.5`,
    on: around.on ?? [],
    holds: (_state, taken, next) => next.vcpus.get(argsOf(taken).vcpu).masked,
  });
  const P22b = step<unknown>('P22b', 'on a vCPU that is powered on no handler runs', {
    source: `${den0054}, section 6.5`,
    on: around.on ?? [],
    holds: (_state, taken, next) => innermost(next.vcpus.get(argsOf(taken).vcpu)) === null,
  });

  const P23 = step<unknown>('P23', 'COMPLETE_AND_RESUME goes on at the address that was given', {
    source: `${den0054}, EVENT_COMPLETE_AND_RESUME`,
    on: named('EVENT_COMPLETE_AND_RESUME'),
    given: endsHandler,
    holds: (_state, taken, next) => next.vcpus.get(argsOf(taken).vcpu).resumed === 'as-asked',
  });

  const P24 = atStart('P24', 'a handler starts at the entry point that was registered, and the PC that is saved is the one to go on at', 'comment in KVM SDEI v5, kvm_sdei_deliver_event', {
    'the saved PC is the one to go on at': ({ on, event }, next) => {
      const { savedNormal, savedCritical } = next.vcpus.get(on);
      return !(traits[event].critical && !it.flawed('single-context') ? savedCritical : savedNormal).pc;
    },
    'it starts at the registered entry point': ({ on, event }, next) => parameters.entryPoints === 1 || next.vcpus.get(on).cur.at === handlerOf(next, on, event).ep,
  });

  const P25 = step<unknown>('P25', 'Linux finds the interface usable: on a fresh vCPU VERSION and SHARED_RESET succeed', {
    source: 'Linux, drivers/firmware/arm_sdei.c, sdei_probe',
    on: named('VERSION', 'SHARED_RESET'),
    given: (state, taken) => {
      const by = argsOf(taken).vcpu;
      return state.vcpus.get(by).masked && events.every((event) => !it.isKnown(state, by, event) && !it.isRunning(state, by, event));
    },
    holds: (state, taken) => !isError(answered(state, taken).answer),
  });

  const D = deadlockFreedom('D', 'something can always happen, unless everybody sleeps, or the model has come to a bad end', {
    legalEnd: (state) => !alive(state) || everyVcpu.every((on) => state.vcpus.get(on).mode === 'wfi'),
  });

  const { W1, W2, W3, W4, W5, W6, W7, W8, W9, W10 } = witnesses();
  const hasSignaled = events.includes('signaled');
  const nests = events.some((event) => traits[event].critical) && events.some((event) => !traits[event].critical);
  const isShared = sharedEvents.length > 0;

  // Without a dispatcher there are no handlers to speak of.
  const W0 = witness('W0', dispatcher === 'absent' ? 'this vCPU has made a call' : 'a handler runs on this vCPU', {
    args: { vcpu },
    reached: (state, { vcpu }) => (dispatcher === 'absent' ? state.vcpus.get(vcpu).mode === 'host' : state.vcpus.get(vcpu).outer !== null),
  });
  if (dispatcher === 'absent') return [P14, P15, P25, ...only(!fused, W0), D];
  return [
    P1,
    P2,
    P3,
    P4,
    ...only(isShared && vcpus > 1, P5),
    ...only(isShared, P6),
    P7,
    P8,
    P9,
    P10,
    ...only(it.requestBit || dispatcher === 'tfa-no-eoi', P11),
    ...only(wfi, P11b),
    ...only(storesUnregisterPending(dispatcher), P12),
    ...only(calls !== 'changing', P13),
    P14,
    ...only(calls === 'all-and-malformed', P14b),
    P15,
    ...only(hasSignaled && vcpus > 1, P16),
    P17,
    ...only(it.flawed('unregister-running-frees'), P17use),
    ...only(dispatcher === 'v5', P17a),
    ...only(
      dispatcher === 'v5' && isShared && vcpus > 1,
      survives('P17b', 'no vCPU runs an event whose registered-event object was freed', 'KVM SDEI v5, EVENT_COMPLETE; remove_one_registered_event in the seed patch', 'dangling'),
    ),
    ...only(dispatcher === 'v7', survives('P18', 'the delivery of events ends', 'KVM SDEI v7, kvm_sdei_deliver_event', 'hang')),
    ...only(parameters.immediate, survives('P18b', 'whoever refuses an injection has released the lock', 'KVM SDEI v6, kvm_sdei_inject_event', 'lock-held')),
    ...only(
      dispatcher === 'tfa' || dispatcher === 'tfa-no-eoi',
      survives('P18c', 'the dispatcher does not run into an assertion of its own', 'TF-A, services/std_svc/sdei, and the GICv3 driver', 'crash'),
    ),
    ...only(
      parameters.vcpuLimit > 0 || (parameters.bit31 && dispatcher === 'v7'),
      survives('P19', 'no array is indexed outside its bounds', `${review}: "I would *strongly* recommend against having these limits"`, 'out-of-bounds'),
    ),
    ...only(migration !== 'none', P20),
    ...only(migration !== 'none' && events.includes('async-pf'), P20b),
    ...only(migration !== 'none' && isShared, P20c),
    ...only(privateEvents.length > 0, P21),
    ...only(power, P22, P22b),
    ...only(showsResume(parameters) && !fused, P23),
    ...only(parameters.mmio || parameters.entryPoints > 1, P24),
    P25,
    ...progress(parameters),
    W0,
    ...only(hasSignaled, W1, W2, W3, W5),
    ...only(nests && hasSignaled, W4, W6, W7),
    ...only(hasSignaled && vcpus > 1, W8),
    ...only(isShared && vcpus > 1, W9, W10),
    D,
  ];

  function witnesses() {
    const onVcpu = { args: { vcpu } };
    const status = (state: State, on: number, ...among: readonly Status[]) => among.includes(statusOf(state, on, 'signaled'));
    const critical = (state: State, on: number) => state.vcpus.get(on).critical !== null;
    const W1 = witness('W1', 'event 0 waits because the vCPU is masked', {
      ...onVcpu,
      reached: (state, { vcpu }) => state.vcpus.get(vcpu).masked && status(state, vcpu, 'RE') && it.pendOf(state, vcpu, 'signaled') > 0,
    });
    const W2 = witness('W2', 'event 0 is raised again while its handler runs', { ...onVcpu, reached: (state, { vcpu }) => status(state, vcpu, 'RER') && it.pendOf(state, vcpu, 'signaled') > 0 });
    const W3 = witness('W3', 'event 0 is unregister-pending', { ...onVcpu, reached: (state, { vcpu }) => status(state, vcpu, 'UP') });
    const W4 = witness('W4', 'event 0 waits because a critical handler runs', {
      ...onVcpu,
      reached: (state, { vcpu }) => critical(state, vcpu) && state.vcpus.get(vcpu).normal === null && it.pendOf(state, vcpu, 'signaled') > 0,
    });
    const W5 = witness('W5', 'event 0 runs, is disabled, and waits to run again', { ...onVcpu, reached: (state, { vcpu }) => status(state, vcpu, 'RR') && it.pendOf(state, vcpu, 'signaled') > 0 });
    const W6 = witness('W6', 'a critical handler has interrupted a normal one', { ...onVcpu, reached: (state, { vcpu }) => critical(state, vcpu) && state.vcpus.get(vcpu).normal !== null });
    const W7 = witness('W7', 'both nested handlers are unregister-pending', {
      ...onVcpu,
      reached: (state, { vcpu }) => {
        const { normal, critical } = state.vcpus.get(vcpu);
        return normal !== null && critical !== null && statusOf(state, vcpu, normal) === 'UP' && statusOf(state, vcpu, critical) === 'UP';
      },
    });
    const W8 = witness('W8', 'the handler of event 0 runs on every vCPU at once', (state) => everyVcpu.every((on) => runsOn(state, on, 'signaled')));
    const W9 = witness('W9', 'a shared event is unregister-pending while its handler runs on this vCPU', {
      ...onVcpu,
      reached: (state, { vcpu }) => sharedEvents.some((event) => runsOn(state, vcpu, event) && statusOf(state, vcpu, event) === 'UP'),
    });
    const W10 = witness('W10', 'a shared event waits for this vCPU, which is masked, while another one is free', {
      ...onVcpu,
      reached: (state, { vcpu }) =>
        state.vcpus.get(vcpu).masked &&
        sharedEvents.some((event) => statusOf(state, vcpu, event) === 'RE' && handlerOf(state, vcpu, event).route === vcpu && it.pendOf(state, vcpu, event) > 0) &&
        everyVcpu.some((on) => on !== vcpu && !state.vcpus.get(on).masked && innermost(state.vcpus.get(on)) === null),
    });
    return { W1, W2, W3, W4, W5, W6, W7, W8, W9, W10 };
  }
}

function isRunning(status: Status): boolean {
  return status === 'RR' || status === 'RER';
}
