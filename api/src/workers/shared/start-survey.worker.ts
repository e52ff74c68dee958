import { Type } from '@sinclair/typebox';
import { defineWorker } from '#api/engine/workers-host.ts';
import { RequestId, SurveyKey } from '#common/contract/index.ts';
import type { SharedWorkerDeps } from './deps.ts';

/** Service task that offers a survey once a case has closed. Repeats are harmless: a case is asked once per
 *  survey. */
export const startSurvey = ({ surveys }: SharedWorkerDeps) =>
  defineWorker({
    type: 'shared.start-survey',
    input: Type.Object({ requestId: RequestId, survey: SurveyKey }),
    handle: async ({ requestId, survey }) => ({ complete: await surveys.start({ requestId, survey }) }),
  });
