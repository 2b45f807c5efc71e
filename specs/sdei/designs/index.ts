/** All dispatchers by name. */
import type { Machine } from '../machine.js';
import type { DispatcherName } from '../parameters.js';
import { absentDesign } from './absent.js';
import type { Design } from './design.js';
import { specDesign } from './spec.js';
import { tfaDesign } from './tfa.js';
import { v5Design } from './v5.js';
import { v6Design } from './v6.js';
import { v7Design } from './v7.js';

export type { Answered, Design, FeatureName, InfoName } from './design.js';

export function designOf(machine: Machine): Design {
  return designs[machine.parameters.dispatcher](machine);
}

const designs: { readonly [name in DispatcherName]: (machine: Machine) => Design } = {
  spec: specDesign,
  'v7-fixed': specDesign,
  v5: v5Design,
  v6: v6Design,
  'plan-v6': v6Design,
  v7: v7Design,
  tfa: tfaDesign,
  'tfa-no-eoi': tfaDesign,
  absent: absentDesign,
};
