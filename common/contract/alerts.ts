import { type Static, Type } from '@sinclair/typebox';
import { Closed, Locale, Nullable, OneOf, Slug, Timestamp } from './common.ts';

/** Topics of alerts; citizens choose among the same words. */
export const ALERT_KINDS = [
  'road-closed',
  'road-works',
  'weather',
  'transport',
  'housing-deadline',
  'urban-plan',
] as const;
export const AlertKind = OneOf(ALERT_KINDS);
export type AlertKind = Static<typeof AlertKind>;

export const ALERT_SEVERITIES = ['info', 'warning', 'emergency'] as const;
export const AlertSeverity = OneOf(ALERT_SEVERITIES);
export type AlertSeverity = Static<typeof AlertSeverity>;

export const ALERT_STATUSES = [
  'draft',
  'awaiting-approval',
  'rejected',
  'counting',
  'awaiting-confirmation',
  'stopped',
  'sending',
  'sent',
  'withdrawn',
  'expired',
] as const;
export const AlertStatus = OneOf(ALERT_STATUSES);
export type AlertStatus = Static<typeof AlertStatus>;

export const AlertId = Type.String({ format: 'uuid' });

export const MAX_ALERT_TITLE = 120;
export const MAX_ALERT_TEXT = 1000;

const Provinces = Type.Array(Slug, {
  maxItems: 31,
  uniqueItems: true,
  description: 'Codes of provinces; none stands for the whole country',
});

export const AlertDraft = Closed({
  kind: AlertKind,
  severity: AlertSeverity,
  provinces: Provinces,
  title: Closed({
    fa: Type.String({ minLength: 3, maxLength: MAX_ALERT_TITLE }),
    en: Type.String({ minLength: 3, maxLength: MAX_ALERT_TITLE }),
  }),
  text: Closed({
    fa: Type.String({ minLength: 10, maxLength: MAX_ALERT_TEXT }),
    en: Type.String({ minLength: 10, maxLength: MAX_ALERT_TEXT }),
  }),
  validUntil: Timestamp,
});
export type AlertDraft = Static<typeof AlertDraft>;

export const ChangeAlertDraft = Closed({ ...AlertDraft.properties, expectedVersion: Type.Integer() });
export type ChangeAlertDraft = Static<typeof ChangeAlertDraft>;

export const AlertStep = Closed({ expectedVersion: Type.Integer() });
export type AlertStep = Static<typeof AlertStep>;

export const AlertSummary = Closed({
  id: AlertId,
  ...AlertDraft.properties,
  status: AlertStatus,
  author: Type.String(),
  authorName: Nullable(Type.String()),
  department: Nullable(Slug),
  audience: Nullable(Type.Integer({ description: 'How many people it is for; known once it is approved' })),
  createdAt: Timestamp,
  submittedAt: Nullable(Timestamp),
  endedAt: Nullable(Timestamp),
  version: Type.Integer(),
});
export type AlertSummary = Static<typeof AlertSummary>;

/** Delivery of the messages. `waiting`: held until quiet hours end; `unreached`: not reached by a wave
 *  yet. */
export const DeliveryReport = Closed({
  sent: Type.Integer(),
  queued: Type.Integer(),
  waiting: Type.Integer(),
  unreached: Type.Integer(),
  failed: Type.Array(Closed({ reason: Type.String(), count: Type.Integer() })),
  skipped: Type.Array(Closed({ reason: Type.String(), count: Type.Integer() })),
  asOf: Timestamp,
});
export type DeliveryReport = Static<typeof DeliveryReport>;

export const AlertView = Closed({
  ...AlertSummary.properties,
  events: Type.Array(
    Closed({
      kind: Type.String(),
      at: Timestamp,
      actor: Nullable(Type.String()),
      actorName: Nullable(Type.String()),
      note: Nullable(Type.String()),
    }),
  ),
  report: Nullable(DeliveryReport),
  canEdit: Type.Boolean(),
  canWithdraw: Type.Boolean(),
  taskKey: Nullable(
    Type.String({ description: 'The open task that waits for a decision, if the reader may decide' }),
  ),
});
export type AlertView = Static<typeof AlertView>;

export const ListAlerts = Closed({
  status: Type.Optional(AlertStatus),
  after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
export type ListAlerts = Static<typeof ListAlerts>;

/** Newest first. */
export const AlertPage = Closed({ items: Type.Array(AlertSummary), next: Nullable(Type.String()) });
export type AlertPage = Static<typeof AlertPage>;

const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'Local, in Tehran' });

/** Preferences of a subscriber. Without `quietHours` messages come at any time. */
export const AlertWishes = Closed({
  topics: Type.Array(AlertKind, { minItems: 1, maxItems: ALERT_KINDS.length, uniqueItems: true }),
  provinces: Provinces,
  quietHours: Nullable(Closed({ from: Time, to: Time })),
  locale: Locale,
});
export type AlertWishes = Static<typeof AlertWishes>;

export const OptIn = Closed({
  channel: OneOf(['email', 'sms']),
  address: Type.String({ minLength: 5, maxLength: 254 }),
  wishes: AlertWishes,
});
export type OptIn = Static<typeof OptIn>;

/** The same whether or not the address is known. */
export const OptInStarted = Closed({ id: Type.String({ format: 'uuid' }), expiresAt: Timestamp });
export type OptInStarted = Static<typeof OptInStarted>;

export const ConfirmOptIn = Closed({
  id: Type.String({ format: 'uuid' }),
  code: Type.String({ minLength: 6, maxLength: 24, description: 'In any digits' }),
});
export type ConfirmOptIn = Static<typeof ConfirmOptIn>;

const Token = Type.String({ minLength: 20, maxLength: 400 });

/** `endToken` can only end the subscription. */
export const Subscription = Closed({
  token: Token,
  endToken: Token,
  channel: OneOf(['email', 'sms']),
  maskedAddress: Type.String(),
  wishes: AlertWishes,
  consentedAt: Timestamp,
});
export type Subscription = Static<typeof Subscription>;

export const SubscriptionToken = Closed({ token: Token });
export type SubscriptionToken = Static<typeof SubscriptionToken>;

export const ChangeSubscription = Closed({ token: Token, wishes: AlertWishes });
export type ChangeSubscription = Static<typeof ChangeSubscription>;

export const AlertOptions = Closed({
  channels: Type.Array(OneOf(['email', 'sms']), { description: 'By which messages can be sent today' }),
  dailyQuota: Type.Integer({ description: 'So many alerts a day, emergencies aside' }),
});
export type AlertOptions = Static<typeof AlertOptions>;
