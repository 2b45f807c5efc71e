/**
 * The hot loop: written in AssemblyScript, which looks like TypeScript and becomes WebAssembly. Here a load is one
 * instruction; in JavaScript it is some eight, because V8 looks at the array's length and place again in each turn of a
 * loop that has another one inside. It was most of the time of a search.
 *
 * It does what is plain and nothing else: where an answer is not kept yet, a property has something to say, or a state
 * has no next state, it stops before that state, and `level.ts` deals with it. All numbers are addresses in bytes in a
 * memory that this thread alone uses; `../kernel.ts` says what lies where.
 */

/** Bytes of a packed state. */
let size: i32 = 0;
/** The forest's code, see `tables/forest.ts`. */
let forest: i32 = 0;
/** The effects, see `tables/effects.ts`. */
let effects: i32 = 0;
/** The states that are to be expanded. */
let states: i32 = 0;
/** How many next states are in the batch after each of them. */
let ends: i32 = 0;
/** Their next states, and the action that led to each. */
let batch: i32 = 0;
let origin: i32 = 0;
let capacity: i32 = 0;
/** Per action: in how many states it was enabled, and how much more often it was taken; 64 bits each. */
let counters: i32 = 0;
let hashes: i32 = 0;
/** The states that were inserted lately, each where the lower bits of its hash say. */
let recent: i32 = 0;
let recentMask: u32 = 0;
/** Where the states of the batch belong in the store, and what is there. */
let places: i32 = 0;
let found: i32 = 0;
let stack: i32 = 0;
let events: i32 = 0;

/** States in the batch. */
export let filled: i32 = 0;
/** It stopped because there was no room in the batch. */
export let full: bool = false;

export function place(
  size_: i32,
  forest_: i32,
  effects_: i32,
  states_: i32,
  ends_: i32,
  batch_: i32,
  origin_: i32,
  capacity_: i32,
  counters_: i32,
  hashes_: i32,
  recent_: i32,
  recentMask_: u32,
  places_: i32,
  found_: i32,
  stack_: i32,
  events_: i32,
): void {
  size = size_;
  forest = forest_;
  effects = effects_;
  states = states_;
  ends = ends_;
  batch = batch_;
  origin = origin_;
  capacity = capacity_;
  counters = counters_;
  hashes = hashes_;
  recent = recent_;
  recentMask = recentMask_;
  places = places_;
  found = found_;
  stack = stack_;
  events = events_;
}

/** Puts the next states of the states from `begin` to `end` (excluded) into the batch, up to one that is not plain or for which there is no room, and returns where it stopped. `root`: the forest's first list. */
export function expand(begin: i32, end: i32, root: i32): i32 {
  const bytes = size;
  const code = forest;
  const bottom = stack;
  const first = events;
  let count = filled;
  full = false;
  for (let index = begin; index < end; index++) {
    const state = states + index * bytes;
    let told = first;
    let waiting = bottom;
    let coming = count;
    let list = code + (root << 2);
    for (;;) {
      const nexts = load<i32>(list, 8);
      if (nexts < 0) {
        filled = count;
        return index;
      }
      coming += nexts;
      let at = list + 12;
      const behind = at + (load<i32>(list) << 2);
      const last = behind + (load<i32>(list, 4) << 2);
      while (at < behind) {
        store<i64>(told, load<i64>(at));
        told += 8;
        at += 8;
      }
      while (at < last) {
        store<i32>(waiting, load<i32>(at));
        waiting += 4;
        at += 4;
      }
      if (waiting === bottom) break;
      waiting -= 4;
      const node = code + (load<i32>(waiting) << 2);
      const table = code + (load<i32>(node) << 2);
      let key: u32 = 0;
      for (let run = node + 4; run < table; run += 16) {
        key |= ((load<u32>(state + (load<i32>(run) << 2)) >> load<u32>(run, 4)) & load<u32>(run, 8)) << load<u32>(run, 12);
      }
      const next = load<i32>(table + ((<i32>key) << 2));
      if (next === 0) {
        filled = count;
        return index;
      }
      list = code + (next << 2);
    }
    if (coming === count || coming > capacity) {
      filled = count;
      full = coming > capacity;
      return index;
    }
    let to = batch + count * bytes;
    for (let event = first; event < told; event += 8) {
      const action = load<i32>(event);
      let effect = effects - (load<i32>(event, 4) << 2);
      const nexts = load<i32>(effect);
      effect += 4;
      const before = count;
      const start = to;
      for (let next = 0; next < nexts; next++) {
        for (let word = 0; word < bytes; word += 4) {
          store<i32>(to + word, (load<i32>(state + word) & load<i32>(effect)) | load<i32>(effect, 4));
          effect += 8;
        }
        if (next > 0 && repeats(start, to, bytes)) continue;
        store<i32>(origin + (count << 2), action);
        count += 1;
        to += bytes;
      }
      const counter = counters + (action << 4);
      store<i64>(counter, load<i64>(counter) + 1);
      // Mostly there is one next state.
      if (count !== before + 1) store<i64>(counter, load<i64>(counter, 8) + (count - before - 1), 8);
    }
    store<i32>(ends + (index << 2), count);
  }
  filled = count;
  return end;
}

/** Whether the state at `to` is among those from `start` on. */
function repeats(start: i32, to: i32, bytes: i32): bool {
  for (let other = start; other < to; other += bytes) {
    let word = 0;
    while (word < bytes && load<i32>(other + word) === load<i32>(to + word)) word += 4;
    if (word === bytes) return true;
  }
  return false;
}

/** Hashes the first `count` states of the batch, moves those that were not inserted a short while ago to its front, and returns how many they are. The same as `store/hash.ts` and `dropRecent` in `store/table.ts`. `scale`: entries of the store for each hash. */
export function prepare(count: i32, scale: f64): i32 {
  const stride = size >> 2;
  const bytes = size;
  let kept = 0;
  let to = batch;
  for (let index = 0; index < count; index++) {
    const from = batch + index * bytes;
    let hash: u32 = 0x2f0b4c47;
    for (let word = 0; word < bytes; word += 4) {
      let mixed = load<u32>(from + word) * 0xcc9e2d51;
      mixed = rotl<u32>(mixed, 15);
      hash ^= mixed * 0x1b873593;
      hash = rotl<u32>(hash, 13) * 5 + 0xe6546b64;
    }
    hash ^= hash >> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35;
    hash ^= hash >> 16;
    const at = recent + <i32>(hash & recentMask) * bytes;
    const first = load<i32>(from);
    let differs = load<i32>(at) ^ (first | complete);
    // Written in any case, where the next one is written when this one is dropped: a branch would be guessed wrong too often.
    store<i32>(at, first | complete);
    store<i32>(to, first);
    for (let word = 4; word < bytes; word += 4) {
      const value = load<i32>(from + word);
      differs |= load<i32>(at + word) ^ value;
      store<i32>(at + word, value);
      store<i32>(to + word, value);
    }
    store<u32>(hashes + (kept << 2), hash);
    store<i32>(places + (kept << 2), <i32>(<u32>(<f64>hash * scale)) * stride);
    store<i32>(origin + (kept << 2), load<i32>(origin + (index << 2)));
    const keep = i32(differs !== 0);
    kept += keep;
    to += bytes * keep;
  }
  return kept;
}

/**
 * Of the first `count` states of the batch, drops those that were found at their places, and returns how many are left.
 * `shared`: others may have been writing there, so a state with a word that is 0 is not dropped, see `fetch` in `store/table.ts`.
 */
export function screen(count: i32, shared: bool): i32 {
  const bytes = size;
  let kept = 0;
  let from = batch;
  let to = batch;
  let there = found;
  for (let index = 0; index < count; index++) {
    let differs = load<i32>(there) ^ (load<i32>(from) | complete);
    store<i32>(to, load<i32>(from));
    for (let word = 4; word < bytes; word += 4) {
      const value = load<i32>(from + word);
      differs |= (load<i32>(there + word) ^ value) | i32(shared && value === 0);
      store<i32>(to + word, value);
    }
    store<i32>(places + (kept << 2), load<i32>(places + (index << 2)));
    store<i32>(origin + (kept << 2), load<i32>(origin + (index << 2)));
    const keep = i32(differs !== 0);
    kept += keep;
    to += bytes * keep;
    from += bytes;
    there += bytes;
  }
  return kept;
}

/** The mark of an entry that is not empty: no place that is empty equals a state. */
const complete: i32 = 2;
