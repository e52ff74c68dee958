import { Type } from '@sinclair/typebox';
import {
  ActOnInstance,
  BatchOperation,
  BatchOperationItemPage,
  BatchOperationPage,
  CancelledCasePage,
  CreateBatchOperation,
  ListBatchOperationItems,
  ListBatchOperations,
  ModificationPreview,
  PreviewModification,
  SingleOperation,
  StartBatchOperation,
} from './batch-operations.ts';
import { Closed, EngineKey } from './common.ts';
import { EXAMPLE_ID, EXAMPLE_KEY, IDEMPOTENCY_KEY, operation } from './operation.ts';

const IDEMPOTENCY = {
  [IDEMPOTENCY_KEY]: { description: 'The same key answers with the first result', maxLength: 200 },
};
const BY_KEY = Closed({ key: EngineKey });
const CHANGE_PROBLEMS = ['invalid-input', 'batch-operation-not-found', 'batch-operation-state-conflict'];
const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });

export const batchOperations = {
  actOnInstance: operation({
    summary: 'Retry, resolve, cancel, set variables, move tokens, correlate a message, or start a case again',
    description:
      'Written down with its reason before the engine hears of it. `pending`: the engine took it and the read side does not show it yet.',
    params: BY_KEY,
    headers: IDEMPOTENCY,
    body: ActOnInstance,
    response: SingleOperation,
    problems: [
      'invalid-input',
      'instance-not-found',
      'confidential-case',
      'personal-variables',
      'idempotency-key-reused',
    ],
    example: {
      params: { key: EXAMPLE_KEY },
      body: { action: { kind: 'cancel' }, reason: 'دو بار ثبت شده است' },
    },
  }),

  previewModification: operation({
    summary: 'Which tokens would stand where after moves, and what would be lost; changes nothing',
    params: BY_KEY,
    body: PreviewModification,
    response: ModificationPreview,
    problems: ['invalid-input', 'instance-not-found', 'confidential-case', 'sandbox-limit-exceeded'],
    example: {
      params: { key: EXAMPLE_KEY },
      body: { moves: [{ from: 'Task_A', to: 'Task_B' }], variables: { region: 'tehran' } },
    },
  }),

  listBrokenOffCases: operation({
    summary: 'Open requests whose process was ended by a person and which have no other',
    query: Closed({ after: Type.Optional(Type.String({ maxLength: 200 })) }),
    response: CancelledCasePage,
    problems: ['invalid-input'],
  }),

  createBatchOperation: operation({
    summary: 'Fix the list of instances that something is to be done to; nothing is done yet',
    headers: IDEMPOTENCY,
    body: CreateBatchOperation,
    response: BatchOperation,
    status: 201,
    problems: [
      'invalid-input',
      'no-instance-matches',
      'too-many-instances',
      'personal-variables',
      'idempotency-key-reused',
    ],
    example: {
      body: {
        action: { kind: 'retry', retries: 3 },
        reason: 'دوباره تلاش شود',
        keys: ['2251799813685249'],
      },
    },
  }),

  listBatchOperations: operation({
    summary: 'What was done to instances, newest first',
    query: ListBatchOperations,
    response: BatchOperationPage,
    problems: ['invalid-input'],
  }),

  readBatchOperation: operation({
    summary: 'How far an operation is',
    params: BY_ID,
    response: BatchOperation,
    problems: ['invalid-input', 'batch-operation-not-found'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  listBatchOperationItems: operation({
    summary: 'What became of each instance of an operation, in its order',
    params: BY_ID,
    query: ListBatchOperationItems,
    response: BatchOperationItemPage,
    problems: ['invalid-input'],
    example: { params: { id: EXAMPLE_ID } },
  }),

  startBatchOperation: operation({
    summary: 'Start a planned operation; needs the size of its list, as a person typed it',
    params: BY_ID,
    body: StartBatchOperation,
    response: BatchOperation,
    problems: [
      'invalid-input',
      'batch-operation-not-found',
      'batch-count-mismatch',
      'batch-operation-state-conflict',
    ],
    example: { params: { id: EXAMPLE_ID }, body: { count: 1 } },
  }),

  stopOperation: operation({
    summary: 'Stop an operation; what is on its way ends, the rest waits',
    params: BY_ID,
    response: BatchOperation,
    problems: CHANGE_PROBLEMS,
    example: { params: { id: EXAMPLE_ID } },
  }),

  resumeOperation: operation({
    summary: 'Go on with a stopped operation',
    params: BY_ID,
    response: BatchOperation,
    problems: CHANGE_PROBLEMS,
    example: { params: { id: EXAMPLE_ID } },
  }),

  discardOperation: operation({
    summary: 'Give up an operation that was not started, or the rest of a stopped one',
    params: BY_ID,
    response: BatchOperation,
    problems: CHANGE_PROBLEMS,
    example: { params: { id: EXAMPLE_ID } },
  }),
};
