/** The devices: each raises its line, or fires an edge, whenever it likes. */
import { language, reference } from 'explore';
import { machine } from '../machine.js';
import type { Parameters } from '../parameters.js';
import type { State } from '../state.js';

const { action } = language<State>();

export function device(parameters: Parameters) {
  const { kindOf, irqOf, withIrq } = machine(parameters);

  const raise = action('device.raise', {
    actor: 'device',
    about: 'A level line goes high (of a timer: time has passed), or an edge fires. Whatever the vCPU is doing.',
    args: { vcpu: reference('vCPU', parameters.vcpus), irq: reference('interrupt', parameters.irqs.length) },
    guard: (state, { vcpu, irq }) => {
      const it = irqOf(state, vcpu, irq);
      return kindOf(irq).trigger === 'level' ? !it.line : !it.physPending || !it.owed;
    },
    step: (state, { vcpu, irq }) => withIrq(state, vcpu, irq, kindOf(irq).trigger === 'level' ? { line: true } : { physPending: true, owed: true }),
  });

  return { actions: [raise] };
}
