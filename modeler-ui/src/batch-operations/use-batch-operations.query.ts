import { keepPreviousData, skipToken } from '@tanstack/react-query';
import type { BatchItemState, BatchOperation } from '#common/contract/batch-operations.ts';
import { useApiPages, useApiQuery } from '#ui/api/queries.ts';

const POLL_INTERVAL_MS = 1_500;
/** Time since the end of an operation after which results still missing from the read side are polled less
 *  often; also the interval of those polls. */
const SLOW_POLL_AFTER_MS = 30_000;

const isBatchRunning = (operation: BatchOperation): boolean =>
  operation.state === 'running' || (operation.pending && operation.state !== 'discarded');

/** Reads a batch operation; polls while it is in progress. */
export const useBatchOperation = (id: string) =>
  useApiQuery(
    'readBatchOperation',
    { params: { id } },
    {
      refetchInterval: ({ state: { data } }) => {
        if (!data || !isBatchRunning(data)) return false;
        const ended = data.finishedAt && Date.now() - Date.parse(data.finishedAt) > SLOW_POLL_AFTER_MS;
        return ended ? SLOW_POLL_AFTER_MS : POLL_INTERVAL_MS;
      },
    },
  );

/** Batch operations, newest first. */
export const useBatchOperations = () => useApiPages('listBatchOperations', {});

/** Instances of a batch operation; a change of `tick` refetches them when counts have changed. */
export const useBatchOperationItems = (id: string, state: BatchItemState | '', tick: string) =>
  useApiPages(
    'listBatchOperationItems',
    { params: { id }, query: { state } },
    { tick, placeholderData: keepPreviousData },
  );

/** Open cases whose process a user cancelled. */
export const useCasesWithoutProcess = () => useApiPages('listBrokenOffCases', {});

/** One instance with its diagram. */
export function useInstanceToModify(key: string) {
  const instance = useApiQuery('readInstance', { params: { key } });
  const { processKey, version } = instance.data ?? {};
  const diagram = useApiQuery(
    'readVersionDiagram',
    processKey === undefined || version === undefined ? skipToken : { params: { processKey, version } },
  );
  return { instance, diagram };
}
