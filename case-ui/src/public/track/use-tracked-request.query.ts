import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  FileAppeal,
  GiveFeedback,
  TrackedRequest,
  TrackRequest,
  WithdrawRequest,
} from '#common/contract/requests.ts';
import { useApi } from '#ui/api/api-provider.tsx';

const STALE_TIME_MS = 60_000;

/** Reads a request as its citizen sees it. Refetched when the citizen returns to the page. */
export function useTrackedRequest(track: TrackRequest | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['tracked', track],
    queryFn: () => api.post<TrackedRequest>('/track', track),
    enabled: track !== null,
    staleTime: STALE_TIME_MS,
    gcTime: 0,
  });
}

/** Delays after which the page is refetched following a citizen's action, because the process handles it a
 *  moment later. There are no more polls, because lookups are rate limited. */
const POLL_DELAYS_MS = [1500, 4000, 10_000];

function useCitizenAction<Said>(track: TrackRequest, path: string, bodyOf: (said: Said) => object) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (said: Said) => api.post<TrackedRequest>(path, { track, ...bodyOf(said) }),
    onSuccess: (request) => {
      queries.setQueryData(['tracked', track], request);
      for (const pause of POLL_DELAYS_MS) setTimeout(() => void readAgain(request.status), pause);
    },
    onError: () => queries.invalidateQueries({ queryKey: ['tracked'] }),
  });

  async function readAgain(before: TrackedRequest['status']): Promise<void> {
    const now = queries.getQueryData<TrackedRequest>(['tracked', track]);
    if (now?.status === before) await queries.invalidateQueries({ queryKey: ['tracked', track] });
  }
}

export const useReply = (track: TrackRequest) =>
  useCitizenAction(track, '/track/reply', (text: string) => ({ text }));

export const useFeedback = (track: TrackRequest) =>
  useCitizenAction(track, '/track/feedback', (feedback: Omit<GiveFeedback, 'track'>) => feedback);

export const useAppeal = (track: TrackRequest) =>
  useCitizenAction(track, '/track/appeal', (appeal: Omit<FileAppeal, 'track'>) => appeal);

export const useWithdraw = (track: TrackRequest) =>
  useCitizenAction(track, '/track/withdraw', (word: Omit<WithdrawRequest, 'track'>) => word);
