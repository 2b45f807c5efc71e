/**
 * The state of a VM as its SDEI dispatcher keeps it, and a few ghosts that tell the truth beside it. What a model never
 * changes takes no room.
 */
import { boolean, type Domain, oneOf, optional, type RecordSchema, type RecordValue, range, record, reference, type Schema, type Vector, vector } from 'explore';
import { type Answer, answerNames } from './answers.js';
import { type DispatcherName, type EventName, type Parameters, traitsOf } from './parameters.js';

/** `host`: the vCPU has left the guest, and enters next. `wfi`: the guest sleeps. */
export type Mode = 'guest' | 'host' | 'wfi';

/** Why nothing happens any more. */
export type Death = 'hang' | 'crash' | 'lock-held' | 'restore-failed' | 'dangling' | 'out-of-bounds' | 'stale-call';

/** An injection in three steps: what its next step knows. */
export type Injecting = 'tested' | 'set' | 'saw-unmasked' | 'saw-masked';

/** What a vCPU executes, as a token: which context it is, and what was done to it behind its back. */
export type Token = RecordValue<{
  /** 0: the program; 1: a handler; 2: a handler that interrupted a handler. */
  readonly depth: number;
  /** x0 was overwritten with the result of a call. */
  readonly x0: boolean;
  /** SPSR_EL1 was overwritten. */
  readonly spsr: boolean;
  /** The PC was not advanced past the instruction that caused the exit. */
  readonly pc: boolean;
  /** The entry point at which the handler was started. */
  readonly at: number;
}>;

export type Handler = RecordValue<HandlerFields>;
export interface HandlerFields {
  readonly registered: boolean;
  readonly enabled: boolean;
  /** Unregister-pending, where the dispatcher stores it; elsewhere it is "not registered, and running". */
  readonly up: boolean;
  /** Occurrences that were raised, and not delivered. */
  readonly pend: number;
  /** Ghost: an occurrence was accepted, and neither has a handler started for it nor has anybody withdrawn it. */
  readonly owed: boolean;
  /** The entry point that was registered. */
  readonly ep: number;
  /** Shared: the vCPU that the event is routed to; null: any. */
  readonly route: number | null;
  /** Dynamic: the interrupt is bound to the event. */
  readonly bound: boolean;
}

/** The occurrences of a shared event that wait at one vCPU, where a dispatcher queues them so. */
type Queued = RecordValue<Pick<HandlerFields, 'pend' | 'owed'>>;

type ByEvent<T> = RecordValue<{ readonly [event in EventName]: T }>;

export type Vcpu = RecordValue<VcpuFields>;
export interface VcpuFields {
  readonly mode: Mode;
  /** KVM_REQ_SDEI: look for something to deliver at the next entry. */
  readonly req: boolean;
  readonly masked: boolean;
  /** The handlers in progress, as the dispatcher keeps them. */
  readonly normal: EventName | null;
  readonly critical: EventName | null;
  readonly handlers: ByEvent<Handler>;
  readonly queued: ByEvent<Queued>;
  /** What the handlers in progress interrupted. */
  readonly savedNormal: Token;
  readonly savedCritical: Token;
  /** What the vCPU executes. */
  readonly cur: Token;
  /** Ghost: the handlers in progress, in the order in which they were started. */
  readonly outer: EventName | null;
  readonly inner: EventName | null;
  /** What the last call answered; null in the guest. */
  readonly x0: Answer | null;
  readonly off: boolean;
  /** The guest has taken an exception, and SPSR_EL1 is not saved yet. */
  readonly inException: boolean;
  /** The PC is still to be advanced past the instruction that caused the exit. */
  readonly mmio: boolean;
  /** Where the last COMPLETE_AND_RESUME has gone, until the vCPU enters the guest. */
  readonly resumed: 'as-asked' | 'elsewhere' | null;
  /** TF-A: an interrupt was dropped and not ended, so its priority keeps back the next one. */
  readonly blocked: boolean;
}

/** The objects of a VM, and how far its life has come. */
export type Life = RecordValue<LifeFields>;
interface LifeFields {
  readonly vm: 'none' | 'live' | 'freed';
  readonly vcpu: 'none' | 'live' | 'freed';
  readonly registered: boolean;
  readonly queued: boolean;
  readonly closing: boolean;
  readonly ended: boolean;
}

export type State = RecordValue<{
  readonly vcpus: Vector<Vcpu>;
  /** The shared events. */
  readonly shared: ByEvent<Handler>;
  /** v5: the VMM has told KVM of the event. */
  readonly exposed: ByEvent<boolean>;
  readonly injecting: Injecting | null;
  readonly migrated: boolean;
  readonly dead: Death | null;
  readonly life: Life | null;
}>;

export function schemas(parameters: Parameters) {
  const { vcpus, events, dispatcher, flaws, pendBound, entryPoints } = parameters;
  const traits = traitsOf(parameters);
  const queues = queuesPerVcpu(parameters);
  const privates = events.filter((event) => !traits[event].shared);
  const shareds = events.filter((event) => traits[event].shared);
  const criticals = events.filter((event) => traits[event].critical);
  const normals = events.filter((event) => !traits[event].critical);
  const depth = Math.min(1, normals.length) + Math.min(1, criticals.length);
  const several = entryPoints > 1;
  const bound = countsHandled(dispatcher) ? pendBound + 1 : pendBound;

  const Token: RecordSchema<FieldsOf<Token>> = record({
    depth: range(0, depth),
    x0: flag(flaws.includes('complete-writes-result')),
    spsr: flag(flaws.includes('deliver-clobbers-spsr')),
    pc: flag(flaws.includes('deliver-skips-pc-adjust')),
    at: range(0, several ? entryPoints : 0),
  });

  const handler = (event: EventName): RecordSchema<HandlerFields> =>
    record({
      registered: boolean,
      enabled: boolean,
      up: flag(storesUnregisterPending(dispatcher)),
      pend: range(0, traits[event].shared && queues ? 0 : bound),
      owed: flag(!(traits[event].shared && queues)),
      ep: range(1, entryPoints),
      route: traits[event].shared ? optional(reference('vCPU', vcpus)) : nothing<number>(),
      bound: flag(traits[event].dynamic),
    });
  const queued = record({ pend: range(0, bound), owed: boolean });

  const Vcpu: RecordSchema<VcpuFields> = record({
    mode: oneOf<Mode>(...modesOf(parameters)),
    req: flag(hasRequestBit(dispatcher)),
    masked: boolean,
    normal: normals.length === 0 ? nothing<EventName>() : optional(oneOf<EventName>(...normals)),
    critical: criticals.length === 0 ? nothing<EventName>() : optional(oneOf<EventName>(...criticals)),
    handlers: byEvent(privates, handler),
    queued: byEvent(queues ? shareds : [], () => queued),
    savedNormal: normals.length === 0 ? still(Token) : Token,
    savedCritical: criticals.length === 0 ? still(Token) : Token,
    cur: Token,
    outer: optional(oneOf<EventName>(...events)),
    inner: depth < 2 ? nothing<EventName>() : optional(oneOf<EventName>(...events)),
    x0: parameters.answers ? optional(oneOf<Answer>(...answerNames)) : nothing<Answer>(),
    off: flag(parameters.power),
    inException: flag(parameters.excWindow),
    mmio: flag(parameters.mmio),
    resumed: showsResume(parameters) ? optional(oneOf('as-asked', 'elsewhere')) : nothing<'as-asked'>(),
    blocked: flag(dispatcher === 'tfa-no-eoi'),
  });

  const Life: RecordSchema<LifeFields> = record({
    vm: oneOf('none', 'live', 'freed'),
    vcpu: oneOf('none', 'live', 'freed'),
    registered: boolean,
    queued: boolean,
    closing: boolean,
    ended: boolean,
  });

  const State = record({
    vcpus: vector(Vcpu, vcpus),
    shared: byEvent(shareds, handler),
    exposed: byEvent(parameters.expose ? events.filter((event) => event !== 'signaled') : [], () => boolean),
    injecting: parameters.injection === 'atomic' ? nothing<Injecting>() : optional(oneOf<Injecting>('tested', 'set', 'saw-unmasked', 'saw-masked')),
    migrated: flag(parameters.migration !== 'none'),
    dead: isMortal(parameters) ? optional(oneOf<Death>('hang', 'crash', 'lock-held', 'restore-failed', 'dangling', 'out-of-bounds', 'stale-call')) : nothing<Death>(),
    life: parameters.lifecycle === 'running' ? nothing<Life>() : optional(Life),
  });
  return { State, Token, Life };
}

type FieldsOf<T> = T extends RecordValue<infer F> ? F : never;

/** Every vCPU is in the guest, on, and masked; no event is registered. */
export function initial(parameters: Parameters): State {
  const { State, Life } = schemas(parameters);
  return State({ life: parameters.lifecycle === 'running' ? null : Life() }).update('vcpus', (vcpus) => vcpus.map((vcpu) => vcpu.merge({ masked: true })));
}

/** Whether something in the model can end everything. */
export function isMortal({ dispatcher, immediate, notifier, routeTypo, vcpuLimit }: Parameters): boolean {
  return dispatcher === 'v5' || dispatcher === 'v7' || dispatcher === 'tfa' || dispatcher === 'tfa-no-eoi' || immediate || notifier || routeTypo || vcpuLimit > 0;
}

/** Whether the dispatcher looks for something to deliver only when the request bit says so. */
export function hasRequestBit(dispatcher: DispatcherName): boolean {
  return dispatcher !== 'spec' && dispatcher !== 'tfa' && dispatcher !== 'tfa-no-eoi' && dispatcher !== 'absent';
}

/** Whether "unregister-pending" is a bit of its own, beside registered and enabled. */
export function storesUnregisterPending(dispatcher: DispatcherName): boolean {
  return dispatcher === 'v5' || dispatcher === 'v6' || dispatcher === 'plan-v6';
}

/** Whether the counter of occurrences includes the one that is handled. */
export function countsHandled(dispatcher: DispatcherName): boolean {
  return storesUnregisterPending(dispatcher);
}

/** Whether occurrences of a shared event wait at a vCPU, instead of at the event. */
export function queuesPerVcpu({ dispatcher, flaws }: Parameters): boolean {
  return dispatcher === 'v5' || flaws.includes('shared-per-vcpu');
}

/** Whether the state tells where COMPLETE_AND_RESUME has gone. */
export function showsResume({ calls, answers }: Parameters): boolean {
  return answers && calls !== 'changing';
}

/** Where a vCPU can be. */
export function modesOf(parameters: Parameters): [Mode, ...Mode[]] {
  const { entry, wfi, power, migration } = parameters;
  const leavesGuest = entry === 'separate' || power || migration !== 'none' || isMortal(parameters);
  return ['guest', ...(leavesGuest ? (['host'] as const) : []), ...(wfi ? (['wfi'] as const) : [])];
}

/** A record with a field for each of some events. Nobody asks for the others. */
function byEvent<T>(events: readonly EventName[], schemaOf: (event: EventName) => Schema<T>): Schema<ByEvent<T>> {
  const fields = Object.fromEntries(events.map((event) => [event, schemaOf(event)]));
  return record(events.length === 0 ? { none: flag(false) } : fields) as unknown as Schema<ByEvent<T>>;
}

/** A flag where the model has it; elsewhere it is always false, and takes no room. */
function flag(present: boolean): Domain<boolean> {
  return present ? boolean : { kind: 'boolean', size: 1, at: () => false, indexOf: (value) => (value === false ? 0 : -1), words: 'false (in this model)' };
}

function nothing<T>(): Domain<T | null> {
  return { kind: 'optional', size: 1, at: () => null, indexOf: (value) => (value === null ? 0 : -1), words: 'null (in this model)' };
}

/** A token that never changes: the model has no handlers of this priority. */
function still(token: RecordSchema<FieldsOf<Token>>): Schema<Token> {
  const fields = Object.fromEntries(token.keys.map((key) => [key, key === 'depth' || key === 'at' ? range(0, 0) : flag(false)]));
  return record(fields) as unknown as typeof token;
}
