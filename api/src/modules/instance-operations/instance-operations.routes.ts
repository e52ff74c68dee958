import { Type } from '@sinclair/typebox';
import {
  ActOnInstance,
  BrokenOffPage,
  Closed,
  EngineKey,
  MAX_OPERATION_ITEMS,
  type FindInstances,
  ListOperationItems,
  ListOperations,
  MovePreview,
  OneOperation,
  Operation,
  OperationItemPage,
  OperationPage,
  PreviewMove,
  StartOperation,
} from '#common/contract/index.ts';
import { defineRoute, type AnyRoute, type Staff } from '#api/http/route.ts';
import type { ReadSight } from '../instances/index.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { FreezeOperation } from './freeze-operation.ts';
import { InvalidInput } from './instance-operations.errors.ts';
import type { InstanceOperationsService, Who } from './instance-operations.service.ts';
import { previewMove } from './move-preview.ts';
import type { OperationsView } from './operations.view.ts';
import type { ReadSide } from './read-side.ts';

type Deps = {
  service: InstanceOperationsService;
  view: OperationsView;
  read: ReadSide;
  sandbox: Pick<Sandbox, 'readTargets'>;
  /** The instances that a filter finds, as far as this person may look. */
  keysMatching(filter: FindInstances, user: Staff, limit: number): Promise<string[]>;
  sight: ReadSight;
};

const IDEMPOTENCY = {
  'Idempotency-Key': { description: 'The same key answers with the first result', maxLength: 200 },
};
const BY_KEY = Closed({ key: EngineKey });
const BY_ID = Closed({ id: Type.String({ format: 'uuid' }) });

const whoOf = (call: { user: Staff; httpRequestId: string; remoteAddress: string }): Who => ({
  user: call.user,
  httpRequestId: call.httpRequestId,
  remoteAddress: call.remoteAddress,
});

/** Acting on instances: one at once, many as an operation on a frozen list. */
export const instanceOperationsRoutes = ({
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
    response: OneOperation,
    problems: [
      'invalid-input',
      'instance-unknown',
      'confidential-case',
      'personal-variables',
      'operation-key-reused',
    ],
    handle: ({ params, body, header, ...call }) =>
      service.act(params.key, { ...body, ...whoOf(call), onceKey: header('Idempotency-Key') }),
  }),
  defineRoute({
    method: 'post',
    path: '/instances/:key/move-preview',
    operationId: 'previewMove',
    summary: 'Which tokens would stand where after moves, and what would be lost; changes nothing',
    permission: 'instance:operate',
    inTurn: 'reading',
    params: BY_KEY,
    body: PreviewMove,
    response: MovePreview,
    problems: ['invalid-input', 'instance-unknown', 'confidential-case', 'did-not-end'],
    async handle({ params, body, user }) {
      await service.expectWithinReach(params.key, user, 'move');
      return previewMove({ read, ...sandbox }, params.key, body.moves, body.variables);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/broken-off-cases',
    operationId: 'listBrokenOffCases',
    summary: 'Open requests whose process was ended by a person and which have no other',
    permission: 'instance:read',
    query: Closed({ after: Type.Optional(Type.String({ maxLength: 200 })) }),
    response: BrokenOffPage,
    problems: ['invalid-input'],
    handle: async ({ query, user }) => view.brokenOff(query.after, await sight(user)),
  }),
  defineRoute({
    method: 'post',
    path: '/operations',
    operationId: 'freezeOperation',
    summary: 'Freeze the list of instances that something is to be done to; nothing is done yet',
    permission: 'instance:operate',
    headers: IDEMPOTENCY,
    body: FreezeOperation,
    bodyLimit: '1mb',
    response: Operation,
    status: 201,
    problems: [
      'invalid-input',
      'nothing-matches',
      'too-many-instances',
      'personal-variables',
      'operation-key-reused',
    ],
    handle: async ({ body, header, ...call }) => {
      const { keys, filter, action, reason } = body;
      if ((keys === undefined) === (filter === undefined))
        throw new InvalidInput(undefined, {
          errors: [{ path: '/keys', rule: 'one-of', message: 'give either keys or a filter' }],
        });
      const listed = keys ?? (await keysMatching(filter ?? {}, call.user, MAX_OPERATION_ITEMS + 1));
      const asked = { action, reason, filter, ...whoOf(call), onceKey: header('Idempotency-Key') };
      return service.freeze({ ...asked, keys: listed });
    },
  }),
  defineRoute({
    method: 'get',
    path: '/operations',
    operationId: 'listOperations',
    summary: 'What was done to instances, newest first',
    permission: 'instance:read',
    query: ListOperations,
    response: OperationPage,
    problems: ['invalid-input'],
    handle: ({ query }) => view.list(query),
  }),
  defineRoute({
    method: 'get',
    path: '/operations/:id',
    operationId: 'readOperation',
    summary: 'How far an operation is',
    permission: 'instance:read',
    params: BY_ID,
    response: Operation,
    problems: ['invalid-input', 'operation-not-found'],
    handle: ({ params }) => service.get(params.id),
  }),
  defineRoute({
    method: 'get',
    path: '/operations/:id/items',
    operationId: 'listOperationItems',
    summary: 'What became of each instance of an operation, in its order',
    permission: 'instance:read',
    params: BY_ID,
    query: ListOperationItems,
    response: OperationItemPage,
    problems: ['invalid-input'],
    handle: ({ params, query }) => view.items(params.id, query),
  }),
  defineRoute({
    method: 'post',
    path: '/operations/:id/start',
    operationId: 'startOperation',
    summary: 'Start a frozen operation; needs the size of its list, as a person typed it',
    permission: 'instance:operate',
    params: BY_ID,
    body: StartOperation,
    response: Operation,
    problems: ['invalid-input', 'operation-not-found', 'typed-count-differs', 'operation-state'],
    handle: ({ params, body, ...call }) => service.start(params.id, body.count, whoOf(call)),
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
      path: `/operations/:id/${verb}`,
      operationId,
      summary,
      permission: 'instance:operate',
      params: BY_ID,
      response: Operation,
      problems: ['invalid-input', 'operation-not-found', 'operation-state'],
      handle: ({ params, ...call }) => service[verb](params.id, whoOf(call)),
    }),
  ),
];
