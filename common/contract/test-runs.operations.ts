import { Type } from '@sinclair/typebox';
import { Closed, EngineKey } from './common.ts';
import { EXAMPLE_ID, EXAMPLE_KEY, operation } from './operation.ts';
import {
  CompleteTestTask,
  SendTestMessage,
  SetTestAnswers,
  StartTestRun,
  TestRun,
  TestRunFiles,
  TestRunPlan,
  TestRuns,
} from './test-runs.ts';

const Id = Type.String({ format: 'uuid' });
const DraftId = Closed({ draftId: Id });
const RunId = Closed({ id: Id });
const TaskAt = Closed({ id: Id, taskKey: EngineKey });
const AwaitedAt = Closed({ id: Id, awaitedKey: EngineKey });

export const testRunsOperations = {
  planTestRun: operation({
    summary: 'With what a draft can be tried, or why it cannot be',
    params: DraftId,
    response: TestRunPlan,
    problems: ['draft-not-found', 'sandbox-limit-exceeded'],
    example: { params: { draftId: EXAMPLE_ID } },
  }),

  listTestRuns: operation({
    summary: 'The newest test runs of a draft',
    params: DraftId,
    response: TestRuns,
    problems: ['draft-not-found'],
    example: { params: { draftId: EXAMPLE_ID } },
  }),

  startTestRun: operation({
    summary: 'Try a draft on the engine, with nothing leaving the house',
    params: DraftId,
    body: StartTestRun,
    response: TestRun,
    status: 201,
    problems: [
      'draft-not-found',
      'test-run-not-found',
      'draft-not-testable',
      'too-many-test-runs',
      'engine-unavailable',
      'sandbox-limit-exceeded',
    ],
    example: {
      params: { draftId: EXAMPLE_ID },
      body: {
        id: EXAMPLE_ID,
        variables: { region: 'tehran' },
        answers: { 'road-defect/Task_Plan': { complete: { crew: 'a' } } },
        fast: true,
      },
    },
  }),

  getTestRun: operation({
    summary: 'Where a test run stands',
    params: RunId,
    response: TestRun,
    problems: ['test-run-not-found', 'draft-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  getTestRunFiles: operation({
    summary: 'The files as they were tried',
    params: RunId,
    response: TestRunFiles,
    problems: ['test-run-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  completeTestTask: operation({
    summary: 'Fill in the form of a task of a test run',
    params: TaskAt,
    body: CompleteTestTask,
    status: 204,
    problems: [
      'test-run-not-found',
      'test-run-ended',
      'test-step-not-found',
      'invalid-test-data',
      'engine-unavailable',
    ],
    example: { params: { id: EXAMPLE_ID, taskKey: EXAMPLE_KEY }, body: { data: { decision: 'answer' } } },
  }),

  sendTestMessage: operation({
    summary: 'Send a message that a test run waits for',
    params: AwaitedAt,
    body: SendTestMessage,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended', 'test-step-not-found', 'engine-unavailable'],
    example: {
      params: { id: EXAMPLE_ID, awaitedKey: EXAMPLE_KEY },
      body: { variables: { feedback: 'confirmed' } },
    },
  }),

  skipTestTimer: operation({
    summary: 'Let time pass in a test run until a timer is due',
    params: AwaitedAt,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended', 'test-step-not-found', 'engine-unavailable'],
    example: { params: { id: EXAMPLE_ID, awaitedKey: EXAMPLE_KEY } },
  }),

  setTestAnswers: operation({
    summary: 'Say what work answers in a test run from now on',
    params: RunId,
    body: SetTestAnswers,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended'],
    example: {
      params: { id: EXAMPLE_ID },
      body: { answers: { 'road-defect/Task_Plan': { bpmnError: 'Error_NoCrew' } } },
    },
  }),

  hurryTestRun: operation({
    summary: 'Answer everything by examples until the test run ends',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found', 'test-run-ended'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  keepTestRun: operation({
    summary: 'Say that somebody still looks at a test run',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  leaveTestRun: operation({
    summary: 'End a test run and take it out of the engine',
    params: RunId,
    status: 204,
    problems: ['test-run-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),
};
