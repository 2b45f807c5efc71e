/** The states that a worker has in hand, and where their transitions lead. All of it is found at once: one by one, each would be waited for. */
import type { Layout } from '../layout/index.js';
import type { Rank } from '../store/index.js';
import type { Cells } from './cells.js';
import { Changes, Step } from './changes.js';
import type { Walker } from './walk.js';

/** So many states at most. */
export const handSize = 64;

export class Hand {
  /** The entries of the states, and their cells. */
  readonly entries = new Uint32Array(handSize);
  readonly cells = new Uint32Array(handSize);
  readonly walker: Walker;
  readonly changes: Changes;
  /** Of each transition: the cell to which it leads, or -1: that was not asked for, or there is none. */
  ahead = new Int32Array(1024);
  /** Of each transition: 1 if a cycle may take it. */
  cyclic = new Uint8Array(1024);
  #chosen = new Uint8Array(1024);
  readonly #words: number;
  readonly #rank: Rank;
  readonly #cells: Cells;

  constructor(layout: Layout, walker: Walker, rank: Rank, cells: Cells) {
    this.#words = layout.words;
    this.#rank = rank;
    this.#cells = cells;
    this.walker = walker;
    this.changes = new Changes(layout);
  }

  /** Computes the transitions of the first `count` states, and returns how many there are. */
  derive(count: number): number {
    const transitions = this.walker.derive(this.entries, count);
    if (this.ahead.length < transitions) {
      this.ahead = new Int32Array(2 * transitions);
      this.cyclic = new Uint8Array(2 * transitions);
      this.#chosen = new Uint8Array(2 * transitions);
    }
    return transitions;
  }

  /** The same, and finds where those of the chosen actions lead. */
  expand(count: number, chosen: Uint8Array): number {
    const transitions = this.derive(count);
    const { action } = this.walker;
    for (let index = 0; index < transitions; index++) {
      this.#chosen[index] = chosen[action[index] as number] as number;
      this.ahead[index] = -1;
    }
    return this.#find(transitions);
  }

  /** The same, and finds where those of the actions `onward` lead that a cycle may take; and of each state for which `all` has a 1, those of the actions `followed` too. */
  expandCyclic(count: number, onward: Uint8Array, all?: Uint8Array, followed = onward): number {
    const transitions = this.derive(count);
    const words = this.#words;
    const { cells, entries, changes, ahead, cyclic } = this;
    const { action, from, states, nexts, target } = this.walker;
    const chosen = this.#chosen;
    for (let index = 0; index < transitions; index++) {
      const state = from[index] as number;
      const id = action[index] as number;
      const step = changes.stepOf(states, state * words, nexts, index * words);
      const mayCycle = onward[id] === 1 && step !== Step.oneWay;
      cyclic[index] = mayCycle ? 1 : 0;
      if (mayCycle && step === Step.stays) {
        chosen[index] = 0;
        ahead[index] = cells[state] as number;
        target[index] = entries[state] as number;
      } else {
        chosen[index] = mayCycle || (all !== undefined && all[state] === 1 && followed[id] === 1) ? 1 : 0;
        ahead[index] = -1;
      }
    }
    return this.#find(transitions);
  }

  /** Notes what a transition in hand changes. */
  note(index: number): void {
    const { from, states, nexts } = this.walker;
    this.changes.note(states, (from[index] as number) * this.#words, nexts, index * this.#words);
  }

  /** Whether all that it changes has been noted. */
  isNoted(index: number): boolean {
    const { from, states, nexts } = this.walker;
    return this.changes.has(states, (from[index] as number) * this.#words, nexts, index * this.#words);
  }

  #find(transitions: number): number {
    const { ahead } = this;
    const { target } = this.walker;
    const chosen = this.#chosen;
    this.walker.locate(transitions, chosen);
    for (let index = 0; index < transitions; index++) if (chosen[index] === 1) ahead[index] = this.#rank.find(target[index] as number);
    this.#cells.warm(ahead, transitions);
    return transitions;
  }
}
