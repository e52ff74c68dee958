import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Task, TaskPage } from '#common/contract/tasks.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import type { TaskFilter } from './task-filter.ts';

const PAGE_SIZE = 50;

/** Tasks matching a filter, page by page. */
export function useTasks(filter: TaskFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['tasks', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<TaskPage>(
        '/tasks',
        { ...filter, limit: PAGE_SIZE, ...(pageParam && { after: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Total number of tasks in a scope. */
export function useTaskCount(scope: TaskFilter['scope']) {
  const api = useApi();
  return useQuery({
    queryKey: ['task-count', scope],
    queryFn: async ({ signal }) => (await api.get<TaskPage>('/tasks', { scope, limit: 1 }, signal)).total,
  });
}

export function useTask(key: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['task', key],
    queryFn: ({ signal }) => api.get<Task>(`/tasks/${key}`, {}, signal),
  });
}
