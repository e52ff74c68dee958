import { useMutation, useQuery } from '@tanstack/react-query';
import type { AnswerSurvey, OfferedSurvey, SurveyThanks } from '#common/contract/surveys.ts';
import { useApi } from '#ui/api/api-provider.tsx';

/** Reads the survey that the link in an invitation opens. */
export function useSurvey(token: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['survey', token],
    queryFn: () => api.post<OfferedSurvey>('/surveys/read', { token }),
    enabled: token !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
}

export function useAnswerSurvey() {
  const api = useApi();
  return useMutation({
    mutationFn: (answer: AnswerSurvey) => api.post<SurveyThanks>('/surveys/answer', answer),
  });
}
