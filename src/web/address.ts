/**
 * Where somebody is in the page, as the part of its address behind `#`: shared, reloaded, kept as a bookmark. The server
 * prints such addresses and the page reads them; this file imports no more than messages.ts does.
 */
import type { PathRequest } from './messages.js';

export const views = ['walk', 'columns', 'graph', 'run', 'variants'] as const;
export type View = (typeof views)[number];

export interface Place extends PathRequest {
  readonly view: View;
  /** The state after so many steps of the path. */
  readonly at: number;
  /** The state that it is compared with; null: the one before it. */
  readonly compare: number | null;
  /** What the graph is a projection on, as `explore graph --on` takes it; empty: it is that of the states around this one. */
  readonly on: string;
}

export const start: Place = { view: 'walk', variant: 'default', parameters: [], path: '0', at: 0, compare: null, on: '' };

/** `#view=columns&variant=fold-lr&param=vcpus%3D3&path=0/12/3.1&at=2`; what is as at the start is left out. */
export function formatAddress({ view, variant, parameters, path, at, compare, on }: Place): string {
  const words = new URLSearchParams();
  if (view !== start.view) words.set('view', view);
  if (variant !== start.variant) words.set('variant', variant);
  for (const parameter of parameters) words.append('param', parameter);
  if (path !== start.path) words.set('path', path);
  if (at !== start.at) words.set('at', String(at));
  if (compare !== null) words.set('compare', String(compare));
  if (on !== start.on) words.set('on', on);
  return `#${words.toString().replaceAll('%2F', '/').replaceAll('%3D', '=')}`;
}

/** Whatever cannot be read is as at the start: the server says what is wrong with the rest. */
export function parseAddress(text: string): Place {
  const words = new URLSearchParams(text.replace(/^#/, ''));
  const number = (name: string) => (/^\d{1,9}$/.test(words.get(name) ?? '') ? Number(words.get(name)) : null);
  return {
    view: views.find((view) => view === words.get('view')) ?? start.view,
    variant: words.get('variant') ?? start.variant,
    parameters: words.getAll('param'),
    path: words.get('path') ?? start.path,
    at: number('at') ?? start.at,
    compare: number('compare'),
    on: words.get('on') ?? start.on,
  };
}
