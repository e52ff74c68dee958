import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Task } from '#common/contract/tasks.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';
import { useCompleteTask } from './use-task-commands.mutation.ts';

/** Delays between polls while the completed task is still shown as open; after the last one the screen says
 *  so. */
const POLL_DELAYS_MS = [500, 1000, 2000, 4000, 8000];

export type CompletionPhase = 'open' | 'pending' | 'slow';

/** Completes a task. An accepted command is not yet a completed task: the phase is `pending` until the read
 *  side shows the completion, and `slow` if it still does not after about 15 seconds. */
export function useCompletion(task: Task) {
  const queries = useQueryClient();
  const complete = useCompleteTask(task);
  const [looks, setLooks] = useState(0);
  const waiting = complete.isSuccess && task.state === 'created';

  useEffect(() => {
    const pause = POLL_DELAYS_MS[looks];
    if (!waiting || pause === undefined) return undefined;
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      void invalidate(queries, queryKey('getTask', { params: { taskKey: task.key } }));
    }, pause);
    return () => clearTimeout(timer);
  }, [waiting, looks, queries, task.key]);

  const phase: CompletionPhase = !waiting ? 'open' : looks < POLL_DELAYS_MS.length ? 'pending' : 'slow';
  return { complete, phase };
}
