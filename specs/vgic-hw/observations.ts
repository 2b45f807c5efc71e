/**
 * What the trace points of the kernel show of a run: those of today, and the one that the reviewer of 2015 had added to
 * `kvm_vgic_sync_hwstate`. All other steps are hidden.
 */
import { language, type Observations, oneOf, optional, range, reference } from 'explore';
import { gic } from './actors/gic.js';
import { guest } from './actors/guest.js';
import { host } from './actors/host.js';
import { kvm } from './actors/kvm.js';
import { machine } from './machine.js';
import type { Parameters } from './parameters.js';
import type { State } from './state.js';
import { syncRecord } from './sync-record.js';
import { type TraceLine, traceLine } from './trace-line.js';

const { observation } = language<State>();

export function observations(parameters: Parameters): Observations<State> {
  const it = machine(parameters);
  const { enter, flushTimer, syncTimer, syncVgic } = kvm(parameters);
  const { exits } = guest(parameters);
  const { exitIrq } = gic(parameters);
  const where = { vcpu: reference('vCPU', parameters.vcpus), pcpu: optional(reference('pCPU', parameters.pcpus)) };
  const irq = reference('interrupt', parameters.irqs.length);
  const whereIs = (state: State, vcpu: number) => ({ vcpu, pcpu: state.vcpus.get(vcpu).cpu });

  const entry = observation('kvm_entry', {
    about: 'KVM is about to enter the guest.',
    fields: where,
    on: enter,
    shows: (state, { args }) => whereIs(state, args.vcpu),
    reads: (line) => eventOf(line, 'kvm_entry', /^PC: /, (_, from) => from),
  });

  const exit = observation('kvm_exit', {
    about: 'The guest has been left: thrown out by a physical interrupt, or by a trap of its own. The exception class in a line of an interrupt is left over from the trap before.',
    fields: { ...where, why: oneOf('IRQ', 'TRAP') },
    on: [exitIrq, ...exits],
    shows: (state, { action, args }) => ({ ...whereIs(state, args.vcpu), why: action === exitIrq.name ? 'IRQ' : 'TRAP' }),
    reads: (line) => eventOf(line, 'kvm_exit', /^(\w+): HSR_EC: 0x[0-9a-f]{4} \(.*\), PC: 0x[0-9a-f]+$/, ([, why], from) => ({ ...from, why: why as 'IRQ' | 'TRAP' })),
  });

  const sync = observation('kvm_vgic_sync_hwstate', {
    about: 'Sync looks at a list register that holds a forwarded interrupt; one that holds none prints nothing.',
    fields: { ...where, irq, state: range(8, 11), elrsr: range(0, 1), dist: range(0, 1), logActive: range(0, 1) },
    on: syncVgic,
    shows: (state, { args }) =>
      it.everyIrq.flatMap((number) => {
        const record = syncRecord(it, state, args.vcpu, number);
        return record === null ? [] : [{ ...whereIs(state, args.vcpu), irq: number, ...record }];
      }),
    reads: (line) =>
      eventOf(
        line,
        'kvm_vgic_sync_hwstate',
        /^LR\d+ vIRQ: (\d+), HWIRQ: \d+, LR\.state: (\d+), ELRSR: ([01]), dist active: ([01]), log\. active: ([01])$/,
        ([, virtual = '', state, elrsr, dist, logActive], from) => ({ ...from, irq: virtual, state: Number(state), elrsr: Number(elrsr), dist: Number(dist), logActive: Number(logActive) }),
      ),
  });

  // The kernel prints these when the level that it knew of the timer changes, which the state does not tell: they may be missing.
  const timerFields = { vcpu: where.vcpu, irq, level: range(0, 1) };
  const timers = (state: State, vcpu: number) => it.everyIrq.filter((number) => it.kindOf(number).shared).map((number) => ({ vcpu, irq: number, level: Number(it.irqOf(state, vcpu, number).line) }));
  const ofTimer = /^VCPU: (\d+), IRQ (\d+), level:? ([01])$/;
  const timerLine = ([, vcpu = '', virtual = '', level]: RegExpExecArray) => ({ vcpu: `vCPU ${vcpu}`, irq: virtual, level: Number(level) });

  const updateTimer = observation('kvm_timer_update_irq', {
    about: 'The timer code has seen the level of the line change, before an entry or after an exit.',
    fields: timerFields,
    on: [flushTimer, syncTimer],
    certain: false,
    shows: (state, { args }) => (it.hasLogicalActive ? null : timers(state, args.vcpu)),
    reads: (line) => eventOf(line, 'kvm_timer_update_irq', ofTimer, timerLine),
  });

  const updatePending = observation('vgic_update_irq_pending', {
    about: 'The emulated distributor is told the level of a line, or of an edge: by the timer code, or by the host that has taken the interrupt of a passed-through device.',
    fields: timerFields,
    on: [flushTimer, syncTimer, ...host(parameters).injections],
    certain: it.kinds.every((kind) => !kind.shared),
    shows: (state, { action, args }) => {
      if (action === flushTimer.name || action === syncTimer.name) return it.hasLogicalActive ? null : timers(state, (args as { readonly vcpu: number }).vcpu);
      const { hostHandler } = state;
      return hostHandler === null ? null : { vcpu: hostHandler.vcpu, irq: hostHandler.irq, level: 1 };
    },
    reads: (line) => eventOf(line, 'vgic_update_irq_pending', ofTimer, timerLine),
  });

  return {
    about: 'Trace events of KVM on Arm, as ftrace, trace-cmd and perf print them; and the lines of the mail of 7 September 2015.',
    begins: 'anywhere',
    // The mail's own mark, and that of ftrace.
    gap: (line) => /^#\s*\.{3,}/.test(line) || /^CPU:\s*\d+ \[LOST .*EVENTS\]/.test(line),
    records: [entry, exit, sync, updateTimer, updatePending],
  };
}

/** What a line tells, when it is one of this event; one that does not read as the event's lines do is damaged. */
function eventOf<T>(text: string, event: string, shape: RegExp, told: (found: RegExpExecArray, from: TraceLine['from']) => T): T | null {
  const line = traceLine(text);
  if (line?.event !== event) return null;
  const found = shape.exec(line.text);
  if (found === null) throw new Error(`this does not read as a line of ${event} does; was it cut?`);
  return told(found, line.from);
}
