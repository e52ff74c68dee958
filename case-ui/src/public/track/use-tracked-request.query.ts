import { skipToken, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  FileAppeal,
  GiveFeedback,
  TrackedRequest,
  TrackRequest,
  WithdrawRequest,
} from '#common/contract/requests.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiQuery } from '#ui/api/queries.ts';
import { invalidate, queryKey } from '#ui/api/query-keys.ts';

const STALE_TIME_MS = 60_000;

/** Reads a request as its citizen sees it. Refetched when the citizen returns to the page. */
export const useTrackedRequest = (track: TrackRequest | null) =>
  useApiQuery('trackRequest', track === null ? skipToken : { body: track }, {
    staleTime: STALE_TIME_MS,
    gcTime: 0,
  });

/** Delays after which the page is refetched following a citizen's action, because the process handles it a
 *  moment later. There are no more polls, because lookups are rate limited. */
const POLL_DELAYS_MS = [1500, 4000, 10_000];

function useCitizenAction<Said>(track: TrackRequest, send: (said: Said) => Promise<TrackedRequest>) {
  const queries = useQueryClient();
  const key = queryKey('trackRequest', { body: track });
  return useMutation({
    mutationFn: send,
    onSuccess: (request) => {
      queries.setQueryData(key, request);
      for (const pause of POLL_DELAYS_MS) setTimeout(() => void readAgain(request.status), pause);
    },
    onError: () => invalidate(queries, 'trackRequest'),
  });

  async function readAgain(before: TrackedRequest['status']): Promise<void> {
    if (queries.getQueryData(key)?.status === before) await invalidate(queries, key);
  }
}

export function useReply(track: TrackRequest) {
  const api = useApi();
  return useCitizenAction(track, (text: string) => api('replyToQuestion', { body: { track, text } }));
}

export function useFeedback(track: TrackRequest) {
  const api = useApi();
  return useCitizenAction(track, (feedback: Omit<GiveFeedback, 'track'>) =>
    api('giveFeedback', { body: { track, ...feedback } }),
  );
}

export function useAppeal(track: TrackRequest) {
  const api = useApi();
  return useCitizenAction(track, (appeal: Omit<FileAppeal, 'track'>) =>
    api('fileAppeal', { body: { track, ...appeal } }),
  );
}

export function useWithdraw(track: TrackRequest) {
  const api = useApi();
  return useCitizenAction(track, (word: Omit<WithdrawRequest, 'track'>) =>
    api('withdrawRequest', { body: { track, ...word } }),
  );
}
