import { defineRoute } from '#api/http/route.ts';
import type { TestRunsService } from './test-runs.service.ts';

export const testRunsRoutes = ({ runs }: { runs: TestRunsService }) => [
  defineRoute('planTestRun', {
    permission: 'process:draft',
    inTurn: 'checking',
    handle: ({ params: { draftId } }) => runs.plan(draftId),
  }),

  defineRoute('listTestRuns', {
    permission: 'process:read',
    handle: ({ params: { draftId } }) => runs.list(draftId),
  }),

  defineRoute('startTestRun', {
    permission: 'process:draft',
    inTurn: 'trying',
    handle: ({ params: { draftId }, body, user, httpRequestId }) =>
      runs.start(draftId, body, { by: user.username, httpRequestId }),
  }),

  defineRoute('getTestRun', {
    permission: 'process:read',
    inTurn: 'checking',
    handle: ({ params: { id } }) => runs.get(id),
  }),

  defineRoute('getTestRunFiles', {
    permission: 'process:read',
    handle: ({ params: { id } }) => runs.files(id),
  }),

  defineRoute('completeTestTask', {
    permission: 'process:draft',
    inTurn: 'trying',
    handle: async ({ params: { id, taskKey }, body: { data } }) =>
      void (await runs.complete(id, taskKey, data)),
  }),

  defineRoute('sendTestMessage', {
    permission: 'process:draft',
    inTurn: 'trying',
    handle: async ({ params: { id, awaitedKey }, body: { variables } }) =>
      void (await runs.send(id, awaitedKey, variables)),
  }),

  defineRoute('skipTestTimer', {
    permission: 'process:draft',
    inTurn: 'trying',
    handle: async ({ params: { id, awaitedKey } }) => void (await runs.skip(id, awaitedKey)),
  }),

  defineRoute('setTestAnswers', {
    permission: 'process:draft',
    handle: async ({ params: { id }, body: { answers } }) => void (await runs.answer(id, answers)),
  }),

  defineRoute('hurryTestRun', {
    permission: 'process:draft',
    handle: async ({ params: { id } }) => void (await runs.startFastMode(id)),
  }),

  defineRoute('keepTestRun', {
    permission: 'process:draft',
    handle: async ({ params: { id } }) => void (await runs.keep(id)),
  }),

  defineRoute('leaveTestRun', {
    permission: 'process:draft',
    handle: async ({ params: { id }, user, httpRequestId }) =>
      void (await runs.end(id, { by: user.username, httpRequestId })),
  }),
];
