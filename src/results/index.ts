/** Files that outlive a run. */
export { requireWritable, writeWhole } from './write-whole.js';
