/**
 * What the promises about progress assume. Each action says for itself what is assumed of it alone: KVM, the hardware and
 * the host's handlers go on (weak), a vCPU that can be loaded again and again is loaded, and a guest that can handle an
 * interrupt again and again does so (strong). Nothing is assumed of what need not happen: a device that fires, a trap, a
 * guest that masks, disables or silences, a signal, a preemption. Runs do not stutter: something happens as long as something can.
 */
import { type Fairness, type FairnessChange, strongly, type Taken } from 'explore';

/** Whether this is a step that the guest of a vCPU takes: any vCPU, if none is named. */
export function isGuestStep({ action, args }: Taken, vcpu?: number): boolean {
  return action.startsWith('guest.') && (vcpu === undefined || args.vcpu === vcpu);
}

/** A guest that can execute again and again executes. */
export const fairness: readonly Fairness[] = [strongly('any step of the guest', (taken) => (isGuestStep(taken) ? taken.actor : null))];

/** What the host and the guest do only finitely often, whatever is promised: turn KVM back at the entry, move a thread that is about to enter. */
const disturbances = ['kvm.abort', 'kvm.migrate'];

/**
 * Steps that are taken only finitely often: the disturbances, what anybody does of `anybody`, and what the guest in question
 * does of `itself`. What other guests do is their own matter.
 */
export function finitely({ anybody = [], itself = [] }: { readonly anybody?: readonly string[]; readonly itself?: readonly string[] } = {}): FairnessChange<{ readonly vcpu: number }> {
  return { finitely: ({ action, args }, { vcpu }) => disturbances.includes(action) || anybody.includes(action) || (itself.includes(action) && args.vcpu === vcpu) };
}
