/** What the hardware derives from the state, for one set of parameters: no actor, only what several of them look at. */
import { type Kind, kindTraits, type Parameters } from './parameters.js';
import { type Irq, type IrqFields, isQueued, type Pc, type State, schemas, usesLatch, type Vcpu } from './state.js';

export type Machine = ReturnType<typeof machine>;

export function machine(parameters: Parameters) {
  const { vcpus, pcpus, irqs, kvm, hostCpu, underflowIrq } = parameters;
  const kinds: readonly Kind[] = irqs.map((name) => kindTraits[name]);
  const lrs = parameters.lrs ?? irqs.length;
  /** There are fewer list registers than interrupts. */
  const pressure = lrs < irqs.length;
  const forwarded = kinds.some((kind) => !kind.shared);
  /** Where vCPUs must share a physical CPU, the tick of the host's scheduler throws each of them out in the end, and takes it off. */
  const tickIsFair: { readonly fairness?: 'strong' } = vcpus > pcpus ? { fairness: 'strong' } : {};
  const everyVcpu = indices(vcpus);
  const everyIrq = indices(irqs.length);
  const { Handler, HostHandler } = schemas(parameters);

  const kindOf = (irq: number): Kind => kinds[irq] as Kind;
  const irqOf = (state: State, vcpu: number, irq: number): Irq => state.vcpus.get(vcpu).irqs.get(irq);
  const withIrq = (state: State, vcpu: number, irq: number, fields: IrqFields): State => state.updateIn(['vcpus', vcpu, 'irqs', irq], (old) => old.merge(fields));

  /** The physical active bit: of a timer that of the physical CPU on which the vCPU is loaded. */
  function dist(state: State, vcpu: number, irq: number): boolean {
    if (!kindOf(irq).shared) return irqOf(state, vcpu, irq).physActive;
    const { cpu } = state.vcpus.get(vcpu);
    return cpu !== null && state.pcpus.get(cpu).physActive.get(irq);
  }

  /** Writes the physical active bit; an LPI has none. */
  function withDist(state: State, vcpu: number, irq: number, active: boolean): State {
    if (!kindOf(irq).hasActiveState) return state;
    if (!kindOf(irq).shared) return state.setIn(['vcpus', vcpu, 'irqs', irq, 'physActive'], active);
    const { cpu } = state.vcpus.get(vcpu);
    return cpu === null ? state : state.setIn(['pcpus', cpu, 'physActive', irq], active);
  }

  /** The GIC presents this interrupt of a non-shared device to the host: pending, and not active. */
  function presented(state: State, vcpu: number, irq: number): boolean {
    const { shared, trigger, hasActiveState } = kindOf(irq);
    if (shared) return false;
    const it = irqOf(state, vcpu, irq);
    const pending = trigger === 'level' ? it.line : it.physPending;
    return pending && !(hasActiveState && it.physActive);
  }

  /** Some interrupt is presented to the host. */
  function hostSignalled(state: State): boolean {
    return forwarded && everyVcpu.some((vcpu) => everyIrq.some((irq) => presented(state, vcpu, irq)));
  }

  /** The line of a timer that is loaded is high, and its interrupt is not active: the GIC presents it at once. */
  function timerSignalled(state: State, vcpu: number): boolean {
    return everyIrq.some((irq) => kindOf(irq).shared && irqOf(state, vcpu, irq).line && !dist(state, vcpu, irq));
  }

  /** More waits than the last flush could place, and at most one list register still holds something. */
  function underflow({ overflow, irqs: list }: Vcpu): boolean {
    if (!underflowIrq || !overflow) return false;
    const held = everyIrq.map((irq) => list.get(irq)).filter((it) => it.listed && !empty(it));
    return held.length <= 1;
  }

  /** What ELRSR says of the list register that holds an interrupt; a stale copy says what was true at the last exit. */
  function looksEmpty(it: Irq): boolean {
    return parameters.staleElrsr ? it.savedElrsr : empty(it);
  }

  /** A physical interrupt is signalled to the CPU where this vCPU is in the guest. It is taken before the next instruction. */
  function signalled(state: State, vcpu: number): boolean {
    const it = state.vcpus.get(vcpu);
    return it.kick || timerSignalled(state, vcpu) || (it.cpu === hostCpu && hostSignalled(state)) || underflow(it);
  }

  /** The vCPU is in the guest, and nothing keeps it from executing its next instruction. */
  function runsGuest(state: State, vcpu: number): boolean {
    return state.vcpus.get(vcpu).pc === 'guest' && !signalled(state, vcpu);
  }

  /**
   * Host interrupts are on at these steps: in 2015 all around the guest, since then only at the top of the loop. Where they
   * are on, the host's handlers go first.
   */
  const irqsOn: readonly Pc[] = isQueued(kvm) ? ['flushTimer', 'flushVgic', 'flushActive', 'syncTimer', 'syncVgic'] : ['flushTimer'];

  /** The host handles an interrupt, or is about to take one, on the physical CPU of this vCPU's thread, which therefore waits. */
  function hostGoesFirst(state: State, { cpu }: Vcpu): boolean {
    return forwarded && cpu === hostCpu && (state.hostHandler !== null || hostSignalled(state));
  }

  /** Whether the vCPU's thread can take the step `pc` now. */
  function isAt(state: State, vcpu: number, pc: Pc): boolean {
    const it = state.vcpus.get(vcpu);
    return it.pc === pc && !(irqsOn.includes(pc) && hostGoesFirst(state, it));
  }

  /** No vCPU is loaded on this physical CPU, and no handler of the host runs there. */
  function isFree(state: State, pcpu: number): boolean {
    return !(forwarded && pcpu === hostCpu && state.hostHandler !== null) && everyVcpu.every((vcpu) => state.vcpus.get(vcpu).cpu !== pcpu);
  }

  /** The vCPU leaves the guest; the hardware's ELRSR is saved. */
  function exit(state: State, vcpu: number): State {
    const left = state.updateIn(['vcpus', vcpu], (it) => it.merge({ pc: 'syncTimer', kick: false }));
    if (!parameters.staleElrsr) return left;
    return everyIrq.reduce((next, irq) => {
      const it = irqOf(state, vcpu, irq);
      return it.listed ? withIrq(next, vcpu, irq, { savedElrsr: empty(it) }) : next;
    }, left);
  }

  return {
    parameters,
    kinds,
    lrs,
    pressure,
    forwarded,
    tickIsFair,
    everyVcpu,
    everyIrq,
    Handler,
    HostHandler,
    kindOf,
    irqOf,
    withIrq,
    dist,
    withDist,
    presented,
    hostSignalled,
    looksEmpty,
    signalled,
    runsGuest,
    irqsOn,
    /** KVM of 2015 with `map->active`. */
    hasLogicalActive: usesLatch(kvm),
    isAt,
    isFree,
    exit,
  };
}

/** The list register holds nothing that is pending or active. */
export function empty({ lrP, lrA }: Irq): boolean {
  return !lrP && !lrA;
}

function indices(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
