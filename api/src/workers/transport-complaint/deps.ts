import type { CarriersService } from '#api/modules/carriers/index.ts';
import type { RequestsService } from '#api/modules/requests/index.ts';
import type { SubmittedForms } from '#api/modules/tasks/index.ts';
import type { Clock } from '#api/platform/clock.ts';

export type TransportComplaintDeps = {
  requests: RequestsService;
  carriers: CarriersService;
  submittedForms: SubmittedForms;
  clock: Clock;
};

/** Element of the form in which the officer names the carrier and asks the question. */
export const REVIEW_ELEMENT = 'Task_ReviewComplaint';

const DECISION_ELEMENT = 'Task_Decide';
const CHECK_ELEMENT = 'Task_CheckDecision';

/** Reads the latest decision on a complaint, and whether its check took it back.
 *  @returns undefined when nobody has decided */
export async function latestDecisionOn(
  requestId: string,
  { submittedForms }: Pick<TransportComplaintDeps, 'submittedForms'>,
): Promise<{ measure: unknown; takenBack: boolean } | undefined> {
  const decided = await submittedForms.latest(requestId, DECISION_ELEMENT);
  if (!decided) return undefined;
  const checked = await submittedForms.latest(requestId, CHECK_ELEMENT);
  const takenBack = checked?.data.check === 'take-back' && checked.at >= decided.at;
  return { measure: decided.data.measure, takenBack };
}
