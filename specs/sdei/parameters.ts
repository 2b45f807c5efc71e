/** What a model of SDEI is made of: the machine, the events, who plays the dispatcher, and what may happen to a vCPU beside the calls. */
import { boolean, listParameter, oneOf, type ParameterValues, parameter, range } from 'explore';

/** The events that a model may have. `async-pf` is normal instead of critical where the dispatcher knows no critical events (v7). */
export const eventTraits = {
  /** Event 0: a guest raises it with EVENT_SIGNAL. */
  signaled: { shared: false, critical: false, dynamic: false },
  /** 0x40400001: KVM raises it when a page is not there yet. */
  'async-pf': { shared: false, critical: true, dynamic: false },
  /** Any shared event; the host raises it. */
  shared: { shared: true, critical: false, dynamic: false },
  /** A shared peripheral interrupt that the guest makes an event of with INTERRUPT_BIND. */
  'bound-spi': { shared: true, critical: false, dynamic: true },
  /** The same with a private peripheral interrupt: one handler per vCPU. */
  'bound-ppi': { shared: false, critical: false, dynamic: true },
} as const satisfies { readonly [name: string]: { readonly shared: boolean; readonly critical: boolean; readonly dynamic: boolean } };

export type EventName = keyof typeof eventTraits;

export const dispatcherNames = ['spec', 'v7-fixed', 'v5', 'v6', 'plan-v6', 'v7', 'tfa', 'tfa-no-eoi', 'absent'] as const;

export type DispatcherName = (typeof dispatcherNames)[number];

/** Single faults, to be put into a dispatcher that has not got them. Each belongs to the dispatchers that read it. */
export const flawNames = [
  'complete-writes-result',
  'complete-never-writes',
  'deliver-while-masked',
  'deliver-disabled',
  'unregister-running-frees',
  'normal-preempts-critical',
  'single-context',
  'lost-event-count',
  'unregister-keeps-pending',
  'shared-per-vcpu',
  'routing-ignored',
  'signal-self-only',
  'signal-masked-rejected',
  'mask-returns-zero',
  'reset-returns-pending',
  'plan-shared-reset-ns',
  'enable-unregistered',
  'denied-register-disables',
  'no-req-on-unmask',
  'no-req-on-enable',
  'no-req-on-complete',
  'no-kick',
  'deliver-clobbers-spsr',
  'deliver-skips-pc-adjust',
  'cpu-on-keeps-state',
  'resume-injects-irq',
] as const;

export type FlawName = (typeof flawNames)[number];

export const parameters = {
  vcpus: parameter(range(1, 3), 2, 'virtual CPUs'),
  events: listParameter(oneOf('signaled', 'async-pf', 'shared', 'bound-spi', 'bound-ppi'), { min: 1, max: 4 }, ['signaled', 'async-pf'], 'the events that exist'),
  dispatcher: parameter(oneOf(...dispatcherNames), 'v7-fixed', 'who answers the calls and delivers the events'),
  flaws: listParameter(oneOf(...flawNames), { min: 0, max: 3 }, [], 'faults that are put into the dispatcher'),
  entry: parameter(
    oneOf('fused', 'separate'),
    'fused',
    'whether the entry that follows a call is a step of its own (separate): twice to four times the states, and runs twice as long; the verdicts are the same',
  ),
  calls: parameter(oneOf('changing', 'all', 'all-and-malformed'), 'all', 'which calls a guest makes: those that can change something, all 19, or all with every wrong argument too'),
  pendBound: parameter(range(1, 2), 1, 'how many occurrences of an event may wait beside the one that is handled'),
  entryPoints: parameter(range(1, 2), 1, 'how many different entry points a guest may register for an event'),
  answers: parameter(boolean, false, 'the state shows what a call answered until the vCPU enters the guest again; for reading runs'),
  wfi: parameter(boolean, false, 'a guest may sleep (WFI) outside its handlers'),
  excWindow: parameter(boolean, false, 'a guest may take an exception, and SPSR_EL1 is precious until it has saved it'),
  mmio: parameter(boolean, false, 'a guest may exit for an access to a device, after which its PC is still to be advanced'),
  power: parameter(boolean, false, 'a vCPU may be powered off and on (PSCI CPU_OFF, CPU_ON)'),
  cancel: parameter(boolean, false, 'the host may cancel an occurrence that it injected (kvm_sdei_cancel_event)'),
  immediate: parameter(boolean, false, 'the host may ask for "now or not at all" when it injects (v6)'),
  injection: parameter(oneOf('atomic', 'set-then-check', 'check-then-set'), 'atomic', 'whether an injection is one step, or three without a lock, in one of two orders'),
  migration: parameter(oneOf('none', 'ideal', 'v5-rule', 'v7-rule', 'drop-req'), 'none', 'whether the VM is migrated once, and when the request bit is set on arrival'),
  notifier: parameter(boolean, false, 'migration carries the address of the host function that async-pf is to be told by (v5)'),
  routeTypo: parameter(boolean, false, 'the first registration of a shared event stores the affinity where the routing mode belongs (v5)'),
  vcpuLimit: parameter(range(0, 2), 0, 'the length of the arrays that are indexed by vCPU (512 in v5, scaled down); 0: long enough'),
  lifecycle: parameter(oneOf('running', 'vm-first', 'vcpus-first'), 'running', 'a model of the objects of a VM and the order in which its end frees them, instead of a model of the calls'),
  expose: parameter(boolean, false, 'the VMM exposes the events beside event 0 one by one, while the guest runs (v5)'),
  unlimited: parameter(boolean, false, 'L1 is promised even if other events of the same or a higher priority are raised for ever'),
  computes: parameter(boolean, false, 'a guest may compute for ever, without an exit'),
  bit31: parameter(boolean, false, 'an event number with bit 31 set gets through: it can be registered (v5), it is used as an index (v7)'),
} as const;

export type Parameters = ParameterValues<typeof parameters>;

export interface EventTraits {
  /** One handler for the machine; otherwise one for each vCPU. */
  readonly shared: boolean;
  /** May interrupt a handler of another event. */
  readonly critical: boolean;
  /** Exists only while an interrupt is bound to it. */
  readonly dynamic: boolean;
}

/** What the events are to this dispatcher. */
export function traitsOf({ dispatcher }: Parameters): { readonly [event in EventName]: EventTraits } {
  // v7 has no critical events any more.
  return dispatcher === 'v7' ? { ...eventTraits, 'async-pf': { ...eventTraits['async-pf'], critical: false } } : eventTraits;
}

/** Why these values do not go together; null when they do. A choice that would make no difference is refused, so that nobody believes to have tried it. */
export function constraint(given: Parameters): string | null {
  const { vcpus, events, dispatcher, flaws, entry } = given;
  const isKvm = dispatcher === 'v5' || dispatcher === 'v6' || dispatcher === 'plan-v6' || dispatcher === 'v7';
  const has = (event: EventName) => events.includes(event);
  const shares = events.some((event) => eventTraits[event].shared);
  const privatesOnly = dispatcher === 'v6' || dispatcher === 'plan-v6' || dispatcher === 'v7';
  if (new Set(events).size < events.length) return 'an event is named twice';
  if (new Set(flaws).size < flaws.length) return 'a flaw is named twice';
  if (privatesOnly && shares) return `${dispatcher} has private events only`;
  if (isKvm && (has('bound-spi') || has('bound-ppi'))) return `${dispatcher} binds no interrupts`;
  if ((dispatcher === 'tfa' || dispatcher === 'tfa-no-eoi') && (events.length > 1 || !has('signaled'))) return `${dispatcher} is modelled for event 0 alone: events=signaled`;
  const foreign = flaws.find((flaw) => !flawsOf(dispatcher).includes(flaw));
  if (foreign !== undefined) return `the flaw ${foreign} makes no difference to ${dispatcher}`;
  const missing = flaws.find((flaw) => flawNeeds[flaw] !== undefined && !given[flawNeeds[flaw]]);
  if (missing !== undefined) return `the flaw ${missing} needs the parameter ${flawNeeds[missing]}`;
  if (given.answers && entry === 'fused') return 'answers are shown between a call and the entry that follows it: entry=separate';
  if (given.immediate && dispatcher !== 'v6') return 'immediate concerns v6';
  if (given.immediate && !has('async-pf')) return 'immediate concerns async-pf';
  if ((given.notifier || given.routeTypo || given.expose) && dispatcher !== 'v5') return 'notifier, route-typo and expose concern v5';
  if (given.bit31 && dispatcher !== 'v5' && dispatcher !== 'v7') return 'bit31 concerns v5 and v7';
  if (given.expose && events.every((event) => event === 'signaled')) return 'expose needs an event beside event 0, which always exists';
  if ((given.notifier || given.routeTypo) && given.migration === 'none') return 'notifier and route-typo need a migration';
  if (given.routeTypo && !has('shared')) return 'route-typo needs the event shared';
  if (given.notifier && !has('async-pf')) return 'notifier needs the event async-pf';
  if (given.bit31 && given.calls !== 'all-and-malformed') return 'bit31 needs malformed calls: calls=all-and-malformed';
  if (given.vcpuLimit > 0 && vcpus <= given.vcpuLimit) return `a limit of ${given.vcpuLimit} vCPUs is not exceeded by ${vcpus}`;
  if (given.injection !== 'atomic' && (dispatcher !== 'v7-fixed' || vcpus > 1 || events.length > 1 || !has('async-pf')))
    return 'an injection in steps is modelled for v7-fixed with one vCPU and events=async-pf';
  if (given.lifecycle !== 'running' && (vcpus > 1 || dispatcher !== 'v5' || events.length > 1 || !has('signaled')))
    return 'the life of the objects is modelled for v5 with one vCPU and events=signaled';
  if (flaws.includes('no-kick') && !given.wfi && !given.computes) return 'the flaw no-kick needs a guest that stays where it is: wfi or computes';
  if (given.unlimited && events.length === 1) return 'unlimited makes no difference when there is only one event';
  if ((given.unlimited || given.computes) && (dispatcher === 'absent' || given.lifecycle !== 'running')) return 'unlimited and computes concern the delivery of events';
  if (given.cancel && events.every((event) => event === 'signaled')) return 'cancel needs an event that the host raises';
  if (given.pendBound > 1 && dispatcher === 'v7') return 'v7 has one pending bit: pend-bound=1';
  return null;
}

/** What a flaw cannot show itself without. */
const flawNeeds: { readonly [flaw in FlawName]?: 'excWindow' | 'mmio' | 'power' | 'answers' } = {
  'deliver-clobbers-spsr': 'excWindow',
  'deliver-skips-pc-adjust': 'mmio',
  'cpu-on-keeps-state': 'power',
  'resume-injects-irq': 'answers',
};

/** The flaws that a dispatcher looks at. */
function flawsOf(dispatcher: DispatcherName): readonly FlawName[] {
  if (dispatcher === 'spec' || dispatcher === 'v7-fixed') {
    const ofRequestBit: readonly FlawName[] = ['no-req-on-unmask', 'no-req-on-enable', 'no-req-on-complete'];
    return dispatcher === 'v7-fixed' ? flawNames : flawNames.filter((flaw) => !ofRequestBit.includes(flaw));
  }
  if (dispatcher === 'absent') return ['complete-never-writes'];
  return ['complete-writes-result', 'deliver-clobbers-spsr', 'deliver-skips-pc-adjust', 'no-kick'];
}
