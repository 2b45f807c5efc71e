/** Files that outlive a run. */
export { type CheckpointRequest, createCheckpoint, openCheckpoint } from './checkpoint.js';
export { requireWritable, writeWhole } from './write-whole.js';
