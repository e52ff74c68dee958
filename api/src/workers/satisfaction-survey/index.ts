import type { AnyWorker } from '#api/engine/workers-host.ts';
import { closeSurvey } from './close.worker.ts';
import type { SatisfactionSurveyDeps } from './deps.ts';
import { invite } from './invite.worker.ts';
import { remind } from './remind.worker.ts';

/** The workers of satisfaction-survey.bpmn. */
export const satisfactionSurveyWorkers = (deps: SatisfactionSurveyDeps): AnyWorker[] =>
  [invite, remind, closeSurvey].map((worker) => worker(deps));
