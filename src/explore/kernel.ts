import { readFileSync } from 'node:fs';
import { recentPlaces, type Table } from '../store/index.js';

/** As much of it as is needed here: the compiler's library has it only together with a browser's. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What `kernel/kernel.ts` exports. */
interface Exports {
  place(...addresses: number[]): void;
  expand(begin: number, end: number, root: number): number;
  prepare(count: number, scale: number): number;
  screen(count: number, shared: number): number;
  readonly filled: { value: number };
  readonly full: { readonly value: number };
}

/** How much of everything there is: numbers of 32 bits, if nothing else is said. */
export interface KernelSizes {
  readonly words: number;
  /** States that are expanded at once. */
  readonly group: number;
  /** Next states in a batch. */
  readonly batch: number;
  readonly actions: number;
  /** Actions and watched properties. */
  readonly functions: number;
  readonly forest: number;
  readonly effects: number;
}

/**
 * The memory of the compiled hot loop as arrays, and its calls. The system gives pages only as they are touched, so the
 * parts have their largest size from the beginning.
 */
export class Kernel {
  readonly states: Int32Array;
  /** How many states the batch has after each of those that were expanded last. */
  readonly ends: Int32Array;
  readonly batch: Int32Array;
  readonly origin: Int32Array;
  readonly hashes: Uint32Array;
  /** Where the states of the batch belong, and what was found there. */
  readonly places: Int32Array;
  readonly found: Int32Array;
  readonly forest: Int32Array;
  /** The states that were inserted a short while ago. */
  readonly #recent: Int32Array;
  /** What the kernel knows of the effects; `learn` adds to it. */
  readonly #effects: Int32Array;
  #known = 0;
  /** Per action: in how many states it was enabled, and how much more often it was taken. */
  readonly #counters: BigInt64Array;
  readonly #exports: Exports;

  /** Null where the system gives no addresses: V8 reserves some gigabytes of them for such a memory, and `ulimit -v` may be less. */
  static within(sizes: KernelSizes): Kernel | null {
    try {
      return new Kernel(sizes);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  constructor(sizes: KernelSizes) {
    const { words, group, batch, actions, functions } = sizes;
    let end = 64;
    const room = (bytes: number): number => {
      const begin = end;
      end += Math.ceil(bytes / 64) * 64;
      return begin;
    };
    const at = {
      states: room(4 * group * words),
      ends: room(4 * group),
      batch: room(4 * batch * words),
      origin: room(4 * batch),
      hashes: room(4 * batch),
      places: room(4 * batch),
      found: room(4 * batch * words),
      counters: room(16 * actions),
      stack: room(4 * functions + 4),
      events: room(8 * functions),
      recent: room(4 * recentPlaces * words),
      effects: room(4 * sizes.effects),
      forest: room(4 * sizes.forest),
    };
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / 65_536) });
    const { buffer } = memory;
    this.states = new Int32Array(buffer, at.states, group * words);
    this.ends = new Int32Array(buffer, at.ends, group);
    this.batch = new Int32Array(buffer, at.batch, batch * words);
    this.origin = new Int32Array(buffer, at.origin, batch);
    this.hashes = new Uint32Array(buffer, at.hashes, batch);
    this.places = new Int32Array(buffer, at.places, batch);
    this.found = new Int32Array(buffer, at.found, batch * words);
    this.forest = new Int32Array(buffer, at.forest, sizes.forest);
    this.#recent = new Int32Array(buffer, at.recent, recentPlaces * words);
    this.#effects = new Int32Array(buffer, at.effects, sizes.effects);
    this.#counters = new BigInt64Array(buffer, at.counters, 2 * actions);
    this.#exports = new WebAssembly.Instance(compiled(), { env: { memory } }).exports as Exports;
    this.#exports.place(
      4 * words,
      at.forest,
      at.effects,
      at.states,
      at.ends,
      at.batch,
      at.origin,
      batch,
      at.counters,
      at.hashes,
      at.recent,
      recentPlaces - 1,
      at.places,
      at.found,
      at.stack,
      at.events,
    );
  }

  /** Effects are only ever added: takes over the first `size` numbers of `code` that are new. False when there is no room for them. */
  learn(code: Int32Array, size: number): boolean {
    if (size === this.#known) return true;
    if (size > this.#effects.length) return false;
    this.#effects.set(code.subarray(this.#known, size), this.#known);
    this.#known = size;
    return true;
  }

  /** Expands the states from `begin` to `end` (excluded) up to one that is not plain, and returns where it stopped. The batch has `filled` states before, and afterwards as many as `filled` says. */
  expand(begin: number, end: number, root: number, filled: number): number {
    this.#exports.filled.value = filled;
    return this.#exports.expand(begin, end, root);
  }

  get filled(): number {
    return this.#exports.filled.value;
  }

  /** It stopped because there was no room in the batch. */
  get full(): boolean {
    return this.#exports.full.value !== 0;
  }

  /** Inserts the first `count` states of the batch, as `Table.insertAll` does. */
  insert(table: Table, count: number, fresh: Uint32Array): number {
    const kept = this.#exports.prepare(count, table.capacity / 2 ** 32);
    if (!table.isNear) return table.insertHashed(this.batch, kept, this.hashes, fresh, this.origin);
    table.fetch(this.places, kept, this.found);
    return table.insertAt(this.batch, this.#exports.screen(kept, Number(table.isShared)), this.places, fresh, this.origin);
  }

  /** Forgets which states were inserted: some were removed. */
  forgetRecent(): void {
    this.#recent.fill(0);
  }

  /** Forgets what was counted since the last time. */
  forgetCounts(): void {
    this.#counters.fill(0n);
  }

  /** Adds what was counted since the last time. */
  take(enabled: Float64Array, fired: Float64Array): void {
    for (let action = 0; action < enabled.length; action++) {
      const states = Number(this.#counters[2 * action]);
      enabled[action] = (enabled[action] as number) + states;
      fired[action] = (fired[action] as number) + states + Number(this.#counters[2 * action + 1]);
    }
    this.forgetCounts();
  }
}

function compiled(): object {
  // Under a test runner this file is TypeScript, and what it needs is in the build.
  const built = import.meta.url.endsWith('.ts') ? '../../dist/src/explore/kernel.wasm' : './kernel.wasm';
  return new WebAssembly.Module(readFileSync(new URL(built, import.meta.url)));
}
