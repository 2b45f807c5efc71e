import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatAddress, type Place, parseAddress } from '../address.js';

export type Go = (change: Partial<Place>) => void;

/** The place that the address names, and a way to another one. Each is an entry of the browser's history. */
export function useAddress(): { readonly place: Place; readonly go: Go } {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  const go = useCallback<Go>((change) => {
    const place = { ...parseAddress(location.hash), ...change };
    // What was compared with a path means nothing on another one.
    location.hash = formatAddress(change.path !== undefined && change.compare === undefined ? { ...place, compare: null } : place);
  }, []);
  return { place: parseAddress(hash), go };
}

/** The path up to a step, with one more step. */
export function branch({ path, at }: Place, step: string): Partial<Place> {
  return { path: `${prefix(path, at)}/${step}`, at: at + 1 };
}

export function prefix(path: string, at: number): string {
  return path
    .split('/')
    .slice(0, at + 1)
    .join('/');
}
