/** User space, where it emulates the guest's interrupt controller and is told of the level. */
import { type Action, language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function user(parameters: Parameters) {
  const { isAt, withVcpu } = machine(parameters);

  const notify = action('user.notify', {
    actor: ({ vcpu }) => `user vcpu${vcpu}`,
    about: 'The exit reaches user space with a changed level; its interrupt controller drives the line of the guest.',
    args: { vcpu: reference('vCPU', parameters.vcpus) },
    fairness: 'strong',
    guard: (state, { vcpu }) => isAt(state, vcpu, 'flushSpe') && isNews(state, vcpu),
    step: (state, { vcpu }) => withVcpu(state, vcpu, { userLine: state.vcpus.get(vcpu).service }),
  });

  /** User space has something to learn before the next entry. */
  function isNews(state: State, vcpu: number): boolean {
    const { userLine, service } = state.vcpus.get(vcpu);
    return userLine !== service;
  }

  const actions: readonly Action<State>[] = parameters.userNotify ? [notify] : [];
  return { actions, isNews };
}
