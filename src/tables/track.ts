/**
 * States that note what is read of them and what is written. They are ordinary Immutable Records, made with a prototype
 * of their own for each position in the state's tree; whatever Immutable derives from them keeps that prototype, and
 * whatever it reads goes through `get`. So a value tells where it came from, and four things follow:
 *
 * - A read is noted once, in order, unless the very object that is read had that leaf written in this step.
 * - A leaf that was written is an absolute write, even if the value is the one it had: objects carry marks.
 * - A value that lies at its own position and carries no mark is untouched.
 * - A value that lies elsewhere (moved), or that has no position (fresh), is read whole and written whole.
 */
import type { CompositePosition, Layout, Position, Slot } from '../layout/index.js';
import { Unpacker, writeSlot } from '../layout/index.js';
import { isShaped, SpecFault, type State } from '../model/index.js';
import { type Raw, show } from '../spec/index.js';

/** The slots that were read, each once, in the order of the first reading. */
export class ReadLog {
  readonly #seen: Uint8Array;
  #slots: number[] = [];

  constructor(slots: number) {
    this.#seen = new Uint8Array(slots);
  }

  note(slot: number): void {
    if (this.#seen[slot] === 1) return;
    this.#seen[slot] = 1;
    this.#slots.push(slot);
  }

  /** What was noted since the last call. */
  take(): readonly number[] {
    const slots = this.#slots;
    for (const slot of slots) this.#seen[slot] = 0;
    this.#slots = [];
    return slots;
  }
}

/** The change from one state to another: new words are `(old & ~clear) | set`. */
export interface Effect {
  readonly clear: Int32Array;
  readonly set: Int32Array;
}

/** An instance that was made or derived from a tracked one: `written[i]` marks that its i-th key was set. */
type Tracked = Raw & { written?: boolean[] | undefined };

interface ImmutableInternals {
  __ensureOwner(ownerID: object | undefined): Tracked;
}

/** Makes tracked states of one layout. `base` is added to slot numbers in the log, so that two states can share one. */
export class Tracker {
  readonly #layout: Layout;
  readonly #prototypes = new Map<CompositePosition, Raw>();
  readonly #unpacker: Unpacker;

  constructor(layout: Layout, log: ReadLog, base = 0) {
    this.#layout = layout;
    const make = (position: Position): void => {
      if (position.kind === 'leaf') return;
      const composite = position.kind === 'optional' ? position.inner : position;
      this.#prototypes.set(composite, trackedPrototype(composite, log, base));
      composite.parts.forEach(make);
    };
    make(layout.root);
    this.#unpacker = new Unpacker(layout, (position) => this.#prototypeOf(position));
  }

  /** The state packed in `words`, tracked. */
  state(words: Int32Array, base: number): State {
    return this.#unpacker.state(words, base);
  }

  /** How the state `next`, made by a step from a tracked state, differs from it. Throws a SpecFault when it is not in its domain. */
  effect(next: unknown): Effect {
    const { words } = this.#layout;
    const effect: Effect = { clear: new Int32Array(words), set: new Int32Array(words) };
    this.#extract(this.#layout.root, next, effect);
    return effect;
  }

  #extract(position: CompositePosition, value: unknown, effect: Effect): void {
    const here = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === this.#prototypeOf(position);
    if (!here) requireComposite(position, value);
    const record = value as Tracked;
    // Nothing was set in it: so below it, too, everything is as it was.
    if (here && record.written === undefined) return;
    const read = here ? rawGet(position) : (from: Tracked, key: string) => from.get(key);
    for (const [index, part] of position.parts.entries()) {
      const found = read(record, position.schema.keys[index] as string);
      const written = !here || record.written?.[index] === true;
      switch (part.kind) {
        case 'leaf':
          if (written) write(part.slot, found, effect);
          break;
        case 'composite':
          this.#extract(part, found, effect);
          break;
        case 'optional':
          if (written) write(part.present, found !== null, effect);
          if (found !== null) this.#extract(part.inner, found, effect);
          else if (written) for (const slot of this.#layout.slots.slice(part.inner.begin, part.inner.end)) writeIndex(slot, 0, effect);
      }
    }
  }

  #prototypeOf(position: CompositePosition): Raw {
    return this.#prototypes.get(position) as Raw;
  }
}

function trackedPrototype(position: CompositePosition, log: ReadLog, base: number): Raw {
  const plain = position.schema.type.prototype as Raw & ImmutableInternals;
  // A composite part is not a slot of its own: what is read and written of it is seen in itself.
  const slots = position.parts.map((part) => (part.kind === 'leaf' ? part.slot.index + base : part.kind === 'optional' ? part.present.index + base : -1));
  const overrides: ThisType<Tracked> & object = {
    get(key: string | number): unknown {
      const value = plain.get.call(this, key);
      const index = this._indices[key] as number;
      const slot = slots[index] as number;
      if (slot >= 0 && this.written?.[index] !== true) log.note(slot);
      return value;
    },
    set(key: string | number, value: unknown): Tracked {
      let next = plain.set.call(this, key, value) as Tracked;
      const index = this._indices[key] as number;
      if (next === this && this.__ownerID === undefined) {
        if (slots[index] === -1 || this.written?.[index] === true) return this;
        // A blind write of an equal value: the object must differ, because it must carry the mark.
        next = Object.create(Object.getPrototypeOf(this) as object) as Tracked;
        next._values = this._values;
        next.__ownerID = undefined;
      }
      if (next !== this || this.written === undefined) next.written = this.written?.slice() ?? [];
      (next.written as boolean[])[index] = true;
      return next;
    },
    __ensureOwner(ownerID: object | undefined): Tracked {
      const owned = plain.__ensureOwner.call(this, ownerID);
      if (owned !== this) owned.written = this.written?.slice();
      return owned;
    },
    /** Immutable drops the result of `withMutations` when this says no; a mark alone is reason enough to keep it. */
    wasAltered(): boolean {
      return true;
    },
  };
  return Object.defineProperties(Object.create(plain) as Raw, Object.getOwnPropertyDescriptors(overrides));
}

/** Reads a key without noting it. */
function rawGet(position: CompositePosition): (from: Tracked, key: string) => unknown {
  const plain = position.schema.type.prototype;
  return (from, key) => plain.get.call(from, key);
}

function write(slot: Slot, value: unknown, effect: Effect): void {
  const index = slot.domain.indexOf(value);
  if (index < 0) throw outside(slot.path, show(value), slot.domain.words);
  writeIndex(slot, index, effect);
}

function writeIndex(slot: Slot, index: number, effect: Effect): void {
  writeSlot(slot, effect.clear, 0, slot.mask);
  writeSlot(slot, effect.set, 0, index);
}

function requireComposite(position: CompositePosition, value: unknown): void {
  if (!isShaped(position.schema, value)) throw outside(position.path, show(value), `a ${position.schema.kind} made by this spec's schema`);
}

function outside(path: string, found: string, expected: string): SpecFault {
  return new SpecFault('the next state is not in its domain', [
    ['at', path || 'the state itself'],
    ['found', found],
    ['expected', expected],
  ]);
}
