import { useCallback, useState } from 'react';
import { randomId } from '#ui/api/random-id.ts';

type FormDraft = { submissionId: string; data: Record<string, unknown> };

function readFormDraft(storageKey: string): FormDraft {
  try {
    const text = sessionStorage.getItem(storageKey);
    if (text) return JSON.parse(text) as FormDraft;
  } catch {
    sessionStorage.removeItem(storageKey);
  }
  return { submissionId: randomId(), data: {} };
}

/** Keeps the input of a task's form in this tab until the task is completed. The submission id belongs to
 *  exactly this data: resending it after a lost answer has no second effect, and changed data gets a new
 *  id. */
export function useFormDraft(taskKey: string) {
  const storageKey = `shahrah.task.${taskKey}`;
  const [kept, setKept] = useState(() => readFormDraft(storageKey));
  const change = useCallback(
    (data: FormDraft['data']) =>
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
