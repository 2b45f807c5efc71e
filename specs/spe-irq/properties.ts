/**
 * What is promised of the machine. The sentences are those of the review of the patch, of the kernel's document on mapped
 * interrupts, and of the architecture. A property stands only in models in which it can say something: without the HW bit
 * there is no S1 and S2, with the interrupt controller in user space no S4 and S5, and where the host never takes the
 * interrupt no S3 and W1.
 */
import { language, type Property, reference, type Taken } from 'explore';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { calmHostAndGuest, finitely, isGuestStep } from './fairness.js';
import { machine } from './machine.js';
import { type Parameters, promisesProgress } from './parameters.js';
import type { State } from './state.js';

const { invariant, step, alwaysEventually, witness, deadlockFreedom } = language<State>();

const review = 'mail of 24 December 2019, the review of the patch';

export function properties(parameters: Parameters): readonly Property<State>[] {
  const { vcpus, hostProfiling, blackHole, activeWrites } = parameters;
  const progress = promisesProgress(parameters);
  const { design, kernel, hw, interruptsHost, inUnit, unitService, signalled } = machine(parameters);
  const { ack, eoi } = guest(parameters);
  const { enter } = kvm(parameters);
  const { put, handle } = host(parameters);
  const vcpu = reference('vCPU', vcpus);

  const S1 = step('S1', 'KVM enters a guest whose list register has HW=1 and holds the interrupt only while the physical interrupt is active', {
    source: 'Documentation/virtual/kvm/arm/vgic-mapped-irqs.txt, the rule on the active state',
    on: enter,
    given: (state, { args }) => {
      const { lrP, lrA } = state.vcpus.get(args.vcpu);
      return lrP || lrA;
    },
    holds: (state) => state.physActive,
  });

  const S2 = step('S2', 'the guest deactivates a physical interrupt only when that is active', {
    source: 'Arm IHI 0069, ICC_EOIR1_EL1 and ICH_LR<n>_EL2.HW',
    on: eoi,
    holds: (state) => state.physActive,
  });

  const S3 = step('S3', "the host's driver never takes the guest's full buffer for its own", {
    source: `${review}: "wreck the host driver as soon as an interrupt occurs"`,
    on: handle,
    holds: ({ owner, vcpus: all }, _taken, next) => owner === null || all.get(owner).fill === next.vcpus.get(owner).fill,
  });

  const S4 = step('S4', 'KVM carries no pending interrupt into the guest while the service bit of the guest is 0', {
    source: `${review}, on get_input_level`,
    on: enter,
    given: (state, { args }) => state.vcpus.get(args.vcpu).lrP,
    holds: (state, { args }) => state.vcpus.get(args.vcpu).service,
  });

  const S5 = step('S5', 'when the guest takes the interrupt, its service bit is 1: no interrupt is spurious', {
    source: 'Arm DDI 0487, PMBSR_EL1.S and the buffer management interrupt',
    on: ack,
    holds: (state, { args }) => state.vcpus.get(args.vcpu).service,
  });

  const B1 = (longest: number) =>
    invariant('B1', `a black hole, in which the guest runs with profiling stopped and no interrupt on its way, is at most black-hole=${longest} guest steps long`, {
      source: `${review}, last paragraph`,
      args: { vcpu },
      holds: (state, chosen) => state.vcpus.get(chosen.vcpu).blind <= longest,
    });

  const C1 = (most: number) =>
    invariant('C1', `in one turn of its loop, entry and exit, KVM writes the physical active bit at most active-writes=${most} times`, {
      source: `${review}: "hitting the redistributor on the fast path is a performance killer"`,
      args: { vcpu },
      holds: (state, chosen) => state.vcpus.get(chosen.vcpu).writes <= most,
    });

  const L1 = alwaysEventually('L1', 'the guest makes progress: every vCPU executes again and again, even if its service bit is set when it is entered', {
    source: `${review}: "doesn't immediately kick you out of the guest and prevent forward progress"`,
    args: { vcpu },
    by: (taken, chosen) => isGuestStep(taken, chosen.vcpu),
    fairness: finitely('spe.hostFill'),
  });

  const L2 = alwaysEventually('L2', 'a service bit that is set is seen by the guest in the end: it takes the interrupt, or clears the bit', {
    source: 'the patch: "let\'s determine if the SPE device has generated an interrupt - if so we\'ll inject a virtual interrupt to the guest"',
    args: { vcpu },
    holds: (state, chosen) => {
      const { service, hwService } = state.vcpus.get(chosen.vcpu);
      return !service && !hwService;
    },
    by: ({ action, args }: Taken, chosen) => action === ack.name && args.vcpu === chosen.vcpu,
    fairness: calmHostAndGuest,
  });

  const L3 = alwaysEventually('L3', "the host's service bit, once set, is served in the end", {
    source: `${review}: "devices shared between host and guests"`,
    holds: (state) => !state.hostService,
  });

  const L3b = alwaysEventually('L3b', "the host's service bit is served in the end, even if the vCPU is never put again", {
    source: `${review}: "set the interrupt as active on load, clear it on put"`,
    holds: (state) => !state.hostService,
    fairness: { ...finitely(put.name), unfair: ({ action }) => action === put.name },
  });

  const W1 = witness('W1', 'the host takes the interrupt for nothing: its driver is called, and finds no service bit set that it knows of', {
    source: `${review}: "You can't completely rule out the host getting interrupted"`,
    reached: (state) => {
      if (state.hostHandler !== 'acked') return false;
      const it = inUnit(state);
      return it === null ? !state.hostService : !(parameters.hostProfiling && unitService(it));
    },
  });

  const W2 = witness('W2', 'an entry is in vain: the interrupt throws the guest out before its first step', {
    args: { vcpu },
    reached: (state, chosen) => {
      const { pc, fresh } = state.vcpus.get(chosen.vcpu);
      return pc === 'guest' && fresh && signalled(state);
    },
  });

  const W3 = witness('W3', 'the service bit is set again after the handler has cleared it, and before the handler ends the interrupt', {
    args: { vcpu },
    reached: (state, chosen) => {
      const { handler, service } = state.vcpus.get(chosen.vcpu);
      return handler === 'cleared' && service;
    },
  });

  const W4 = (longest: number) =>
    witness('W4', `there is a black hole of black-hole=${longest} guest steps, the longest that B1 allows`, {
      args: { vcpu },
      reached: (state, chosen) => state.vcpus.get(chosen.vcpu).blind === longest,
    });

  const D = deadlockFreedom('D', 'something can always happen');

  const only = (applies: boolean, ...list: readonly Property<State>[]): readonly Property<State>[] => (applies ? list : []);
  return [
    ...only(hw, S1, S2),
    ...only(interruptsHost, S3),
    ...only(kernel, S4, S5),
    ...(blackHole === null ? [] : [B1(blackHole)]),
    ...(activeWrites === null ? [] : [C1(activeWrites)]),
    ...only(progress, L1, L2),
    ...only(progress && hostProfiling, L3, L3b),
    ...only(interruptsHost, W1),
    ...only(!design.activeWhileLoaded, W2),
    W3,
    ...(blackHole === null || blackHole === 0 ? [] : [W4(blackHole)]),
    D,
  ];
}
