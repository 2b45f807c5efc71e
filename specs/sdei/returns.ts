/**
 * What every call is to answer, as tables over what a client can know: the oracle that the dispatchers are compared with.
 * It shares no code with them. The sentences are those of Arm DEN0054 as its compliance suite, TF-A's state test and
 * Linux pin them down; the README tells where the sources are silent, or contradict each other.
 */
import type { CallArguments } from './actors/guest.js';
import type { Answer } from './answers.js';
import type { CallName } from './calls.js';
import type { Machine, Status } from './machine.js';
import type { State } from './state.js';

/** By the state of the handler: the caller's for a private event, the only one for a shared event. */
const byStatus = {
  EVENT_REGISTER: { U: 'SUCCESS', R: 'DENIED', RE: 'DENIED', RR: 'DENIED', RER: 'DENIED', UP: 'DENIED' },
  EVENT_ENABLE: { U: 'DENIED', R: 'SUCCESS', RE: 'SUCCESS', RR: 'SUCCESS', RER: 'SUCCESS', UP: 'DENIED' },
  EVENT_DISABLE: { U: 'DENIED', R: 'SUCCESS', RE: 'SUCCESS', RR: 'SUCCESS', RER: 'SUCCESS', UP: 'DENIED' },
  EVENT_UNREGISTER: { U: 'DENIED', R: 'SUCCESS', RE: 'SUCCESS', RR: 'PENDING', RER: 'PENDING', UP: 'PENDING' },
  EVENT_STATUS: { U: 'VALUE(0)', R: 'VALUE(1)', RE: 'VALUE(3)', RR: 'VALUE(5)', RER: 'VALUE(7)', UP: 'VALUE(4)' },
  EVENT_ROUTING_SET: { U: 'DENIED', R: 'SUCCESS', RE: 'DENIED', RR: 'DENIED', RER: 'DENIED', UP: 'DENIED' },
  INTERRUPT_RELEASE: { U: 'SUCCESS', R: 'DENIED', RE: 'DENIED', RR: 'DENIED', RER: 'DENIED', UP: 'DENIED' },
  /** The state on the target. */
  EVENT_SIGNAL: { U: 'INVALID_PARAMETERS', R: 'SUCCESS', RE: 'SUCCESS', RR: 'SUCCESS', RER: 'SUCCESS', UP: 'INVALID_PARAMETERS' },
} as const satisfies { readonly [call in CallName]?: { readonly [status in Status]: Answer } };

/** What `call`, made in `state`, is to answer. */
export function expectedAnswer(it: Machine, state: State, call: CallName | 'malformed', args: CallArguments): Answer {
  const { vcpu, event } = args;
  // Without a dispatcher nothing is supported.
  if (it.parameters.dispatcher === 'absent') return 'NOT_SUPPORTED';
  if (event !== undefined && !it.exists(state, event)) return 'INVALID_PARAMETERS';
  const status = (): Status => it.statusOf(state, vcpu, event);
  const runsHere = () => {
    const { normal, critical } = state.vcpus.get(vcpu);
    return critical !== null || normal !== null;
  };
  const unbound = () => it.traits[event].dynamic && !it.handlerOf(state, vcpu, event).bound;
  switch (call) {
    case 'VERSION':
      return 'VALUE(1.1)';
    case 'FEATURES':
      return { 'bind-slots': 'VALUE(slots)', 'relative-mode': 'VALUE(0)', unknown: 'INVALID_PARAMETERS' }[args.feature] as Answer;
    case 'EVENT_REGISTER':
      return status() === 'U' && unbound() ? 'DENIED' : byStatus.EVENT_REGISTER[status()];
    case 'EVENT_ENABLE':
    case 'EVENT_DISABLE':
    case 'EVENT_UNREGISTER':
    case 'EVENT_STATUS':
      return byStatus[call][status()];
    case 'EVENT_ROUTING_SET':
      return unbound() ? 'INVALID_PARAMETERS' : byStatus.EVENT_ROUTING_SET[status()];
    case 'EVENT_SIGNAL':
      return byStatus.EVENT_SIGNAL[it.statusOf(state, args.target, 'signaled')];
    case 'EVENT_CONTEXT':
      return runsHere() ? 'VALUE(x)' : 'DENIED';
    case 'EVENT_COMPLETE':
    case 'EVENT_COMPLETE_AND_RESUME':
      return runsHere() ? 'NO_RETURN' : 'DENIED';
    case 'PE_MASK':
      return state.vcpus.get(vcpu).masked ? 'VALUE(0)' : 'VALUE(1)';
    case 'PE_UNMASK':
      return 'SUCCESS';
    case 'INTERRUPT_BIND':
      return 'VALUE(event)';
    case 'INTERRUPT_RELEASE': {
      const somewhere = it.traits[event].shared ? [vcpu] : it.everyVcpu;
      const used = somewhere.map((each) => it.statusOf(state, each, event)).find((each) => each !== 'U');
      if (used !== undefined) return byStatus.INTERRUPT_RELEASE[used];
      return unbound() ? 'INVALID_PARAMETERS' : 'SUCCESS';
    }
    case 'PRIVATE_RESET':
      return it.privateEvents.some((each) => it.runsOn(state, vcpu, each)) ? 'DENIED' : 'SUCCESS';
    case 'SHARED_RESET': {
      const runs = it.sharedEvents.some((each) => it.everyVcpu.some((on) => it.runsOn(state, on, each)));
      // The binding of a private event that is registered cannot be released.
      const stays = it.privateEvents.some((each) => it.traits[each].dynamic && it.everyVcpu.some((on) => it.statusOf(state, on, each) !== 'U'));
      return runs || stays ? 'DENIED' : 'SUCCESS';
    }
    case 'EVENT_GET_INFO':
      return expectedInfo(it, state, args);
    case 'malformed':
      return expectedOfFault(it, state, args);
  }
}

function expectedInfo(it: Machine, state: State, { vcpu, event, info }: CallArguments): Answer {
  const { shared, critical } = it.traits[event];
  switch (info) {
    case 'EV_TYPE':
      return shared ? 'VALUE(1)' : 'VALUE(0)';
    case 'EV_SIGNALED':
      return event === 'signaled' ? 'VALUE(0)' : 'VALUE(1)';
    case 'EV_PRIORITY':
      return critical ? 'VALUE(1)' : 'VALUE(0)';
    default: {
      if (!shared) return 'INVALID_PARAMETERS';
      const status = it.statusOf(state, vcpu, event);
      if (status === 'U' || status === 'UP') return 'DENIED';
      const { route } = it.handlerOf(state, vcpu, event);
      if (info === 'EV_ROUTING_MODE') return route === null ? 'VALUE(0)' : 'VALUE(1)';
      return route === null ? 'INVALID_PARAMETERS' : ((['VALUE(0)', 'VALUE(1)', 'VALUE(2)'] as const)[route] ?? 'INVALID_PARAMETERS');
    }
  }
}

/** A wrong argument is found before the state of a handler is looked at; a lack of memory and a wrong address only after it. */
function expectedOfFault(it: Machine, state: State, { vcpu, call, fault }: CallArguments): Answer {
  const first = it.parameters.events[0];
  if (call === 'EVENT_COMPLETE_AND_RESUME') return 'DENIED';
  if (fault === 'out-of-memory') return first !== undefined && it.statusOf(state, vcpu, first) === 'U' ? 'OUT_OF_RESOURCE' : 'DENIED';
  if (fault === 'no-free-slot') return 'OUT_OF_RESOURCE';
  if (fault === 'not-owned') return 'DENIED';
  return 'INVALID_PARAMETERS';
}
