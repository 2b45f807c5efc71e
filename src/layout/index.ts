/** Where each leaf of the state lives in the packed words. */
export { locate, type PackedTest, packedTest } from './locate.js';
export { blank, pack } from './pack.js';
export { type CompositePosition, isNeverZero, type Layout, layOut, type Position, readSlot, reservedBits, type Slot, writeSlot } from './slots.js';
export { Unpacker, unpack } from './unpack.js';
