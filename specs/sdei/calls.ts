/** The calls of SDEI, and the ways in which a guest can get their arguments wrong. */

export const callNames = [
  'VERSION',
  'EVENT_REGISTER',
  'EVENT_ENABLE',
  'EVENT_DISABLE',
  'EVENT_CONTEXT',
  'EVENT_COMPLETE',
  'EVENT_COMPLETE_AND_RESUME',
  'EVENT_UNREGISTER',
  'EVENT_STATUS',
  'EVENT_GET_INFO',
  'EVENT_ROUTING_SET',
  'PE_MASK',
  'PE_UNMASK',
  'INTERRUPT_BIND',
  'INTERRUPT_RELEASE',
  'EVENT_SIGNAL',
  'FEATURES',
  'PRIVATE_RESET',
  'SHARED_RESET',
] as const;

export type CallName = (typeof callNames)[number];

export const faultNames = [
  'unknown-event',
  'bit-31-event',
  'bad-entry-point',
  'bad-flags',
  'bad-affinity',
  'out-of-memory',
  'bad-mode',
  'private-event',
  'bad-index',
  'bad-address',
  'bad-info',
  'not-a-peripheral',
  'statically-bound',
  'no-free-slot',
  'not-owned',
  'not-dynamic',
  'not-event-0',
  'bad-target',
] as const;

export type FaultName = (typeof faultNames)[number];

/** The faults that a call can have. */
export const faultsOf: { readonly [call in CallName]?: readonly FaultName[] } = {
  EVENT_REGISTER: ['unknown-event', 'bit-31-event', 'bad-entry-point', 'bad-flags', 'bad-affinity', 'out-of-memory'],
  EVENT_ENABLE: ['unknown-event', 'bit-31-event'],
  EVENT_DISABLE: ['unknown-event', 'bit-31-event'],
  EVENT_CONTEXT: ['bad-index'],
  EVENT_COMPLETE_AND_RESUME: ['bad-address'],
  EVENT_UNREGISTER: ['unknown-event'],
  EVENT_STATUS: ['unknown-event'],
  EVENT_GET_INFO: ['unknown-event', 'bad-info'],
  EVENT_ROUTING_SET: ['unknown-event', 'bad-mode', 'private-event'],
  INTERRUPT_BIND: ['not-a-peripheral', 'statically-bound', 'no-free-slot', 'not-owned'],
  INTERRUPT_RELEASE: ['unknown-event', 'not-dynamic'],
  EVENT_SIGNAL: ['not-event-0', 'bad-target'],
};
