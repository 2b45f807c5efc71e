/**
 * The life of KVM's SDEI objects, in a model of its own: one VM object, one vCPU object, one registered event, one queued
 * event that refers to it; and the end of the VM, which frees them in one order or the other. The function names are
 * those of the seed patch.
 */
import { type Action, language } from 'explore';
import type { Parameters } from '../parameters.js';
import type { Life, State } from '../state.js';

const { action } = language<State>();

export function lifecycle({ lifecycle: order }: Parameters): { readonly actions: readonly Action<State>[] } {
  const step = (name: string, actor: string, about: string, guard: (life: Life) => boolean, change: (life: Life) => Life) =>
    action(name, {
      actor,
      about,
      guard: ({ life }) => life !== null && guard(life),
      step: (state) => (state.life === null ? [] : state.set('life', change(state.life))),
    });

  const init = step(
    'kvm.kvm_sdei_init_vm',
    'kvm',
    'The VM is created, with its SDEI object.',
    ({ vm }) => vm === 'none',
    (life) => life.set('vm', 'live'),
  );
  const create = step(
    'kvm.kvm_sdei_create_vcpu',
    'kvm',
    'The vCPU is created, with its SDEI object.',
    ({ vm, vcpu }) => vm === 'live' && vcpu === 'none',
    (life) => life.set('vcpu', 'live'),
  );
  const isOpen = ({ vcpu, closing }: Life) => vcpu === 'live' && !closing;
  const register = step(
    'guest.EVENT_REGISTER',
    'guest vcpu0',
    'A registered-event object is linked to the VM object.',
    (life) => isOpen(life) && !life.registered,
    (life) => life.set('registered', true),
  );
  const queue = step(
    'host.kvm_sdei_inject_event',
    'host',
    'A queued-event object is linked to the vCPU object; it refers to the registered-event object.',
    (life) => isOpen(life) && life.registered && !life.queued,
    (life) => life.set('queued', true),
  );
  const close = step('vmm.close', 'vmm', 'The VM is closed: kvm_arch_destroy_vm runs.', isOpen, (life) => life.set('closing', true));
  const destroyVm = step(
    'kvm.kvm_sdei_destroy_vm',
    'kvm',
    'Registered and exposed events are freed, and the VM object.',
    ({ closing, vm, vcpu }) => closing && vm === 'live' && (order === 'vm-first' || vcpu !== 'live'),
    (life) => life.merge({ vm: 'freed', registered: false, ...(order === 'vcpus-first' && { ended: true }) }),
  );
  const destroyVcpu = step(
    'kvm.kvm_sdei_destroy_vcpu',
    'kvm',
    'Queued events are freed, and the vCPU object: only if there is a VM object.',
    ({ closing, vm, vcpu, ended }) => closing && !ended && vcpu === 'live' && (order === 'vcpus-first' || vm === 'freed'),
    (life) => (life.vm === 'live' ? life.merge({ vcpu: 'freed', queued: false }) : life.set('ended', true)),
  );
  return { actions: [init, create, register, queue, close, destroyVm, destroyVcpu] };
}
