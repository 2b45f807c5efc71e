/** The profiling unit: it writes records for whoever has it, and stops when the buffer is full. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function spe(parameters: Parameters) {
  const { buffer, vcpus, hostProfiling } = parameters;
  const { design, withVcpu, inUnit, unitService, withUnitService, settled } = machine(parameters);

  const record = action('spe.record', {
    actor: 'spe',
    about: "The unit writes a record into the guest's buffer. The last one that fits sets the service bit, PMBSR_EL1.S, and profiling stops.",
    args: { vcpu: reference('vCPU', vcpus) },
    guard: (state, { vcpu }) => {
      const it = state.vcpus.get(vcpu);
      if (it.pc !== 'guest' || unitService(it) || it.fill === buffer) return false;
      // The buffer is off while the guest's own service bit is 1.
      return !(design.trapsRegisters && it.kvmLevel);
    },
    step: (state, { vcpu }) => {
      const fill = state.vcpus.get(vcpu).fill + 1;
      if (fill < buffer) return withVcpu(state, vcpu, { fill });
      return settled(withVcpu(state, vcpu, withUnitService({ fill, blind: 0 }, true)));
    },
  });

  const hostFill = action('spe.hostFill', {
    actor: 'spe',
    about: "The unit fills the host's buffer, and sets the host's service bit.",
    guard: (state) => inUnit(state) === null && !state.hostService,
    step: (state) => settled(state.set('hostService', true)),
  });

  const actions: readonly Action<State>[] = hostProfiling ? [record, hostFill] : [record];
  return { actions };
}
