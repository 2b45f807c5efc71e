/** The host: its scheduler loads and unloads vCPU threads, its clock ticks, and its profiling driver owns the handler of the interrupt. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function host(parameters: Parameters) {
  const { vcpus, tick: period, hostProfiling } = parameters;
  const { design, interruptsHost, withVcpu, inUnit, unitService, withUnitService, line, settled, signalled, hostTakesIrqs, isAt, runsGuest, exit } = machine(parameters);
  const vcpu = reference('vCPU', vcpus);
  const withActive = (state: State, active: boolean) => (design.activeWhileLoaded ? state.set('physActive', active) : state);

  const load = action('host.load', {
    actor: 'host scheduler',
    about: 'A vCPU thread begins to run on the physical CPU (kvm_arch_vcpu_load).',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => state.vcpus.get(chosen.vcpu).pc === 'out' && state.owner === null && state.hostHandler === 'none' && !signalled(state),
    step: (state, chosen) => settled(withActive(withVcpu(state, chosen.vcpu, { pc: 'flushSpe' }).set('owner', chosen.vcpu), true)),
  });

  const put = action('host.put', {
    actor: 'host scheduler',
    about: 'A vCPU thread leaves the physical CPU (kvm_arch_vcpu_put): preempted, asleep, or back in user space.',
    args: { vcpu },
    fairness: 'strong',
    guard: (state, chosen) => isAt(state, chosen.vcpu, 'flushSpe'),
    step: (state, chosen) => settled(withActive(withVcpu(state, chosen.vcpu, { pc: 'out' }).set('owner', null), false)),
  });

  const tick = action('host.tick', {
    actor: 'host clock',
    about: "The host's clock ticks, and the guest exits.",
    args: { vcpu },
    fairness: 'weak',
    guard: (state, chosen) => runsGuest(state, chosen.vcpu) && state.vcpus.get(chosen.vcpu).budget === 0,
    step: (state, chosen) => settled(exit(state, chosen.vcpu)),
  });

  const ack = action('host.ack', {
    actor: 'host driver',
    about: "The host takes the unit's interrupt: it becomes active. One that is pending without a line is pending no more.",
    fairness: 'strong',
    guard: (state) => signalled(state) && hostTakesIrqs(state),
    step: (state) => {
      const taken = state.merge({ physActive: true, hostHandler: 'acked' });
      return line(state) ? taken : taken.set('gicPending', false);
    },
  });

  const handle = action('host.handle', {
    actor: 'host driver',
    about:
      "arm_spe_pmu_irq_handler: with the service bit set it empties the buffer and clears the bit, believing both to be the host's. With the bit clear, or when the host does not profile, the interrupt is none of its own.",
    fairness: 'weak',
    guard: ({ hostHandler }) => hostHandler === 'acked',
    step: (state) => {
      const looked = state.set('hostHandler', 'handled');
      if (!hostProfiling) return looked;
      const { owner } = state;
      const guest = inUnit(state);
      if (guest === null || owner === null) return settled(looked.set('hostService', false));
      return unitService(guest) ? settled(withVcpu(looked, owner, withUnitService({ fill: 0 }, false))) : looked;
    },
  });

  const eoi = action('host.eoi', {
    actor: 'host driver',
    about: 'The host ends the interrupt, and deactivates it, for it was not forwarded.',
    fairness: 'weak',
    guard: ({ hostHandler }) => hostHandler === 'handled',
    step: (state) => state.merge({ physActive: false, hostHandler: 'none' }),
  });

  const actions: readonly Action<State>[] = [load, put, ...(period > 0 ? [tick] : []), ...(interruptsHost ? [ack, handle, eoi] : [])];
  return { actions, put, handle };
}
