import { defineRoute, type Route } from '#api/http/route.ts';
import { InvalidInput } from '#api/platform/common.errors.ts';
import { type Staff } from '#api/platform/staff.ts';
import type { Sandbox } from '#api/sandbox/index.ts';
import { type FindInstances, MAX_BATCH_ITEMS } from '#common/contract/index.ts';
import { IDEMPOTENCY_KEY } from '#common/contract/operation.ts';
import type { ReadInstanceVisibility } from '../instance-visibility.ts';
import type { BatchOperationsService } from './batch-operations.service.ts';
import type { BatchOperationsView } from './batch-operations.view.ts';
import type { InstanceReads } from './instance-reads.ts';
import { previewModification } from './modification-preview.ts';

export type BatchOperationsRoutesDeps = {
  service: BatchOperationsService;
  view: BatchOperationsView;
  read: InstanceReads;
  sandbox: Pick<Sandbox, 'readActivationTargets'>;
  /** Returns the instances that a filter finds, as far as this person may see them; at most `limit`. */
  keysMatching(filter: FindInstances, user: Staff, limit: number): Promise<string[]>;
  visibilityOf: ReadInstanceVisibility;
};

/** Routes for actions on instances: on one at once, on many as an operation on a fixed list. */
export const batchOperationsRoutes = ({
  service,
  view,
  read,
  sandbox,
  keysMatching,
  visibilityOf,
}: BatchOperationsRoutesDeps): Route[] => [
  defineRoute('actOnInstance', {
    permission: 'instance:operate',
    handle: ({ params, body, header, ...call }) =>
      service.act(params.key, { ...body, ...call, onceKey: header(IDEMPOTENCY_KEY) }),
  }),
  defineRoute('previewModification', {
    permission: 'instance:operate',
    inTurn: 'reading',
    async handle({ params, body, user }) {
      await service.expectActionable(params.key, user, 'modify');
      return previewModification({ read, ...sandbox }, params.key, body.moves, body.variables);
    },
  }),
  defineRoute('listBrokenOffCases', {
    permission: 'instance:read',
    handle: async ({ query, user }) => view.brokenOff(query.after, await visibilityOf(user)),
  }),
  defineRoute('createBatchOperation', {
    permission: 'instance:operate',
    bodyLimit: '1mb',
    handle: async ({ body, header, ...call }) => {
      const { keys, filter, action, reason } = body;
      if ((keys === undefined) === (filter === undefined))
        throw new InvalidInput(undefined, {
          errors: [{ path: '/keys', rule: 'one-of', message: 'give either keys or a filter' }],
        });
      const listed = keys ?? (await keysMatching(filter ?? {}, call.user, MAX_BATCH_ITEMS + 1));
      const asked = { action, reason, filter, ...call, onceKey: header(IDEMPOTENCY_KEY) };
      return service.create({ ...asked, keys: listed });
    },
  }),
  defineRoute('listBatchOperations', {
    permission: 'instance:read',
    handle: ({ query }) => view.list(query),
  }),
  defineRoute('readBatchOperation', {
    permission: 'instance:read',
    handle: ({ params }) => service.get(params.id),
  }),
  defineRoute('listBatchOperationItems', {
    permission: 'instance:read',
    handle: ({ params, query }) => view.items(params.id, query),
  }),
  defineRoute('startBatchOperation', {
    permission: 'instance:operate',
    handle: ({ params, body, ...call }) => service.start(params.id, body.count, call),
  }),
  ...(['stop', 'resume', 'discard'] as const).map((verb) =>
    defineRoute(`${verb}Operation`, {
      permission: 'instance:operate',
      handle: ({ params, ...call }) => service[verb](params.id, call),
    }),
  ),
];
