/**
 * Every row of specs/sdei/return-codes.json is asked of the spec: in reached states, by the calls that a guest can make
 * there, with the answer as the state shows it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CallArguments, calledBy, guest } from '../../specs/sdei/actors/guest.js';
import sdei from '../../specs/sdei/index.js';
import { innermost, type Machine, machine } from '../../specs/sdei/machine.js';
import { type EventName, eventTraits, type Parameters } from '../../specs/sdei/parameters.js';
import { expectedAnswer } from '../../specs/sdei/returns.js';
import type { State } from '../../specs/sdei/state.js';
import { type ActionInstance, type State as AnyState, instantiate, nextStates } from '../../src/model/index.js';
import { referenceExplore } from '../../src/reference/reference.js';

interface Row {
  readonly id: string;
  readonly call: string;
  readonly match: Readonly<Record<string, unknown>>;
  readonly expected: string;
  readonly next: string;
}

const { rows }: { readonly rows: readonly Row[] } = JSON.parse(readFileSync(new URL('../../specs/sdei/return-codes.json', import.meta.url), 'utf8'));

/** A call that was made in a reached state, and what came of it. */
interface Asked {
  readonly it: Machine;
  readonly state: State;
  readonly next: State;
  readonly call: string;
  readonly args: CallArguments;
}

/** Dispatchers and events that between them have every situation; the answer is part of the state. */
const asked = byCall([
  ...ask({ vcpus: 1, events: ['signaled'] }),
  ...ask({ vcpus: 2, events: ['signaled'] }),
  ...ask({ vcpus: 2, events: ['shared'] }),
  ...ask({ vcpus: 1, events: ['async-pf'] }),
  ...ask({ vcpus: 1, events: ['bound-spi'] }),
  ...ask({ vcpus: 1, events: ['bound-ppi'] }),
  ...ask({ vcpus: 1, events: ['signaled'], dispatcher: 'absent' }),
]);

test('the table has all calls, and 141 rows', () => {
  expect(rows).toHaveLength(141);
  expect(new Set(rows.map(({ call }) => call)).size).toBe(19);
});

describe('each row is asked, and answered as it says', () => {
  // This row is about a state that only v5 has; it stands below.
  test.each(rows.filter(({ match }) => match.onlyVariant === undefined))('$id $expected', (row) => {
    const found = asked.get(row.call)?.filter((each) => applies(row, each)) ?? [];
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      const { x0 } = each.next.vcpus.get(each.args.vcpu);
      expect(answersFor(row, each), `${each.call} ${JSON.stringify(each.args)} in ${each.state}`).toContain(x0);
      expect(isNext(row, each), `${row.next} after ${each.call} ${JSON.stringify(each.args)} in ${each.state}`).toBe(true);
    }
  });
});

test('every call that was made in a reached state has its row', () => {
  const without = [...asked].flatMap(([call, all]) => {
    const ofCall = rows.filter((row) => row.call === call);
    return all.filter((each) => !ofCall.some((row) => applies(row, each)));
  });
  // The table leaves these to the order of the checks: an event that is not bound cannot be routed, and a binding that
  // cannot be released makes the answer of SHARED_RESET.
  expect(new Set(without.map((each) => `${each.call} ${eventOf(each)}: ${each.next.vcpus.get(each.args.vcpu).x0}`))).toEqual(
    new Set(['EVENT_ROUTING_SET bound-spi: INVALID_PARAMETERS', 'SHARED_RESET bound-ppi: DENIED']),
  );
});

test('EVENT_REGISTER-009: in v5 an event stays unregister-pending when another vCPU keeps it registered, and is then denied', () => {
  const model = instantiate(sdei, { dispatcher: 'v5', entry: 'separate', calls: 'changing', answers: true, vcpus: 2, events: ['signaled'] });
  const enter = 'kvm.entry(vcpu 0)';
  const on = (vcpu: number, call: string, more = '') => `guest.${call}(vcpu ${vcpu}${more})`;
  const event = ', event signaled';
  const run = [
    ...[on(0, 'EVENT_REGISTER', event), enter, on(0, 'EVENT_ENABLE', event), enter, on(0, 'PE_UNMASK'), enter, on(0, 'EVENT_SIGNAL', ', target 0'), enter],
    ...[on(0, 'EVENT_UNREGISTER', event), enter, on(1, 'EVENT_REGISTER', event), on(0, 'EVENT_COMPLETE'), enter, on(0, 'EVENT_REGISTER', event)],
  ];
  let state = model.initial[0] as AnyState;
  const answers: string[] = [];
  for (const label of run) {
    const [next] = nextStates(model.actions.find((instance) => instance.label === label) as ActionInstance, state);
    expect(next, label).toBeDefined();
    state = next as AnyState;
    if (label.includes('REGISTER')) answers.push(String((state as unknown as State).vcpus.get(label.includes('vcpu 0') ? 0 : 1).x0));
  }
  expect(answers).toEqual(['SUCCESS', 'PENDING', 'SUCCESS', 'DENIED']);
});

describe('the answers that differ', () => {
  const ofKvm = ['EVENT_COMPLETE: X0_UNCHANGED', 'EVENT_COMPLETE_AND_RESUME: X0_UNCHANGED', 'PE_MASK: VALUE(0)'];
  const refused = ['R', 'RR', 'R masked', 'RE masked', 'RR masked', 'RER masked'].map((status) => `EVENT_SIGNAL in ${status}: INVALID_PARAMETERS`);
  const ofAbout = ['U', 'R', 'RE', 'RR', 'RER', 'UP'].map((status) => `EVENT_GET_INFO in ${status}: VALUE(1)`);
  const asIfRegistered = ['EVENT_STATUS in UP: VALUE(5)', 'EVENT_STATUS in UP: VALUE(7)'];

  test.each([
    {
      dispatcher: 'v5',
      differs: [
        ...[...ofKvm, ...refused, ...ofAbout, ...asIfRegistered, 'EVENT_UNREGISTER in U: INVALID_PARAMETERS', 'EVENT_STATUS in R: VALUE(5)', 'EVENT_STATUS in RE: VALUE(7)'],
        ...['PRIVATE_RESET: SUCCESS', 'SHARED_RESET: PENDING'],
      ],
    },
    { dispatcher: 'v6', differs: [...ofKvm, ...refused, ...ofAbout, ...asIfRegistered, 'PRIVATE_RESET: PENDING'] },
    { dispatcher: 'plan-v6', differs: [...ofKvm, ...refused, ...ofAbout, ...asIfRegistered, 'PRIVATE_RESET: PENDING', 'SHARED_RESET: NOT_SUPPORTED'] },
    { dispatcher: 'v7', differs: [...ofKvm, ...ofAbout, 'PRIVATE_RESET: SUCCESS'] },
  ] as const)('$dispatcher, on one vCPU', ({ dispatcher, differs }) => {
    const model = instantiate(sdei, { dispatcher, entry: 'separate', calls: 'all', vcpus: 1, events: ['signaled', 'async-pf'] });
    const it = machine(model.parameters as Parameters);
    const { asks } = guest(model.parameters as Parameters);
    const found = new Set<string>();
    for (const state of referenceExplore({ ...model, properties: [] }).states as unknown as Iterable<State>) {
      if (state.vcpus.get(0).mode !== 'guest' || state.dead !== null) continue;
      for (const { action, chosen } of model.actions) {
        const args = chosen as unknown as CallArguments;
        const ask = asks.get(action.name);
        if (ask === undefined) continue;
        const { answer } = ask(state, args);
        const call = calledBy(action.name);
        if (answer === expectedAnswer(it, state, call, args)) continue;
        const about = args.event ?? (call === 'EVENT_SIGNAL' ? 'signaled' : undefined);
        const masked = call === 'EVENT_SIGNAL' && state.vcpus.get(0).masked ? ' masked' : '';
        found.add(`${call}${about === undefined ? '' : ` in ${it.statusOf(state, 0, about)}${masked}`}: ${answer}`);
      }
    }
    expect([...found].sort()).toEqual([...differs].sort());
  });
});

/** Makes every call in the first states that are reached. */
function ask(given: Partial<Parameters>, most = 600): readonly Asked[] {
  const model = instantiate(sdei, { dispatcher: 'spec', entry: 'separate', calls: 'all-and-malformed', answers: true, ...given });
  const it = machine(model.parameters as Parameters);
  const seen = new Map<string, AnyState>(model.initial.map((state) => [String(state), state]));
  const found: Asked[] = [];
  for (const state of seen.values()) {
    for (const instance of model.actions) {
      for (const next of nextStates(instance, state)) {
        if (seen.size < most) seen.set(String(next), next);
        const call = callOf(instance);
        if (call !== null) found.push({ it, state: state as unknown as State, next: next as unknown as State, call, args: instance.chosen as unknown as CallArguments });
      }
    }
  }
  return found;
}

function byCall(all: readonly Asked[]): ReadonlyMap<string, readonly Asked[]> {
  const found = new Map<string, Asked[]>();
  for (const each of all) {
    const others = found.get(each.call);
    if (others === undefined) found.set(each.call, [each]);
    else others.push(each);
  }
  return found;
}

function callOf({ action: { name }, chosen }: ActionInstance): string | null {
  if (!name.startsWith('guest.')) return null;
  return name === 'guest.malformed' ? (chosen as unknown as CallArguments).call : calledBy(name);
}

/** The event that a call is about; a malformed one, and a signal, name none. */
function eventOf({ it, args, call }: Asked): EventName {
  return args.event ?? (call === 'EVENT_SIGNAL' && args.fault === undefined ? 'signaled' : (it.parameters.events[0] as EventName));
}

const situations = new WeakMap<Asked, Readonly<Record<string, unknown>>>();

function situationOf(each: Asked): Readonly<Record<string, unknown>> {
  const known = situations.get(each) ?? situation(each);
  situations.set(each, known);
  return known;
}

/** The situation in the words of the table. */
function situation(each: Asked): Readonly<Record<string, unknown>> {
  const { it, state, call, args } = each;
  const event = eventOf(each);
  const { fault } = args;
  const at = args.target ?? args.vcpu;
  const vcpu = state.vcpus.get(args.vcpu);
  const handler = it.handlerOf(state, at, event);
  return {
    dispatcher: it.parameters.dispatcher !== 'absent',
    event:
      { 'unknown-event': 'unknown', 'bad-info': 'unknown', 'not-dynamic': 'unknown', 'bit-31-event': call === 'EVENT_REGISTER' ? 'bit31' : 'unknown', 'not-event-0': 'not-zero' }[fault as string] ??
      'known',
    handler: it.statusOf(state, at, event),
    kind: fault === 'private-event' || !eventTraits[event].shared ? 'private' : 'shared',
    ...(eventTraits[event].dynamic && { bound: handler.bound }),
    pending: handler.pend > 0,
    flagsOk: !['bad-flags', 'bad-affinity', 'bad-mode'].includes(fault),
    entryPointOk: fault !== 'bad-entry-point',
    targetValid: fault !== 'bad-affinity' && fault !== 'bad-target',
    resources: fault !== 'out-of-memory' && fault !== 'no-free-slot',
    paramOk: fault !== 'bad-index',
    addressOk: fault !== 'bad-address',
    interruptOk: fault !== 'not-a-peripheral',
    staticBinding: fault === 'statically-bound',
    owned: fault !== 'not-owned',
    handlerOnCallingPe: innermost(vcpu) !== null,
    masked: vcpu.masked,
    targetMasked: state.vcpus.get(at).masked,
    target: at === args.vcpu ? 'self' : 'other',
    info: args.info,
    route: handler.route === null ? 'ANY' : 'PE',
    feature: { 'bind-slots': 0, 'relative-mode': 1, unknown: 'unknown' }[args.feature as string],
    privateRunningHere: it.privateEvents.some((name) => it.runsOn(state, args.vcpu, name)),
    sharedRunning: it.sharedEvents.some((name) => it.isRunning(state, args.vcpu, name)),
    call,
  };
}

/** The checks that a call fails: each must be what the row is about, since it goes before the state of a handler. */
function failing(each: Asked, now: Readonly<Record<string, unknown>>): readonly string[] {
  if (now.dispatcher === false) return [];
  const wrong = ['flagsOk', 'entryPointOk', 'paramOk', 'interruptOk', 'owned'].filter((check) => now[check] === false);
  if (now.event !== 'known') wrong.push('event');
  if (now.staticBinding === true) wrong.push('staticBinding');
  if (each.call === 'EVENT_SIGNAL' && now.targetValid === false) wrong.push('targetValid');
  // These come after the look at the handler.
  if (now.resources === false && (each.call === 'INTERRUPT_BIND' || now.handler === 'U')) wrong.push('resources');
  if (now.addressOk === false && now.handlerOnCallingPe === true) wrong.push('addressOk');
  if (now.bound === false && each.args.fault === undefined && ['EVENT_REGISTER', 'EVENT_ROUTING_SET', 'INTERRUPT_RELEASE'].includes(each.call)) wrong.push('bound');
  const { it, state } = each;
  if (each.call === 'SHARED_RESET' && it.privateEvents.some((event) => eventTraits[event].dynamic && it.statusOf(state, each.args.vcpu, event) !== 'U')) wrong.push('bound');
  return wrong;
}

function applies({ call, match }: Row, each: Asked): boolean {
  if (call !== each.call || match.onlyVariant !== undefined) return false;
  const now = situationOf(each);
  for (const [field, value] of Object.entries(match)) {
    if (field === 'info' ? !(value as readonly unknown[]).includes(now.info) : now[field] !== value) return false;
  }
  const wrong = failing(each, now);
  return wrong.length === 0 || wrong.some((check) => match[check] !== undefined);
}

/** The answers that a row allows. */
function answersFor(row: Row, each: Asked): readonly string[] {
  const { it, state, args } = each;
  const event = eventOf(each);
  const value = (number: number | boolean) => [`VALUE(${Number(number)})`];
  const { route } = it.handlerOf(state, args.vcpu, event);
  switch (row.expected) {
    case 'VALUE(version)':
      return ['VALUE(1.1)'];
    case 'VALUE(register)':
      return ['VALUE(x)'];
    case 'VALUE(type)':
      return value(eventTraits[event].shared);
    case 'VALUE(signaled)':
      return value(event !== 'signaled');
    case 'VALUE(priority)':
      return value(event === 'async-pf');
    case 'VALUE(mode)':
      return value(route !== null);
    case 'VALUE(affinity)':
      return value(route ?? -1);
    case 'VALUE(0 or 1)':
      return ['VALUE(0)', 'VALUE(1)'];
    case 'as on the caller':
      return rows.filter((other) => other.call === row.call && other !== row && applies(other, each)).map((other) => other.expected);
    default:
      return [row.expected];
  }
}

/** Whether the next state is as the row says. */
function isNext({ next: told, expected }: Row, each: Asked): boolean {
  const { it, state, next, args } = each;
  const event = eventOf(each);
  const statuses = (events: readonly EventName[]) => events.map((name) => it.statusOf(next, args.vcpu, name));
  const still = (from: State) => from.updateIn(['vcpus', args.vcpu], (vcpu) => vcpu.merge({ mode: 'guest', x0: null, resumed: null }));
  switch (told) {
    case 'same':
      if (each.call === 'EVENT_ROUTING_SET' && expected === 'SUCCESS') return it.handlerOf(next, args.vcpu, event).equals(it.handlerOf(state, args.vcpu, event).set('route', args.route ?? null));
      return still(next).equals(still(state));
    case 'masked':
    case 'unmasked':
      return next.vcpus.get(args.vcpu).masked === (told === 'masked');
    case 'pending':
      return next.vcpus.get(args.vcpu).x0 !== 'SUCCESS' || it.pendOf(next, args.target, event) > 0;
    case 'bound':
      return it.handlerOf(next, args.vcpu, args.event ?? event).bound;
    case 'released':
      return !it.handlerOf(next, args.vcpu, event).bound;
    case 'private events gone':
    case 'private events going':
      return statuses(it.privateEvents).every((status, index) => status === (it.runsOn(state, args.vcpu, it.privateEvents[index] as EventName) ? 'UP' : 'U'));
    case 'shared events gone':
      return statuses(it.sharedEvents).every((status) => status === 'U') && it.parameters.events.every((name) => !it.handlerOf(next, args.vcpu, name).bound);
    case 'shared events going':
      return statuses(it.sharedEvents).every((status, index) => status === (it.isRunning(state, args.vcpu, it.sharedEvents[index] as EventName) ? 'UP' : 'U'));
    default:
      expect(['U', 'R', 'RE', 'RR', 'RER', 'UP']).toContain(told);
      // A COMPLETE ends the innermost handler, whichever event that is of.
      return it.statusOf(next, args.vcpu, expected === 'NO_RETURN' ? (innermost(state.vcpus.get(args.vcpu)) as EventName) : event) === told;
  }
}
