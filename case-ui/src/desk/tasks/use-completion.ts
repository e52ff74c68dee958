import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Task } from '#common/contract/tasks.ts';
import { useTaskCommand } from './use-task-commands.mutation.ts';

/** How long after each other the task is read again while its completion does not show yet; then the screen says so. */
const POLL_DELAYS_MS = [500, 1000, 2000, 4000, 8000];

export type CompletionPhase = 'open' | 'pending' | 'slow';

/** Completes a task. A command accepted is not yet a task completed: until the read side shows it the phase is `pending`,
 *  and `slow` when it still does not after some fifteen seconds. */
export function useCompletion(task: Task) {
  const queries = useQueryClient();
  const complete = useTaskCommand<{ data: Record<string, unknown>; submissionId: string }>(task, 'complete');
  const [looks, setLooks] = useState(0);
  const waiting = complete.isSuccess && task.state === 'created';

  useEffect(() => {
    const pause = POLL_DELAYS_MS[looks];
    if (!waiting || pause === undefined) return undefined;
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      void queries.invalidateQueries({ queryKey: ['task', task.key] });
    }, pause);
    return () => clearTimeout(timer);
  }, [waiting, looks, queries, task.key]);

  const phase: CompletionPhase = !waiting ? 'open' : looks < POLL_DELAYS_MS.length ? 'pending' : 'slow';
  return { complete, phase };
}
