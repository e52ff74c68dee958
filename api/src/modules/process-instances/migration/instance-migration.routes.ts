import { Type } from '@sinclair/typebox';
import { defineRoute } from '#api/http/route.ts';
import {
  ChangeMigration,
  Closed,
  CompareVersions,
  ListMigrationItems,
  MigrationDiagrams,
  MigrationItemPage,
  MigrationPage,
  MigrationWithCounts,
  PlanMigration,
  Slug,
  StartMigration,
} from '#common/contract/index.ts';
import type { InstanceMigrationService } from './instance-migration.service.ts';
import type { InstanceMigrationView } from './instance-migration.view.ts';
import type { migrationPlanService } from './migration-plan.service.ts';

type Deps = {
  view: InstanceMigrationView;
  plans: ReturnType<typeof migrationPlanService>;
  migrations: InstanceMigrationService;
};

const MigrationId = Closed({ id: Type.String({ format: 'uuid' }) });
const CHANGE_PROBLEMS = ['migration-not-found', 'changed-meanwhile', 'migration-not-legal'];

export const instanceMigrationRoutes = ({ view, plans, migrations }: Deps) => [
  defineRoute({
    method: 'post',
    path: '/instance-migrations',
    operationId: 'planMigration',
    summary:
      'Say for each running case of a process how it gets to another version, or why not; nothing is migrated yet',
    permission: 'process:deploy',
    inTurn: 'reading',
    body: PlanMigration,
    response: MigrationWithCounts,
    status: 201,
    problems: ['invalid-input', 'unknown-version', 'too-many-cases', 'did-not-end'],
    handle: async ({ body, user }) => view.one(await plans.plan(body, user), user),
  }),

  defineRoute({
    method: 'get',
    path: '/instance-migrations',
    operationId: 'listMigrations',
    summary: 'Migrations of running cases, the newest first',
    permission: 'process:read',
    query: Closed({
      processKey: Type.Optional(Slug),
      after: Type.Optional(Type.String({ maxLength: 200, description: '`next` of the page before' })),
    }),
    response: MigrationPage,
    problems: ['invalid-input'],
    handle: ({ query, user }) => view.list(query, user),
  }),

  defineRoute({
    method: 'get',
    path: '/instance-migration-diagrams',
    operationId: 'compareVersionsForMigration',
    summary: 'Two versions of a process, and which elements have their like in the other',
    permission: 'process:read',
    inTurn: 'reading',
    query: CompareVersions,
    response: MigrationDiagrams,
    problems: ['unknown-version', 'did-not-end'],
    handle: ({ query }) => plans.compare(query.processKey, query.from, query.to),
  }),

  defineRoute({
    method: 'get',
    path: '/instance-migrations/:id',
    operationId: 'getMigration',
    summary: 'How far a migration is: counts of the listed cases by way, state and reason',
    permission: 'process:read',
    params: MigrationId,
    response: MigrationWithCounts,
    problems: ['migration-not-found'],
    handle: ({ params, user }) => view.one(params.id, user),
  }),

  defineRoute({
    method: 'get',
    path: '/instance-migrations/:id/items',
    operationId: 'listMigrationItems',
    summary: 'The cases of a migration that the caller sees, with what became of each',
    permission: 'process:read',
    params: MigrationId,
    query: ListMigrationItems,
    response: MigrationItemPage,
    problems: [],
    handle: ({ params, query, user }) => view.items(params.id, query, user),
  }),

  defineRoute({
    method: 'post',
    path: '/instance-migrations/:id/start',
    operationId: 'startMigration',
    summary:
      'Migrate the cases of a plan in the background; the number of listed cases has to be sent with it',
    permission: 'process:deploy',
    params: MigrationId,
    body: StartMigration,
    response: MigrationWithCounts,
    problems: [...CHANGE_PROBLEMS, 'count-differs'],
    handle: async ({ params, body, user, httpRequestId }) => {
      await migrations.start({ ...body, ...params, by: user, httpRequestId });
      return view.one(params.id, user);
    },
  }),

  ...(['stop', 'resume'] as const).map((verb) =>
    defineRoute({
      method: 'post',
      path: `/instance-migrations/:id/${verb}`,
      operationId: `${verb}Migration`,
      summary:
        verb === 'stop'
          ? 'Begin with no further case; what was begun is brought to its end'
          : 'Go on with what is left, and look again for cases of which nobody could tell',
      permission: 'process:deploy',
      params: MigrationId,
      body: ChangeMigration,
      response: MigrationWithCounts,
      problems: CHANGE_PROBLEMS,
      handle: async ({ params, body, user, httpRequestId }) => {
        await migrations[verb]({ ...body, ...params, by: user, httpRequestId });
        return view.one(params.id, user);
      },
    }),
  ),
];
