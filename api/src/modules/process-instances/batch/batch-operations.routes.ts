import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import {
  ActOnInstance,
  BatchOperation,
  BatchOperationItemPage,
  BatchOperationPage,
  CancelledCasePage,
  Closed,
  EngineKey,
  type FindInstances,
  ListBatchOperationItems,
  ListBatchOperations,
  MAX_BATCH_ITEMS,
  ModificationPreview,
  PreviewModification,
  SingleOperation,
  StartBatchOperation,
} from '#common/contract/index.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import type { BatchOperationsService, OperationCaller } from './batch-operations.service.ts';
import type { BatchOperationsView } from './batch-operations.view.ts';
import { CreateBatchOperation } from './create-batch-operation.ts';
import type { InstanceReads } from './instance-reads.ts';
import { previewModification } from './modification-preview.ts';

type Deps = {
  service: BatchOperationsService;
  view: BatchOperationsView;
  read: InstanceReads;
  sandbox: Pick<Sandbox, 'readActivationTargets'>;
  /** Returns the instances that a filter finds, as far as this person may see them. */
  keysMatching(filter: FindInstances, user: Staff, limit: number): Promise<string[]>;
  sight: ReadInstanceVisibility;
};

const IDEMPOTENCY = {
  'Idempotency-Key': { description: 'The same key answers with the first result', maxLength: 200 },
};
const BY_KEY = Closed({ key: EngineKey });
const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });

const callerOf = (call: { user: Staff; httpRequestId: string; remoteAddress: string }): OperationCaller => ({
  user: call.user,
  httpRequestId: call.httpRequestId,
  remoteAddress: call.remoteAddress,
});

/** Routes for actions on instances: on one at once, on many as an operation on a frozen list. */
export const batchOperationsRoutes = ({
  service,
  view,
  read,
  sandbox,
  keysMatching,
  sight,
}: Deps): AnyRoute[] => [
  defineRoute({
    method: 'post',
    path: '/instances/:key/actions',
    operationId: 'actOnInstance',
    summary: 'Retry, resolve, cancel, set variables, move tokens, correlate a message, or start a case again',
    description:
      'Written down with its reason before the engine hears of it. `pending`: the engine took it and the read side does not show it yet.',
    permission: 'instance:operate',
    params: BY_KEY,
    headers: IDEMPOTENCY,
    body: ActOnInstance,
    response: SingleOperation,
    problems: [
      'invalid-input',
      'instance-unknown',
      'confidential-case',
      'personal-variables',
      'batch-operation-key-reused',
    ],
    handle: ({ params, body, header, ...call }) =>
      service.act(params.key, { ...body, ...callerOf(call), onceKey: header('Idempotency-Key') }),
  }),
  defineRoute({
    method: 'post',
    path: '/instances/:key/modification-preview',
    operationId: 'previewModification',
    summary: 'Which tokens would stand where after moves, and what would be lost; changes nothing',
    permission: 'instance:operate',
    inTurn: 'reading',
    params: BY_KEY,
    body: PreviewModification,
    response: ModificationPreview,
    problems: ['invalid-input', 'instance-unknown', 'confidential-case', 'did-not-end'],
    async handle({ params, body, user }) {
      await service.expectActionable(params.key, user, 'modify');
      return previewModification({ read, ...sandbox }, params.key, body.moves, body.variables);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/broken-off-cases',
    operationId: 'listBrokenOffCases',
    summary: 'Open requests whose process was ended by a person and which have no other',
    permission: 'instance:read',
    query: Closed({ after: Type.Optional(Type.String({ maxLength: 200 })) }),
    response: CancelledCasePage,
    problems: ['invalid-input'],
    handle: async ({ query, user }) => view.brokenOff(query.after, await sight(user)),
  }),
  defineRoute({
    method: 'post',
    path: '/batch-operations',
    operationId: 'createBatchOperation',
    summary: 'Freeze the list of instances that something is to be done to; nothing is done yet',
    permission: 'instance:operate',
    headers: IDEMPOTENCY,
    body: CreateBatchOperation,
    bodyLimit: '1mb',
    response: BatchOperation,
    status: 201,
    problems: [
      'invalid-input',
      'nothing-matches',
      'too-many-instances',
      'personal-variables',
      'batch-operation-key-reused',
    ],
    handle: async ({ body, header, ...call }) => {
      const { keys, filter, action, reason } = body;
      if ((keys === undefined) === (filter === undefined))
        throw new InvalidInput(undefined, {
          errors: [{ path: '/keys', rule: 'one-of', message: 'give either keys or a filter' }],
        });
      const listed = keys ?? (await keysMatching(filter ?? {}, call.user, MAX_BATCH_ITEMS + 1));
      const asked = { action, reason, filter, ...callerOf(call), onceKey: header('Idempotency-Key') };
      return service.create({ ...asked, keys: listed });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/batch-operations',
    operationId: 'listBatchOperations',
    summary: 'What was done to instances, newest first',
    permission: 'instance:read',
    query: ListBatchOperations,
    response: BatchOperationPage,
    problems: ['invalid-input'],
    handle: ({ query }) => view.list(query),
  }),
  defineRoute({
    method: 'get',
    path: '/batch-operations/:id',
    operationId: 'readBatchOperation',
    summary: 'How far an operation is',
    permission: 'instance:read',
    params: BY_ID,
    response: BatchOperation,
    problems: ['invalid-input', 'batch-operation-not-found'],
    handle: ({ params }) => service.get(params.id),
  }),
  defineRoute({
    method: 'get',
    path: '/batch-operations/:id/items',
    operationId: 'listBatchOperationItems',
    summary: 'What became of each instance of an operation, in its order',
    permission: 'instance:read',
    params: BY_ID,
    query: ListBatchOperationItems,
    response: BatchOperationItemPage,
    problems: ['invalid-input'],
    handle: ({ params, query }) => view.items(params.id, query),
  }),
  defineRoute({
    method: 'post',
    path: '/batch-operations/:id/start',
    operationId: 'startBatchOperation',
    summary: 'Start a frozen operation; needs the size of its list, as a person typed it',
    permission: 'instance:operate',
    params: BY_ID,
    body: StartBatchOperation,
    response: BatchOperation,
    problems: ['invalid-input', 'batch-operation-not-found', 'typed-count-differs', 'batch-operation-state'],
    handle: ({ params, body, ...call }) => service.start(params.id, body.count, callerOf(call)),
  }),
  ...(
    [
      ['stop', 'stopOperation', 'Stop an operation; what is on its way ends, the rest waits'],
      ['resume', 'resumeOperation', 'Go on with a stopped operation'],
      [
        'discard',
        'discardOperation',
        'Give up an operation that was not started, or the rest of a stopped one',
      ],
    ] as const
  ).map(([verb, operationId, summary]) =>
    defineRoute({
      method: 'post',
      path: `/batch-operations/:id/${verb}`,
      operationId,
      summary,
      permission: 'instance:operate',
      params: BY_ID,
      response: BatchOperation,
      problems: ['invalid-input', 'batch-operation-not-found', 'batch-operation-state'],
      handle: ({ params, ...call }) => service[verb](params.id, callerOf(call)),
    }),
  ),
];
