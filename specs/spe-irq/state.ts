/**
 * The state of the machine: one physical CPU with its profiling unit, and the vCPUs that take turns on it. The registers of
 * a vCPU's profiling context have one place, whether they are in memory or in the unit. What a model never changes takes no room.
 */
import { boolean, type Domain, oneOf, optional, type RecordValue, range, record, reference, type ValueOf, vector } from 'explore';
import { isMapped, type Parameters } from './parameters.js';

/** The thread of a vCPU, by the step that comes next: `ready` has interrupts off and enters next; `out` is not loaded. */
export type Pc = 'out' | 'flushSpe' | 'irqsOff' | 'flushVgic' | 'ready' | 'guest' | 'syncSpe' | 'syncVgic';

/** The state's schema, and that of a vCPU. */
export function schemas({ vcpus, buffer, tick, design, hostProfiling, irqchip, noMask, blindCap, activeWrites }: Parameters) {
  const kernel = irqchip === 'kernel';

  const Vcpu = record({
    pc: oneOf<Pc>('out', 'flushSpe', 'irqsOff', 'flushVgic', 'ready', 'guest', 'syncSpe', 'syncVgic'),
    /** The service bit of the guest's context, PMBSR_EL1.S: its buffer is full, and profiling has stopped. */
    service: boolean,
    /** The service bit in the unit while this guest runs, where that is not the one the guest sees (zero-pmbsr). */
    hwService: flag(design === 'zero-pmbsr'),
    /** Records in the guest's buffer. */
    fill: range(0, buffer),
    /** The level of the interrupt that KVM's profiling code remembers (`irq_level`). */
    kvmLevel: boolean,
    /** Level and active state in KVM's interrupt controller. */
    vgicLevel: flag(kernel),
    vgicActive: flag(kernel),
    /** The pending and the active bit of the list register. */
    lrP: flag(kernel),
    lrA: flag(kernel),
    /** The guest has ended an interrupt that wants KVM to look: the maintenance interrupt is due. */
    maintenance: flag(kernel && !isMapped(design)),
    /** The line as user space drives it. */
    userLine: flag(!kernel),
    /** The guest's own interrupt mask. */
    masked: flag(!noMask),
    /** How far the guest's handler is: interrupt taken; service bit cleared, so that profiling goes on. */
    handler: oneOf('none', 'acked', 'cleared'),
    /** Guest steps left until the tick. */
    budget: range(0, tick),
    /** Nobody acts on what follows; it is there to be asked. Entered, and no guest step since. */
    fresh: boolean,
    /** Guest steps in the current black hole, as far as they are counted. */
    blind: range(0, blindCap),
    /** Writes of the physical active bit since the last entry began, as far as they are counted. */
    writes: range(0, activeWrites === null ? 0 : activeWrites + 1),
  });

  const State = record({
    vcpus: vector(Vcpu, vcpus),
    /** Which vCPU is loaded. */
    owner: optional(reference('vCPU', vcpus)),
    /** The physical interrupt is active. */
    physActive: boolean,
    /** The physical interrupt is pending, as the interrupt controller sees it; may lag behind a line that went low. */
    gicPending: boolean,
    /** The service bit of the host's context. */
    hostService: flag(hostProfiling),
    /** How far the host's handler is: interrupt taken; driver has looked. */
    hostHandler: oneOf('none', 'acked', 'handled'),
  });
  return { State, Vcpu };
}

type Schemas = ReturnType<typeof schemas>;
export type State = ValueOf<Schemas['State']>;
export type Vcpu = ValueOf<Schemas['Vcpu']>;
/** Some fields of a vCPU. */
export type VcpuFields = Vcpu extends RecordValue<infer F> ? Partial<F> : never;

/** Nothing is loaded, nothing is pending, and every guest has its interrupts masked, if it ever does that. */
export function initial(parameters: Parameters): State {
  const { State, Vcpu } = schemas(parameters);
  const vcpu = Vcpu({ masked: !parameters.noMask });
  return State().update('vcpus', (vcpus) => vcpus.map(() => vcpu));
}

/** A flag where the model has it; elsewhere it is always false, and takes no room. */
function flag(present: boolean): Domain<boolean> {
  return present ? boolean : { kind: 'boolean', size: 1, at: () => false, indexOf: (value) => (value === false ? 0 : -1), words: 'false (in this model)' };
}
