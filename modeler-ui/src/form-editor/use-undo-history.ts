import { useState } from 'react';

const MAX_UNDO_STEPS = 100;

type History = { past: string[]; future: string[] };

/** Undo history. `undo` and `redo` are null if there is nothing to undo or redo. */
export function useUndoHistory(content: string, onChange: (content: string) => void) {
  const [{ past, future }, setHistory] = useState<History>({ past: [], future: [] });
  const go = (to: string, next: History) => {
    setHistory(next);
    onChange(to);
  };
  const last = past.at(-1);
  const [next] = future;
  return {
    change: (to: string) => {
      if (to !== content) go(to, { past: [...past, content].slice(-MAX_UNDO_STEPS), future: [] });
    },
    undo:
      last === undefined ? null : () => go(last, { past: past.slice(0, -1), future: [content, ...future] }),
    redo: next === undefined ? null : () => go(next, { past: [...past, content], future: future.slice(1) }),
  };
}
