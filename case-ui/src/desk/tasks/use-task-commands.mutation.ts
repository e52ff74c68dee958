import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Task, TaskCommandResult } from '#common/contract/tasks.ts';
import { useApi } from '#ui/api/api-provider.tsx';

type Command = 'claim' | 'unclaim' | 'assign' | 'complete';

/** Sends a command for a task and refetches what it changed. */
export function useTaskCommand<Body extends object>(task: Task, command: Command) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) =>
      api.post<TaskCommandResult>(`/tasks/${task.key}/${command}`, {
        ...body,
        expectedVersion: task.version,
      }),
    onSuccess: (result) => {
      if (result.task) queries.setQueryData(['task', task.key], result.task);
    },
    onSettled: () => {
      for (const key of ['task', 'tasks', 'task-count', 'request', 'timeline', 'sla'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
