import type { FormSubmission, requestsRepo } from '../requests.repo.ts';

type Form = FormSubmission['data'];

/** Answers on which somebody else has the second word before the citizen gets them: in which form, and what it must say. */
const FOUR_EYES_CHECKS: Record<
  string,
  { needed(answer: Form): boolean; by: string; given(form: Form): boolean }
> = {
  Task_Decide: {
    needed: () => true,
    by: 'Task_CheckDecision',
    given: ({ check }) => check === 'confirm',
  },
  Task_Investigate: {
    needed: ({ founded }) => founded === true,
    by: 'Task_DecideMeasure',
    given: () => true,
  },
};

/** Tells whether nobody has to say a second word on an answer, or somebody other than who gave it has said it since. */
export async function passesFourEyesCheck(
  requests: Pick<ReturnType<typeof requestsRepo>, 'latestSubmissionOfElements'>,
  requestId: string,
  answer: FormSubmission,
): Promise<boolean> {
  const second = FOUR_EYES_CHECKS[answer.element_id];
  if (!second?.needed(answer.data)) return true;
  const form = await requests.latestSubmissionOfElements(requestId, [second.by], answer.submitted_at);
  return form !== undefined && form.submitted_by !== answer.submitted_by && second.given(form.data);
}
