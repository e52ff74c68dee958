import {
  AlertOptions,
  type AlertWishes,
  ChangeSubscription,
  ConfirmOptIn,
  OptIn,
  OptInStarted,
  Subscription,
  SubscriptionToken,
} from './alerts.ts';
import { EXAMPLE_ID, operation } from './operation.ts';

const TOKEN_PROBLEMS = ['invalid-input', 'subscription-not-found', 'too-many-requests'] as const;

const WISHES: AlertWishes = {
  topics: ['road-closed'],
  provinces: ['tehran'],
  quietHours: { from: '22:00', to: '07:00' },
  locale: 'fa',
};

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
    example: { body: { channel: 'email', address: 'sara@example.org', wishes: WISHES } },
  }),

  confirmAlerts: operation({
    summary: 'Confirm the address with the code that was sent to it',
    body: ConfirmOptIn,
    response: Subscription,
    problems: ['invalid-input', 'code-not-valid', 'too-many-requests', 'too-many-attempts'],
    example: { body: { id: EXAMPLE_ID, code: '123456' } },
  }),

  readSubscription: operation({
    summary: 'What the person with this link is alerted of',
    body: SubscriptionToken,
    response: Subscription,
    problems: TOKEN_PROBLEMS,
    example: { body: { token: 'A'.repeat(72) } },
  }),

  changeSubscription: operation({
    summary: 'Change topics, area, quiet hours or language',
    body: ChangeSubscription,
    response: Subscription,
    problems: [...TOKEN_PROBLEMS, 'unknown-province'],
    example: { body: { token: 'A'.repeat(72), wishes: WISHES } },
  }),

  endSubscription: operation({
    summary: 'Unsubscribe: no alerts any more, and the address is deleted',
    query: SubscriptionToken,
    status: 204,
    description:
      'The token is in the query because mail programs unsubscribe by a bare POST to the address in the List-Unsubscribe header (RFC 8058). It can do nothing else.',
    problems: TOKEN_PROBLEMS,
    example: { query: { token: 'A'.repeat(72) } },
  }),
};
