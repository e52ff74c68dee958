import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import {
  AlertDraft,
  AlertId,
  AlertPage,
  AlertStep,
  AlertView,
  ChangeAlertDraft,
  Closed,
  ListAlerts,
} from '#common/contract/index.ts';
import type { AlertsService } from './alerts.service.ts';
import type { AlertsView } from './alerts.view.ts';

const BY_ID = Closed({ id: AlertId });

const DRAFT_PROBLEMS = ['invalid-input', 'alert-out-of-date', 'unknown-province', 'not-allowed'] as const;
const STEP_PROBLEMS = [
  'invalid-input',
  'alert-not-found',
  'alert-step-not-legal',
  'changed-meanwhile',
  'not-allowed',
] as const;

/** Routes for drafting and following alerts. Approval and confirmation are tasks. */
export const alertsRoutes = ({ alerts, view }: { alerts: AlertsService; view: AlertsView }): AnyRoute[] => [
  defineRoute({
    method: 'get',
    path: '/alerts',
    operationId: 'listAlerts',
    summary: 'The alerts that you may see, newest first',
    permission: 'alert:read',
    query: ListAlerts,
    response: AlertPage,
    problems: ['invalid-input'],
    handle: ({ query, user }) => view.page(query, user),
  }),
  defineRoute({
    method: 'get',
    path: '/alerts/:id',
    operationId: 'readAlert',
    summary: 'One alert, with what happened to it and its delivery report',
    permission: 'alert:read',
    params: BY_ID,
    response: AlertView,
    problems: ['invalid-input', 'alert-not-found'],
    handle: ({ params, user }) => view.one(params.id, user),
  }),
  defineRoute({
    method: 'post',
    path: '/alerts',
    operationId: 'draftAlert',
    summary: 'Draft an alert to citizens',
    permission: 'alert:draft',
    body: AlertDraft,
    response: AlertView,
    status: 201,
    problems: DRAFT_PROBLEMS,
    handle: async ({ body, user }) => view.one(await alerts.draft(body, user), user),
  }),
  defineRoute({
    method: 'put',
    path: '/alerts/:id',
    operationId: 'editAlert',
    summary: 'Change your draft of an alert',
    permission: 'alert:draft',
    params: BY_ID,
    body: ChangeAlertDraft,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date', 'unknown-province'],
    handle: async ({ params, body, user }) => {
      await alerts.edit({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/alerts/:id/submit',
    operationId: 'submitAlert',
    summary: 'Hand your draft in for approval by the owner of the area',
    permission: 'alert:draft',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: [...STEP_PROBLEMS, 'alert-out-of-date'],
    handle: async ({ params, body, user }) => {
      await alerts.submit({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/alerts/:id/withdraw',
    operationId: 'withdrawAlert',
    summary: 'Take your alert back: nobody gets it any more',
    permission: 'alert:draft',
    params: BY_ID,
    body: AlertStep,
    response: AlertView,
    problems: STEP_PROBLEMS,
    handle: async ({ params, body, user }) => {
      await alerts.withdraw({ ...params, ...body, by: user });
      return view.one(params.id, user);
    },
  }),
];
