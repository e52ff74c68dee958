import { defineRoute, type Route } from '#api/http/route.ts';
import type { SubscriptionsService } from './subscriptions.service.ts';

/** Routes by which citizens subscribe to alerts. Addresses, codes and tokens are in bodies, so that no log
 *  keeps them. */
export const subscriptionsRoutes = ({ subscriptions }: { subscriptions: SubscriptionsService }): Route[] => [
  defineRoute('readAlertOptions', {
    permission: 'public',
    handle: () => subscriptions.options(),
  }),
  defineRoute('optIntoAlerts', {
    permission: 'public',
    limit: 'citizen',
    quota: 'opt-in',
    handle: ({ body }) => subscriptions.optIn(body),
  }),
  defineRoute('confirmAlerts', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => subscriptions.confirm(body, prove('opt-in-code')),
  }),
  defineRoute('readSubscription', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body }) => subscriptions.read(body.token),
  }),
  defineRoute('changeSubscription', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body }) => subscriptions.change(body.token, body.wishes),
  }),
  defineRoute('endSubscription', {
    permission: 'public',
    limit: 'citizen',
    handle: async ({ query }) => {
      await subscriptions.unsubscribe(query.token);
      return undefined;
    },
  }),
];
