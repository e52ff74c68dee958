import { useState } from 'react';
import type { FiledRequest } from '#common/contract/requests.ts';

function readStoredRequest(storageKey: string): FiledRequest | null {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as FiledRequest | null;
  } catch {
    return null;
  }
}

/** Keeps the last request filed in this tab, so that a reload does not lose the tracking code. */
export function useFiledRequest(storageKey: string) {
  const [filed, setFiled] = useState(() => readStoredRequest(storageKey));
  const keep = (next: FiledRequest | null) => {
    if (next) sessionStorage.setItem(storageKey, JSON.stringify(next));
    else sessionStorage.removeItem(storageKey);
    setFiled(next);
  };
  return { filed, keep };
}
