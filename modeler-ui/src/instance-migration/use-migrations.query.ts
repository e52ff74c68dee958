import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import type { MigrationWithCounts } from '#common/contract/instance-migration.ts';
import type { ProcessDefinition } from '#common/contract/process-definitions.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';

const POLL_INTERVAL_MS = 1_000;
/** Maximum number of pages when reading the list of versions. */
const MAX_PAGES = 20;

/** Migrations of running cases, newest first. */
export const useMigrations = () => useApiPages('listMigrations', {});

/** One migration with its counts; polled while it runs. */
export const useMigration = (id: string) =>
  useApiQuery(
    'getMigration',
    { params: { id } },
    {
      refetchInterval: ({ state }) =>
        state.data && isMigrationRunning(state.data) ? POLL_INTERVAL_MS : false,
    },
  );

/** True while cases are being migrated, even if no further case will start. */
export const isMigrationRunning = ({ state, states }: MigrationWithCounts): boolean =>
  state === 'running' || states.some((one) => ['sending', 'ending', 'settling'].includes(one.state));

export type MigrationItemFilter = { state?: string; code?: string };

/** Cases of a migration; a change of `tick` refetches them when counts have changed. */
export const useMigrationItems = (id: string, filter: MigrationItemFilter, tick: string) =>
  useApiPages(
    'listMigrationItems',
    { params: { id }, query: filter },
    { tick, placeholderData: keepPreviousData },
  );

/** Versions of all processes, or of one, newest first. */
export function useMigratableVersions(processKey?: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['listProcessDefinitions', 'all', processKey],
    queryFn: async ({ signal }) => {
      const all: ProcessDefinition[] = [];
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const found = await api('listProcessDefinitions', { query: { processKey, after }, signal });
        all.push(...found.items);
        if (!found.next) break;
        after = found.next;
      }
      return all;
    },
  });
}

/** Diagrams of two versions. */
export const useMigrationDiagrams = (chosen: { processKey: string; from: number; to: number } | undefined) =>
  useApiQuery('compareVersionsForMigration', chosen === undefined ? skipToken : { query: chosen });
