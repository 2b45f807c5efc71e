/**
 * What is promised of each variant: states, transitions, depth, for each property that is violated the number of
 * transitions of the shortest run that shows it (of the shortest way to a loop, for progress), and the witnesses that cannot be reached.
 *
 * States and lengths come from a program that was written before this spec, from the description alone, as far as that
 * gives them; the README names the rest. Transitions and depths are those of the reference explorer.
 */
import type { Expectation } from 'explore';
import type { Parameters } from './parameters.js';

/** By dispatcher or fault, then by configuration. What they are stands in `variants.ts`. */
export const expected = {
  spec: {
    nested: row(395, 3097, 22),
    'two-vcpus': row(1599, 19_256, 28),
    shared: row(496, 7680, 14),
  },
  'v7-fixed': {
    nested: row(422, 3124, 22),
    'two-vcpus': row(1833, 20_864, 28),
    shared: row(1022, 14_587, 21),
  },
  counting: {
    nested: row(770, 6148, 25),
    'two-vcpus': row(3132, 37_760, 32),
    shared: row(720, 11_280, 15),
  },
  v5: {
    nested: row(575, 3469, 23, { P2: 9, P3: 9, P14: 1, P17a: 8, P21: 3 }),
    'two-vcpus': row(2231, 23_102, 30, { P2: 14, P3: 14, P12: 12, P14: 1, P16: 7, P17a: 9, P21: 2, L2: 12 }),
    shared: row(4133, 54_534, 23, { P2: 8, P3: 8, P5: 10, P6: 6, P14: 1, P17a: 7, P17b: 12, L2: 12 }),
  },
  v6: {
    nested: row(1040, 6772, 26, { P3: 9, P11: 11, P14: 1, L1: 10 }),
    'two-vcpus': row(3249, 36_138, 36, { P3: 14, P11: 16, P14: 1, P16: 7, L1: 15 }),
  },
  'plan-v6': {
    nested: row(1040, 6772, 26, { P3: 9, P11: 11, P14: 1, P25: 1, L1: 10 }),
  },
  v7: {
    nested: row(851, 5472, 23, { P9: 11, P11: 11, P14: 1, P18: 5, L1: 5 }),
    'two-vcpus': row(4207, 41_168, 28, { P9: 12, P11: 12, P14: 1, P16: 3, P18: 6, L1: 6, L2: 15 }),
  },
  tfa: {
    single: row(45, 224, 18, { P10: 14, P14: 3, P18c: 14, L1: 14 }),
    'two-vcpus': row(2113, 23_016, 30, { P10: 9, P14: 2, P18c: 9, L1: 9, L2: 19 }),
  },
  'tfa-no-eoi': {
    'two-vcpus': row(4353, 48_856, 36, { P10: 9, P11: 13, P14: 2, P18c: 9, L1: 9, L2: 19 }),
  },
  seed: {
    single: row(2, 11, 1, { P14: 1, P25: 1 }),
  },
  'complete-writes-result': {
    nested: row(1190, 9364, 28, { P7: 8 }),
    'two-vcpus': row(6396, 77_024, 36, { P7: 8 }),
    shared: row(1984, 30_720, 28, { P7: 7 }),
  },
  'complete-never-writes': {
    nested: row(395, 3097, 22, { P14: 1 }),
  },
  'deliver-while-masked': {
    nested: row(390, 3034, 20, { P2: 5 }),
    'two-vcpus': row(1596, 19_264, 24, { P2: 5 }),
    shared: row(496, 7696, 12, { P2: 4 }),
  },
  'deliver-disabled': {
    nested: row(390, 3032, 18, { P3: 5 }),
    'two-vcpus': row(1596, 19_264, 24, { P3: 5 }),
    shared: row(496, 7696, 12, { P3: 4 }),
  },
  'unregister-running-frees': {
    nested: row(395, 3097, 22, { P14: 8, P17: 8, 'P17-use': 10 }),
    'two-vcpus': row(1599, 19_256, 28, { P14: 8, P17: 8, 'P17-use': 10 }),
    shared: row(624, 9664, 18, { P14: 7, P17: 7, 'P17-use': 9 }),
  },
  'normal-preempts-critical': {
    nested: row(1384, 10_862, 32, { P4: 13, P7: 14, P8: 14 }),
  },
  'single-context': {
    nested: row(690, 5404, 27, { P7: 16 }),
  },
  'lost-event-count': {
    nested: row(569, 4613, 26, { P10: 8, L1: 9 }, ['W2', 'W5']),
    'two-vcpus': row(2303, 27_720, 32, { P10: 8, L1: 10 }, ['W2', 'W5']),
    shared: row(592, 9344, 14, { P10: 7, L1: 8 }),
  },
  'unregister-keeps-pending': {
    nested: row(756, 5720, 23, { P9: 11 }),
    'two-vcpus': row(3024, 35_836, 28, { P9: 11 }),
    shared: row(639, 9826, 14, { P9: 10 }),
  },
  'shared-per-vcpu': {
    shared: row(1088, 17_392, 18, { P5: 10 }),
  },
  'routing-ignored': {
    shared: row(624, 9672, 14, { P6: 6 }),
  },
  'signal-self-only': {
    'two-vcpus': row(1521, 17_862, 28, { P14: 2, P16: 3 }),
  },
  'signal-masked-rejected': {
    nested: row(395, 3097, 22, { P14: 3 }),
    'two-vcpus': row(1599, 19_256, 28, { P14: 2 }),
  },
  'mask-returns-zero': {
    nested: row(395, 3097, 22, { P14: 3 }),
  },
  'reset-returns-pending': {
    nested: row(395, 3097, 22, { P14: 8 }),
    shared: row(496, 7680, 14, { P14: 7 }),
  },
  'plan-shared-reset-ns': {
    nested: row(395, 3097, 22, { P14: 1, P25: 1 }),
  },
  'enable-unregistered': {
    nested: row(570, 4437, 23, { P1: 1, P14: 1 }),
  },
  'denied-register-disables': {
    nested: row(395, 3097, 22, { P15: 5 }),
  },
  'no-req-on-unmask': {
    nested: row(454, 3370, 22, { P11: 7, L1: 6 }),
    'two-vcpus': row(2009, 22_920, 28, { P11: 7, L1: 6 }),
    shared: row(1074, 15_323, 21, { P11: 6, L1: 5 }),
  },
  'no-req-on-enable': {
    nested: row(454, 3370, 22, { P11: 7, L1: 6 }),
    'two-vcpus': row(2009, 22_920, 28, { P11: 7, L1: 6 }),
    shared: row(1074, 15_323, 21, { P11: 6, L1: 5 }),
  },
  'no-req-on-complete': {
    nested: row(454, 3370, 22, { P11: 10, L1: 9 }),
    'two-vcpus': row(2009, 22_920, 28, { P11: 11, L1: 10 }),
    shared: row(1074, 15_323, 21, { P11: 9, L1: 8 }),
  },
  'no-kick': {
    nested: row(467, 3178, 22, { P11b: 8, L1: 8 }),
    'two-vcpus': row(2784, 26_668, 28, { P11b: 8, L1: 7 }),
    shared: row(1780, 20_169, 21, { P11b: 7, L1: 6 }),
  },
  'no-kick+async-pf': {
    injected: row(53, 233, 12, { P11b: 8, L1: 8 }),
  },
  'no-kick+computing': {
    injected: row(43, 239, 12, { L1: 7 }),
  },
  'deliver-clobbers-spsr': {
    nested: row(1380, 10_988, 27, { P7: 9 }),
    'two-vcpus': row(19_584, 247_104, 40, { P7: 9 }),
    shared: row(6784, 110_144, 32, { P7: 8 }),
  },
  'v5+deliver-clobbers-spsr': {
    single: row(136, 700, 21, { P2: 14, P3: 14, P7: 10, P14: 1, P17a: 9, P21: 3 }),
  },
  'deliver-skips-pc-adjust': {
    nested: row(1780, 10_780, 32, { P7: 10, P24: 9 }),
    'two-vcpus': row(14_384, 134_656, 38, { P7: 10, P24: 9 }),
    shared: row(4464, 52_704, 31, { P7: 9, P24: 8 }),
  },
  'cpu-on-keeps-state': {
    nested: row(1640, 9945, 29, { P7: 17, P22: 4, P22b: 9 }),
    'two-vcpus': row(8096, 75_724, 36, { P22: 4, P22b: 9, L2: 10 }),
    shared: row(1764, 20_808, 19, { P22: 4, P22b: 8, L2: 9 }),
  },
  'spec+power': {
    nested: row(445, 3362, 22),
  },
  'v5+power': {
    single: row(96, 396, 18, { P2: 14, P3: 14, P14: 1, P17a: 9, P21: 3, P22: 4, P22b: 10 }),
  },
  'v6+power': {
    single: row(132, 552, 20, { P3: 14, P11: 16, P14: 1, P22: 4, P22b: 10, L1: 15 }),
  },
  'v7+power': {
    single: row(131, 518, 18, { P9: 12, P11: 12, P14: 1, P18: 6, P22: 4, P22b: 10, L1: 6 }),
  },
  'resume-injects-irq': {
    nested: row(2230, 9160, 23, { P23: 8 }),
  },
  'v6+all-calls': {
    nested: row(5076, 19_036, 27, { P3: 9, P11: 11, P13: 10, P14: 1, P23: 8, L1: 10 }),
  },
  'set-then-check': {
    injected: row(160, 822, 16),
  },
  'set-then-check+unregister-keeps-pending': {
    injected: row(172, 887, 16, { P9: 12 }),
  },
  'check-then-set': {
    injected: row(154, 836, 16, { P11: 9, L1: 8 }),
  },
  'migrate-ideal': {
    nested: row(844, 6670, 23),
  },
  'migrate-v7-rule': {
    nested: row(882, 6722, 23),
  },
  'migrate-v5-rule': {
    nested: row(868, 6765, 23, { P11: 14 }),
  },
  'migrate-drop-req': {
    nested: row(876, 6916, 23, { P11: 8, L1: 7 }),
  },
  'v5+notifier': {
    nested: row(1255, 8254, 24, { P2: 9, P3: 9, P11: 14, P14: 1, P17a: 8, P20b: 8, P21: 3 }),
  },
  'v5+route-typo': {
    single: row(8266, 113_163, 24, { P2: 8, P3: 8, P5: 10, P6: 6, P14: 1, P17a: 7, P17b: 12, P20c: 2, L2: 12 }),
  },
  'v5+route-typo+three-vcpus': {
    single: row(54_929, 1_795_158, 20, { P2: 5, P3: 5, P5: 8, P6: 5, P14: 1, P17a: 6, P17b: 10, P20: 2, P20c: 2, L1: 5, L2: 7 }, ['W10']),
  },
  'immediate-lock-leak': {
    nested: row(1224, 6992, 26, { P3: 9, P11: 11, P14: 1, P18b: 7, L1: 7, L2: 15 }),
  },
  'limit-vcpus': {
    single: row(9600, 125_120, 31, { P19: 1, L1: 5, L2: 9 }, ['W0', 'W1', 'W2', 'W3', 'W5', 'W8']),
  },
  bit31: {
    single: row(41, 905, 15, { P2: 14, P3: 14, P13: 11, P14: 1, P14b: 1, P17a: 9, P21: 3 }),
  },
  'v5+expose': {
    nested: row(616, 3785, 24, { P2: 10, P3: 10, P14: 1, P17a: 9, P21: 3 }),
  },
  'v7+bit31': {
    single: row(92, 1358, 15, { P9: 12, P11: 12, P14: 1, P18: 6, P19: 1, L1: 6, L2: 11 }),
  },
  'destroy-vm-first': {
    single: row(12, 12, 7, { P26: 5, P26b: 6 }),
  },
  'destroy-vcpus-first': {
    single: row(11, 12, 5),
  },
  'spec+bound-spi': {
    single: row(570, 5856, 21),
  },
  'spec+bound-ppi': {
    single: row(334, 10_297, 21),
  },
  'spec+three-events': {
    single: row(5355, 63_143, 27),
  },
  'spec+two-entry-points': {
    nested: row(1580, 13_948, 22),
  },
  'v7-fixed+cancel': {
    nested: row(458, 3498, 22),
  },
  'spec+unlimited': {
    nested: row(395, 3097, 22, { L1: 11, L2: 9 }),
  },
  'v7-fixed+unlimited': {
    nested: row(422, 3124, 22, { L1: 11, L2: 9 }),
  },
  'v5+unlimited': {
    nested: row(575, 3469, 23, { P2: 9, P3: 9, P14: 1, P17a: 8, P21: 3, L1: 11, L2: 9 }),
  },
  'spec+unlimited-signals': {
    single: row(531, 4953, 19, { L1: 11 }),
  },
} as const satisfies { readonly [subject: string]: { readonly [configuration: string]: Expectation } };

/** The main job: the request bit as it can be right, two vCPUs, a normal and a critical event on each, and every call. */
export const expectedByDefault = row(39_975, 2_675_880, 24);

interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** Models that are too big for every run of `explore matrix`; for nightly runs, and for measuring. Only their size is promised. */
export const scale = {
  'spec-nested': { set: { dispatcher: 'spec', entry: 'separate', calls: 'changing' }, counts: { states: 159_975, transitions: 2_698_380, depth: 44 } },
  'v7-fixed-nested': { set: { entry: 'separate', calls: 'changing' }, counts: { states: 189_900, transitions: 2_976_036, depth: 44 } },
  'three-vcpus-shared': { set: { dispatcher: 'spec', calls: 'changing', vcpus: 3, events: ['signaled', 'shared'] }, counts: { states: 243_983, transitions: 17_042_660, depth: 24 } },
  counting: { set: { dispatcher: 'spec', entry: 'separate', calls: 'changing', pendBound: 2 }, counts: { states: 614_460, transitions: 10_590_048, depth: 50 } },
  v7: { set: { dispatcher: 'v7', entry: 'separate', calls: 'changing' }, counts: { states: 721_609, transitions: 9_475_190, depth: 46 } },
  'three-events': { set: { dispatcher: 'spec', calls: 'changing', events: ['signaled', 'async-pf', 'shared'] }, counts: { states: 879_675, transitions: 43_535_400, depth: 27 } },
  v6: { set: { dispatcher: 'v6', entry: 'separate', calls: 'changing' }, counts: { states: 1_081_600, transitions: 14_978_080, depth: 52 } },
  large: { set: { entry: 'separate', answers: true, pendBound: 2 }, counts: { states: 19_883_097, transitions: 174_452_898, depth: 52 } },
} as const satisfies { readonly [name: string]: { readonly set: Partial<Parameters>; readonly counts: Counts } };

function row(states: number, transitions: number, depth: number, violated: NonNullable<Expectation['violated']> = {}, unreached: readonly string[] = []): Expectation {
  return { states, transitions, depth, violated, ...(unreached.length > 0 && { unreached }) };
}
