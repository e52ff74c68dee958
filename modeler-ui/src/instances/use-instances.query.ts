import { keepPreviousData, skipToken } from '@tanstack/react-query';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';
import { type InstanceFilter, toInstanceQuery } from './list/instance-filter.ts';

const CACHE_FOREVER = { staleTime: Infinity, gcTime: Infinity };
/** Poll interval for active instances; a hidden window does not poll. */
const POLL_INTERVAL_MS = 5_000;
const COUNT_POLL_INTERVAL_MS = 30_000;

/** Operations that answer with the state of instances. */
export const INSTANCE_QUERIES = [
  'listInstances',
  'countInstances',
  'readInstance',
  'listLiveProcesses',
  'readVersionDiagram',
  'readLiveElements',
  'readElementDurations',
  'readBottlenecks',
] as const;

export const useInstances = (filter: InstanceFilter) =>
  useApiPages(
    'listInstances',
    { query: toInstanceQuery(filter) },
    {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : POLL_INTERVAL_MS),
    },
  );

export const useInstanceCount = (filter: InstanceFilter) =>
  useApiQuery(
    'countInstances',
    { query: toInstanceQuery(filter) },
    { placeholderData: keepPreviousData, refetchInterval: COUNT_POLL_INTERVAL_MS },
  );

export const useInstance = (key: string) =>
  useApiQuery(
    'readInstance',
    { params: { key } },
    {
      refetchInterval: ({ state }) =>
        state.data && state.data.state !== 'active' ? false : POLL_INTERVAL_MS,
    },
  );

export const useLiveProcesses = () =>
  useApiQuery(
    'listLiveProcesses',
    {},
    { select: ({ items }) => items, refetchInterval: COUNT_POLL_INTERVAL_MS },
  );

type Version = { processKey: string; version: number | undefined };

const ofVersion = ({ processKey, version }: Version) =>
  version === undefined ? skipToken : { params: { processKey, version } };

export const useVersionDiagram = (version: Version) =>
  useApiQuery('readVersionDiagram', ofVersion(version), CACHE_FOREVER);

export const useLiveElements = (version: Version) =>
  useApiQuery('readLiveElements', ofVersion(version), { refetchInterval: POLL_INTERVAL_MS });

export function useDurations(version: Version, days: number, enabled: boolean) {
  const given = ofVersion(version);
  return useApiQuery('readElementDurations', given === skipToken ? given : { ...given, query: { days } }, {
    enabled,
    placeholderData: keepPreviousData,
  });
}

export const useBottlenecks = () => useApiQuery('readBottlenecks', {}, { refetchInterval: 60_000 });
