import { Type, type Static } from '@sinclair/typebox';
import {
  Channel,
  Closed,
  Locale,
  Nullable,
  OneOf,
  Outcome,
  Priority,
  RequestId,
  RequestStatus,
  Slug,
  Text,
  Timestamp,
} from './common.ts';

export const MAX_TEXT = 8000;

/** Digits may be Persian or Arabic and letters Arabic; they are normalised before anything is checked or stored. */
export const Applicant = Closed({
  name: Type.String({ minLength: 2, maxLength: 120 }),
  nationalId: Type.Optional(Type.String({ minLength: 8, maxLength: 20 })),
  mobile: Type.Optional(Type.String({ minLength: 8, maxLength: 24 })),
  email: Type.Optional(Type.String({ minLength: 5, maxLength: 254 })),
});
export type Applicant = Static<typeof Applicant>;

export const Place = Closed({
  province: Type.Optional(Slug),
  address: Type.Optional(Type.String({ maxLength: 500 })),
  latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
});
export type Place = Static<typeof Place>;

export const FileRequest = Closed({
  service: Slug,
  text: Type.String({ minLength: 5, maxLength: MAX_TEXT }),
  applicant: Applicant,
  place: Type.Optional(Place),
  answers: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: "The service's own questions, checked against its form",
    }),
  ),
  locale: Type.Optional(Locale),
  channel: Type.Optional({
    ...Channel,
    description: 'Only for contact-centre agents; the public files by "web"',
  }),
});
export type FileRequest = Static<typeof FileRequest>;

export const FiledRequest = Closed({
  id: RequestId,
  trackingCode: Type.String({ pattern: '^[0-9]{12}$' }),
  status: RequestStatus,
  receivedAt: Timestamp,
  dueAt: Timestamp,
});
export type FiledRequest = Static<typeof FiledRequest>;

/** Either the code with its second factor, or the signed token of a link in a message. Always in the body. */
export const TrackRequest = Type.Union([
  Closed({
    trackingCode: Type.String({ minLength: 12, maxLength: 24 }),
    secondFactor: Type.String({
      minLength: 4,
      maxLength: 254,
      description: 'The last four digits of the mobile number, or the e-mail address',
    }),
  }),
  Closed({ token: Type.String({ minLength: 20, maxLength: 400 }) }),
]);
export type TrackRequest = Static<typeof TrackRequest>;

export const PUBLIC_STEPS = [
  'received',
  'in-progress',
  'question',
  'reply',
  'answered',
  'reopened',
  'closed',
] as const;

/** What a citizen sees: sentences are made by the screen from these facts. */
export const TrackedRequest = Closed({
  trackingCode: Type.String(),
  service: Closed({ key: Slug, name: Text }),
  department: Closed({ slug: Slug, name: Text }),
  status: RequestStatus,
  outcome: Nullable(Outcome),
  receivedAt: Timestamp,
  dueAt: Timestamp,
  overdue: Type.Boolean(),
  question: Nullable(Type.String({ description: 'What the ministry asks, while it waits for the citizen' })),
  answer: Nullable(Type.String()),
  canReply: Type.Boolean(),
  canConfirm: Type.Boolean(),
  canReopen: Type.Boolean(),
  steps: Type.Array(Closed({ kind: OneOf(PUBLIC_STEPS), at: Timestamp, text: Nullable(Type.String()) })),
});
export type TrackedRequest = Static<typeof TrackedRequest>;

export const ReplyToQuestion = Closed({
  track: TrackRequest,
  text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
});
export type ReplyToQuestion = Static<typeof ReplyToQuestion>;

export const GiveFeedback = Closed({
  track: TrackRequest,
  verdict: OneOf(['confirmed', 'reopened']),
  text: Type.Optional(Type.String({ maxLength: MAX_TEXT, description: 'Why; required to reopen' })),
});
export type GiveFeedback = Static<typeof GiveFeedback>;

export const RequestSummary = Closed({
  id: RequestId,
  trackingCode: Type.String(),
  service: Slug,
  department: Slug,
  status: RequestStatus,
  outcome: Nullable(Outcome),
  priority: Priority,
  channel: Channel,
  province: Nullable(Slug),
  excerpt: Type.String(),
  receivedAt: Timestamp,
  dueAt: Timestamp,
  closedAt: Nullable(Timestamp),
});
export type RequestSummary = Static<typeof RequestSummary>;

export const RequestView = Closed({
  ...RequestSummary.properties,
  version: Type.Integer(),
  text: Type.String(),
  answers: Type.Record(Type.String(), Type.Unknown()),
  applicant: Closed({
    name: Nullable(Type.String()),
    nationalId: Nullable(Type.String()),
    mobile: Nullable(Type.String()),
    email: Nullable(Type.String()),
  }),
  place: Closed({
    province: Nullable(Slug),
    address: Nullable(Type.String()),
    latitude: Nullable(Type.Number()),
    longitude: Nullable(Type.Number()),
  }),
  routingRule: Nullable(Type.String()),
  confidential: Type.Boolean(),
  reopenings: Type.Integer(),
});
export type RequestView = Static<typeof RequestView>;

export const TimelineEntry = Closed({
  id: Type.String(),
  at: Timestamp,
  kind: Type.String(),
  actorKind: OneOf(['citizen', 'staff', 'process', 'system']),
  actor: Nullable(Type.String()),
  actorName: Nullable(Type.String({ description: 'The name of a member of staff who is known by one' })),
  data: Type.Record(Type.String(), Type.Unknown()),
  public: Type.Boolean(),
});
export type TimelineEntry = Static<typeof TimelineEntry>;

export const Service = Closed({
  key: Slug,
  group: Type.String(),
  name: Text,
  description: Text,
  keywords: Type.Array(Type.String(), { description: 'Words by which people look for it' }),
  intakeForm: Type.String(),
  needsPlace: Type.Boolean(),
  confidential: Type.Boolean(),
  resolveWorkingDays: Type.Integer(),
});
export type Service = Static<typeof Service>;

export const ListRequests = Closed({
  status: Type.Optional(RequestStatus),
  service: Type.Optional(Slug),
  department: Type.Optional(Slug),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'A tracking code, in any digits, with spaces or hyphens',
    }),
  ),
  after: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});
export type ListRequests = Static<typeof ListRequests>;

/** Newest first. */
export const RequestPage = Closed({ items: Type.Array(RequestSummary), next: Nullable(Type.String()) });
export type RequestPage = Static<typeof RequestPage>;
