/** All designs of KVM by name. */
import type { DesignName } from '../parameters.js';
import type { Design } from './design.js';
import { foldDesigns } from './fold.js';
import { queuedDesigns } from './queued.js';

export type { Design } from './design.js';

export const designs: { readonly [name in DesignName]: Design } = { ...queuedDesigns, ...foldDesigns };
