/**
 * What is promised of each variant: states, transitions, depth, and for each safety property that is violated the number
 * of transitions of the shortest run that shows it. The figures come from two programs written before this spec, from the
 * description alone and independently of each other; the tests compare this spec with them.
 */
import type { Expectation } from 'explore';
import type { DesignName, Parameters } from './parameters.js';

/** By circumstance, then by design. What the circumstances are stands in `variants.ts`. */
export const expected = {
  timer: {
    'sync-clears-active': bounded(1, row(221, 362, 44, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30 })),
    'flush-sets-active': bounded(1, row(92, 143, 16)),
    'driver-owns-active': bounded(1, row(94, 145, 16)),
    'level-owns-active': bounded(1, row(146, 222, 29, { I1: 16, S1: 16, S2: 19, S3: 17, S4: 24 })),
    'fold-lr': bounded(1, row(138, 214, 21)),
    'never-active': bounded('unbounded', stuck(50, 74, 16, { I1: 6, S1: 6, L1: 3, L2: 3, L4: 3 })),
    'pending-and-active': bounded(1, row(202, 316, 31, { I1: 17, I2: 13, S3: 20, S5: 18 })),
  },
  'eoi-leaves-lr-active': {
    'sync-clears-active': row(221, 362, 44, { S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30 }),
    'flush-sets-active': row(92, 143, 16),
    'driver-owns-active': row(94, 145, 16),
    'level-owns-active': row(146, 222, 29, { S1: 16, S2: 19, S3: 17, S4: 24 }),
    'fold-lr': row(210, 328, 24, { L1: 17 }),
    'never-active': stuck(50, 74, 16, { S1: 6, L1: 3, L2: 3, L4: 3 }),
    'pending-and-active': row(231, 358, 24, { I2: 13, L1: 17 }),
  },
  quiesce: {
    'sync-clears-active': row(221, 363, 33, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 9, S6: 14 }),
    'flush-sets-active': row(116, 199, 16, { S5: 9, S6: 14 }),
    'driver-owns-active': row(118, 201, 16, { S5: 9, S6: 14 }),
    'level-owns-active': row(259, 412, 35, { I1: 14, S1: 14, S2: 18, S3: 17, S4: 24, S5: 9, S6: 14 }),
    'fold-lr': row(166, 268, 21, { S5: 9 }),
    'fold-stale-level': row(178, 290, 21, { S5: 9 }),
    'fold-keeps-active': row(182, 296, 21, { S5: 9 }),
  },
  disable: {
    'sync-clears-active': row(405, 690, 47, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30, L1: 8, L2: 8, L4: 8 }),
    'flush-sets-active': row(180, 279, 21, { L1: 8, L2: 8, L4: 8 }),
    'driver-owns-active': row(170, 265, 18),
    'level-owns-active': row(228, 352, 29, { I1: 16, S1: 16, S2: 19, S3: 17, S4: 24 }),
    'fold-lr': row(228, 356, 21),
  },
  abort: {
    'sync-clears-active': row(221, 385, 41, { I1: 12, S1: 12, S2: 14, S3: 17, S4: 23, S5: 24, S6: 29 }),
    'flush-sets-active': row(92, 152, 16),
    'driver-owns-active': row(94, 154, 16),
    'level-owns-active': row(146, 235, 27, { I1: 16, S1: 16, S2: 18, S3: 17, S4: 23 }),
    'fold-lr': row(138, 224, 21),
  },
  'abort+stale-elrsr': {
    'sync-clears-active': row(265, 441, 41, { I1: 13, S1: 13, S2: 8, S3: 17, S4: 23, S5: 24, S6: 29, L1: 8, L2: 8, L4: 8 }),
    'flush-sets-active': row(125, 202, 21, { S2: 8, L1: 8, L2: 8, L4: 8 }),
    'driver-owns-active': row(125, 204, 19, { S2: 8, L1: 13 }),
  },
  'preemptible-flush': {
    'sync-clears-active': row(1069, 1973, 52, { I1: 7, S1: 7, S2: 10, S3: 17, S4: 24, S5: 25, S6: 30 }),
    'flush-sets-active': row(913, 1707, 48, { I1: 7, S1: 7, S2: 10, S3: 18, S4: 25, S5: 26, S6: 31 }),
    'driver-owns-active': row(995, 1849, 51, { I1: 7, S1: 7, S2: 10, S3: 18, S4: 25, S5: 26, S6: 31 }),
    'level-owns-active': row(1330, 2369, 45, { I1: 7, S1: 7, S2: 19, S3: 17, S4: 24, S5: 26, S6: 31 }),
    'fold-lr': row(668, 1129, 30, { I1: 7, S1: 7, S3: 18 }),
  },
  '2-vcpus': {
    'sync-clears-active': row(9637, 20216, 88, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30 }),
    'flush-sets-active': row(1903, 3632, 30),
    'driver-owns-active': row(2323, 4456, 30),
    'level-owns-active': row(5202, 9704, 56, { I1: 16, S1: 16, S2: 19, S3: 17, S4: 24 }),
    'fold-lr': row(2976, 5732, 35),
  },
  '2-pcpus': {
    'sync-clears-active': row(419, 715, 44, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30 }),
    'flush-sets-active': row(173, 283, 16),
    'driver-owns-active': row(423, 697, 33),
    'level-owns-active': row(652, 1056, 31, { I1: 16, S1: 16, S2: 19, S3: 17, S4: 24 }),
    'fold-lr': row(584, 951, 30),
  },
  'two-timers': {
    'sync-clears-active': bounded('unbounded', row(1798, 3460, 45, { I1: 13, S1: 13, S2: 16, S3: 17, S4: 24, S5: 25, S6: 30, L1: 10, L2: 10, L4: 10 })),
    'flush-sets-active': bounded(2, row(508, 940, 19)),
    'driver-owns-active': bounded(2, row(528, 966, 19)),
    'level-owns-active': bounded(2, row(978, 1754, 30, { I1: 16, S1: 16, S2: 19, S3: 17, S4: 24 })),
    'fold-lr': bounded(2, row(1020, 1860, 26)),
  },
  'two-writes': {
    'sync-clears-active': row(287, 472, 45, { I1: 13, S1: 13, S2: 16, S3: 18, S4: 25, S5: 26, S6: 30 }),
    'flush-sets-active': row(108, 171, 17),
    'driver-owns-active': row(110, 173, 17),
    'level-owns-active': row(204, 311, 30, { I1: 16, S1: 16, S2: 19, S3: 18, S4: 25 }),
    'fold-lr': row(171, 269, 22),
  },
  'lr-pressure': {
    'fold-lr': row(18728, 39627, 49, { S4: 19, L1: 9 }),
  },
  'lr-pressure+active-first': {
    'fold-lr': row(5504, 11557, 27, { L1: 9 }),
  },
  'f-level': {
    'sync-clears-active': row(840, 1217, 52, { I1: 17, S1: 17, S2: 22, S3: 20, S4: 27, S5: 12, S6: 17, S7: 13, S8: 21, L1: 23 }),
    'flush-sets-active': row(470, 694, 39, { S5: 12, S6: 17, S7: 13, L1: 23 }),
    'driver-owns-active': row(192, 298, 33, { S5: 12, S6: 17, L1: 20 }),
    'fold-lr': row(130, 215, 24, { S5: 12 }),
    'fold-stale-level': row(140, 237, 24, { S5: 12, S6: 17 }),
    'fold-keeps-active': row(162, 272, 24, { S5: 12, L1: 15 }),
  },
  'f-level+2-pcpus': {
    'sync-clears-active': row(3499, 7849, 59, { I1: 15, S1: 15, S2: 18, S3: 19, S4: 26, S5: 11, S6: 16, S7: 13, S8: 21, L1: 16, L2: 16, L4: 16 }),
    'flush-sets-active': row(2006, 4547, 47, { S5: 11, S6: 16, S7: 13, L1: 16, L2: 16, L4: 16 }),
    'driver-owns-active': row(642, 1407, 29, { S5: 11, S6: 16, L1: 20 }),
    'fold-lr': row(532, 1200, 29, { S5: 11, S6: 16 }),
    'fold-stale-level': row(532, 1200, 29, { S5: 11, S6: 16 }),
    'fold-keeps-active': row(624, 1401, 29, { S5: 11, S6: 16, L1: 15 }),
  },
  'f-level+drop-and-deactivate': {
    'fold-lr': stuck(48, 68, 15, { L1: 3, L2: 3, L4: 3 }),
  },
  'f-level+drop-and-deactivate+2-pcpus': {
    'fold-lr': row(1098, 2573, 46, { I1: 9, S1: 9, S3: 13, S5: 23, S6: 22, S7: 8, S8: 23, L1: 3, L2: 3, L4: 3 }),
  },
  'f-edge': {
    'sync-clears-active': row(1086, 1829, 52, { I1: 16, S1: 16, S2: 19, S3: 19, S4: 26, S7: 14, S8: 20, L3: 19, L4: 17 }),
    'flush-sets-active': row(706, 1187, 39, { S7: 14, L3: 19, L4: 17 }),
    'driver-owns-active': row(258, 440, 30, { L3: 19 }),
    'fold-lr': row(162, 293, 30),
    'no-hw-bit': row(174, 282, 27, { S8: 13, L4: 3 }),
  },
  'f-edge+2-pcpus': {
    'sync-clears-active': row(4780, 12060, 65, { I1: 15, S1: 15, S2: 18, S3: 18, S4: 25, S7: 14, S8: 20, L3: 19, L4: 17 }),
    'flush-sets-active': row(3061, 7700, 51, { S7: 14, L3: 19, L4: 17 }),
    'driver-owns-active': row(901, 2123, 30, { L3: 19 }),
    'fold-lr': row(687, 1672, 27),
    'no-hw-bit': row(1389, 3623, 33, { S7: 9, S8: 13, L4: 3 }),
  },
  'f-edge+drop-and-deactivate': {
    'fold-lr': row(174, 281, 27, { I1: 9, S1: 9, S3: 12, S8: 13, L4: 3 }),
  },
  lpi: {
    'driver-owns-active': row(522, 827, 31, { I3: 7, S2: 12, S3: 12, S4: 19, S7: 9, S8: 13, L3: 13, L4: 3 }),
    'fold-lr': row(174, 281, 27, { I3: 7, S3: 12, S8: 13, L4: 3 }),
    'no-hw-bit': row(174, 282, 27, { S8: 13, L4: 3 }),
  },
} as const satisfies { readonly [circumstance: string]: { readonly [design in DesignName]?: Expectation } };

/** The main job: today's kernel, two vCPUs on two physical CPUs, one timer each. */
export const expectedByDefault = row(56_408, 177_336, 42);

interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** Models that are too big for every run of `explore matrix`; for nightly runs, and for measuring. Only their size is promised. */
export const scale = {
  'three-kinds': { set: { vcpus: 1, pcpus: 2, hostCpu: 1, irqs: ['timer', 'f-level', 'f-edge'] }, counts: { states: 118_908, transitions: 378_849, depth: 52 } },
  'traced-kernel-two-timers': { set: { vcpus: 2, pcpus: 1, irqs: ['timer', 'timer'], kvm: 'sync-clears-active' }, counts: { states: 543_204, transitions: 1_454_160, depth: 90 } },
  'four-vcpus-one-pcpu': { set: { vcpus: 4, pcpus: 1 }, counts: { states: 613_344, transitions: 1_583_776, depth: 63 } },
  medium: { set: { vcpus: 3, pcpus: 2 }, counts: { states: 1_524_656, transitions: 5_471_208, depth: 56 } },
  'two-timers-each': { set: { vcpus: 2, pcpus: 2, irqs: ['timer', 'timer'] }, counts: { states: 3_923_360, transitions: 14_593_632, depth: 53 } },
  'traced-kernel-medium': { set: { vcpus: 3, pcpus: 2, kvm: 'sync-clears-active' }, counts: { states: 6_050_771, transitions: 23_034_297, depth: 132 } },
  'three-vcpus-two-timers': { set: { vcpus: 3, pcpus: 1, irqs: ['timer', 'timer'] }, counts: { states: 6_264_208, transitions: 19_746_672, depth: 56 } },
  'timer-and-edge': { set: { vcpus: 2, pcpus: 2, hostCpu: 1, irqs: ['timer', 'f-edge'] }, counts: { states: 8_281_906, transitions: 35_077_528, depth: 67 } },
  'flush-sets-active-large': { set: { vcpus: 4, pcpus: 2, kvm: 'flush-sets-active' }, counts: { states: 10_403_701, transitions: 40_340_036, depth: 60 } },
  'quiesce-and-disable': { set: { vcpus: 3, pcpus: 2, quiesce: true, disable: true }, counts: { states: 10_620_936, transitions: 40_033_800, depth: 56 } },
  'three-by-three': { set: { vcpus: 3, pcpus: 3 }, counts: { states: 28_852_944, transitions: 136_847_952, depth: 63 } },
  large: { set: { vcpus: 4, pcpus: 2 }, counts: { states: 29_371_904, transitions: 115_861_056, depth: 70 } },
} as const satisfies { readonly [name: string]: { readonly set: Partial<Parameters>; readonly counts: Counts } };

function row(states: number, transitions: number, depth: number, violated: NonNullable<Expectation['violated']> = {}): Expectation {
  return { states, transitions, depth, violated };
}

/** B1 comes to this number. */
function bounded(largest: number | 'unbounded', expectation: Expectation): Expectation {
  return { ...expectation, bounds: { B1: largest } };
}

/** The guest never executes its handler. */
function stuck(states: number, transitions: number, depth: number, violated?: NonNullable<Expectation['violated']>): Expectation {
  return { ...row(states, transitions, depth, violated), unreached: ['W1', 'W3'] };
}
