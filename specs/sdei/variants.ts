/**
 * The dispatchers, and the single faults, each in the configurations that tell it from others. A variant is called after
 * the dispatcher or the fault, alone in the configuration `nested`, else with `+two-vcpus`, `+shared` or what it is about.
 */
import type { Variant } from 'explore';
import { expected } from './expected.js';
import type { Parameters } from './parameters.js';

type Settings = Partial<Parameters>;

/** What the digits of every variant come from: entries are steps of their own, and a guest makes the calls that can change something. */
const base: Settings = { entry: 'separate', calls: 'changing' };

const configurations = {
  /** One vCPU, a normal and a critical event. */
  nested: { vcpus: 1, events: ['signaled', 'async-pf'] },
  /** Two vCPUs, each with its own handler of event 0. */
  'two-vcpus': { vcpus: 2, events: ['signaled'] },
  /** Two vCPUs, one handler for both. */
  shared: { vcpus: 2, events: ['shared'] },
  /** One vCPU with event 0. */
  single: { vcpus: 1, events: ['signaled'] },
  /** One vCPU with the event of the host. */
  injected: { vcpus: 1, events: ['async-pf'] },
} as const satisfies { readonly [name: string]: Settings };

interface Subject {
  readonly story: string;
  readonly set: Settings;
}

const kept = 'Every promise is kept.';
const starves = 'That is the meaning of priorities, and no fault.';
const mutation = 'No dispatcher that we know has this fault; it shows what the rule is for.';

const subjects: { readonly [name in keyof typeof expected]: Subject } = {
  spec: { set: { dispatcher: 'spec' }, story: `The dispatcher of Arm DEN0054, which looks at each entry for what can be delivered. ${kept}` },
  'v7-fixed': {
    set: { dispatcher: 'v7-fixed' },
    story: `The same rules with a request bit, as KVM has it: look only when the bit says so. The bit is set by an injection, a signal, UNMASK, ENABLE and COMPLETE, and after a delivery that leaves something deliverable. ${kept}`,
  },
  counting: {
    set: { dispatcher: 'spec', pendBound: 2 },
    story: `As spec, but two occurrences are counted instead of merged. The review asks why to count at all: it makes no difference to any promise. ${kept}`,
  },
  v5: {
    set: { dispatcher: 'v5' },
    story:
      'KVM as posted in March 2022: events exposed by the VMM, lists of registered and queued events. At delivery nobody looks at the mask (P2) or at the enable bit (P3); COMPLETE frees the queued event and then reads it (P17a); a stuck unregister-pending bit (P12); the two RESETs are exchanged (P21); SIGNAL always signals the caller (P16); a shared event is queued at each vCPU, runs on two at once (P5), wherever it was routed (P6), and then frees the object that the other one uses (P17b).',
  },
  v6: {
    set: { dispatcher: 'v6' },
    story:
      'KVM as posted in April 2022: private events only, in an array. A disabled event is delivered (P3). The entry that follows PE_MASK uses up the request, and neither UNMASK nor ENABLE makes a new one: the event waits for ever (P11). SIGNAL always signals the caller (P16).',
  },
  'plan-v6': {
    set: { dispatcher: 'plan-v6' },
    story: 'As v6, with SHARED_RESET answering NOT_SUPPORTED, as the plan at the end of the review thread has it: Linux takes any error there for the end of SDEI (P25).',
  },
  v7: {
    set: { dispatcher: 'v7' },
    story:
      'KVM as posted in May 2022: four bitmaps for each vCPU, all events normal. A signal to an event that is registered and not enabled, then UNMASK: the delivery loop looks at the same event for ever, and the host hangs (P18). A signal in the handler is never delivered, because the entry after it uses up the request and COMPLETE makes no new one (P11). UNREGISTER keeps the pending bit, so a new handler starts for an old occurrence (P9). SIGNAL always signals the caller (P16).',
  },
  tfa: {
    set: { dispatcher: 'tfa' },
    story:
      'TF-A as read from its source, for event 0: a secure SGI that fires on a masked PE is dropped (P10); on a PE where the event is disabled it is to be set pending again, and an assertion fails (P18c).',
  },
  'tfa-no-eoi': {
    set: { dispatcher: 'tfa-no-eoi' },
    story: 'As tfa, and the interrupt that was dropped is not ended: its priority keeps back every later one on this PE (P11).',
  },
  seed: {
    set: { dispatcher: 'absent', flaws: ['complete-never-writes'] },
    story: 'The seed patch alone: every call ends in NOT_SUPPORTED, and Linux gives the interface up (P25). The completing calls write no result, not even an error (P14).',
  },
  'complete-writes-result': {
    set: { dispatcher: 'spec', flaws: ['complete-writes-result'] },
    story: 'COMPLETE stores its result in x0, which is by then the x0 of what the handler interrupted (P7). The comment in the seed patch guards against this.',
  },
  'complete-never-writes': {
    set: { dispatcher: 'spec', flaws: ['complete-never-writes'] },
    story: 'COMPLETE outside a handler leaves x0 alone too, as in all versions of KVM: the caller reads its own function identifier (P14).',
  },
  'deliver-while-masked': { set: { dispatcher: 'spec', flaws: ['deliver-while-masked'] }, story: 'The mask is not looked at when an event is delivered, as in v5 (P2).' },
  'deliver-disabled': { set: { dispatcher: 'spec', flaws: ['deliver-disabled'] }, story: 'The enable bit is not looked at when an event is delivered, as in v5 and v6 (P3).' },
  'unregister-running-frees': {
    set: { dispatcher: 'spec', flaws: ['unregister-running-frees'] },
    story: 'There is no unregister-pending: UNREGISTER of a handler that runs frees it and answers SUCCESS (P17), and COMPLETE ends what was freed (P17-use).',
  },
  'normal-preempts-critical': {
    set: { dispatcher: 'spec', flaws: ['normal-preempts-critical'] },
    story: `A normal event is delivered on top of a critical handler (P4); COMPLETE then ends the wrong one (P8) and restores the wrong context (P7). ${mutation}`,
  },
  'single-context': {
    set: { dispatcher: 'spec', flaws: ['single-context'] },
    story: 'One buffer for the interrupted context, as in v7, but with critical events: the second COMPLETE returns into the handler that has just ended (P7).',
  },
  'lost-event-count': {
    set: { dispatcher: 'spec', flaws: ['lost-event-count'] },
    story: 'A signal for a handler that runs is accepted and forgotten: the answer to "why count at all?" done wrong (P10).',
  },
  'unregister-keeps-pending': {
    set: { dispatcher: 'spec', flaws: ['unregister-keeps-pending'] },
    story: 'What waits survives UNREGISTER, as in v7: the next handler starts for an occurrence from before its time (P9).',
  },
  'shared-per-vcpu': { set: { dispatcher: 'spec', flaws: ['shared-per-vcpu'] }, story: 'A shared event is queued at each vCPU, as in v5, and runs on two at once (P5).' },
  'routing-ignored': { set: { dispatcher: 'spec', flaws: ['routing-ignored'] }, story: 'A shared event is delivered to whoever enters first, as in v5 (P6).' },
  'signal-self-only': { set: { dispatcher: 'spec', flaws: ['signal-self-only'] }, story: 'SIGNAL does not look at target_pe and signals the caller, as in all versions of KVM (P16).' },
  'signal-masked-rejected': {
    set: { dispatcher: 'spec', flaws: ['signal-masked-rejected'] },
    story: 'SIGNAL is refused unless the target is enabled and unmasked, as in v5, v6 and TF-A (P14). The review: a mask only delays.',
  },
  'mask-returns-zero': { set: { dispatcher: 'spec', flaws: ['mask-returns-zero'] }, story: 'PE_MASK answers 0 whether the PE was masked or not, as in all versions of KVM (P14).' },
  'reset-returns-pending': { set: { dispatcher: 'spec', flaws: ['reset-returns-pending'] }, story: 'A reset while a handler runs answers PENDING instead of DENIED, as in v6 (P14).' },
  'plan-shared-reset-ns': {
    set: { dispatcher: 'spec', flaws: ['plan-shared-reset-ns'] },
    story: 'SHARED_RESET answers NOT_SUPPORTED, as the plan in the review thread has it: Linux disables SDEI (P25).',
  },
  'enable-unregistered': { set: { dispatcher: 'spec', flaws: ['enable-unregistered'] }, story: `ENABLE does not ask whether the event is registered (P1). ${mutation}` },
  'denied-register-disables': {
    set: { dispatcher: 'spec', flaws: ['denied-register-disables'] },
    story: `REGISTER of an event that is registered is DENIED, but has cleared the enable bit before it looked (P15). ${mutation}`,
  },
  'no-req-on-unmask': {
    set: { dispatcher: 'v7-fixed', flaws: ['no-req-on-unmask'] },
    story: 'UNMASK does not set the request bit, as in v5 and v6: what waited under the mask goes on waiting (P11).',
  },
  'no-req-on-enable': { set: { dispatcher: 'v7-fixed', flaws: ['no-req-on-enable'] }, story: 'ENABLE does not set the request bit, as in v5 and v6: what waited for it goes on waiting (P11).' },
  'no-req-on-complete': {
    set: { dispatcher: 'v7-fixed', flaws: ['no-req-on-complete'] },
    story: 'COMPLETE does not set the request bit, as in v7: what was raised while the handler ran waits for ever (P11).',
  },
  'no-kick': {
    set: { dispatcher: 'v7-fixed', flaws: ['no-kick'], wfi: true },
    story: 'The request bit is set, but the vCPU is neither brought out of the guest nor woken: no posted version has a kick. A guest that sleeps goes on sleeping (P11b).',
  },
  'no-kick+async-pf': {
    set: { dispatcher: 'v7-fixed', flaws: ['no-kick'], wfi: true },
    story: 'The same with the event of the host alone, as for asynchronous page faults: the guest sleeps until its page is there, and is not told (P11b, L1).',
  },
  'no-kick+computing': {
    set: { dispatcher: 'v7-fixed', flaws: ['no-kick'], computes: true },
    story: 'The same with a guest that does not sleep, but computes without an exit: the request bit is set, and nobody ever looks (L1).',
  },
  'deliver-clobbers-spsr': {
    set: { dispatcher: 'spec', flaws: ['deliver-clobbers-spsr'], excWindow: true },
    story: 'The delivery writes SPSR_EL1, as in v5. A guest that has taken an exception and not saved it yet loses it (P7).',
  },
  'v5+deliver-clobbers-spsr': {
    set: { dispatcher: 'v5', flaws: ['deliver-clobbers-spsr'], excWindow: true },
    story: 'v5 with event 0, and the window after an exception in which SPSR_EL1 is precious: its delivery overwrites it (P7).',
  },
  'deliver-skips-pc-adjust': {
    set: { dispatcher: 'spec', flaws: ['deliver-skips-pc-adjust'], mmio: true },
    story: 'The PC is not advanced past the access that caused the exit before it is saved (P24): the guest makes the access twice (P7). A comment in v5 warns of it.',
  },
  'cpu-on-keeps-state': {
    set: { dispatcher: 'spec', flaws: ['cpu-on-keeps-state'], power: true },
    story:
      'Power-off and power-on leave SDEI alone, as in all versions of KVM: a vCPU comes up unmasked (P22), with handlers in progress (P22b), and a COMPLETE in the new kernel restores a context of the old one (P7).',
  },
  'v5+power': { set: { dispatcher: 'v5', power: true }, story: 'v5 with event 0, and PSCI: there is no hook, so a vCPU comes up unmasked (P22), with a handler in progress (P22b).' },
  'v6+power': { set: { dispatcher: 'v6', power: true }, story: 'v6 with event 0, and PSCI: there is no hook, so a vCPU comes up unmasked (P22), with a handler in progress (P22b).' },
  'v7+power': { set: { dispatcher: 'v7', power: true }, story: 'v7 with event 0, and PSCI: there is no hook, so a vCPU comes up unmasked (P22), with a handler in progress (P22b).' },
  'spec+power': {
    set: { dispatcher: 'spec', power: true },
    story: `The specification with PSCI: handlers in progress are completed at CPU_OFF, and a vCPU comes up masked, with no event registered. ${kept}`,
  },
  'resume-injects-irq': {
    set: { dispatcher: 'v7-fixed', flaws: ['resume-injects-irq'], answers: true, calls: 'all' },
    story: 'COMPLETE_AND_RESUME does not look at the address that it is given, and injects an interrupt exception instead, as in v5 and v6 (P23).',
  },
  'v6+all-calls': {
    set: { dispatcher: 'v6', answers: true, calls: 'all' },
    story:
      'v6 with every call, and the answers shown: EVENT_STATUS takes an event that is about to be unregistered for a registered one (P13), and COMPLETE_AND_RESUME does not go where it is told (P23).',
  },
  'set-then-check': {
    set: { dispatcher: 'v7-fixed', injection: 'set-then-check' },
    story: `An injection without a lock: is the event registered; set the pending bit; if unmasked and enabled, request. This order loses nothing. ${kept}`,
  },
  'set-then-check+unregister-keeps-pending': {
    set: { dispatcher: 'v7-fixed', injection: 'set-then-check', flaws: ['unregister-keeps-pending'] },
    story: 'The same in v7, where UNREGISTER and REGISTER leave the pending bit alone: it is set after the event was unregistered, and the next handler starts for it (P9).',
  },
  'check-then-set': {
    set: { dispatcher: 'v7-fixed', injection: 'check-then-set' },
    story: `The same with the last two steps exchanged: the injector reads "masked", the vCPU unmasks and sees nothing, the injector sets the pending bit and requests nothing (P11). ${mutation}`,
  },
  'migrate-ideal': { set: { dispatcher: 'v7-fixed', migration: 'ideal' }, story: `A migration; the request bit is set on arrival if something can be delivered. ${kept}` },
  'migrate-v7-rule': { set: { dispatcher: 'v7-fixed', migration: 'v7-rule' }, story: `A migration; the request bit is set on arrival if the vCPU is unmasked and anything waits, as in v7. ${kept}` },
  'migrate-v5-rule': {
    set: { dispatcher: 'v7-fixed', migration: 'v5-rule' },
    story:
      'A migration; the request bit is set on arrival if no handler runs and something waits, as in v5. A critical event that waits while a normal handler runs is forgotten until that completes (P11).',
  },
  'migrate-drop-req': { set: { dispatcher: 'v7-fixed', migration: 'drop-req' }, story: 'A migration; the request bit is not carried over, and what had been requested waits for ever (P11).' },
  'v5+notifier': {
    set: { dispatcher: 'v5', migration: 'v5-rule', notifier: true },
    story:
      'v5 with its own migration: the address of the host function that async-pf is to be told by is carried over, and called on another host (P20b). The reviewer: "Wait, isn\'t this a kernel function pointer!?"',
  },
  'v5+route-typo': {
    set: { dispatcher: 'v5', migration: 'v5-rule', routeTypo: true, vcpus: 2, events: ['shared'] },
    story: 'v5 with a shared event: the first registration stores the affinity where the routing mode belongs. An event that is routed to vCPU 0 is routed to any vCPU after a migration (P20c).',
  },
  'v5+route-typo+three-vcpus': {
    set: { dispatcher: 'v5', migration: 'v5-rule', routeTypo: true, vcpus: 3, events: ['shared'], entry: 'fused' },
    story: 'The same with three vCPUs (and entries fused with calls): an event that is routed to vCPU 2 has a routing mode that does not exist, and the restore is refused (P20).',
  },
  'immediate-lock-leak': { set: { dispatcher: 'v6', immediate: true }, story: 'v6, where the host may ask for an injection now or not at all: the refusal returns without releasing the lock (P18b).' },
  'limit-vcpus': {
    set: { dispatcher: 'spec', vcpus: 3, vcpuLimit: 2 },
    story: 'Arrays indexed by vCPU that are shorter than the number of vCPUs (512 in v5, 2 here), without a check: the third vCPU registers an event behind their end (P19).',
  },
  bit31: {
    set: { dispatcher: 'v5', bit31: true, calls: 'all-and-malformed' },
    story: 'v5 with an exposed event whose number has bit 31 set, and every wrong argument that a guest can give: the range check looks at bits 22 and 23 only, and the event can be registered (P14).',
  },
  'v5+expose': {
    set: { dispatcher: 'v5', expose: true },
    story: 'v5 where the VMM exposes async-pf while the guest runs. A call about an event that is not exposed is answered as if it were known (P14), but it cannot be registered.',
  },
  'v7+bit31': {
    set: { dispatcher: 'v7', bit31: true, calls: 'all-and-malformed' },
    story:
      'v7 with a later change of a variable to a signed type: ENABLE and DISABLE take an event number with bit 31 set for a small one, and index before the begin of the bitmap (P19). Found by reading.',
  },
  'destroy-vm-first': {
    set: { dispatcher: 'v5', lifecycle: 'vm-first' },
    story:
      'The objects of the seed patch at the end of a VM: kvm_arch_destroy_vm frees the VM object first, and kvm_sdei_destroy_vcpu then does nothing. The vCPU object leaks (P26); a queued event refers to freed memory (P26b).',
  },
  'destroy-vcpus-first': { set: { dispatcher: 'v5', lifecycle: 'vcpus-first' }, story: `The same with the vCPUs destroyed first. ${kept}` },
  'spec+bound-spi': {
    set: { dispatcher: 'spec', events: ['signaled', 'bound-spi'] },
    story: `The specification with event 0 and an event that is bound to a shared peripheral interrupt. ${kept}`,
  },
  'spec+bound-ppi': {
    set: { dispatcher: 'spec', events: ['signaled', 'bound-ppi'], calls: 'all-and-malformed' },
    story: `The specification with event 0, an event that is bound to a private peripheral interrupt, and every call with every wrong argument. ${kept}`,
  },
  'spec+three-events': { set: { dispatcher: 'spec', events: ['signaled', 'async-pf', 'shared'] }, story: `The specification on one vCPU with three events. ${kept}` },
  'spec+two-entry-points': {
    set: { dispatcher: 'spec', entryPoints: 2 },
    story: `The specification, with a guest that registers one of two entry points: the one that was registered last is used. ${kept}`,
  },
  'spec+unlimited': {
    set: { dispatcher: 'spec', unlimited: true },
    story: `The specification, and a host that raises the critical event again and again: event 0 waits for ever (L1), or its handler never comes to its end (L2). ${starves}`,
  },
  'v7-fixed+unlimited': { set: { dispatcher: 'v7-fixed', unlimited: true }, story: `The request bit, and a host that raises the critical event again and again (L1, L2). ${starves}` },
  'v5+unlimited': { set: { dispatcher: 'v5', unlimited: true }, story: `v5, and a host that raises the critical event again and again (L1, L2). ${starves}` },
  'spec+unlimited-signals': {
    set: { dispatcher: 'spec', events: ['signaled', 'shared'], unlimited: true },
    story: `The specification on one vCPU with two normal events, either of which is raised again and again: the other one waits for ever (L1), because any of them may be delivered first. ${starves}`,
  },
  'v7-fixed+cancel': { set: { dispatcher: 'v7-fixed', cancel: true }, story: `The request bit with a host that may cancel what it has injected. ${kept}` },
};

export const variants: { readonly [name: string]: Variant<Parameters> } = Object.fromEntries(
  (Object.keys(expected) as (keyof typeof expected)[]).flatMap((name) => {
    const { set, story } = subjects[name];
    const rows = Object.entries(expected[name]) as [keyof typeof configurations, Variant<Parameters>['expect'] & object][];
    return rows.map(([configuration, expect]): [string, Variant<Parameters>] => [
      // Where a subject stands in one configuration only, its name says enough, unless that is of its essence.
      configuration === 'nested' || configuration === 'single' || configuration === 'injected' ? name : `${name}+${configuration}`,
      { story, set: { ...base, ...configurations[configuration], ...set }, expect },
    ]);
  }),
);
