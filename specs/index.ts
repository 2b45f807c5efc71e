/**
 * The specs that come with the project, by the name that `--spec` calls them. A spec is loaded when it is asked for; the
 * address is that of the same module, for workers to load it again.
 */
import type { Spec } from 'explore';

export interface SpecEntry {
  /** Below this folder, without the ending of its language. */
  readonly module: string;
  load(): Promise<{ readonly default: Spec }>;
  /** Models that are too big for every run, and how big they are; for nightly runs. */
  scale?(): Promise<{ readonly scale: Readonly<Record<string, ScaleModel>> }>;
}

export interface ScaleModel {
  readonly set: Readonly<Record<string, unknown>>;
  readonly counts: { readonly states: number; readonly transitions: number; readonly depth: number };
}

export const specs: Readonly<Record<string, SpecEntry>> = {
  'vgic-hw': { module: './vgic-hw/index', load: () => import('./vgic-hw/index.js'), scale: () => import('./vgic-hw/expected.js') },
  'spe-irq': { module: './spe-irq/index', load: () => import('./spe-irq/index.js'), scale: () => import('./spe-irq/expected.js') },
  sdei: { module: './sdei/index', load: () => import('./sdei/index.js'), scale: () => import('./sdei/expected.js') },
  's2-recycle': { module: './s2-recycle/index', load: () => import('./s2-recycle/index.js'), scale: () => import('./s2-recycle/expected.js') },
  affinity: { module: './affinity/index', load: () => import('./affinity/index.js'), scale: () => import('./affinity/expected.js') },
  peterson: { module: './peterson/index', load: () => import('./peterson/index.js') },
  german: { module: './german/index', load: () => import('./german/index.js') },
  'two-phase': { module: './two-phase/index', load: () => import('./two-phase/index.js') },
  'forwarded-irq': { module: './forwarded-irq/index', load: () => import('./forwarded-irq/index.js') },
  'die-hard': { module: './die-hard/index', load: () => import('./die-hard/index.js') },
  'river-crossing': { module: './river-crossing/index', load: () => import('./river-crossing/index.js') },
  'chandy-misra': { module: './chandy-misra/index', load: () => import('./chandy-misra/index.js') },
  'dining-philosophers': { module: './dining-philosophers/index', load: () => import('./dining-philosophers/index.js') },
  'readers-writers': { module: './readers-writers/index', load: () => import('./readers-writers/index.js') },
  'alternating-bit': { module: './alternating-bit/index', load: () => import('./alternating-bit/index.js') },
  dekker: { module: './dekker/index', load: () => import('./dekker/index.js') },
  bakery: { module: './bakery/index', load: () => import('./bakery/index.js') },
  mesi: { module: './mesi/index', load: () => import('./mesi/index.js') },
  ewd840: { module: './ewd840/index', load: () => import('./ewd840/index.js') },
  paxos: { module: './paxos/index', load: () => import('./paxos/index.js') },
  'raft-election': { module: './raft-election/index', load: () => import('./raft-election/index.js') },
};
