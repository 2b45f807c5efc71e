/**
 * The designs of KVM, each in the circumstances that tell it from others. A variant is called `design`, or
 * `design+circumstance`; its story says what the design does, what the circumstance adds, and what comes of it. Unless the
 * circumstance says otherwise there is one vCPU, no black hole is allowed (B1), and no write is counted (C1).
 */
import type { Variant } from 'explore';
import { expected } from './expected.js';
import type { DesignName, Parameters } from './parameters.js';

interface Circumstance {
  readonly set: Partial<Parameters> | ((design: DesignName) => Partial<Parameters>);
  /** What it adds to the machine. */
  readonly story: string;
  /** What comes of it for a design. */
  readonly outcome?: { readonly [design in DesignName]?: string };
}

const designStories: { readonly [design in DesignName]: string } = {
  naive: "Nobody touches the physical active bit; at each exit KVM looks at the guest's service bit, and injects the virtual interrupt.",
  mapped:
    'The reviewed patch of December 2019. The virtual interrupt is mapped to the physical one (HW bit). Each entry makes the physical one active if the cached level or the active state of the virtual one asks for it; each exit clears the bit again, and injects the interrupt when the level has changed.',
  'mapped-resample':
    'The smallest repair of the reviewed patch: each exit injects the interrupt when the service bit is set, whether or not the level has changed, unless the list register still holds it.',
  eager: "The reviewer's first way, for a reaction at once: a purely virtual interrupt. Each entry makes the physical one active exactly if the service bit is set, each exit clears the bit.",
  'virtual-load-put':
    "The reviewer's second way, and the one he prefers: a purely virtual interrupt. The physical one is active from the load of the vCPU to its put, so it throws nobody out, and KVM looks at the service bit whenever the guest exits for another reason.",
  'zero-pmbsr':
    "The series of August 2021: the guest's writes to the unit's registers trap, the service bit in the unit is 0 at each entry, and the buffer stays off while the guest's own service bit is 1.",
};

const kept = 'Every promise is kept.';
const thrownOut =
  'Once the buffer is full the line is high and nothing is active, so the guest is thrown out before its first step at every entry, for ever (L1), and never learns of it (L2); no handler ever runs (W3).';
const loses =
  'The handler clears the service bit without an exit. When the buffer is full again before the next exit, the cached level is 1 as it was: nothing is injected, and the interrupt is lost for ever (L2). The guest runs on, with profiling stopped and nothing on its way (B1).';
const blackHole = 'Nothing makes the guest exit when the buffer is full: it runs on unprofiled until it happens to exit (B1).';
const spurious = 'The guest clears the bit while its interrupt is in the list register, and takes it nevertheless (S5); without an exit no KVM can prevent that.';
const nobodyTold = 'User space is never told of the level: no interrupt is ever taken (L2), no handler ever runs (W3), and the guest stays unprofiled (B1).';
const wreck =
  "While KVM is between exit and entry with host interrupts on, the guest's service bit still keeps the line high and nothing is active: the host's driver takes the guest's full buffer for its own, and empties it (S3). The interrupt that KVM had noted is carried in (S4) and taken (S5) for nothing.";
const storm =
  "While KVM is between exit and entry with host interrupts on, the guest's service bit still keeps the line high and nothing is active: the host takes the interrupt, finds no session of its own, deactivates, and takes it again, for ever. The vCPU thread never goes on (L1, L2), the guest never runs its handler (W3), which is why the rest of the promises have so little to say.";

const circumstances: { readonly [name in keyof typeof expected]: Circumstance } = {
  'at-once': {
    set: {},
    story: 'The host does not profile, and the interrupt controller forgets an interrupt as soon as its line is low.',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  late: {
    set: { retire: 'late' },
    story: "The interrupt controller may be late to forget an interrupt whose line went low. So the host takes some of the guest's interrupts for nothing, whatever the design (W1).",
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  'when-taken': {
    set: { retire: 'when-taken' },
    story: 'The interrupt controller never forgets an interrupt by itself, only when somebody takes it. So the host sooner or later takes it for nothing (W1).',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  host: {
    set: { hostProfiling: true },
    story: 'The host profiles too; the interrupt controller forgets an interrupt as soon as its line is low, so the host takes none for nothing (W1 is out of reach).',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  'host+late': {
    set: { hostProfiling: true, retire: 'late' },
    story: 'The host profiles too, and the interrupt controller may be late to forget an interrupt whose line went low: the host takes some for nothing (W1).',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  'load-put': {
    set: { context: 'load-put' },
    story: 'The registers of the unit are switched only when a vCPU is loaded or put, and the host does not profile.',
    outcome: { mapped: storm, eager: storm },
  },
  'load-put+host': {
    set: { context: 'load-put', hostProfiling: true },
    story: 'The registers of the unit are switched only when a vCPU is loaded or put, and the host profiles too.',
    outcome: { mapped: wreck, eager: wreck },
  },
  'entry-exit': {
    set: { context: 'entry-exit' },
    story: 'The registers of the unit are switched at every entry and exit, although the active bit is written at load and put only.',
    outcome: { 'virtual-load-put': blackHole },
  },
  'entry-exit+host': {
    set: { context: 'entry-exit', hostProfiling: true },
    story:
      "The registers of the unit are switched at every entry and exit, and the host profiles too. Then the host's own interrupt is held back from load to put, however often the guest enters and exits (L3b); it is served only because every vCPU is put at last (L3).",
    outcome: { 'virtual-load-put': blackHole },
  },
  'user-irqchip': {
    set: { irqchip: 'user' },
    story: 'The interrupt controller of the guest is in user space, and nobody tells it of a changed level.',
    outcome: { mapped: `The patch writes the physical active bit all the same. ${nobodyTold}`, eager: nobodyTold, 'virtual-load-put': nobodyTold },
  },
  'user-irqchip+notify': {
    set: { irqchip: 'user', userNotify: true },
    story: 'The interrupt controller of the guest is in user space, which is told of a changed level after each exit.',
    outcome: { mapped: `${kept} Without a list register the patch does not lose interrupts.`, eager: kept, 'virtual-load-put': blackHole },
  },
  polls: {
    set: { guestPolls: true },
    story: 'The guest also clears the service bit outside its handler, as the Linux driver does when it stops an event.',
    outcome: {
      naive: thrownOut,
      mapped: `${spurious} ${loses}`,
      'mapped-resample': spurious,
      eager: spurious,
      'virtual-load-put': `${spurious} ${blackHole}`,
      'zero-pmbsr': `${kept} The write traps, and KVM takes the interrupt back.`,
    },
  },
  'polls+host': {
    set: { guestPolls: true, hostProfiling: true },
    story: 'The guest also clears the service bit outside its handler, the host profiles too, and get_input_level returns the cached level, as in the patch.',
    outcome: { mapped: `${spurious} ${loses}`, 'mapped-resample': spurious },
  },
  'polls+hardware': {
    set: { guestPolls: true, callback: 'hardware' },
    story:
      "The guest also clears the service bit outside its handler, and get_input_level reads the unit, which by then holds the registers of the host. The host does not profile, so the callback always says 0: an interrupt that was pending at an exit is dropped, and the guest's bit stays set (B1).",
    outcome: {
      mapped: `${spurious} No later exit injects what was dropped (L2).`,
      'mapped-resample': `${spurious} The next exit injects what was dropped, but nothing makes the guest exit.`,
    },
  },
  'polls+hardware+host': {
    set: { guestPolls: true, callback: 'hardware', hostProfiling: true },
    story:
      "The guest also clears the service bit outside its handler, and get_input_level reads the unit, which by then holds the registers of the host, who profiles too. The callback takes the host's service bit for the guest's: an interrupt that the guest has cleared is carried in (S4), with nothing active (S1), and the guest deactivates an interrupt that is not active (S2); or one that the guest needs is dropped (B1). Sampling the hardware must mean the guest's context.",
    outcome: { mapped: `${spurious} What was dropped is lost for ever (L2).`, 'mapped-resample': spurious },
  },
  'eoi-first': {
    set: { guest: 'may-eoi-first' },
    story: "The guest's handler may end the interrupt before it has cleared the service bit, which then throws the guest out or is looked at again.",
    outcome: {
      naive: thrownOut,
      mapped: 'At that exit the level is 1 as it was: nothing is injected, and the interrupt is lost for ever (L2, B1).',
      'mapped-resample': kept,
      eager: kept,
      'virtual-load-put': blackHole,
      'zero-pmbsr': kept,
    },
  },
  '2-vcpus+host+late': {
    set: { vcpus: 2, hostProfiling: true, retire: 'late' },
    story: 'Two vCPUs take turns on the physical CPU, the host profiles too, and the interrupt controller may be late.',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  'polls+memory': {
    set: { guestPolls: true, callback: 'memory' },
    story: "The guest also clears the service bit outside its handler, and get_input_level reads the guest's saved register.",
    outcome: { mapped: `${spurious} ${loses}`, 'mapped-resample': spurious },
  },
  'polls+memory+host': {
    set: { guestPolls: true, callback: 'memory', hostProfiling: true },
    story:
      "The guest also clears the service bit outside its handler, the host profiles too, and get_input_level reads the guest's saved register: nothing goes wrong that the cached level would prevent.",
    outcome: { mapped: `${spurious} ${loses}`, 'mapped-resample': spurious },
  },
  'vgic-first': {
    set: { syncOrder: 'vgic-first' },
    story: 'The exit reads the list register back before it looks at the service bit, against the comment in the patch. It makes no difference to any promise.',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  abort: {
    set: { abort: true },
    story: 'A signal may turn KVM back between flush and entry: it syncs without having been in the guest, as the second call of kvm_spe_sync_hwstate in the patch does.',
    outcome: { naive: thrownOut, mapped: loses, 'mapped-resample': kept, eager: kept, 'virtual-load-put': blackHole, 'zero-pmbsr': kept },
  },
  'tick-1': tick(1),
  'tick-2': tick(2),
  'tick-3': tick(3),
  'tick-5': tick(5),
  'tick-8': tick(8),
  'no-writes': {
    set: { activeWrites: 0 },
    story: 'C1 asks that the loop of entries and exits does not write the physical active bit at all.',
    outcome: {
      naive: `It does not. ${thrownOut}`,
      mapped: `The patch does so at every entry (C1). ${loses}`,
      'mapped-resample': 'It does so at every entry (C1).',
      eager: 'It does so at every entry (C1).',
      'virtual-load-put': `It does not: two writes, at load and at put, are enough. ${blackHole}`,
      'zero-pmbsr': 'It does not; the price is a trap for each write to a register.',
    },
  },
  '2-writes': {
    set: { activeWrites: 2 },
    story: 'C1 allows two writes of the physical active bit in one turn of the loop, one at the entry and one at the exit: no more are made.',
    outcome: { mapped: loses, 'mapped-resample': kept, eager: kept },
  },
  'polls+2-writes': {
    set: { guestPolls: true, activeWrites: 2 },
    story: 'The guest also clears the service bit outside its handler, and C1 allows two writes of the physical active bit in one turn of the loop.',
    outcome: {
      mapped: `When a mapped interrupt is found pending with its level gone, the emulated interrupt controller writes a third time (C1). ${spurious} ${loses}`,
      'mapped-resample': `When a mapped interrupt is found pending with its level gone, the emulated interrupt controller writes a third time (C1). ${spurious}`,
      eager: spurious,
    },
  },
  'polls+3-writes': {
    set: { guestPolls: true, activeWrites: 3 },
    story: 'The guest also clears the service bit outside its handler, and C1 allows three writes of the physical active bit in one turn of the loop: no more are made.',
    outcome: { mapped: `${spurious} ${loses}`, 'mapped-resample': spurious },
  },
};

/** The host ticks after so many guest steps, and nothing else makes the guest exit without need. B1 allows what the design can promise. */
function tick(steps: number): Circumstance {
  const guestSteps = steps === 1 ? 'guest step' : `${steps} guest steps`;
  return {
    set: (design) => ({ tick: steps, noMask: true, blindCap: steps + 3, blackHole: { 'virtual-load-put': steps, mapped: steps + 2 }[design as string] ?? 0 }),
    story: `The guest never masks interrupts, and the host ticks after every ${guestSteps}.`,
    outcome: {
      mapped: `The interrupt that the patch loses does not come back at any tick (L2), so not even a black hole longer than the stretch between two ticks is enough (B1). Allowed here: ${steps + 2}.`,
      'mapped-resample': 'There is no black hole (B1): the interrupt itself makes the guest exit.',
      eager: 'There is no black hole (B1): the interrupt itself makes the guest exit.',
      'virtual-load-put': `The longest black hole is exactly as long as the stretch between two ticks: B1 allows it, and W4 reaches it.`,
      'zero-pmbsr': 'There is no black hole (B1): the interrupt itself makes the guest exit.',
    },
  };
}

const smallest = { vcpus: 1, tick: 0, retire: 'at-once', hostProfiling: false, blackHole: 0, activeWrites: null } as const;

export const variants: { readonly [name: string]: Variant<Parameters> } = Object.fromEntries(
  (Object.keys(expected) as (keyof typeof expected)[]).flatMap((name) => {
    const { set, story, outcome } = circumstances[name];
    const rows = Object.entries(expected[name]) as [DesignName, Variant<Parameters>['expect'] & object][];
    return rows.map(([design, expect]): [string, Variant<Parameters>] => [
      name === 'at-once' ? design : `${design}+${name}`,
      {
        story: [designStories[design], story, outcome?.[design]].filter(Boolean).join(' '),
        set: { ...smallest, ...(typeof set === 'function' ? set(design) : set), design },
        expect,
      },
    ]);
  }),
);
