/** KVM at the vCPU's entry: requests are looked at, an event may be delivered, and the guest goes on. */
import { language, reference } from 'explore';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';
import { entries } from './entry.js';

const { action } = language<State>();

export function kvm(parameters: Parameters) {
  const { it, design, alive, entered } = entries(parameters);
  const kicks = !it.flawed('no-kick');

  const entry = action('kvm.entry', {
    actor: ({ vcpu }) => `kvm vcpu${vcpu}`,
    about: 'check_vcpu_requests and kvm_sdei_deliver_event, then into the guest. A vCPU that is in the guest already is brought out first, when there is a reason.',
    args: { vcpu: reference('vCPU', parameters.vcpus) },
    fairness: 'weak',
    guard: (state, { vcpu }) => {
      const { mode, off } = state.vcpus.get(vcpu);
      if (off || !alive(state)) return false;
      return mode === 'host' || (kicks && design.calls(state, vcpu));
    },
    step: (state, { vcpu }) => entered(state, vcpu),
  });

  return { actions: [entry], entry };
}
