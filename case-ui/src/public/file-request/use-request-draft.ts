import { useCallback, useState } from 'react';
import type { Channel } from '#common/contract/common.ts';
import { emptyRequestDraft, type RequestDraft } from './request-draft.ts';

function readStoredDraft(storageKey: string, channel: Channel): RequestDraft {
  const empty = emptyRequestDraft(channel);
  try {
    const text = sessionStorage.getItem(storageKey);
    return text ? { ...empty, ...(JSON.parse(text) as Partial<RequestDraft>) } : empty;
  } catch {
    return empty;
  }
}

/** Keeps the draft of a request in this browser tab, so that a reload or a lost connection loses nothing. */
export function useRequestDraft(storageKey: string, channel: Channel) {
  const [draft, setDraft] = useState(() => readStoredDraft(storageKey, channel));

  const change = useCallback(
    (part: Partial<RequestDraft>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        sessionStorage.setItem(storageKey, JSON.stringify(next));
        return next;
      }),
    [storageKey],
  );

  const clear = useCallback(() => {
    sessionStorage.removeItem(storageKey);
    setDraft(emptyRequestDraft(channel));
  }, [storageKey, channel]);

  return { draft, change, clear };
}
