import type { Carriers } from '../../modules/carriers/index.ts';
import type { RequestsService } from '../../modules/requests/index.ts';
import type { SentForms } from '../../modules/tasks/index.ts';
import type { Clock } from '../../platform/clock.ts';

export type TransportComplaintDeps = {
  requests: RequestsService;
  carriers: Carriers;
  sentForms: SentForms;
  clock: Clock;
};

/** The form in which the officer names the carrier and what it is asked. */
export const REVIEW = 'Task_ReviewComplaint';
