/**
 * What is promised of each variant: states, transitions, depth, and for each property that is violated the number of
 * transitions of the shortest run that shows it (of the shortest way to a loop, for progress). Where the figures come from stands in the README.
 */
import type { Expectation } from 'explore';
import type { DesignName } from './designs.js';
import type { Parameters } from './parameters.js';

/** By circumstance, then by design. What the circumstances are stands in `variants.ts`. */
export const expected = {
  'one-page': {
    request: row(30_481, 92_010, 36),
    'request-v1': row(55_993, 164_898, 48, { L_Enter: 3 }),
    'request-nopin': row(55_993, 164_898, 48, { L_Enter: 3 }),
    'request-recycler-only': row(28_249, 85_290, 37, { EnterClean: 16, RunTags: 19, RequestSound: 14 }),
    'no-request': row(65_401, 206_106, 42, { EnterClean: 10, RunTags: 13 }),
    'check-outside-lock-pin-unmap': row(117_493, 347_802, 59, { EnterClean: 12, RunTags: 15 }),
    'check-outside-lock-pin-entry': row(28_249, 83_634, 45),
    'check-outside-lock-final': row(39_289, 115_746, 48, { L_Enter: 2 }),
    'check-outside-lock-final-nopin': row(39_289, 115_746, 48, { L_Enter: 2 }),
    'cnp-not-masked': row(39_375, 120_156, 35, { EnterClean: 13, RunTags: 13 }),
  },
  'one-page+no-preempt': {
    request: row(11_881, 28_890, 36),
    'no-refcount': row(67_921, 160_122, 65, { EnterClean: 10, RunKey: 10, RunTags: 14, RequestSound: 8, NoRecycleInUse: 8 }),
  },
  'no-preempt': {
    request: row(62_545, 169_734, 42),
    'request-double': row(62_545, 177_606, 42),
    'unmap-in-get-noblock': row(15_985, 46_230, 30),
    'check-outside-lock': row(54_673, 150_534, 42),
    'check-outside-lock-drop': row(54_673, 150_534, 42),
    'check-outside-lock-wait': row(46_561, 129_894, 42, {}, ['W_TwoUnmappers']),
    'check-outside-lock-skip': row(56_497, 154_374, 47, { EnterClean: 18, RunTags: 21 }, ['W_TwoUnmappers']),
    'check-outside-lock-double': row(54_673, 158_406, 42),
    'clear-pending-before-unmap': row(64_849, 174_534, 47, { EnterClean: 21, RunTags: 21 }, ['W_TwoUnmappers']),
  },
  'one-slot': {
    request: row(16_499, 52_510, 29, { SlotsSuffice: 2 }),
    'request-v1': row(29_633, 88_086, 31, { SlotsSuffice: 2, L_Enter: 2 }),
    'request-nopin': row(45_823, 130_296, 41, { EnterClean: 18, RunTags: 18, SlotsSuffice: 2, L_Enter: 2 }),
    'request-keeps-pointer': row(53_891, 171_216, 41, { EnterClean: 6, RunKey: 6, RunTags: 10, NoStaleAfterTLBI: 20, RequestSound: 3, RefSound: 2, NoRecycleInUse: 3, SlotsSuffice: 2 }),
    'no-request': row(29_727, 96_054, 39, { EnterClean: 7, RunTags: 10, NoStaleAfterTLBI: 21, SlotsSuffice: 2 }),
    'unmap-in-get-block': row(29_491, 98_030, 34, { EnterClean: 7, RunKey: 7, RunTags: 10, NoStaleAfterTLBI: 20, NoBlockInAtomic: 3, SlotsSuffice: 2, L_Enter: 1 }),
    'unmap-in-get-noblock': row(10_799, 34_308, 27, { SlotsSuffice: 2 }),
    'check-outside-lock-pin-unmap': row(33_339, 106_232, 36, { EnterClean: 7, RunTags: 11, NoStaleAfterTLBI: 22, SlotsSuffice: 2 }),
    'check-outside-lock-drop': row(44_449, 137_522, 42, { EnterClean: 7, RunTags: 11, NoStaleAfterTLBI: 22, SlotsSuffice: 2 }),
    'check-outside-lock-pin-entry': row(16_251, 51_112, 29, { SlotsSuffice: 2 }),
    'check-outside-lock-final': row(19_027, 59_182, 29, { SlotsSuffice: 2, L_Enter: 1 }),
    'check-outside-lock-final-nopin': row(28_297, 85_180, 38, { EnterClean: 15, RunTags: 15, SlotsSuffice: 2, L_Enter: 1 }),
    'cnp-not-masked': row(16_237, 50_626, 35, { EnterClean: 10, RunTags: 10, NoStaleAfterTLBI: 11, SlotsSuffice: 2 }, ['W_TwoUnmappers']),
    'tlbi-skip-pending': row(16_499, 52_254, 29, { SlotsSuffice: 2 }),
  },
  'one-slot+each-page': {
    request: row(24_483, 68_702, 34, { SlotsSuffice: 2 }),
    'request-nopin': row(62_557, 158_222, 48, { EnterClean: 22, RunTags: 22, SlotsSuffice: 2, L_Enter: 2 }),
    'unmap-in-get-block': row(46_257, 129_088, 39, { EnterClean: 9, RunKey: 9, RunTags: 12, NoStaleAfterTLBI: 23, NoBlockInAtomic: 4, SlotsSuffice: 2, L_Enter: 1 }),
    'fill-split': row(30_331, 85_666, 36, { NoStaleAfterTLBI: 14, SlotsSuffice: 2 }),
  },
  'one-slot+one-pass': {
    request: row(4505, 12_900, 28, { SlotsSuffice: 2, Passes: 12 }),
    'check-outside-lock-wait': row(2825, 7924, 22, { SlotsSuffice: 2 }, ['W_TwoUnmappers']),
  },
  'one-slot+two-passes': {
    request: row(4505, 12_900, 28, { SlotsSuffice: 2 }),
  },
  'one-page+one-pass': {
    request: row(20_785, 51_642, 37),
    'request-double': row(39_409, 100_314, 52, { Passes: 18 }),
  },
  'enough-slots': {
    'no-lookup': row(12_125, 35_824, 27, { UniqueKeys: 2 }),
  },
  'tlbi-only': {
    request: row(11_859, 46_612, 22),
    'tlbi-early-retire': row(7858, 31_518, 20, { NoStaleAfterTLBI: 8 }),
    'fill-split': row(17_325, 66_798, 25, { NoStaleAfterTLBI: 12 }),
    'fill-split-retry': row(16_255, 61_940, 28),
  },
  signals: {
    request: row(79_465, 223_452, 51),
  },
  'one-vcpu': {
    request: row(904, 1776, 21),
    'no-request': row(2254, 4584, 30, { EnterClean: 9, RunTags: 12, NoStaleAfterTLBI: 23 }),
    'unmap-in-get-block': row(716, 1466, 18, { NoBlockInAtomic: 7 }),
    'signal-enters': row(2539, 5441, 35, { EnterClean: 10, RunTags: 13, NoStaleAfterTLBI: 25, SigNoEnter: 3 }),
    'cnp-not-masked': row(1462, 2884, 27, { EnterClean: 12, RunTags: 12, NoStaleAfterTLBI: 17 }),
  },
} as const satisfies { readonly [circumstance: string]: { readonly [design in DesignName]?: Expectation } };

/** The main job: the merged series, two vCPUs, two slots, three contexts, L1 that changes a page and issues TLBIs. */
export const expectedByDefault = row(883_327, 3_062_226, 67);

/**
 * The default parameters with each design: states without TLBIs (`tlbi=false changed-contexts=0`), whether a vCPU
 * may fail to enter there, states with TLBIs, and what is violated of safety with them. This is the table of the description that the spec was made from.
 */
export const twoSlots = {
  request: { without: 169_921, starves: null, states: 883_327, violated: {} },
  'request-v1': { without: 378_481, starves: 3, states: 1_590_463, violated: {} },
  'request-nopin': { without: 1_081_201, starves: 3, states: 4_049_307, violated: { EnterClean: 35, RunTags: 35, NoStaleAfterTLBI: 62 } },
  'request-recycler-only': { without: 206_353, starves: null, states: 978_159, violated: { EnterClean: 16, RunTags: 19, RequestSound: 14 } },
  'no-request': { without: 811_201, starves: null, states: 7_708_691, violated: { EnterClean: 10, RunTags: 13, NoStaleAfterTLBI: 24 } },
  'unmap-in-get-block': { without: 1_326_925, starves: 2, states: 6_332_844, violated: { EnterClean: 13, RunKey: 13, RunTags: 16, NoStaleAfterTLBI: 26, UniqueKeys: 15, NoBlockInAtomic: 8 } },
  'unmap-in-get-noblock': { without: 55_921, starves: null, states: 445_519, violated: {} },
  'check-outside-lock': { without: 143_809, starves: null, states: 796_543, violated: {} },
  'check-outside-lock-pin-unmap': { without: 848_197, starves: null, states: 4_193_477, violated: { EnterClean: 12, RunTags: 15, NoStaleAfterTLBI: 35 } },
  'check-outside-lock-drop': { without: 2_234_005, starves: null, states: 9_786_273, violated: { EnterClean: 12, RunTags: 15, NoStaleAfterTLBI: 35 } },
  'check-outside-lock-pin-entry': { without: 170_065, starves: null, states: 888_495, violated: {} },
  'check-outside-lock-final': { without: 224_593, starves: 2, states: 1_067_231, violated: {} },
  'check-outside-lock-final-nopin': { without: 680_257, starves: 2, states: 2_735_895, violated: { EnterClean: 33, RunTags: 33, NoStaleAfterTLBI: 61 } },
  'check-outside-lock-wait': { without: 116_737, starves: null, states: 707_039, violated: {} },
  'check-outside-lock-skip': { without: 149_377, starves: null, states: 807_311, violated: { EnterClean: 18, RunTags: 21 } },
  'request-double': { without: 169_921, starves: null, states: 883_327, violated: {} },
  'check-outside-lock-double': { without: 143_809, starves: null, states: 796_543, violated: {} },
  'clear-pending-before-unmap': { without: 177_409, starves: null, states: 899_535, violated: { EnterClean: 21, RunTags: 21 } },
  'no-refcount': { without: 2_150_353, starves: null, states: 8_655_431, violated: { EnterClean: 10, RunKey: 10, RunTags: 14, NoStaleAfterTLBI: 24, RequestSound: 8, NoRecycleInUse: 8 } },
  'cnp-not-masked': { without: 341_181, starves: null, states: 2_322_571, violated: { EnterClean: 13, RunTags: 13, NoStaleAfterTLBI: 11 } },
  'tlbi-early-retire': { without: null, starves: undefined, states: 747_164, violated: { NoStaleAfterTLBI: 8 } },
  'tlbi-skip-pending': { without: null, starves: undefined, states: 885_111, violated: {} },
  'fill-split': { without: 252_217, starves: null, states: 1_262_679, violated: { NoStaleAfterTLBI: 12 } },
  'fill-split-retry': { without: 252_217, starves: null, states: 1_369_991, violated: {} },
} as const satisfies { readonly [design in DesignName]?: TwoSlots };

interface TwoSlots {
  readonly without: number | null;
  /** L_Enter without TLBIs: the length of the shortest way to a loop; null: it holds; undefined: it was not asked. */
  readonly starves: number | null | undefined;
  readonly states: number;
  readonly violated: NonNullable<Expectation['violated']>;
}

interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** Models that are too big for every run of `explore matrix`; for nightly runs, and for measuring. Only their size is promised. */
export const scale = {
  'three-pages-without-tlbi': { set: { pages: 3, tlbi: false, changedContexts: 0 }, counts: { states: 844_513, transitions: 2_966_502, depth: 49 } },
  'signals-without-tlbi': { set: { signal: true, tlbi: false, changedContexts: 0 }, counts: { states: 1_025_040, transitions: 3_712_128, depth: 57 } },
  full: { set: { signal: true, irq: true }, counts: { states: 3_952_009, transitions: 14_946_920, depth: 66 } },
  'three-pages': { set: { pages: 3 }, counts: { states: 5_220_335, transitions: 20_635_312, depth: 74 } },
  'three-vcpus': {
    set: { vcpus: 3, slots: 3, vmids: [0, 0, 1, 1], pages: 1, preempt: false, tlbi: false, changedContexts: 0 },
    counts: { states: 7_514_353, transitions: 27_422_508, depth: 54 },
  },
  'signal-enters': { set: { kvm: 'signal-enters', signal: true, tlbi: false, changedContexts: 0 }, counts: { states: 8_041_993, transitions: 32_008_372, depth: 69 } },
  'three-slots': { set: { slots: 3, vmids: [0, 0, 1, 1], tlbi: false, changedContexts: 0 }, counts: { states: 9_334_529, transitions: 30_489_992, depth: 90 } },
  large: { set: { signal: true, irq: true, changedPages: 2 }, counts: { states: 12_921_641, transitions: 49_262_896, depth: 67 } },
} as const satisfies { readonly [name: string]: { readonly set: Partial<Parameters>; readonly counts: Counts } };

function row(states: number, transitions: number, depth: number, violated: NonNullable<Expectation['violated']> = {}, unreached: readonly string[] = []): Expectation {
  return { states, transitions, depth, violated, ...(unreached.length > 0 ? { unreached } : {}) };
}
