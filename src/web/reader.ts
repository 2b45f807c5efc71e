/** Why an action cannot be taken in a state: which variables its guard reads, and which of them is the one that stands in the way. */
import { type Layout, layOut, pack, readSlot, type Slot, unpack, writeSlot } from '../layout/index.js';
import { type ActionInstance, type Model, nextStates, type State } from '../model/index.js';
import { showPlain } from '../report/index.js';
import { ReadLog, Tracker } from '../tables/index.js';
import type { Plain } from '../trace/index.js';
import type { ReadView } from './messages.js';

/** Of a variable with more values than this, so many are tried. */
const mostValues = 64;

export class Reader {
  readonly #layout: Layout;
  readonly #log: ReadLog;
  readonly #tracker: Tracker;

  constructor({ schema }: Model) {
    this.#layout = layOut(schema);
    this.#log = new ReadLog(this.#layout.slots.length);
    this.#tracker = new Tracker(this.#layout, this.#log);
  }

  /** What the guard of a disabled action reads of a state, in the order of the first reading. */
  reads(state: State, taken: ActionInstance): ReadView[] {
    const words = new Int32Array(this.#layout.words);
    pack(this.#layout, state, words);
    const tracked = this.#tracker.state(words, 0);
    this.#log.take();
    taken.action.guard(tracked, taken.chosen);
    return this.#log.take().map((number) => {
      const slot = this.#layout.slots[number] as Slot;
      return { path: slot.path, value: shown(slot, readSlot(slot, words, 0)), enough: this.#enough(slot, words, taken) };
    });
  }

  /** The value of one variable, the first in its domain, with which the action could be taken. */
  #enough(slot: Slot, words: Int32Array, taken: ActionInstance): string | null {
    const now = readSlot(slot, words, 0);
    const other = words.slice();
    for (let value = 0; value < Math.min(slot.domain.size, mostValues); value++) {
      if (value === now) continue;
      writeSlot(slot, other, 0, value);
      // No run need lead to such a state: a function may fail where its author never thought of it.
      try {
        if (nextStates(taken, unpack(this.#layout, other)).length > 0) return shown(slot, value);
      } catch {}
    }
    return null;
  }
}

function shown({ domain }: Slot, index: number): string {
  return showPlain(domain.at(index) as Plain);
}
