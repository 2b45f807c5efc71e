/** Changes and states in few words: what lies in one part of the state is told together. */
import type { Change, Plain } from '../trace/index.js';
import { bound } from './fold.js';
import { showPlain } from './steps.js';

/** Per part of the state a line of what changed in it: `vcpus[0]: pc out -> flushTimer, masked=true`. What was false is true now, and needs no second word. */
export function compactChanges(changes: readonly Change[]): string[] {
  return compact(changes, (name, { from, to }) => (typeof from === 'boolean' && typeof to === 'boolean' ? `${name}=${to}` : `${name} ${showPlain(from)} -> ${showPlain(to)}`));
}

/** A variable and its value. */
export interface Value {
  readonly path: string;
  readonly to: Plain;
}

/** Per part of the state a line of the values in it: `vcpus[0]: pc=flushTimer, cpu=0`. */
export function compactValues(values: readonly Value[]): string[] {
  return compact(values, (name, { to }) => `${name}=${showPlain(to)}`);
}

/** Lines that are to be folded: spaces within a change are bound. */
function compact<T extends { readonly path: string }>(changes: readonly T[], tell: (name: string, change: T) => string): string[] {
  const parts = new Map<string, T[]>();
  for (const change of changes) {
    const part = partOf(change.path);
    parts.set(part, [...(parts.get(part) ?? []), change]);
  }
  return [...parts].flatMap(([part, within]) => {
    const [first] = within;
    if (within.length === 1 && first !== undefined) return [bound(tell(first.path, first))];
    const told = within.map((change) => bound(tell(change.path.slice(part.length).replace(/^\./, ''), change))).join(', ');
    return [part === '' ? told : `${part}: ${told}`];
  });
}

/** The path without its last field or index. */
function partOf(path: string): string {
  return path.replace(/(?:\.[^.[\]]+|\[[^\]]*\]|^[^.[\]]+)$/, '');
}
