/** What else can happen to a vCPU: it sleeps, takes an exception, touches a device, is powered off and on. */
import { type Action, language, reference } from 'explore';
import type { Parameters } from '../parameters.js';
import { modesOf, type State } from '../state.js';
import { entries } from './entry.js';

const { action } = language<State>();

export function environment(parameters: Parameters) {
  const { it, design, alive, runs, entered } = entries(parameters);
  const hasHost = modesOf(parameters).includes('host');
  const vcpu = reference('vCPU', parameters.vcpus);
  const actor = (chosen: { readonly vcpu: number }) => `guest vcpu${chosen.vcpu}`;
  const args = { vcpu };
  const isProgram = (state: State, of: number) => runs(state, of) && state.vcpus.get(of).outer === null;

  const wfi = action('guest.wfi', {
    actor,
    about: 'The guest sleeps until something happens; a handler does not do that.',
    args,
    guard: (state, chosen) => isProgram(state, chosen.vcpu),
    step: (state, chosen) => it.withVcpu(state, chosen.vcpu, { mode: 'wfi' }),
  });

  const compute = action('guest.compute', {
    actor,
    about: 'The guest goes on without an exit.',
    args,
    guard: (state, chosen) => runs(state, chosen.vcpu),
    step: (state) => state,
  });

  const exception = action('guest.takeException', {
    actor,
    about: 'The guest takes an exception: what SPSR_EL1 holds is needed until the guest has saved it.',
    args,
    guard: (state, chosen) => isProgram(state, chosen.vcpu) && !state.vcpus.get(chosen.vcpu).inException,
    step: (state, chosen) => it.withVcpu(state, chosen.vcpu, { inException: true }),
  });

  const saveSpsr = action('guest.saveSpsr', {
    actor,
    about: 'The guest has read SPSR_EL1.',
    args,
    guard: (state, chosen) => isProgram(state, chosen.vcpu) && state.vcpus.get(chosen.vcpu).inException,
    step: (state, chosen) => it.withVcpu(state, chosen.vcpu, { inException: false }),
  });

  const mmio = action('guest.mmio', {
    actor,
    about: 'The guest exits for an access to a device. The PC is to be advanced past it before anything else happens.',
    args,
    guard: (state, chosen) => runs(state, chosen.vcpu),
    step: (state, chosen) => {
      const left = it.withVcpu(state, chosen.vcpu, { ...(hasHost && { mode: 'host' }), mmio: true });
      return parameters.entry === 'fused' ? entered(left, chosen.vcpu) : left;
    },
  });

  const off = action('guest.CPU_OFF', {
    actor,
    about: 'PSCI CPU_OFF: the vCPU stops. A handler that runs is completed first.',
    args,
    guard: (state, chosen) => runs(state, chosen.vcpu),
    step: (state, chosen) => it.withVcpu(design.powerOff(state, chosen.vcpu), chosen.vcpu, { off: true }),
  });

  const on = action('host.CPU_ON', {
    actor: 'host',
    about: 'PSCI CPU_ON, on behalf of whoever called it: the vCPU starts afresh.',
    args,
    guard: (state, chosen) => state.vcpus.get(chosen.vcpu).off && alive(state),
    step: (state, chosen) => it.withVcpu(design.powerOn(state, chosen.vcpu), chosen.vcpu, { off: false, mode: 'host', cur: it.Token(), outer: null, inner: null }),
  });

  const actions: readonly Action<State>[] = [
    ...(parameters.wfi ? [wfi] : []),
    ...(parameters.computes ? [compute] : []),
    ...(parameters.excWindow ? [exception, saveSpsr] : []),
    ...(parameters.mmio ? [mmio] : []),
    ...(parameters.power ? [off, on] : []),
  ];
  return { actions, ...(parameters.wfi && { wfi }), ...(parameters.power && { off, on }) };
}
