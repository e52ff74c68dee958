import { skipToken, useMutation } from '@tanstack/react-query';
import type { AnswerSurvey } from '#common/contract/surveys.ts';
import { useApi } from '#ui/api/api-provider.tsx';
import { useApiQuery } from '#ui/api/queries.ts';

/** Reads the survey that the link in an invitation opens. */
export const useSurvey = (token: string | undefined) =>
  useApiQuery('readSurvey', token === undefined ? skipToken : { body: { token } }, {
    staleTime: Infinity,
    gcTime: 0,
  });

export function useAnswerSurvey() {
  const api = useApi();
  return useMutation({ mutationFn: (body: AnswerSurvey) => api('answerSurvey', { body }) });
}
