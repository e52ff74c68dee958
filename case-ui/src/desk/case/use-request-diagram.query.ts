import { useApiQuery } from '#ui/api/queries.ts';

/** Position of a request in its processes. */
export const useRequestDiagram = (id: string) => useApiQuery('readRequestDiagram', { params: { id } });
