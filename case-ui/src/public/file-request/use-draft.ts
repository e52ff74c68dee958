import { useCallback, useState } from 'react';
import type { Channel } from '#common/contract/common.ts';
import { emptyDraft, type Draft } from './draft.ts';

function kept(storageKey: string, channel: Channel): Draft {
  const empty = emptyDraft(channel);
  try {
    const text = sessionStorage.getItem(storageKey);
    return text ? { ...empty, ...(JSON.parse(text) as Partial<Draft>) } : empty;
  } catch {
    return empty;
  }
}

/** The draft of a request, kept for this browser tab, so that a reload or a lost line loses nothing. */
export function useDraft(storageKey: string, channel: Channel) {
  const [draft, setDraft] = useState(() => kept(storageKey, channel));

  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((before) => {
        const next = { ...before, ...part };
        sessionStorage.setItem(storageKey, JSON.stringify(next));
        return next;
      }),
    [storageKey],
  );

  const clear = useCallback(() => {
    sessionStorage.removeItem(storageKey);
    setDraft(emptyDraft(channel));
  }, [storageKey, channel]);

  return { draft, change, clear };
}
