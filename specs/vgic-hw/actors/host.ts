/** The host: its scheduler loads and unloads vCPU threads, its interrupt handlers take what non-shared devices send. */
import { type Action, language, reference } from 'explore';
import { designs } from '../designs/index.js';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function host(parameters: Parameters) {
  const { vcpus, pcpus, irqs, hostCpu, kvm, hostEoi } = parameters;
  const { tickIsFair, forwarded, HostHandler, kindOf, withIrq, withDist, presented, hostSignalled, irqsOn, isAt, isFree } = machine(parameters);
  const vcpu = reference('vCPU', vcpus);
  const handlers = `host pcpu${hostCpu}`;

  const load = action('host.load', {
    actor: 'host scheduler',
    about: 'A vCPU thread begins to run on a physical CPU, at the top of the loop in kvm_arch_vcpu_ioctl_run.',
    args: { vcpu, pcpu: reference('pCPU', pcpus) },
    fairness: { strong: ['vcpu'] },
    guard: (state, chosen) => state.vcpus.get(chosen.vcpu).pc === 'out' && isFree(state, chosen.pcpu) && !(chosen.pcpu === hostCpu && hostSignalled(state)),
    step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu], (it) => it.merge({ cpu: chosen.pcpu, pc: 'flushTimer' })),
  });

  const put = action('host.put', {
    actor: 'host scheduler',
    about: 'A vCPU thread leaves its physical CPU: preempted, asleep, or back in user space. Everywhere else preemption is off.',
    args: { vcpu },
    ...tickIsFair,
    guard: (state, chosen) => isAt(state, chosen.vcpu, 'flushTimer'),
    step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu], (it) => it.merge({ cpu: null, pc: 'out' })),
  });

  const ack = action('host.ack', {
    actor: handlers,
    about: 'The host takes the interrupt of a non-shared device: it becomes active, and an edge is not pending any more.',
    args: { vcpu, irq: reference('interrupt', irqs.length) },
    fairness: 'strong',
    where: ({ irq }) => !kindOf(irq).shared,
    guard: (state, chosen) => presented(state, chosen.vcpu, chosen.irq) && state.hostHandler === null && state.vcpus.every(({ cpu, pc }) => cpu !== hostCpu || irqsOn.includes(pc)),
    step: (state, chosen) => {
      const taken = kindOf(chosen.irq).trigger === 'edge' ? withIrq(state, chosen.vcpu, chosen.irq, { physPending: false }) : state;
      return withDist(taken, chosen.vcpu, chosen.irq, true).set('hostHandler', HostHandler({ ...chosen, stage: 'acked' }));
    },
  });

  const inject = action('host.inject', {
    actor: handlers,
    about: 'The handler injects the virtual interrupt (kvm_vgic_inject_irq), and kicks the vCPU if that is in the guest or about to enter.',
    fairness: 'weak',
    guard: ({ hostHandler }) => hostHandler?.stage === 'acked',
    step: (state) => {
      const { hostHandler } = state;
      if (hostHandler === null) return [];
      const { vcpu, irq } = hostHandler;
      const injected = withIrq(state, vcpu, irq, designs[kvm].inject(kindOf(irq))).set('hostHandler', hostHandler.set('stage', 'injected'));
      const { pc } = state.vcpus.get(vcpu);
      return pc === 'flushActive' || pc === 'ready' || pc === 'guest' ? injected.setIn(['vcpus', vcpu, 'kick'], true) : injected;
    },
  });

  const eoi = action('host.eoi', {
    actor: handlers,
    about: 'The handler ends: it drops the priority. With EOImode 0, or when the guest cannot do it later, it also deactivates the interrupt.',
    fairness: 'weak',
    guard: ({ hostHandler }) => hostHandler?.stage === 'injected',
    step: (state) => {
      const { hostHandler } = state;
      if (hostHandler === null) return [];
      const done = state.set('hostHandler', null);
      return hostEoi === 'drop-and-deactivate' || !designs[kvm].setsHwBit ? withDist(done, hostHandler.vcpu, hostHandler.irq, false) : done;
    },
  });

  const actions: readonly Action<State>[] = forwarded ? [load, put, ack, inject, eoi] : [load, put];
  return { actions, ack, /** The step that injects, where there is one. */ injections: forwarded ? [inject] : [] };
}
