import { useSyncExternalStore } from 'react';
import type { ColorMode } from './tokens.ts';

const KEY = 'shahrah.mode';
const listeners = new Set<() => void>();
const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)');

function read(): ColorMode {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return prefersDark().matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  const system = prefersDark();
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

/** Returns light or dark mode: the user's choice, stored in the browser, or else the system's setting. */
export function useColorMode(): { mode: ColorMode; toggle: () => void } {
  const mode = useSyncExternalStore(subscribe, read);
  const toggle = () => {
    localStorage.setItem(KEY, mode === 'light' ? 'dark' : 'light');
    for (const listener of listeners) listener();
  };
  return { mode, toggle };
}
