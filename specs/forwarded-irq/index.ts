/** Physical interrupts forwarded to guests, small: n pairs of a vCPU and its interrupt. `vgic-hw` is the same in earnest. */
import { boolean, oneOf, optional, parameter, range, record, reference, spec, vector } from 'explore';

export default spec({
  name: 'forwarded-irq',
  about:
    'Physical level interrupts that a hypervisor forwards: n vCPUs, each with one interrupt and one list register, on physical CPUs that run one guest at a time. The list register is tied to the physical interrupt (HW bit), so that the guest ends both with one write. Some interrupts may also be injected by software, without that tie.',

  parameters: {
    n: parameter(range(1, 6), 2, 'pairs of a vCPU and its interrupt; vCPU i runs on physical CPU i modulo their number'),
    software: parameter(range(0, 6), 2, 'how many of the interrupts, the first ones, software may inject as well'),
    cpus: parameter(range(1, 2), 2, 'physical CPUs'),
    bug: parameter(optional(oneOf('eager-deactivation', 'double-entry')), null, 'a mistake in the hypervisor; none: it does what it should'),
  },
  constraint: ({ n, software, cpus, bug }) => {
    if (software > n) return `software cannot inject ${software} of ${n} interrupts`;
    return bug === 'double-entry' && n <= cpus ? 'bug double-entry needs two vCPUs on one physical CPU: more vCPUs than CPUs' : null;
  },

  state: ({ n }) => schema(n),
  initial: (_, State) => State(),

  actions: ({ n, software, cpus, bug }, { action }) => {
    const vcpu = reference('vCPU', n);
    const args = { vcpu };
    const hypervisor = ({ vcpu }: { readonly vcpu: number }) => `hypervisor vcpu${vcpu}`;
    const guest = ({ vcpu }: { readonly vcpu: number }) => `guest ${vcpu}`;
    const onCpuOf = (vcpu: number) => Array.from({ length: n }, (_, other) => other).filter((other) => other % cpus === vcpu % cpus);

    const always = [
      action('device.raise', {
        actor: 'device',
        about: 'The line goes high; the interrupt becomes pending.',
        args,
        guard: ({ irqs }, chosen) => !irqs.get(chosen.vcpu).line,
        step: (state, chosen) => state.updateIn(['irqs', chosen.vcpu], (it) => it.merge({ line: true, pending: true })),
      }),
      action('device.lower', {
        actor: 'device',
        about: 'The line goes low; the interrupt is not pending any more.',
        args,
        guard: ({ irqs }, chosen) => irqs.get(chosen.vcpu).line,
        step: (state, chosen) => state.updateIn(['irqs', chosen.vcpu], (it) => it.merge({ line: false, pending: false })),
      }),
      action('host.acknowledge', {
        actor: 'host',
        about: 'Takes the physical interrupt, which becomes active; whoever is in its guest on that physical CPU leaves it.',
        args,
        guard: ({ irqs }, chosen) => irqs.get(chosen.vcpu).pending && !irqs.get(chosen.vcpu).active,
        step: (state, chosen) =>
          onCpuOf(chosen.vcpu).reduce(
            (next, other) => next.setIn(['vcpus', other, 'inGuest'], false),
            state.updateIn(['irqs', chosen.vcpu], (it) => it.merge({ pending: false, active: true })),
          ),
      }),
      action('hypervisor.forward', {
        actor: hypervisor,
        about: 'The physical interrupt is active: puts it into the free list register, tied to the physical one.',
        args,
        guard: ({ vcpus, irqs }, chosen) => {
          const it = vcpus.get(chosen.vcpu);
          return !it.inGuest && it.lr === 'invalid' && !it.hw && irqs.get(chosen.vcpu).active;
        },
        step: (state, chosen) => {
          const forwarded = state.updateIn(['vcpus', chosen.vcpu], (it) => it.merge({ lr: 'pending', hw: true }));
          return bug === 'eager-deactivation' ? forwarded.setIn(['irqs', chosen.vcpu, 'active'], false) : forwarded;
        },
      }),
      action('hypervisor.enter', {
        actor: hypervisor,
        about: 'Enters the guest; no other vCPU is in its guest on this physical CPU.',
        args,
        guard: ({ vcpus }, chosen) => (bug === 'double-entry' ? !vcpus.get(chosen.vcpu).inGuest : onCpuOf(chosen.vcpu).every((other) => !vcpus.get(other).inGuest)),
        step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'inGuest'], true),
      }),
      action('guest.exit', {
        actor: guest,
        about: 'Leaves the guest, for a reason of its own.',
        args,
        guard: ({ vcpus }, chosen) => vcpus.get(chosen.vcpu).inGuest,
        step: (state, chosen) => state.setIn(['vcpus', chosen.vcpu, 'inGuest'], false),
      }),
      action('guest.acknowledge', {
        actor: guest,
        about: 'Takes the pending virtual interrupt, and masks further ones.',
        args,
        guard: ({ vcpus }, chosen) => {
          const { inGuest, lr, masked } = vcpus.get(chosen.vcpu);
          return inGuest && lr === 'pending' && !masked;
        },
        step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu], (it) => it.merge({ lr: 'active', masked: true })),
      }),
      action('guest.end', {
        actor: guest,
        about: 'Ends the virtual interrupt; through the tie, the physical one too: it is pending again if the line is still high.',
        args,
        guard: ({ vcpus }, chosen) => {
          const { inGuest, lr } = vcpus.get(chosen.vcpu);
          return inGuest && (lr === 'active' || lr === 'pending-active');
        },
        step: (state, chosen) => {
          const { lr, hw } = state.vcpus.get(chosen.vcpu);
          const ended = state.setIn(['vcpus', chosen.vcpu, 'lr'], lr === 'active' ? 'invalid' : 'pending');
          return hw ? ended.updateIn(['irqs', chosen.vcpu], (it) => it.merge({ active: false, pending: it.line })) : ended;
        },
      }),
      action('guest.toggleMask', {
        actor: guest,
        about: 'Masks interrupts, or lets them through again.',
        args,
        guard: ({ vcpus }, chosen) => vcpus.get(chosen.vcpu).inGuest,
        step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu, 'masked'], (masked) => !masked),
      }),
      action('hypervisor.fold', {
        actor: hypervisor,
        about: 'After an exit: frees the list register that the guest has ended; takes back what software made pending when the line is low.',
        args,
        guard: ({ vcpus, irqs }, chosen) => {
          const { inGuest, lr, hw } = vcpus.get(chosen.vcpu);
          if (inGuest || lr === 'active') return false;
          if (lr === 'invalid') return hw;
          return (lr === 'pending-active' || !hw) && !irqs.get(chosen.vcpu).line;
        },
        step: (state, chosen) =>
          state.updateIn(['vcpus', chosen.vcpu], (it) => {
            if (it.lr === 'invalid') return it.set('hw', false);
            return it.set('lr', it.lr === 'pending' ? 'invalid' : 'active');
          }),
      }),
    ];
    if (software === 0) return always;
    const inject = action('hypervisor.inject', {
      actor: hypervisor,
      about: 'Software injects the interrupt while its line is high, without a tie to the physical one: into a free list register, or behind an active one.',
      args,
      where: (chosen) => chosen.vcpu < software,
      guard: ({ vcpus, irqs }, chosen) => {
        const { inGuest, lr, hw } = vcpus.get(chosen.vcpu);
        return !inGuest && (lr === 'invalid' || lr === 'active') && !hw && irqs.get(chosen.vcpu).line;
      },
      step: (state, chosen) => state.updateIn(['vcpus', chosen.vcpu, 'lr'], (lr) => (lr === 'invalid' ? 'pending' : 'pending-active')),
    });
    return [...always, inject];
  },

  properties: ({ n, software, cpus }, { invariant, witness }) => {
    const vcpu = reference('vCPU', n);
    const forwarded = invariant('physical-stays-active', 'While a tied list register holds an interrupt, the physical interrupt is active.', {
      source: 'GIC architecture, list registers: an entry with HW=1 deactivates the physical interrupt, which must be active for that',
      args: { vcpu },
      given: ({ vcpus }, chosen) => vcpus.get(chosen.vcpu).hw && vcpus.get(chosen.vcpu).lr !== 'invalid',
      holds: ({ irqs }, chosen) => irqs.get(chosen.vcpu).active,
    });
    const oneGuest = invariant('one-guest-per-cpu', 'At most one vCPU is in its guest on each physical CPU.', {
      args: { vcpu, other: vcpu },
      where: (pair) => pair.vcpu < pair.other && pair.vcpu % cpus === pair.other % cpus,
      given: ({ vcpus }, pair) => vcpus.get(pair.vcpu).inGuest,
      holds: ({ vcpus }, { other }) => !vcpus.get(other).inGuest,
    });
    const taken = witness('fires-again', 'The guest has taken the interrupt, and its line is high again.', {
      args: { vcpu },
      reached: ({ vcpus, irqs }, chosen) => vcpus.get(chosen.vcpu).lr === 'active' && vcpus.get(chosen.vcpu).hw && irqs.get(chosen.vcpu).line,
    });
    const stacked = witness('stacked', 'Software has made the interrupt pending behind an active one.', {
      args: { vcpu },
      where: (chosen) => chosen.vcpu < software,
      reached: ({ vcpus }, chosen) => vcpus.get(chosen.vcpu).lr === 'pending-active',
    });
    return [forwarded, ...(n > cpus ? [oneGuest] : []), taken, ...(software > 0 ? [stacked] : [])];
  },

  expect: { states: 15_376, transitions: 99_200, depth: 22 },
  variants: {
    'one-cpu': {
      story: 'Both vCPUs share one physical CPU: only one of them is in its guest at a time, and the interrupt of either one throws the other out of its guest.',
      set: { cpus: 1 },
      expect: { states: 11_532, transitions: 62_992 },
    },
    'eager-deactivation': {
      story:
        'The host ends the physical interrupt completely as soon as it was forwarded, as it does with interrupts of its own, instead of leaving that to the guest. The list register is tied to an interrupt that is not active: the device can fire again before the guest is done with the first time, and what the guest then ends may be the second.',
      set: { n: 1, software: 1, bug: 'eager-deactivation' },
      expect: { violated: { 'physical-stays-active': 3 } },
    },
    'double-entry': {
      story: 'A vCPU enters its guest without a look at who else is in a guest on the same physical CPU.',
      set: { cpus: 1, software: 0, bug: 'double-entry' },
      expect: { violated: { 'one-guest-per-cpu': 2 } },
    },
  },
});

function schema(n: number) {
  const Irq = record({
    /** The device's output. */
    line: boolean,
    /** The state of the physical interrupt. */
    pending: boolean,
    active: boolean,
  });
  const Vcpu = record({
    inGuest: boolean,
    /** The state of its one list register. */
    lr: oneOf('invalid', 'pending', 'active', 'pending-active'),
    /** The list register is tied to the physical interrupt. */
    hw: boolean,
    /** The guest has interrupts masked. */
    masked: boolean,
  });
  return record({ irqs: vector(Irq, n), vcpus: vector(Vcpu, n) });
}
