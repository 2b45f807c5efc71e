/**
 * Hashes packed states, `count` of them one behind the other in `states`, into `hashes`: 32 bits each, by the mixing
 * steps of MurmurHash3 (public domain, Austin Appleby). The store reduces a hash by its upper bits, and those depend
 * on every bit of the state.
 */
export function hashAll(states: Int32Array, count: number, words: number, hashes: Uint32Array): void {
  let at = 0;
  for (let index = 0; index < count; index++) {
    let hash = 0x2f0b4c47;
    for (let word = 0; word < words; word++) {
      let mixed = Math.imul(states[at++] as number, 0xcc9e2d51);
      mixed = (mixed << 15) | (mixed >>> 17);
      hash ^= Math.imul(mixed, 0x1b873593);
      hash = (hash << 13) | (hash >>> 19);
      hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
    }
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hashes[index] = hash ^ (hash >>> 16);
  }
}
