import { useApiQuery } from '#ui/api/queries.ts';

export const useRequest = (id: string) => useApiQuery('readRequest', { params: { id } });

export const useTimeline = (id: string) => useApiQuery('readTimeline', { params: { id } });
