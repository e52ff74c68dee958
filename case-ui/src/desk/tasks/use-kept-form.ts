import { useCallback, useState } from 'react';
import { randomId } from '#ui/api/random-id.ts';

type Kept = { submissionId: string; data: Record<string, unknown> };

function read(storageKey: string): Kept {
  try {
    const text = sessionStorage.getItem(storageKey);
    if (text) return JSON.parse(text) as Kept;
  } catch {
    sessionStorage.removeItem(storageKey);
  }
  return { submissionId: randomId(), data: {} };
}

/** What was typed into a task's form, kept in this tab until the task is done. The submission id belongs to these very data:
 *  sending them again after a lost answer does nothing twice, and what is changed is another submission. */
export function useKeptForm(taskKey: string) {
  const storageKey = `shahrah.task.${taskKey}`;
  const [kept, setKept] = useState(() => read(storageKey));
  const change = useCallback(
    (data: Kept['data']) =>
      setKept((before) => {
        if (JSON.stringify(before.data) === JSON.stringify(data)) return before;
        const next = { submissionId: randomId(), data };
        sessionStorage.setItem(storageKey, JSON.stringify(next));
        return next;
      }),
    [storageKey],
  );
  const clear = useCallback(() => sessionStorage.removeItem(storageKey), [storageKey]);
  return { ...kept, change, clear };
}
