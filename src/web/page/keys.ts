/** Single keys, wherever no text is being typed. They can be switched off: a voice that dictates types letters too. */
import { useEffect, useRef } from 'preact/hooks';

export interface Keys {
  readonly [key: string]: (() => void) | undefined;
}

const setting = 'explore.keys';

export function keysAreOn(): boolean {
  return localStorage.getItem(setting) !== 'off';
}

export function switchKeys(on: boolean): void {
  localStorage.setItem(setting, on ? 'on' : 'off');
}

export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !keysAreOn()) return;
      const { target } = event;
      // A dialog that has just been closed still has the focus.
      if (target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select, dialog[open] *')) return;
      const act = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}
