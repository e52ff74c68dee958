import { keepPreviousData } from '@tanstack/react-query';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import type { TaskFilter } from './task-filter.ts';

const PAGE_SIZE = 50;

/** Tasks matching a filter, page by page. */
export const useTasks = (filter: TaskFilter) =>
  useApiPages('listTasks', { query: { ...filter, limit: PAGE_SIZE } }, { placeholderData: keepPreviousData });

/** Total number of tasks in a scope. */
export const useTaskCount = (scope: TaskFilter['scope']) =>
  useApiQuery('listTasks', { query: { scope, limit: 1 } }, { select: ({ total }) => total });

export const useTask = (taskKey: string) => useApiQuery('getTask', { params: { taskKey } });
