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

/** A request as its citizen sees it. Read again when the citizen comes back to the page. */
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

/** The process takes up what a citizen said a moment later: the page is read again this long after it, and no more often,
 *  because look-ups are limited. */
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
