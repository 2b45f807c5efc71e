/** The local web explorer: a server for one spec on the loopback address, and the page that it serves. */
export type { ModelChoice, SavedRunView } from './messages.js';
export { modelChoice, savedRunViews, startAddress } from './saved.js';
export { serve } from './server.js';
