/** What the hardware derives from the state, for one set of parameters: no actor, only what several of them look at. */
import { designs } from './designs.js';
import { contextOf, isMapped, type Parameters } from './parameters.js';
import type { Pc, State, Vcpu, VcpuFields } from './state.js';

export function machine(parameters: Parameters) {
  const { tick, retire, hostProfiling, irqchip, syncOrder, blindCap, activeWrites } = parameters;
  const design = designs[parameters.design];
  const context = contextOf(parameters);
  const kernel = irqchip === 'kernel';
  /** The list register has HW=1: the guest's end of the interrupt reaches the physical one. */
  const hw = isMapped(parameters.design) && kernel;

  const withVcpu = (state: State, vcpu: number, fields: VcpuFields): State => state.updateIn(['vcpus', vcpu], (it) => it.merge(fields));

  /** The vCPU whose registers are in the unit; null: the host's are. */
  function inUnit({ owner, vcpus }: State): Vcpu | null {
    if (owner === null) return null;
    const it = vcpus.get(owner);
    return context === 'load-put' || it.pc === 'guest' ? it : null;
  }

  /** The service bit that the unit has while this vCPU's registers are in it. */
  function unitService({ service, hwService }: Vcpu): boolean {
    return design.trapsRegisters ? hwService : service;
  }

  /** The service bit that the unit has while this vCPU's registers are in it, written. */
  function withUnitService(vcpu: VcpuFields, service: boolean): VcpuFields {
    return design.trapsRegisters ? { ...vcpu, hwService: service } : { ...vcpu, service };
  }

  /** The unit's line: high as long as its service bit is set. */
  function line(state: State): boolean {
    const it = inUnit(state);
    return it === null ? state.hostService : unitService(it);
  }

  /** What follows every step by itself: a line that rises is seen at once, one that falls perhaps later. */
  function settled(state: State): State {
    if (line(state)) return state.set('gicPending', true);
    return retire === 'at-once' ? state.set('gicPending', false) : state;
  }

  /** The interrupt controller presents the physical interrupt. */
  function signalled({ gicPending, physActive }: State): boolean {
    return gicPending && !physActive;
  }

  /** At these steps host interrupts are on, and what is pending is taken first. */
  const irqsOn: readonly Pc[] = ['flushSpe', 'irqsOff'];

  /** The host can take an interrupt now. */
  function hostTakesIrqs({ hostHandler, owner, vcpus }: State): boolean {
    return hostHandler === 'none' && (owner === null || irqsOn.includes(vcpus.get(owner).pc));
  }

  /** The thread of this vCPU can take the step `pc` now. */
  function isAt(state: State, vcpu: number, pc: Pc): boolean {
    return state.vcpus.get(vcpu).pc === pc && (!irqsOn.includes(pc) || (state.hostHandler === 'none' && !signalled(state)));
  }

  /** The vCPU is in the guest, and no interrupt throws it out before its next instruction. */
  function runsGuest(state: State, vcpu: number): boolean {
    const { pc, maintenance } = state.vcpus.get(vcpu);
    return pc === 'guest' && !signalled(state) && !maintenance;
  }

  /** As above, and the tick is not due. */
  function canStep(state: State, vcpu: number): boolean {
    return runsGuest(state, vcpu) && (tick === 0 || state.vcpus.get(vcpu).budget > 0);
  }

  /** Profiling has stopped, and no interrupt that would tell the guest is on its way or being handled. */
  function isBlind({ service, hwService, lrP, lrA, handler, userLine }: Vcpu): boolean {
    return (service || hwService) && !lrP && !lrA && handler === 'none' && !userLine;
  }

  /** The guest takes a step, in which it does `fields`. */
  function stepped(state: State, vcpu: number, fields: VcpuFields): State {
    const it = state.vcpus.get(vcpu);
    return withVcpu(state, vcpu, {
      ...(blindCap > 0 && { blind: isBlind(it) ? Math.min(blindCap, it.blind + 1) : 0 }),
      ...(tick > 0 && { budget: it.budget - 1 }),
      fresh: false,
      ...fields,
    });
  }

  /** The vCPU leaves the guest. */
  function exit(state: State, vcpu: number): State {
    return withVcpu(state, vcpu, { pc: syncOrder === 'spe-first' ? 'syncSpe' : 'syncVgic', maintenance: false, fresh: false, budget: 0 });
  }

  /** KVM writes the physical active bit; the write is counted, whatever it changes. */
  function activeWritten(state: State, vcpu: number, active: boolean): State {
    const written = state.set('physActive', active);
    if (activeWrites === null) return written;
    return written.updateIn(['vcpus', vcpu, 'writes'], (writes) => Math.min(activeWrites + 1, writes + 1));
  }

  return {
    design,
    kernel,
    hw,
    /** Some run may present the interrupt to the host: its own is late, or a guest's stays in the unit while nothing is active. */
    interruptsHost: retire !== 'at-once' || hostProfiling || (context === 'load-put' && !design.activeWhileLoaded && !design.trapsRegisters),
    withVcpu,
    inUnit,
    unitService,
    withUnitService,
    line,
    settled,
    signalled,
    hostTakesIrqs,
    isAt,
    runsGuest,
    canStep,
    stepped,
    exit,
    activeWritten,
  };
}
