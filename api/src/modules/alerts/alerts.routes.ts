import { defineRoute, type Route } from '#api/http/route.ts';
import type { AlertsService } from './alerts.service.ts';
import type { AlertsView } from './alerts.view.ts';

/** Routes for drafting and following alerts. Approval and confirmation are tasks. */
export const alertsRoutes = ({ alerts, view }: { alerts: AlertsService; view: AlertsView }): Route[] => [
  defineRoute('listAlerts', {
    permission: 'alert:read',
    handle: ({ query, user }) => view.page(query, user),
  }),
  defineRoute('readAlert', {
    permission: 'alert:read',
    handle: ({ params, user }) => view.one(params.id, user),
  }),
  defineRoute('draftAlert', {
    permission: 'alert:draft',
    handle: async ({ body, user }) => view.one(await alerts.draft(body, user), user),
  }),
  defineRoute('editAlert', {
    permission: 'alert:draft',
    handle: async ({ params, body, user }) => {
      await alerts.edit({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
  defineRoute('submitAlert', {
    permission: 'alert:draft',
    handle: async ({ params, body, user }) => {
      await alerts.submit({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
  defineRoute('withdrawAlert', {
    permission: 'alert:draft',
    handle: async ({ params, body, user }) => {
      await alerts.withdraw({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
];
