/** The interrupt controller as it acts by itself: a physical interrupt throws the guest out. */
import { language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function gic(parameters: Parameters) {
  const { signalled, exit } = machine(parameters);

  const exitIrq = action('gic.exitIrq', {
    actor: 'gic',
    about: 'A physical interrupt forces the guest out, before its next instruction. Which one it was, the host sees when it turns interrupts on.',
    args: { vcpu: reference('vCPU', parameters.vcpus) },
    fairness: 'weak',
    guard: (state, { vcpu }) => state.vcpus.get(vcpu).pc === 'guest' && signalled(state, vcpu),
    step: (state, { vcpu }) => exit(state, vcpu),
  });

  return { actions: [exitIrq], exitIrq };
}
