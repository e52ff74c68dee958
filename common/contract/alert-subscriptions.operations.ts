import {
  AlertOptions,
  ChangeSubscription,
  ConfirmOptIn,
  OptIn,
  OptInStarted,
  Subscription,
  SubscriptionToken,
} from './alerts.ts';
import { operation } from './operation.ts';

const TOKEN_PROBLEMS = ['invalid-input', 'subscription-not-found', 'too-many-requests'] as const;

export const alertSubscriptionsOperations = {
  readAlertOptions: operation({
    summary: 'By which channels alerts can be sent today',
    response: AlertOptions,
    problems: [],
  }),

  optIntoAlerts: operation({
    summary: 'Ask for alerts: a one-time code is sent to the address',
    body: OptIn,
    response: OptInStarted,
    status: 202,
    problems: [
      'invalid-input',
      'channel-not-available',
      'address-not-valid',
      'unknown-province',
      'too-many-codes',
      'too-many-requests',
    ],
  }),

  confirmAlerts: operation({
    summary: 'Confirm the address with the code that was sent to it',
    body: ConfirmOptIn,
    response: Subscription,
    problems: ['invalid-input', 'code-not-valid', 'too-many-requests', 'too-many-tries'],
  }),

  readSubscription: operation({
    summary: 'What the person with this link is alerted of',
    body: SubscriptionToken,
    response: Subscription,
    problems: TOKEN_PROBLEMS,
  }),

  changeSubscription: operation({
    summary: 'Change topics, area, quiet hours or language',
    body: ChangeSubscription,
    response: Subscription,
    problems: [...TOKEN_PROBLEMS, 'unknown-province'],
  }),

  endSubscription: operation({
    summary: 'Unsubscribe: no alerts any more, and the address is deleted',
    query: SubscriptionToken,
    status: 204,
    description:
      'The token is in the query because mail programs unsubscribe by a bare POST to the address in the List-Unsubscribe header (RFC 8058). It can do nothing else.',
    problems: TOKEN_PROBLEMS,
  }),
};
