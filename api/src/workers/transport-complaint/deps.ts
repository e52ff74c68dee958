import type { Carriers } from '#api/modules/carriers/index.ts';
import type { RequestsService } from '#api/modules/requests/index.ts';
import type { SentForms } from '#api/modules/tasks/index.ts';
import type { Clock } from '#api/platform/clock.ts';

export type TransportComplaintDeps = {
  requests: RequestsService;
  carriers: Carriers;
  sentForms: SentForms;
  clock: Clock;
};

/** The form in which the officer names the carrier and what it is asked. */
export const REVIEW = 'Task_ReviewComplaint';

const DECIDE = 'Task_Decide';
const CHECK = 'Task_CheckDecision';

/** The latest decision on a complaint, and whether who checked it took it back.
 *  @returns undefined when nobody has decided */
export async function decisionOn(
  requestId: string,
  { sentForms }: Pick<TransportComplaintDeps, 'sentForms'>,
): Promise<{ measure: unknown; takenBack: boolean } | undefined> {
  const decided = await sentForms.latest(requestId, DECIDE);
  if (!decided) return undefined;
  const checked = await sentForms.latest(requestId, CHECK);
  const takenBack = checked?.data.check === 'take-back' && checked.at >= decided.at;
  return { measure: decided.data.measure, takenBack };
}
