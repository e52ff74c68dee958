import { useApiQuery } from '#ui/api/queries.ts';

/** All processes with their running instances and open drafts. */
export const useProcesses = () => useApiQuery('listProcesses', {});
