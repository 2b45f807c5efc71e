/** All designs of KVM by name. */
import type { DesignName } from '../parameters.js';
import { currentDesigns } from './current.js';
import type { Design } from './design.js';
import { patchDesigns } from './patch.js';
import { virtualisedDesigns } from './virtualised.js';

export type { Design, Place } from './design.js';

export const designs: { readonly [name in DesignName]: Design } = { ...currentDesigns, ...patchDesigns, ...virtualisedDesigns };
