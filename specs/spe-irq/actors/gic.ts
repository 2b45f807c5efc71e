/** The interrupt controller as it acts by itself: it throws guests out, and forgets what is not pending any more. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import { isMapped, type Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function gic(parameters: Parameters) {
  const { design, kernel, line, signalled, exit, settled } = machine(parameters);
  const vcpu = reference('vCPU', parameters.vcpus);

  const retire = action('gic.retire', {
    actor: 'gic',
    about: 'The interrupt controller takes notice that the line went low. The architecture does not say how soon, if ever.',
    fairness: 'weak',
    guard: (state) => state.gicPending && !line(state),
    step: (state) => state.set('gicPending', false),
  });

  const exitIrq = action('gic.exitIrq', {
    actor: 'gic',
    about: 'The physical interrupt forces the guest out, before its next instruction.',
    args: { vcpu },
    fairness: 'weak',
    guard: (state, chosen) => state.vcpus.get(chosen.vcpu).pc === 'guest' && signalled(state),
    step: (state, chosen) => settled(exit(state, chosen.vcpu)),
  });

  const exitMaintenance = action('gic.exitMaintenance', {
    actor: 'gic',
    about: 'The maintenance interrupt forces the guest out: it has ended a level interrupt that does not have the HW bit.',
    args: { vcpu },
    fairness: 'weak',
    guard: (state, chosen) => {
      const { pc, maintenance } = state.vcpus.get(chosen.vcpu);
      return pc === 'guest' && maintenance && !signalled(state);
    },
    step: (state, chosen) => settled(exit(state, chosen.vcpu)),
  });

  const actions: readonly Action<State>[] = [
    ...(parameters.retire === 'late' ? [retire] : []),
    // What is active as long as a vCPU is loaded throws none out.
    ...(design.activeWhileLoaded ? [] : [exitIrq]),
    ...(kernel && !isMapped(parameters.design) ? [exitMaintenance] : []),
  ];
  return { actions };
}
