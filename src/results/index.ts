/** Files that outlive a run. */
export { type Archive, type NightFolder, nightlyFolder, openArchive } from './archive.js';
export { type CheckpointRequest, createCheckpoint, openCheckpoint } from './checkpoint.js';
export { appendLine, readLines } from './history.js';
export { requireWritable, writeNew, writeWhole } from './write-whole.js';
