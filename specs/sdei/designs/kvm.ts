/** What the three posted versions of KVM have in common, and in common against the specification. */
import { innermost, type Machine } from '../machine.js';
import type { Design } from './design.js';
import { specDesign } from './spec.js';

export function kvmDesign(it: Machine): Design {
  const { dispatcher, events } = it.parameters;
  const spec = specDesign(it);
  const routes = dispatcher === 'v5';
  return {
    ...spec,
    getInfo: (state, vcpu, event, info) => (info === 'EV_SIGNALED' && event === 'signaled' ? 'VALUE(1)' : spec.getInfo(state, vcpu, event, info)),
    routingSet: (state) => ({ answer: 'NOT_SUPPORTED', state }),
    mask: (state, vcpu) => ({ answer: 'VALUE(0)', state: it.withVcpu(state, vcpu, { masked: true }) }),
    /** Nobody looks whether something can be delivered now. */
    unmask: (state, vcpu) => ({ answer: 'SUCCESS', state: it.withVcpu(state, vcpu, { masked: false }) }),
    bind: (state) => ({ answer: 'NOT_SUPPORTED', state }),
    release: (state) => ({ answer: 'NOT_SUPPORTED', state }),
    resumes: 'elsewhere',
    // There is no hook for PSCI.
    powerOff: (state) => state,
    powerOn: (state) => state,
    malformed(state, vcpu, call, fault) {
      const [first] = events;
      if (call === 'INTERRUPT_BIND' || call === 'INTERRUPT_RELEASE' || (call === 'EVENT_ROUTING_SET' && !routes)) return { answer: 'NOT_SUPPORTED', state };
      // The handler is looked for before the index is.
      if (fault === 'bad-index') return { answer: innermost(state.vcpus.get(vcpu)) === null ? 'DENIED' : 'INVALID_PARAMETERS', state };
      // The address is not looked at.
      if (fault === 'bad-address') return this.complete(state, vcpu);
      if (fault === 'bad-entry-point' && first !== undefined) return this.register(state, vcpu, first, { route: null, ep: 1 });
      // The target is not looked at.
      if (fault === 'bad-target' && events.includes('signaled')) return this.signal(state, vcpu, vcpu);
      if (fault === 'bit-31-event' && call === 'EVENT_REGISTER') return { answer: routes && it.parameters.bit31 ? 'SUCCESS' : 'INVALID_PARAMETERS', state };
      // Static arrays do not run out of memory.
      if (fault === 'out-of-memory' && !routes && first !== undefined) return this.register(state, vcpu, first, { route: null, ep: 1 });
      return spec.malformed(state, vcpu, call, fault);
    },
  };
}
