/** What a dispatcher does: one function for each call, and for what KVM and the host do beside. */
import type { Answer } from '../answers.js';
import type { CallName, FaultName } from '../calls.js';
import type { EventName } from '../parameters.js';
import type { State } from '../state.js';

/** What a call answers, and the state after it; the caller is in the dispatcher, and enters next. */
export interface Answered {
  readonly answer: Answer;
  readonly state: State;
}

export type InfoName = 'EV_TYPE' | 'EV_SIGNALED' | 'EV_PRIORITY' | 'EV_ROUTING_MODE' | 'EV_ROUTING_AFF';

export type FeatureName = 'bind-slots' | 'relative-mode' | 'unknown';

export interface Design {
  version(): Answer;
  features(feature: FeatureName): Answer;
  /** A call with a wrong argument. Where an event is needed, it is the model's first. */
  malformed(state: State, vcpu: number, call: CallName, fault: FaultName): Answered;
  register(state: State, vcpu: number, event: EventName, asked: { readonly route: number | null; readonly ep: number }): Answered;
  enable(state: State, vcpu: number, event: EventName): Answered;
  disable(state: State, vcpu: number, event: EventName): Answered;
  unregister(state: State, vcpu: number, event: EventName): Answered;
  status(state: State, vcpu: number, event: EventName): Answer;
  getInfo(state: State, vcpu: number, event: EventName, info: InfoName): Answer;
  routingSet(state: State, vcpu: number, event: EventName, route: number | null): Answered;
  mask(state: State, vcpu: number): Answered;
  unmask(state: State, vcpu: number): Answered;
  context(state: State, vcpu: number): Answer;
  complete(state: State, vcpu: number): Answered;
  /** Where COMPLETE_AND_RESUME goes on: at the address that was given, or elsewhere. */
  readonly resumes: 'as-asked' | 'elsewhere';
  bind(state: State, vcpu: number, event: EventName): Answered;
  release(state: State, vcpu: number, event: EventName): Answered;
  signal(state: State, vcpu: number, target: number): Answered;
  privateReset(state: State, vcpu: number): Answered;
  sharedReset(state: State, vcpu: number): Answered;
  /** Whether the host can raise this event now; `vcpu` counts where occurrences wait at a vCPU. */
  accepts(state: State, vcpu: number, event: EventName): boolean;
  inject(state: State, vcpu: number, event: EventName): State;
  /** Takes back one occurrence; null when that is refused. */
  cancel(state: State, vcpu: number, event: EventName): State | null;
  /** What becomes of the vCPU's events when it is powered off, and on. */
  powerOff(state: State, vcpu: number): State;
  powerOn(state: State, vcpu: number): State;
  /** Whether a vCPU in the guest is to be brought out because there may be something to deliver. */
  calls(state: State, vcpu: number): boolean;
  /** The entry's look at what is to be delivered: all states in which the vCPU may go on. */
  deliver(state: State, vcpu: number): readonly State[];
}
