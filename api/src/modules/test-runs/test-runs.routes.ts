import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import {
  Closed,
  CompleteTestTask,
  EngineKey,
  SendTestMessage,
  SetTestAnswers,
  StartTestRun,
  TestRun,
  TestRunFiles,
  TestRunPlan,
  TestRuns,
} from '#common/contract/index.ts';
import type { TestRunsService } from './test-runs.service.ts';

const Id = Type.String({ format: 'uuid' });
const DraftId = Closed({ draftId: Id });
const RunId = Closed({ id: Id });
const TaskAt = Closed({ id: Id, taskKey: EngineKey });
const AwaitedAt = Closed({ id: Id, awaitedKey: EngineKey });

export const testRunsRoutes = ({ runs }: { runs: TestRunsService }) => [
  defineRoute({
    method: 'get',
    path: '/drafts/:draftId/test-runs/plan',
    operationId: 'planTestRun',
    summary: 'With what a draft can be tried, or why it cannot be',
    permission: 'process:draft',
    inTurn: 'checking',
    params: DraftId,
    response: TestRunPlan,
    problems: ['draft-not-found', 'did-not-end'],
    handle: ({ params: { draftId } }) => runs.plan(draftId),
  }),

  defineRoute({
    method: 'get',
    path: '/drafts/:draftId/test-runs',
    operationId: 'listTestRuns',
    summary: 'The newest test runs of a draft',
    permission: 'process:read',
    params: DraftId,
    response: TestRuns,
    problems: ['draft-not-found'],
    handle: ({ params: { draftId } }) => runs.list(draftId),
  }),

  defineRoute({
    method: 'post',
    path: '/drafts/:draftId/test-runs',
    operationId: 'startTestRun',
    summary: 'Try a draft on the engine, with nothing leaving the house',
    permission: 'process:draft',
    inTurn: 'trying',
    params: DraftId,
    body: StartTestRun,
    response: TestRun,
    status: 201,
    problems: [
      'draft-not-found',
      'test-run-not-found',
      'draft-cannot-be-tried',
      'too-many-test-runs',
      'engine-unavailable',
      'did-not-end',
    ],
    handle: ({ params: { draftId }, body, user, httpRequestId }) =>
      runs.start(draftId, body, { by: user.username, httpRequestId }),
  }),

  defineRoute({
    method: 'get',
    path: '/test-runs/:id',
    operationId: 'getTestRun',
    summary: 'Where a test run stands',
    permission: 'process:read',
    inTurn: 'checking',
    params: RunId,
    response: TestRun,
    problems: ['test-run-not-found', 'draft-not-found'],
    handle: ({ params: { id } }) => runs.get(id),
  }),

  defineRoute({
    method: 'get',
    path: '/test-runs/:id/files',
    operationId: 'getTestRunFiles',
    summary: 'The files as they were tried',
    permission: 'process:read',
    params: RunId,
    response: TestRunFiles,
    problems: ['test-run-not-found'],
    handle: ({ params: { id } }) => runs.files(id),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/tasks/:taskKey/complete',
    operationId: 'completeTestTask',
    summary: 'Fill in the form of a task of a test run',
    permission: 'process:draft',
    inTurn: 'trying',
    params: TaskAt,
    body: CompleteTestTask,
    status: 204,
    problems: [
      'test-run-not-found',
      'test-run-ended',
      'test-step-gone',
      'wrong-test-data',
      'engine-unavailable',
    ],
    handle: async ({ params: { id, taskKey }, body: { data } }) =>
      void (await runs.complete(id, taskKey, data)),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/messages/:awaitedKey',
    operationId: 'sendTestMessage',
    summary: 'Send a message that a test run waits for',
    permission: 'process:draft',
    inTurn: 'trying',
    params: AwaitedAt,
    body: SendTestMessage,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended', 'test-step-gone', 'engine-unavailable'],
    handle: async ({ params: { id, awaitedKey }, body: { variables } }) =>
      void (await runs.send(id, awaitedKey, variables)),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/timers/:awaitedKey/skip',
    operationId: 'skipTestTimer',
    summary: 'Let time pass in a test run until a timer is due',
    permission: 'process:draft',
    inTurn: 'trying',
    params: AwaitedAt,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended', 'test-step-gone', 'engine-unavailable'],
    handle: async ({ params: { id, awaitedKey } }) => void (await runs.skip(id, awaitedKey)),
  }),

  defineRoute({
    method: 'put',
    path: '/test-runs/:id/answers',
    operationId: 'setTestAnswers',
    summary: 'Say what work answers in a test run from now on',
    permission: 'process:draft',
    params: RunId,
    body: SetTestAnswers,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended'],
    handle: async ({ params: { id }, body: { answers } }) => void (await runs.answer(id, answers)),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/fast',
    operationId: 'hurryTestRun',
    summary: 'Answer everything by examples until the test run ends',
    permission: 'process:draft',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended'],
    handle: async ({ params: { id } }) => void (await runs.startFastMode(id)),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/keep',
    operationId: 'keepTestRun',
    summary: 'Say that somebody still looks at a test run',
    permission: 'process:draft',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found'],
    handle: async ({ params: { id } }) => void (await runs.keep(id)),
  }),

  defineRoute({
    method: 'post',
    path: '/test-runs/:id/leave',
    operationId: 'leaveTestRun',
    summary: 'End a test run and take it out of the engine',
    permission: 'process:draft',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found'],
    handle: async ({ params: { id }, user, httpRequestId }) =>
      void (await runs.end(id, { by: user.username, httpRequestId })),
  }),
];
