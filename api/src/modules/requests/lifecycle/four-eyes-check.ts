import type { FormSubmission, requestsRepo } from '../requests.repo.ts';

type Form = FormSubmission['data'];

/** Answers that a second person must check before the citizen gets them: the form of the check, and what it
 *  must say. */
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

/** Tells whether an answer needs no second check, or has passed one by another person since it was given. */
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
