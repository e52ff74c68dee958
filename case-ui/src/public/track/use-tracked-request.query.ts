import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { GiveFeedback, TrackRequest, TrackedRequest } from '../../../../api/contract/requests.ts';
import { useApi } from '../../../../ui/api/api-provider.tsx';

const FRESH_FOR = 60_000;

/** A request as its citizen sees it. Read again when the citizen comes back to the page. */
export function useTrackedRequest(track: TrackRequest | null) {
  const api = useApi();
  return useQuery({
    queryKey: ['tracked', track],
    queryFn: () => api.post<TrackedRequest>('/track', track),
    enabled: track !== null,
    staleTime: FRESH_FOR,
    gcTime: 0,
  });
}

export function useReply(track: TrackRequest) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => api.post<TrackedRequest>('/track/reply', { track, text }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tracked'] }),
  });
}

export function useFeedback(track: TrackRequest) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (feedback: Omit<GiveFeedback, 'track'>) =>
      api.post<TrackedRequest>('/track/feedback', { track, ...feedback }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tracked'] }),
  });
}
