/**
 * What is promised of each variant: states, transitions, depth, for each property that is violated the number of
 * transitions of the shortest run that shows it, and the witnesses that no run reaches. The figures come from a program
 * written before this spec, from the description alone; the tests compare this spec with them.
 */
import type { Expectation } from 'explore';
import type { DesignName, Parameters } from './parameters.js';

/** By circumstance, then by design. What the circumstances are stands in `variants.ts`. */
export const expected = {
  'plain+G3n': {
    current: row(1009, 2354, 14),
    'patch-v1': row(1009, 2354, 14),
    'patch-v1-rmw': row(1009, 2354, 14),
  },
  'plain+G3y': {
    current: row(1009, 2354, 14),
    'patch-v1': row(1385, 3210, 15, { RouterMisroute: 3, RouterReadback: 3, RoundTrip: 12 }),
    'patch-v1-rmw': row(1009, 2354, 14),
  },
  plain: {
    virtualised: row(4036, 9416, 14),
    'virtualised-lazy': row(4036, 9416, 14),
  },
  'aff3+G3n': {
    current: row(6049, 14_124, 14, { RedistMatch: 1, RouterMisroute: 2, RouterLost: 2, RouterReadback: 2, 'A3VConsistent-GICD': 1, 'A3VConsistent-ICC': 1 }),
    'patch-v1': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }, ['W2']),
    'patch-v1-rmw': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }, ['W2']),
  },
  'aff3+G3y': {
    current: row(6049, 14_124, 14, { RedistMatch: 1, RouterMisroute: 2, RouterLost: 2, RouterReadback: 2, 'A3VConsistent-GICD': 1 }),
    'patch-v1': row(10_561, 24_396, 15, { RouterMisroute: 3, RouterLost: 3, RouterReadback: 3, 'A3VConsistent-GICD': 1, RoundTrip: 12 }),
    'patch-v1-rmw': row(6049, 14_124, 14, { 'A3VConsistent-GICD': 1 }),
  },
  aff3: {
    virtualised: row(14_136, 32_976, 14),
    'virtualised-lazy': row(14_136, 32_976, 14),
  },
  'aarch32+G3n': {
    current: row(6049, 14_124, 14, { GuestMpidrUnique: 1, No32bitAff3: 1, RouterMisroute: 2, RouterLost: 2 }),
    'patch-v1': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }),
    'patch-v1-rmw': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }),
  },
  'aarch32+G3y': {
    current: row(6049, 14_124, 14, { GuestMpidrUnique: 1, No32bitAff3: 1, RouterMisroute: 2, RouterLost: 2 }),
    'patch-v1': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }),
    'patch-v1-rmw': row(6049, 14_124, 14, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, RoundTrip: 12 }),
  },
  aarch32: {
    virtualised: row(4076, 9456, 14),
    'virtualised-lazy': row(4076, 9456, 14),
  },
  'plain+cross': {
    current: row(1970, 3124, 13, { HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    'patch-v1': row(2330, 3676, 14, { RouterMisroute: 3, RouterReadback: 3, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    'patch-v1-rmw': row(1970, 3124, 13, { HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    virtualised: row(4036, 9416, 14),
    'virtualised-lazy': row(4036, 9416, 14),
  },
  'aff3+cross': {
    current: row(
      11_810,
      18_744,
      13,
      { RedistMatch: 1, RouterMisroute: 2, RouterLost: 2, RouterReadback: 2, 'A3VConsistent-GICD': 1, 'A3VConsistent-ICC': 1, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 },
      ['W1', 'W2'],
    ),
    'patch-v1': row(
      13_698,
      20_248,
      14,
      { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, RouterLost: 3, RouterReadback: 3, 'A3VConsistent-GICD': 1, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 },
      ['W1', 'W2'],
    ),
    'patch-v1-rmw': row(10_658, 16_056, 13, { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, 'A3VConsistent-GICD': 1, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1', 'W2']),
    virtualised: row(14_136, 32_976, 14),
    'virtualised-lazy': row(14_136, 32_976, 14),
  },
  'aarch32+cross': {
    current: row(11_810, 18_744, 13, { GuestMpidrUnique: 1, No32bitAff3: 1, RouterMisroute: 2, RouterLost: 2, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    'patch-v1': row(11_810, 18_744, 13, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    'patch-v1-rmw': row(11_810, 18_744, 13, { MpidrAsWritten: 1, MpidrUnique: 1, GuestMpidrUnique: 1, RouterMisroute: 2, HostIndependence: 1, 'RestoreSucceeds-EINVAL': 6 }, ['W1']),
    virtualised: row(4076, 9456, 14),
    'virtualised-lazy': row(4076, 9456, 14),
  },
  'plain+initfirst': {
    current: row(10_742, 27_976, 14, { RouterMisroute: 12, RouterLost: 12, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 5 }),
    'current-retarget': row(8390, 23_824, 14, { HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 5 }),
    'patch-v1': row(13_658, 34_992, 15, { RouterMisroute: 3, RouterLost: 12, RouterReadback: 3, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 5 }),
    'patch-v1-rmw': row(11_240, 29_107, 14, { RouterMisroute: 12, RouterLost: 12, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 5 }),
    virtualised: row(11_380, 29_720, 14, { 'RestoreSucceeds-EBUSY': 4 }),
    'virtualised-lazy': row(12_964, 44_360, 14),
  },
  'aff3+initfirst': {
    current: row(52_398, 118_252, 14, {
      RedistMatch: 1,
      RouterMisroute: 2,
      RouterLost: 2,
      RouterReadback: 2,
      'A3VConsistent-GICD': 1,
      'A3VConsistent-ICC': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 4,
    }),
    'patch-v1': row(81_896, 196_456, 15, {
      MpidrAsWritten: 1,
      MpidrUnique: 1,
      RouterMisroute: 2,
      RouterLost: 3,
      RouterReadback: 3,
      'A3VConsistent-GICD': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 4,
    }),
    'patch-v1-rmw': row(58_466, 147_513, 14, {
      MpidrAsWritten: 1,
      MpidrUnique: 1,
      RouterMisroute: 2,
      RouterLost: 12,
      'A3VConsistent-GICD': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 4,
    }),
    virtualised: row(26_664, 50_736, 14, { 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 4 }, ['W2']),
    'virtualised-lazy': row(45_384, 155_280, 14),
  },
  'aarch32+initfirst': {
    virtualised: row(11_420, 29_760, 14, { 'RestoreSucceeds-EBUSY': 4 }),
    'virtualised-lazy': row(13_004, 44_400, 14),
  },
  'plain+any': {
    current: row(11_846, 29_272, 14, { RouterMisroute: 12, RouterLost: 12, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    'current-retarget': row(9494, 25_120, 14, { HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    'patch-v1': row(14_946, 36_504, 15, { RouterMisroute: 3, RouterLost: 12, RouterReadback: 3, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    'patch-v1-rmw': row(12_344, 30_403, 14, { RouterMisroute: 12, RouterLost: 12, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    virtualised: row(19_012, 41_000, 14, { 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    'virtualised-lazy': row(15_172, 46_952, 14, { 'RestoreSucceeds-EBUSY': 3 }),
  },
  'aff3+any': {
    current: row(59_022, 126_028, 14, {
      RedistMatch: 1,
      RouterMisroute: 2,
      RouterLost: 2,
      RouterReadback: 2,
      'A3VConsistent-GICD': 1,
      'A3VConsistent-ICC': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 3,
      'RestoreSucceeds-EBUSY': 3,
    }),
    'patch-v1': row(90_728, 206_824, 15, {
      MpidrAsWritten: 1,
      MpidrUnique: 1,
      RouterMisroute: 2,
      RouterLost: 3,
      RouterReadback: 3,
      'A3VConsistent-GICD': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 3,
      'RestoreSucceeds-EBUSY': 3,
    }),
    'patch-v1-rmw': row(65_090, 155_289, 14, {
      MpidrAsWritten: 1,
      MpidrUnique: 1,
      RouterMisroute: 2,
      RouterLost: 12,
      'A3VConsistent-GICD': 1,
      HostIndependence: 1,
      RoundTrip: 12,
      'RestoreSucceeds-EINVAL': 3,
      'RestoreSucceeds-EBUSY': 3,
    }),
    virtualised: row(62_328, 113_088, 14, { 'RestoreSucceeds-EINVAL': 3, 'RestoreSucceeds-EBUSY': 3 }),
    'virtualised-lazy': row(53_112, 164_352, 14, { 'RestoreSucceeds-EBUSY': 3 }),
  },
  'aarch32+any': {
    virtualised: row(19_052, 41_040, 14, { 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 3 }),
    'virtualised-lazy': row(15_212, 46_992, 14, { 'RestoreSucceeds-EBUSY': 3 }),
  },
  'plain+gicfirst': {
    current: row(2018, 4708, 14, { RouterMisroute: 12, HostIndependence: 1, RoundTrip: 12 }),
    'current-retarget': row(2018, 4708, 14, { HostIndependence: 1, RoundTrip: 12 }),
    'patch-v1': row(2418, 5596, 15, { RouterMisroute: 3, RouterReadback: 3, HostIndependence: 1, RoundTrip: 12 }),
    'patch-v1-rmw': row(2018, 4708, 14, { RouterMisroute: 12, HostIndependence: 1, RoundTrip: 12 }),
    virtualised: row(3940, 9272, 14, { 'RestoreSucceeds-EBUSY': 9 }),
    'virtualised-lazy': row(4036, 9416, 14),
  },
  'aff3+gicfirst': {
    current: row(
      9602,
      15_912,
      14,
      { RedistMatch: 1, RouterMisroute: 2, RouterLost: 2, RouterReadback: 2, 'A3VConsistent-GICD': 1, 'A3VConsistent-ICC': 1, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4 },
      ['W2'],
    ),
    'patch-v1': row(
      14_146,
      27_064,
      15,
      { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, RouterLost: 3, RouterReadback: 3, 'A3VConsistent-GICD': 1, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4 },
      ['W2'],
    ),
    'patch-v1-rmw': row(10_850, 22_080, 14, { MpidrAsWritten: 1, MpidrUnique: 1, RouterMisroute: 2, 'A3VConsistent-GICD': 1, HostIndependence: 1, RoundTrip: 12, 'RestoreSucceeds-EINVAL': 4 }, ['W2']),
    virtualised: row(11_544, 20_496, 14, { 'RestoreSucceeds-EINVAL': 4, 'RestoreSucceeds-EBUSY': 9 }, ['W2']),
    'virtualised-lazy': row(14_136, 32_976, 14),
  },
  'aarch32+gicfirst': {
    virtualised: row(3980, 9312, 14, { 'RestoreSucceeds-EBUSY': 9 }),
    'virtualised-lazy': row(4076, 9456, 14),
  },
  gicv2: {
    current: row(657, 756, 5),
    'patch-v1': row(657, 756, 5, { MpidrAsWritten: 1, MpidrUnique: 1, HostIndependence: 1, RoundTrip: 5 }),
    'patch-v1-rmw': row(657, 756, 5, { MpidrAsWritten: 1, MpidrUnique: 1, HostIndependence: 1, RoundTrip: 5 }),
    virtualised: row(657, 756, 5),
    'virtualised-lazy': row(657, 756, 5),
  },
  'gicv2+G2': {
    'patch-v1': row(73, 84, 5, { MpidrAsWritten: 1, MpidrUnique: 1 }),
    'patch-v1-rmw': row(73, 84, 5, { MpidrAsWritten: 1, MpidrUnique: 1 }),
  },
  'gicv2+G3y': {
    'patch-v1': row(73, 84, 5),
    'patch-v1-rmw': row(73, 84, 5),
  },
  'gicv2+G3y-G2': {
    'patch-v1': row(73, 84, 5, { MpidrAsWritten: 5, MpidrUnique: 5, RoundTrip: 5 }),
    'patch-v1-rmw': row(73, 84, 5, { MpidrAsWritten: 5, MpidrUnique: 5, RoundTrip: 5 }),
  },
  'plain+upgrade': {
    current: row(985, 2266, 14, { RouterMisroute: 12, RoundTrip: 12 }),
  },
  'gicv2+upgrade': {
    current: row(73, 84, 5, { MpidrAsWritten: 5, MpidrUnique: 5, RoundTrip: 5 }),
  },
} as const satisfies { readonly [circumstance: string]: { readonly [design in DesignName]?: Expectation } };

/** Every guest, every move, the design that the review asks for. */
export const expectedByDefault = row(37_288, 85_836, 14);

interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** The guest of which the description gives bigger sizes. */
const aarch64Gicv3 = { guests: ['aarch64-gicv3'], moves: ['G3n-G3n', 'G3n-G3y', 'G3y-G3n', 'G3y-G3y'], kvm: 'current' } as const;

/** Models that are too big for every run of `explore matrix`; for nightly runs, and for measuring. Only their size is promised. */
export const scale = {
  'three-vcpus': { set: { vcpus: 3, aff0: 3 }, counts: { states: 1_426_888, transitions: 3_967_860, depth: 17 } },
  'two-spis': { set: { spis: 2, kvm: 'virtualised-lazy', order: 'initfirst' }, counts: { states: 1_356_616, transitions: 6_035_340, depth: 17 } },
  'current-two-spis': { set: { ...aarch64Gicv3, spis: 2, order: 'any' }, counts: { states: 1_602_264, transitions: 3_812_452, depth: 17 } },
  'current-three-vcpus': { set: { ...aarch64Gicv3, vcpus: 3, aff0: 3 }, counts: { states: 1_221_124, transitions: 2_811_360, depth: 17 } },
  'current-three-vcpus-any': { set: { ...aarch64Gicv3, moves: ['G3n-G3n'], vcpus: 3, aff0: 3, order: 'any' }, counts: { states: 3_222_437, transitions: 7_830_344, depth: 17 } },
  'lazy-initfirst': { set: { vcpus: 3, aff0: 3, kvm: 'virtualised-lazy', order: 'initfirst' }, counts: { states: 9_216_712, transitions: 41_062_260, depth: 17 } },
  large: { set: { vcpus: 3, aff0: 3, kvm: 'virtualised-lazy', order: 'any' }, counts: { states: 10_188_232, transitions: 42_245_748, depth: 17 } },
} as const satisfies { readonly [name: string]: { readonly set: Partial<Parameters>; readonly counts: Counts } };

function row(states: number, transitions: number, depth: number, violated: NonNullable<Expectation['violated']> = {}, unreached?: NonNullable<Expectation['unreached']>): Expectation {
  return { states, transitions, depth, violated, ...(unreached && { unreached }) };
}
