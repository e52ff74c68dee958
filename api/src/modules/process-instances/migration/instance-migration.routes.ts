import { defineRoute } from '#api/http/route.ts';
import type { InstanceMigrationService } from './instance-migration.service.ts';
import type { InstanceMigrationView } from './instance-migration.view.ts';
import type { migrationPlanService } from './migration-plan.service.ts';

type Deps = {
  view: InstanceMigrationView;
  plans: ReturnType<typeof migrationPlanService>;
  migrations: InstanceMigrationService;
};

export const instanceMigrationRoutes = ({ view, plans, migrations }: Deps) => [
  defineRoute('planMigration', {
    permission: 'process:deploy',
    inTurn: 'reading',
    handle: async ({ body, user }) => view.one(await plans.plan(body, user), user),
  }),

  defineRoute('listMigrations', {
    permission: 'process:read',
    handle: ({ query, user }) => view.list(query, user),
  }),

  defineRoute('compareVersionsForMigration', {
    permission: 'process:read',
    inTurn: 'reading',
    handle: ({ query }) => plans.compare(query.processKey, query.from, query.to),
  }),

  defineRoute('getMigration', {
    permission: 'process:read',
    handle: ({ params, user }) => view.one(params.id, user),
  }),

  defineRoute('listMigrationItems', {
    permission: 'process:read',
    handle: ({ params, query, user }) => view.items(params.id, query, user),
  }),

  ...(['start', 'stop', 'resume'] as const).map((verb) =>
    defineRoute(`${verb}Migration`, {
      permission: 'process:deploy',
      handle: async ({ params, body, ...call }) => {
        await migrations.change(verb, params.id, body, call);
        return view.one(params.id, call.user);
      },
    }),
  ),
];
