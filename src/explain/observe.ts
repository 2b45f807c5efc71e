import { type CompositePosition, type Layout, layOut, type Position, pack } from '../layout/index.js';
import type { Model, State } from '../model/index.js';
import { ReadLog, Tracker } from '../tables/index.js';
import { type Plain, plain } from '../trace/index.js';

/** A variable that a function has read, and what it found. */
export interface Reading {
  /** As an author would write it: `vcpus[1].lrs[0].state`. */
  readonly path: string;
  readonly value: Plain;
}

/** What a function of one state, or of two neighbouring ones, said and read. */
export interface Observation<T> {
  readonly result: T;
  /** The indices of the slots that it read of the first state, and of the second one; in the order of the first reading. */
  readonly slots: readonly number[];
  readonly nextSlots: readonly number[];
}

/** Runs the author's functions on states that note what is read of them. */
export class Observer {
  readonly layout: Layout;
  readonly #log: ReadLog;
  readonly #trackers: readonly [Tracker, Tracker];

  constructor(model: Model) {
    this.layout = layOut(model.schema);
    const { length } = this.layout.slots;
    this.#log = new ReadLog(2 * length);
    this.#trackers = [new Tracker(this.layout, this.#log, 0), new Tracker(this.layout, this.#log, length)];
  }

  observe<T>(ask: (state: State) => T, state: State): Observation<T> {
    return this.observeStep((tracked) => ask(tracked), state, state);
  }

  observeStep<T>(ask: (state: State, next: State) => T, state: State, next: State): Observation<T> {
    const [before, after] = [this.#tracked(0, state), this.#tracked(1, next)];
    this.#log.take();
    const result = ask(before, after);
    const read = this.#log.take();
    const { length } = this.layout.slots;
    return { result, slots: read.filter((slot) => slot < length), nextSlots: read.filter((slot) => slot >= length).map((slot) => slot - length) };
  }

  /** The variables to which slots belong, in the order of the schema; a set and a queue are told as a whole. */
  readings(slots: readonly number[], state: State): readonly Reading[] {
    return readingsBelow(this.layout.root, state, new Set(slots));
  }

  #tracked(which: 0 | 1, state: State): State {
    const words = new Int32Array(this.layout.words);
    pack(this.layout, state, words);
    return this.#trackers[which].state(words, 0);
  }
}

function readingsBelow(position: Position, value: unknown, read: ReadonlySet<number>): readonly Reading[] {
  switch (position.kind) {
    case 'leaf':
      return read.has(position.slot.index) ? [{ path: position.slot.path, value: value as Plain }] : [];
    case 'optional': {
      const { present, inner } = position;
      const below = value === null ? [] : readingsBelow(inner, value, read);
      // Who has read a part of it has seen that it is there.
      return below.length === 0 && read.has(present.index) ? [whole(inner, value)] : below;
    }
    case 'composite': {
      const { schema, parts, begin, end } = position;
      if (schema.kind !== 'set' && schema.kind !== 'queue') return parts.flatMap((part, index) => readingsBelow(part, (value as State).get(schema.keys[index] as string), read));
      return Array.from({ length: end - begin }, (_, index) => begin + index).some((slot) => read.has(slot)) ? [whole(position, value)] : [];
    }
  }
}

function whole({ path, schema }: CompositePosition, value: unknown): Reading {
  return { path, value: value === null ? null : plain(schema, value) };
}
