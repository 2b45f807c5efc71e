/**
 * What is promised of the machine. The sentences are those of the kernel's document on forwarded interrupts, of the mail
 * that reviewed it, and of the architecture. A property stands only in models of which it says something; the list at the
 * end of `properties` tells which those are.
 */
import { language, oneOf, type Property, reference, type Taken } from 'explore';
import { gic } from './actors/gic.js';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { designs } from './designs/index.js';
import { expectedPatterns, type Pattern } from './evidence.js';
import { finitely, isGuestStep } from './fairness.js';
import { empty, machine } from './machine.js';
import { type Parameters, promisesProgress } from './parameters.js';
import type { Irq, State } from './state.js';
import { syncRecord } from './sync-record.js';

const { invariant, step, alwaysEventually, witness, deadlockFreedom, bound } = language<State>();

const document = 'Documentation/virtual/kvm/arm/vgic-mapped-irqs.txt';
const closingRule = `${document}, "Forwarded Edge and Level Triggered PPIs and SPIs", last paragraph`;
const levelCommit = 'Linux commit 4b4b4512da2a, "Rework the arch timer to use level-triggered semantics"';
const mail = 'mail of 7 September 2015 that reviews vgic-mapped-irqs.txt';

export function properties(parameters: Parameters): readonly Property<State>[] {
  const it = machine(parameters);
  const { kinds, everyIrq, kindOf, irqOf, dist } = it;
  const { setsHwBit } = designs[parameters.kvm];
  const { enter, syncVgic } = kvm(parameters);
  const { ack, end } = guest(parameters);
  const vcpu = reference('vCPU', parameters.vcpus);
  const eachIrq = { vcpu, irq: reference('interrupt', parameters.irqs.length) };
  const isLevel = (irq: number) => kindOf(irq).trigger === 'level';
  const isEdge = (irq: number) => kindOf(irq).trigger === 'edge';
  const hasActiveState = (irq: number) => kindOf(irq).hasActiveState;
  const levels = kinds.some((kind) => kind.trigger === 'level');
  const edges = kinds.some((kind) => kind.trigger === 'edge');
  const isHandled = (state: State, of: number, irq: number) => state.vcpus.get(of).handler?.irq === irq;

  /** The interrupts that are in a list register before a step and not after it. */
  const takenOut = (state: State, of: number, next: State) =>
    everyIrq.map((irq) => ({ irq, before: irqOf(state, of, irq), after: irqOf(next, of, irq) })).filter(({ before, after }) => before.listed && !after.listed);

  const I1 = invariant('I1', 'while a vCPU is in the guest, each interrupt that is pending or active in a list register with HW=1 is active in the distributor', {
    source: closingRule,
    args: eachIrq,
    where: ({ irq }) => hasActiveState(irq),
    given: (state, { vcpu, irq }) => state.vcpus.get(vcpu).pc === 'guest' && isHeld(irqOf(state, vcpu, irq)),
    holds: (state, { vcpu, irq }) => dist(state, vcpu, irq),
  });

  const I2 = invariant('I2', 'no list register with HW=1 is pending and active at once', {
    source: `${document}, "The HW bit"`,
    args: eachIrq,
    given: (state, { vcpu, irq }) => irqOf(state, vcpu, irq).listed,
    holds: (state, { vcpu, irq }) => {
      const { lrP, lrA } = irqOf(state, vcpu, irq);
      return !(lrP && lrA);
    },
  });

  const I3 = invariant('I3', 'no LPI is in a list register with HW=1: an LPI has no active state that the guest could end', {
    source: `${document}, "Forwarded LPIs"`,
    args: eachIrq,
    where: ({ irq }) => !hasActiveState(irq),
    given: (state, { vcpu, irq }) => irqOf(state, vcpu, irq).listed,
    holds: () => !setsHwBit,
  });

  const S1 = step('S1', 'KVM enters a guest only when each interrupt that is pending or active in a list register with HW=1 is active in the distributor', {
    source: closingRule,
    on: enter,
    given: (state, { args }) => everyIrq.some((irq) => isHeld(irqOf(state, args.vcpu, irq))),
    holds: (state, { args }) =>
      everyIrq.every((irq) => {
        const held = irqOf(state, args.vcpu, irq);
        if (!hasActiveState(irq) || !isHeld(held)) return true;
        // On hardware that leaves the active bit behind, an active list register whose handler has ended stands for nothing.
        if (parameters.gic === 'eoi-leaves-lr-active' && held.lrA && !isHandled(state, args.vcpu, irq)) return true;
        return dist(state, args.vcpu, irq);
      }),
  });

  const S2 = step('S2', 'when KVM takes an interrupt out of its list register, it does not forget one that the guest has not finished', {
    source: `${mail}, case 2`,
    on: syncVgic,
    given: (state, { args }) => everyIrq.some((irq) => irqOf(state, args.vcpu, irq).listed),
    holds: {
      'what the guest has not taken yet goes on waiting': (state, { args }, next) =>
        takenOut(state, args.vcpu, next).every(({ irq, before, after }) => !(before.lrP && (isEdge(irq) || before.line)) || after.pend || after.level),
      'what the guest is handling stays active': (state, { args }, next) =>
        takenOut(state, args.vcpu, next).every(({ irq, before, after }) => !(before.lrA && isHandled(state, args.vcpu, irq)) || after.active),
    },
  });

  const S3 = step('S3', 'the guest deactivates a physical interrupt only when that is active; the rest is unpredictable', {
    source: 'Arm IHI 0048 and IHI 0069, GICC_DIR and ICC_DIR_EL1',
    on: end,
    given: (state, { args }) => {
      const { listed, lrA } = irqOf(state, args.vcpu, args.irq);
      return listed && lrA;
    },
    holds: (state, { args }) => dist(state, args.vcpu, args.irq),
  });

  const S4 = step('S4', 'when the guest ends an interrupt, a list register holds it as active', {
    source: 'Arm IHI 0048 and IHI 0069, GICH_HCR.EOICount and ICH_HCR_EL2.EOIcount',
    on: end,
    holds: {
      'a list register holds it': (state, { args }) => irqOf(state, args.vcpu, args.irq).listed,
      'that list register is active': (state, { args }) => irqOf(state, args.vcpu, args.irq).lrA,
    },
  });

  const S5 = step('S5', 'when the guest takes a level interrupt, the line is high: no interrupt is spurious', {
    source: levelCommit,
    on: ack,
    given: (_state, { args }) => isLevel(args.irq),
    holds: (state, { args }) => irqOf(state, args.vcpu, args.irq).line,
  });

  const S6 = step('S6', 'KVM carries no pending level interrupt into the guest while the line is low', {
    source: levelCommit,
    on: enter,
    given: (state, { args }) => everyIrq.some((irq) => isLevel(irq) && isPending(irqOf(state, args.vcpu, irq))),
    holds: (state, { args }) =>
      everyIrq.every((irq) => {
        if (!isLevel(irq)) return true;
        const held = irqOf(state, args.vcpu, irq);
        return !isPending(held) || held.line;
      }),
  });

  const S7 = step('S7', 'the host does not take the interrupt of a non-shared device while a list register still holds it', {
    source: `${document}, "Forwarded Edge and Level Triggered PPIs and SPIs", on edges`,
    on: host(parameters).ack,
    holds: (state, { args }) => !isHeld(irqOf(state, args.vcpu, args.irq)),
  });

  const S8 = step('S8', 'a non-shared device does not throw the guest out of the handler of its own interrupt', {
    source: `${document}, the reason for HW=1 with edges`,
    on: gic(parameters).exitIrq,
    holds: (state, { args }) => {
      const { handler, cpu } = state.vcpus.get(args.vcpu);
      return handler === null || cpu !== parameters.hostCpu || !it.presented(state, args.vcpu, handler.irq);
    },
  });

  /** The interrupt that `ack` takes. */
  const takes = ({ action, args }: Taken, { vcpu, irq }: { readonly vcpu: number; readonly irq: number }) => action === ack.name && args.vcpu === vcpu && args.irq === irq;

  const L1 = alwaysEventually('L1', 'a level line that stays high is taken in the end, by a guest that does not mask or disable it again and again', {
    source: `${document}, what a level-triggered interrupt is`,
    args: eachIrq,
    where: ({ irq }) => isLevel(irq),
    holds: (state, { vcpu, irq }) => !irqOf(state, vcpu, irq).line || isHandled(state, vcpu, irq),
    by: takes,
    fairness: finitely({ itself: ['guest.mask', 'guest.disable'], anybody: edges ? ['device.raise'] : [] }),
  });

  const L2 = alwaysEventually('L2', 'once no device fires any more, the guest makes progress: every vCPU executes again and again', {
    source: `${document}, "Forwarded Edge and Level Triggered PPIs and SPIs", on level lines`,
    args: { vcpu },
    by: (taken, chosen) => isGuestStep(taken, chosen.vcpu),
    fairness: finitely({ anybody: ['device.raise'] }),
  });

  const L3 = alwaysEventually('L3', 'the last edge of a device is taken by the guest in the end', {
    source: `${document}, "Forwarded Edge and Level Triggered PPIs and SPIs", on edges`,
    args: eachIrq,
    where: ({ irq }) => isEdge(irq),
    holds: (state, { vcpu, irq }) => !irqOf(state, vcpu, irq).owed,
    by: takes,
    fairness: finitely({ itself: ['guest.mask', 'guest.disable'], anybody: ['device.raise'] }),
  });

  const L4 = alwaysEventually('L4', 'every vCPU executes again and again, even while devices fire without end', {
    source: `${document}, "Forwarded Edge and Level Triggered PPIs and SPIs", why edges should have HW=1`,
    args: { vcpu },
    by: (taken, chosen) => isGuestStep(taken, chosen.vcpu),
    fairness: finitely(),
  });

  const W1 = witness('W1', "the guest's handler of an interrupt runs", {
    args: eachIrq,
    reached: (state, { vcpu, irq }) => isHandled(state, vcpu, irq),
  });

  const W2 = witness('W2', 'an edge fires again while its handler runs', {
    args: eachIrq,
    where: ({ irq }) => isEdge(irq),
    reached: (state, { vcpu, irq }) => isHandled(state, vcpu, irq) && irqOf(state, vcpu, irq).owed,
  });

  const W3 = witness('W3', 'a level line rises again after the handler has silenced the device, and before it ends the interrupt', {
    args: eachIrq,
    where: ({ irq }) => isLevel(irq),
    reached: (state, { vcpu, irq }) => {
      const { handler } = state.vcpus.get(vcpu);
      return handler !== null && handler.irq === irq && handler.stage !== 'acked' && irqOf(state, vcpu, irq).line;
    },
  });

  /** What the trace point at the top of kvm_vgic_sync_hwstate prints of an interrupt; null when it prints nothing. */
  const observation = (state: State, of: number, irq: number): Pattern | null => {
    if (!it.isAt(state, of, 'syncVgic')) return null;
    const record = syncRecord(it, state, of, irq);
    return record && [record.state, record.elrsr, record.dist, ...(record.logActive === undefined ? [] : [record.logActive])].join('/');
  };
  const patterns = expectedPatterns(parameters);
  const ofSync = (expected: readonly Pattern[]) => [
    witness('W4', `each pattern that belongs to this design and this GIC is seen at a sync; here, as LR.state/ELRSR/dist active${it.hasLogicalActive ? '/log. active' : ''}: ${expected.join(', ')}`, {
      source: `${mail}, the table of patterns`,
      args: { vcpu, pattern: oneOf(...expected) },
      reached: (state, { vcpu, pattern }) => everyIrq.some((irq) => observation(state, vcpu, irq) === pattern),
    }),
    invariant('E1', 'no pattern but those that W4 names is ever seen at a sync', {
      source: `${mail}, the table of patterns`,
      args: eachIrq,
      given: (state, { vcpu, irq }) => observation(state, vcpu, irq) !== null,
      holds: (state, { vcpu, irq }) => expected.some((pattern) => pattern === observation(state, vcpu, irq)),
    }),
  ];

  const D = deadlockFreedom('D', 'something can always happen');

  const B1 = bound('B1', 'so often in a row a vCPU is thrown out of the guest before the guest has taken a step', {
    args: { vcpu },
    from: (state, { vcpu }) => state.vcpus.get(vcpu).pc === 'ready',
    by: ({ actor }, { vcpu }) => actor === `guest vcpu${vcpu}`,
    counting: ({ action, args }, { vcpu }) => action === 'gic.exitIrq' && args.vcpu === vcpu,
  });

  const progress = promisesProgress(parameters);
  const someActiveState = kinds.some((kind) => kind.hasActiveState);
  const only = (applies: boolean, ...list: readonly Property<State>[]): readonly Property<State>[] => (applies ? list : []);
  return [
    ...only(setsHwBit, I2),
    ...only(setsHwBit && someActiveState && parameters.gic === 'eoi-clears-lr', I1),
    ...only(!kinds.every((kind) => kind.hasActiveState), I3),
    ...only(setsHwBit && someActiveState, S1),
    S2,
    ...only(setsHwBit, S3),
    S4,
    ...only(levels, S5, S6),
    ...only(it.forwarded, S7, S8),
    ...only(progress && levels, L1),
    ...only(progress, L2),
    ...only(progress && edges, L3),
    ...only(progress, L4),
    W1,
    ...only(edges, W2),
    ...only(levels, W3),
    ...(patterns === null ? [] : ofSync(patterns)),
    D,
    ...only(parameters.vcpus === 1 && parameters.pcpus === 1 && kinds.every((kind) => kind.shared), B1),
  ];
}

/** A list register holds the interrupt, and has not been emptied by the guest. */
function isHeld(irq: Irq): boolean {
  return irq.listed && !empty(irq);
}

/** A list register holds it, and the guest has not taken it. */
function isPending({ listed, lrP }: Irq): boolean {
  return listed && lrP;
}
