/**
 * A miss: the author's function is run on a tracked state, and what it read, in order, becomes a path of its diagram.
 * Often it is run twice: the second time every slot that it did not read has another value. A pure function then reads
 * the same and does the same; so such a miss is also a test of purity, and of the tracking.
 */
import type { Layout } from '../layout/index.js';
import { readSlot, writeSlot } from '../layout/index.js';
import { SpecFault, type State } from '../model/index.js';
import { type Conflict, type Diagram, reading, type TestedSlot, testedSlots } from './diagram.js';
import { pure } from './pure.js';
import { ReadLog, Tracker } from './track.js';

/** A function of a state, or of two neighbouring states, as learning needs it. */
export interface Learnable {
  /** As a message calls it: `action gic.eoi(vcpu 0)`. */
  readonly label: string;
  /** 1: a function of a state; 2: of a state and the next one. */
  readonly arity: 1 | 2;
  /** Runs the author's function and gives the leaf (a negative number) for what it does. */
  run(states: readonly State[], trackers: readonly Tracker[]): number;
}

/** A table passes its budget: it is not extended any more, and its function is called directly. */
export class TableFull extends Error {}

/** Learns functions of one model's states. Words of the state come first, those of the next state behind them. */
export class Learner {
  readonly #layout: Layout;
  readonly #tested: readonly TestedSlot[];
  readonly #log: ReadLog;
  readonly #trackers: readonly [Tracker, Tracker];
  readonly #budget: number;
  /** What the path that is being added reads. */
  readonly #path: TestedSlot[] = [];

  /** `budget`: how many numbers one function's diagram may take. */
  constructor(layout: Layout, budget: number) {
    const count = layout.slots.length;
    this.#layout = layout;
    this.#tested = [...testedSlots(layout, 0, 0), ...testedSlots(layout, layout.words, count)];
    this.#log = new ReadLog(2 * count);
    this.#trackers = [new Tracker(layout, this.#log, 0), new Tracker(layout, this.#log, count)];
    this.#budget = budget;
  }

  /** Runs `learnable` on the packed state (or two states) in `words`, extends its diagram, and gives what it read, and the leaf; it is the function's miss of that number, from 1 on. Throws a SpecFault. */
  learn(learnable: Learnable, diagram: Diagram, words: Int32Array, miss: number): Trial {
    if (this.isFull(diagram)) throw new TableFull();
    const first = this.#trial(learnable, words);
    if (isRunTwice(miss)) this.#compareElsewhere(learnable, words, first);
    this.repeat(diagram, words, first);
    return first;
  }

  /** Extends a diagram by what was seen when its function was run on these words. Throws a SpecFault. */
  repeat(diagram: Diagram, words: Int32Array, { reads, leaf }: { readonly reads: ArrayLike<number>; readonly leaf: number }): void {
    const path = this.#path;
    path.length = reads.length;
    for (let read = 0; read < reads.length; read++) path[read] = this.#tested[reads[read] as number] as TestedSlot;
    const conflict = diagram.add(path, words, leaf);
    if (conflict !== null) throw this.#impure(conflict, words);
  }

  /** A diagram has passed the budget: it is not to be extended. */
  isFull(diagram: Diagram): boolean {
    return diagram.size > this.#budget;
  }

  #compareElsewhere(learnable: Learnable, words: Int32Array, first: Trial): void {
    const second = this.#trialElsewhere(learnable, words, first.reads);
    const difference = firstDifference(first.reads, second.reads);
    if (difference !== null || first.leaf !== second.leaf) throw this.#impure(difference ?? { expected: null, found: null }, words);
  }

  #trial(learnable: Learnable, words: Int32Array): Trial {
    this.#log.take();
    const trackers = this.#trackers.slice(0, learnable.arity);
    const states = trackers.map((tracker, index) => tracker.state(words, index * this.#layout.words));
    this.#log.take();
    const leaf = pure(() => learnable.run(states, trackers));
    return { leaf, reads: this.#log.take() };
  }

  /** The same function where everything that it did not read is different. */
  #trialElsewhere(learnable: Learnable, words: Int32Array, reads: readonly number[]): Trial {
    const elsewhere = words.slice();
    const read = new Set(reads);
    for (const { number, slot, word } of this.#tested) {
      if (read.has(number) || slot.domain.size === 1) continue;
      const base = word - slot.word;
      if (base >= learnable.arity * this.#layout.words) continue;
      writeSlot(slot, elsewhere, base, (readSlot(slot, words, base) + 1) % slot.domain.size);
    }
    try {
      return this.#trial(learnable, elsewhere);
    } catch (error) {
      if (!(error instanceof SpecFault)) throw error;
      throw new SpecFault('is not a pure function of the state', [
        ['found', 'it failed in a second run in which nothing that it reads was different'],
        ['then', error.message],
        ...error.details,
        advice,
      ]);
    }
  }

  #impure({ expected, found }: Conflict, words: Int32Array): SpecFault {
    const what = (number: number | null): string => (number === null ? 'the end of the function' : reading(this.#tested[number] as TestedSlot, words));
    if (expected === null && found === null) return new SpecFault('is not a pure function of the state', [['found', 'after the same readings it gives two different results'], advice]);
    return new SpecFault('is not a pure function of the state', [['one run', `reads ${what(expected)}`], ['another', `reads ${what(found)}, though all readings before were the same`], advice]);
  }
}

/** What one run of a function has read, in order, and where it ended. */
export interface Trial {
  readonly leaf: number;
  readonly reads: readonly number[];
}

/** The first misses of a function, and later one in four: what could be wrong with it shows early. */
function isRunTwice(miss: number): boolean {
  return miss <= 64 || (miss & 3) === 0;
}

const advice = ['to do', 'use nothing but the state and the arguments: no Date, no Math.random, no variable that changes outside'] as const;

function firstDifference(first: readonly number[], second: readonly number[]): Conflict | null {
  const length = Math.max(first.length, second.length);
  for (let index = 0; index < length; index++) {
    if (first[index] !== second[index]) return { expected: first[index] ?? null, found: second[index] ?? null };
  }
  return null;
}

/** What a table holds, and what the function says now. */
export function auditFault(recorded: string, now: string): SpecFault {
  return new SpecFault('is not a pure function of the state', [['earlier', recorded], ['now', `${now}, in a state that is equal in everything it read`], advice]);
}
