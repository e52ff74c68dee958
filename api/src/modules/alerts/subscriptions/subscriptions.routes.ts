import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import {
  AlertOptions,
  ChangeSubscription,
  ConfirmOptIn,
  OptIn,
  OptInStarted,
  Subscription,
  SubscriptionToken,
} from '#common/contract/index.ts';
import type { SubscriptionsService } from './subscriptions.service.ts';

const TOKEN_PROBLEMS = ['invalid-input', 'subscription-not-found', 'too-many-requests'] as const;

/** Routes by which citizens subscribe to alerts. Addresses, codes and tokens are in bodies, so that no log
 *  keeps them. */
export const subscriptionsRoutes = ({
  subscriptions,
}: {
  subscriptions: SubscriptionsService;
}): AnyRoute[] => [
  defineRoute({
    method: 'get',
    path: '/alert-subscriptions/options',
    operationId: 'readAlertOptions',
    summary: 'By which channels alerts can be sent today',
    permission: 'public',
    response: AlertOptions,
    problems: [],
    handle: () => subscriptions.options(),
  }),
  defineRoute({
    method: 'post',
    path: '/alert-subscriptions',
    operationId: 'optIntoAlerts',
    summary: 'Ask for alerts: a one-time code is sent to the address',
    permission: 'public',
    body: OptIn,
    response: OptInStarted,
    status: 202,
    limit: 'citizen',
    quota: 'opt-in',
    problems: [
      'invalid-input',
      'channel-not-available',
      'address-not-valid',
      'unknown-province',
      'too-many-codes',
      'too-many-requests',
    ],
    handle: ({ body }) => subscriptions.optIn(body),
  }),
  defineRoute({
    method: 'post',
    path: '/alert-subscriptions/confirm',
    operationId: 'confirmAlerts',
    summary: 'Confirm the address with the code that was sent to it',
    permission: 'public',
    body: ConfirmOptIn,
    response: Subscription,
    limit: 'citizen',
    problems: ['invalid-input', 'code-not-valid', 'too-many-requests', 'too-many-tries'],
    handle: ({ body, prove }) => subscriptions.confirm(body, prove('opt-in-code')),
  }),
  defineRoute({
    method: 'post',
    path: '/alert-subscriptions/read',
    operationId: 'readSubscription',
    summary: 'What the person with this link is alerted of',
    permission: 'public',
    body: SubscriptionToken,
    response: Subscription,
    limit: 'citizen',
    problems: TOKEN_PROBLEMS,
    handle: ({ body }) => subscriptions.read(body.token),
  }),
  defineRoute({
    method: 'put',
    path: '/alert-subscriptions',
    operationId: 'changeSubscription',
    summary: 'Change topics, area, quiet hours or language',
    permission: 'public',
    body: ChangeSubscription,
    response: Subscription,
    limit: 'citizen',
    problems: [...TOKEN_PROBLEMS, 'unknown-province'],
    handle: ({ body }) => subscriptions.change(body.token, body.wishes),
  }),
  defineRoute({
    method: 'post',
    path: '/alert-subscriptions/end',
    operationId: 'endSubscription',
    summary: 'Unsubscribe: no alerts any more, and the address is deleted',
    permission: 'public',
    query: SubscriptionToken,
    status: 204,
    limit: 'citizen',
    description:
      'The token is in the query because mail programs unsubscribe by a bare POST to the address in the List-Unsubscribe header (RFC 8058). It can do nothing else.',
    problems: TOKEN_PROBLEMS,
    handle: async ({ query }) => {
      await subscriptions.unsubscribe(query.token);
      return undefined;
    },
  }),
];
