import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Task, TaskCommandResult } from '#common/contract/tasks.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';
import { REQUEST_QUERIES, TASK_QUERIES } from '../changed-queries.ts';

/** Sends a command for a task and refetches what it changed. */
function useTaskCommand<Given = void>(
  { key: taskKey }: Task,
  send: (given: Given) => Promise<TaskCommandResult>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: ({ task }) => {
      if (task) queries.setQueryData(queryKey('getTask', { params: { taskKey } }), task);
    },
    onSettled: () => void invalidate(queries, ...TASK_QUERIES, ...REQUEST_QUERIES),
  });
}

/** A command for a task as the screen shows it. */
const forTask = <Body extends object>({ key, version }: Task, body: Body) => ({
  params: { taskKey: key },
  body: { ...body, expectedVersion: version },
});

export function useClaimTask(task: Task) {
  const api = useApi();
  return useTaskCommand(task, () => api('claimTask', forTask(task, {})));
}

export function useUnclaimTask(task: Task) {
  const api = useApi();
  return useTaskCommand(task, () => api('unclaimTask', forTask(task, {})));
}

export function useAssignTask(task: Task) {
  const api = useApi();
  return useTaskCommand(task, (assignee: string) => api('assignTask', forTask(task, { assignee })));
}

export function useCompleteTask(task: Task) {
  const api = useApi();
  return useTaskCommand(task, (form: { data: Record<string, unknown>; submissionId: string }) =>
    api('completeTask', forTask(task, form)),
  );
}
