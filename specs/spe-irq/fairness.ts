/**
 * What the promises about progress assume. Each action says for itself what is assumed of it alone: KVM, the hardware, the
 * clock and the host's handler go on (weak); a vCPU that can be loaded, put, or entered again and again is, and a guest
 * that can take, clear, or end an interrupt, unmask, or trap again and again does so (strong). Nothing is assumed of what
 * need not happen: that a buffer fills, that a guest masks or polls, that a signal comes. Runs do not stutter: something
 * happens as long as something can.
 */
import { type Fairness, strongly, type Taken } from 'explore';

/** Whether this is a step that the guest of a vCPU takes: any vCPU, if none is named. */
export function isGuestStep({ action, args }: Taken, vcpu?: number): boolean {
  return action.startsWith('guest.') && (vcpu === undefined || args.vcpu === vcpu);
}

/** A guest that can execute again and again executes. */
export const fairness: readonly Fairness[] = [strongly('any step of the guest', (taken) => (isGuestStep(taken) ? taken.actor : null))];

/** What is taken only finitely often, whoever takes it. */
export function finitely(...actions: readonly string[]): { readonly finitely: (taken: Taken) => boolean } {
  return { finitely: ({ action }) => actions.includes(action) };
}

/** The host fills its buffer, and the guest in question masks, only finitely often; what other guests do is their own matter. */
export const calmHostAndGuest = {
  finitely: ({ action, args }: Taken, { vcpu }: { readonly vcpu: number }): boolean => action === 'spe.hostFill' || (action === 'guest.mask' && args.vcpu === vcpu),
};
