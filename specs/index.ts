/**
 * The specs that come with the project, by the name that `--spec` calls them. A spec is loaded when it is asked for; the
 * address is that of the same module, for workers to load it again.
 */
import type { Spec } from 'explore';

export interface SpecEntry {
  /** Below this folder, without the ending of its language. */
  readonly module: string;
  load(): Promise<{ readonly default: Spec }>;
}

export const specs: Readonly<Record<string, SpecEntry>> = {
  'vgic-hw': { module: './vgic-hw/index', load: () => import('./vgic-hw/index.js') },
  'spe-irq': { module: './spe-irq/index', load: () => import('./spe-irq/index.js') },
  's2-recycle': { module: './s2-recycle/index', load: () => import('./s2-recycle/index.js') },
  affinity: { module: './affinity/index', load: () => import('./affinity/index.js') },
  peterson: { module: './peterson/index', load: () => import('./peterson/index.js') },
  german: { module: './german/index', load: () => import('./german/index.js') },
  'two-phase': { module: './two-phase/index', load: () => import('./two-phase/index.js') },
  'forwarded-irq': { module: './forwarded-irq/index', load: () => import('./forwarded-irq/index.js') },
};
