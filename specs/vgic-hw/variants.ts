/**
 * The designs of KVM, each in the circumstances that tell it from others. A variant is called `design`, or
 * `design+circumstance`; its story says what the design does, what the circumstance adds, and what comes of it.
 */
import type { Variant } from 'explore';
import { expected } from './expected.js';
import type { DesignName, Parameters } from './parameters.js';

interface Circumstance {
  readonly set: Partial<Parameters>;
  /** What it adds to the machine. */
  readonly story: string;
  /** What comes of it for a design. */
  readonly outcome?: { readonly [design in DesignName]?: string };
}

const designStories: { readonly [design in DesignName]: string } = {
  'sync-clears-active':
    'The kernel that was traced in 2015 (commit 08fd6461e875). KVM sets the physical active bit when it puts an interrupt into a list register. Every sync clears the bit again, so that other users of a shared device are not blocked, and takes "not active" for "the guest is done". So the second sync forgets an interrupt that the guest has not finished.',
  'flush-sets-active':
    'The repair that the answer to the mail names ("Move active state handling to flush_hwstate"): every entry sets the physical active bit for everything that is in a list register, not only the entry that put it there. Sync is as before.',
  'driver-owns-active':
    'Linux 4.3 (cff9211eb1a1): the timer code owns the physical active bit. Each entry sets it to what KVM remembers of the timer; sync only reads it, and takes "not active" for "the guest is done".',
  'level-owns-active':
    'KVM of October and November 2015 (4b4b4512da2a): at each entry the physical active bit follows the line of the timer. The handler of the guest lowers that line before it ends the interrupt; an exit between the two lets KVM take the active bit away, and at the next sync mistake this for the end.',
  'fold-lr':
    'Linux 4.4 (0e3dfda91d9f, 9f958c11b780) until today: sync folds the list registers back into the emulated distributor and believes them; it looks at the line to learn whether a level interrupt still waits. Each entry makes active what goes into a list register.',
  'never-active':
    "Today's design without the central rule: nobody makes a timer's interrupt active before the entry. The line is high and nothing is active, so the guest is thrown out before its first instruction, every time (L2), and never runs a handler (L1).",
  'pending-and-active':
    "Today's design, but an interrupt whose line is high while the guest handles it goes into the list register with both bits. With HW=1 that is forbidden; Linux had it, and took it out again in 2017 (3d6e77ad1489).",
  'fold-stale-level': "Today's design, but sync does not look at the line: it believes that a level interrupt which the guest did not take still waits.",
  'fold-keeps-active': "Today's design, but when sync finds that the line has gone low it leaves the physical interrupt active.",
  'no-hw-bit': 'The alternative that the document rejects: the interrupt is injected as a purely virtual one, and the host ends the physical one by itself.',
};

const kept = 'Every promise is kept.';
/** Where a passed-through device fires again between the guest's end and the sync. */
const waitsForEver = 'When the host takes the next one between the end and the sync, KVM reads "active" and waits for an end that has been';
const keptAlive = 'KVM then keeps alive an interrupt that the guest ended long ago, and the next one never comes (L1).';
const unlisted = 'A disabled interrupt is in no list register, so nobody makes it active, and its line throws the guest out at every entry (L2); the guest cannot even enable it again.';
const takenAgain = 'Sync makes inactive what the guest still has, and the host takes the same interrupt again (S7). It injects it again and kicks the guest out, and that can go on for ever (L2).';
const givenAway = 'The copy says "empty" of a list register that was filled since: KVM gives it away with the interrupt in it (S2), and waits for ever for its end';

/** What sync-clears-active does to any timer. */
const forgets = 'A trap is enough: at the next entry the line is high and nothing is active, the guest is thrown out at once, and sync forgets the interrupt (S2).';
/** What level-owns-active does to any timer. */
const takesAway = 'The guest enters with an active list register and an inactive interrupt (S1), and KVM forgets the interrupt inside its handler (S2).';
const spurious = 'The guest may take an interrupt whose line has gone low since the entry (S5), which no KVM can prevent.';
const carried = 'What is pending stays pending: KVM does not look at the line again, and carries the interrupt into the guest at later entries too (S6).';

const circumstances: { readonly [name in keyof typeof expected]: Circumstance } = {
  timer: {
    set: {},
    story: 'One vCPU, one physical CPU, one timer.',
    outcome: {
      'sync-clears-active': `${forgets} These are the five patterns of the trace, and no other.`,
      'flush-sets-active': kept,
      'driver-owns-active': kept,
      'level-owns-active': takesAway,
      'fold-lr': kept,
      'pending-and-active':
        'After the end the pending bit is left in the list register while the physical interrupt is not active any more (I1), and the guest takes an interrupt whose line is low (S5).',
    },
  },
  'eoi-leaves-lr-active': {
    set: { gic: 'eoi-leaves-lr-active' },
    story: 'Here the hardware behaves as the document says: when the guest ends an interrupt, the distributor is told, but the list register stays active.',
    outcome: {
      'sync-clears-active': 'The first row of the trace, an empty list register, is out of reach: the document must be wrong.',
      'flush-sets-active': kept,
      'driver-owns-active': kept,
      'level-owns-active': takesAway,
      'fold-lr': keptAlive,
      'pending-and-active': keptAlive,
    },
  },
  quiesce: {
    set: { quiesce: true },
    story: 'Here the guest may mask interrupts, let the device fire, and silence it without taking the interrupt.',
    outcome: {
      'sync-clears-active': `${spurious} ${carried}`,
      'flush-sets-active': `${spurious} ${carried}`,
      'driver-owns-active': `${spurious} ${carried}`,
      'level-owns-active': `${spurious} This design also carries such an interrupt into the guest at later entries (S6), and clears its active bit as it does so.`,
      'fold-lr': `${spurious} At the next entry it is gone (S6 holds).`,
      'fold-stale-level': `${spurious} For a timer the mistake does not last: its line is looked at before each entry (S6 holds).`,
      'fold-keeps-active': `${spurious} For a timer the bit that was left is written anew before each entry.`,
    },
  },
  disable: {
    set: { disable: true },
    story: 'Here the guest may disable and enable the interrupt in the emulated distributor.',
    outcome: {
      'sync-clears-active': unlisted,
      'flush-sets-active': unlisted,
      'driver-owns-active': 'It is active whether or not it is in a list register: this is what the design is for. Every promise is kept.',
      'fold-lr': kept,
    },
  },
  abort: {
    set: { abort: true },
    story: 'Here a signal may turn KVM back between flush and entry: it syncs without having been in the guest.',
    outcome: { 'sync-clears-active': 'The first of the two syncs need not follow a run of the guest.', 'flush-sets-active': kept, 'driver-owns-active': kept, 'fold-lr': kept },
  },
  'abort+stale-elrsr': {
    set: { abort: true, staleElrsr: true },
    story: 'Here a signal may turn KVM back between flush and entry, and sync looks at the copy of ELRSR that was saved at the last exit (the bug that ae705930fca6 mended).',
    outcome: {
      'sync-clears-active': `${givenAway}; meanwhile nobody makes the interrupt active, and its line throws the guest out at every entry (L2).`,
      'flush-sets-active': `${givenAway}; meanwhile nobody makes the interrupt active, and its line throws the guest out at every entry (L2).`,
      'driver-owns-active': `${givenAway}: the guest runs, but the interrupt never comes (L1).`,
    },
  },
  'preemptible-flush': {
    set: { pcpus: 2, preemptibleFlush: true },
    story:
      'Here there are two physical CPUs, and the thread may be moved to the other one between flush and entry (the bug that 7e16aa81f9f6 mended): active is set on one, and the guest entered on the other (S1).',
  },
  '2-vcpus': { set: { vcpus: 2 }, story: 'Two vCPUs share one physical CPU, each with its own timer.', outcome: { 'flush-sets-active': kept, 'driver-owns-active': kept, 'fold-lr': kept } },
  '2-pcpus': {
    set: { pcpus: 2 },
    story: 'One vCPU moves between two physical CPUs, each with its own active bit of the timer.',
    outcome: { 'flush-sets-active': kept, 'driver-owns-active': kept, 'fold-lr': kept },
  },
  'two-timers': {
    set: { irqs: ['timer', 'timer'] },
    story: 'One vCPU has two timers and two list registers.',
    outcome: {
      'sync-clears-active': 'The two can keep each other waiting for ever: at each entry one of them is not active and throws the guest out (L2).',
      'flush-sets-active': kept,
      'driver-owns-active': kept,
      'fold-lr': kept,
    },
  },
  'two-writes': {
    set: { guestEoi: 'two-writes' },
    story: 'The guest ends an interrupt with two writes: one drops the priority, a second one deactivates.',
    outcome: { 'flush-sets-active': kept, 'driver-owns-active': kept, 'fold-lr': kept },
  },
  'lr-pressure': {
    set: { irqs: ['timer', 'timer', 'timer'], lrs: 2, underflowIrq: true },
    story:
      'Three timers compete for two list registers; pending interrupts get them first, as in the kernel. Two that wait can push out the one that the guest is handling, and its end finds no list register (S4): a real limit, addressed only in 2025 (3cfd59f81e0f). The one with the highest index can starve (L1).',
  },
  'lr-pressure+active-first': {
    set: { irqs: ['timer', 'timer', 'timer'], lrs: 2, underflowIrq: true, lrOrder: 'active-first' },
    story: 'Three timers compete for two list registers; active interrupts get them first, so that every end finds its own. The interrupt with the highest index can starve (L1).',
  },
  'f-level': {
    set: { irqs: ['f-level'], quiesce: true },
    story: 'One passed-through device with a level line, whose interrupt the host takes and injects; the guest may silence it without taking the interrupt.',
    outcome: {
      'sync-clears-active': `Sync makes inactive what the guest still has: the host takes the same interrupt again (S7), and it throws the guest out of its own handler (S8). ${waitsForEver} (L1).`,
      'flush-sets-active': `Sync makes inactive what the guest still has: the host takes the same interrupt again while it is in a list register (S7). ${waitsForEver} (L1).`,
      'driver-owns-active': `${spurious} ${carried} ${waitsForEver} (L1).`,
      'fold-lr': `${spurious} Sync looks at the line, drops the interrupt and makes it inactive (S6 holds).`,
      'fold-stale-level': 'An interrupt whose line has gone low is carried into the guest again (S6): this is why sync looks at the line.',
      'fold-keeps-active': 'An interrupt that was dropped stays active, and the device can never interrupt again (L1).',
    },
  },
  'f-level+2-pcpus': {
    set: { irqs: ['f-level'], quiesce: true, pcpus: 2, hostCpu: 1 },
    story: 'One passed-through device with a level line, whose interrupt the host takes on the second of two physical CPUs, so that it may inject while the guest runs on the first.',
    outcome: {
      'sync-clears-active': takenAgain,
      'flush-sets-active': takenAgain,
      'driver-owns-active': `${spurious} ${carried} ${waitsForEver} (L1).`,
      'fold-lr': 'An interrupt that is on its way when the guest silences the device still arrives (S6): harmless, and nobody can prevent it.',
      'fold-keeps-active': 'An interrupt that was dropped stays active, and the device can never interrupt again (L1).',
    },
  },
  'f-level+drop-and-deactivate': {
    set: { irqs: ['f-level'], hostEoi: 'drop-and-deactivate' },
    story:
      'One passed-through device with a level line, under a host with EOImode 0, which deactivates the interrupt itself: the line is still high, so the host takes it again at once, for ever, and no guest runs (L2).',
  },
  'f-level+drop-and-deactivate+2-pcpus': {
    set: { irqs: ['f-level'], hostEoi: 'drop-and-deactivate', pcpus: 2 },
    story:
      'One passed-through device with a level line, under a host with EOImode 0 that takes it on one of two physical CPUs and deactivates it itself. On the other CPU the guest can run, with an interrupt in its list register that is not active (S1), and the host takes the same interrupt again (S7); every injection kicks the guest out, for ever (L2).',
  },
  'f-edge': {
    set: { irqs: ['f-edge'] },
    story: 'One passed-through device that fires edges, which the host takes and injects.',
    outcome: {
      'sync-clears-active': 'What is forgotten here is lost: an edge is not raised again (S2, L3). And a device that fires without end starves the guest (L4).',
      'flush-sets-active': `Sync makes inactive what the guest still has: the host takes the next edge while the first is in a list register (S7), and a device that fires without end starves the guest (L4). ${waitsForEver} (L3).`,
      'driver-owns-active': `${waitsForEver} (L3).`,
      'fold-lr': kept,
      'no-hw-bit': 'Nothing holds back the device: its next edge throws the guest out of the handler of the first (S8), and when it fires without end the guest never gets on (L4).',
    },
  },
  'f-edge+2-pcpus': {
    set: { irqs: ['f-edge'], pcpus: 2, hostCpu: 1 },
    story: 'One passed-through device that fires edges, which the host takes on the second of two physical CPUs.',
    outcome: {
      'sync-clears-active': 'What is forgotten here is lost: an edge is not raised again (S2, L3). And a device that fires without end starves the guest (L4).',
      'flush-sets-active': `Sync makes inactive what the guest still has: the host takes the next edge while the first is in a list register (S7), and a device that fires without end starves the guest (L4). ${waitsForEver} (L3).`,
      'driver-owns-active': `${waitsForEver} (L3).`,
      'fold-lr': kept,
      'no-hw-bit':
        'Nothing holds back the device: the host takes its next edge while the first is in a list register (S7), and it throws the guest out of the handler (S8); when it fires without end the guest never gets on (L4).',
    },
  },
  'f-edge+drop-and-deactivate': {
    set: { irqs: ['f-edge'], hostEoi: 'drop-and-deactivate' },
    story:
      'One passed-through device that fires edges, under a host with EOImode 0, which deactivates the interrupt itself: it is inactive while the guest has it (S1), the guest deactivates it a second time (S3), and the next edge throws the guest out of the handler (S8); when the device fires without end the guest never gets on (L4).',
  },
  lpi: {
    set: { irqs: ['lpi'] },
    story: 'One passed-through device that sends messages. An LPI has no active state.',
    outcome: {
      'driver-owns-active':
        'So it must not be in a list register with HW=1 (I3); a design that reads the active bit sees "done" at the first sync, and loses the interrupt (S2, L3). Nothing holds back the device, which can starve the guest (L4).',
      'fold-lr': 'So it must not be in a list register with HW=1 (I3): the guest ends something that was never active (S3). Nothing holds back the device, which can starve the guest (L4).',
      'no-hw-bit':
        'Without the HW bit nothing is wrong with that; the next message may throw the guest out of the handler of the first (S8), and a device that fires without end can starve the guest (L4).',
    },
  },
};

const smallest = { vcpus: 1, pcpus: 1 } as const;

export const variants: { readonly [name: string]: Variant<Parameters> } = Object.fromEntries(
  (Object.keys(expected) as (keyof typeof expected)[]).flatMap((name) => {
    const { set, story, outcome } = circumstances[name];
    const rows = Object.entries(expected[name]) as [DesignName, Variant<Parameters>['expect'] & object][];
    return rows.map(([kvm, expect]): [string, Variant<Parameters>] => [
      name === 'timer' ? kvm : `${kvm}+${name}`,
      { story: [designStories[kvm], story, outcome?.[kvm]].filter(Boolean).join(' '), set: { ...smallest, ...set, kvm }, expect },
    ]);
  }),
);
