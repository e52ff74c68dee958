import { useApiQuery } from '#ui/api/queries.ts';

/** Current clocks of a request. */
export const useRequestSla = (id: string) => useApiQuery('readRequestSla', { params: { id } });
