import { type Static, Type } from '@sinclair/typebox';
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

/** Digits may be Persian or Arabic and letters Arabic; they are normalised before anything is checked or
 *  stored. */
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

/** `follows`: an earlier request about the same matter, with a proof that the citizen may see it. */
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
  follows: Type.Optional(TrackRequest),
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

export const PUBLIC_STEPS = [
  'received',
  'in-progress',
  'transferred',
  'question',
  'reply',
  'answered',
  'reopened',
  'closed',
  'appealed',
  'appeal-decided',
  'withdrawn',
  'waiting-body',
  'body-replied',
] as const;

export const APPEAL_STATES = ['none', 'pending', 'upheld', 'rejected'] as const;
export const AppealState = OneOf(APPEAL_STATES);
export type AppealState = Static<typeof AppealState>;

/** A request as a citizen sees it: the UI makes sentences from these facts. */
export const TrackedRequest = Closed({
  trackingCode: Type.String(),
  service: Closed({ key: Slug, name: Text }),
  department: Closed({ slug: Slug, name: Text }),
  status: RequestStatus,
  outcome: Nullable(Outcome),
  receivedAt: Timestamp,
  dueAt: Timestamp,
  overdue: Type.Boolean(),
  paused: Type.Boolean({ description: 'The time stands still and the due date will move' }),
  question: Nullable(Type.String({ description: 'What the ministry asks, while it waits for the citizen' })),
  answer: Nullable(Type.String()),
  legalBasis: Nullable(Type.String({ description: 'On what a refusal rests' })),
  duplicateOf: Nullable(
    Type.String({
      description:
        'The tracking code of the request that this one repeats, for whoever came by the link in a message to the address that both name',
    }),
  ),
  follows: Nullable(
    Type.String({ description: 'The tracking code of the earlier request that this one follows' }),
  ),
  satisfied: Nullable(Type.Boolean({ description: "The citizen's own word on the answer" })),
  canReply: Type.Boolean(),
  replyUntil: Nullable(Timestamp),
  canConfirm: Type.Boolean({ description: 'May say whether the answer satisfies' }),
  canReopen: Type.Boolean(),
  reopenUntil: Nullable(Timestamp),
  reopeningsLeft: Type.Integer({ minimum: 0 }),
  canAppeal: Type.Boolean(),
  appealUntil: Nullable(Timestamp),
  appealState: AppealState,
  canWithdraw: Type.Boolean(),
  canFollowUp: Type.Boolean({
    description: 'Nothing more can be done with this request; a new one may follow it',
  }),
  finalAt: Nullable(Timestamp),
  steps: Type.Array(Closed({ kind: OneOf(PUBLIC_STEPS), at: Timestamp, text: Nullable(Type.String()) })),
});
export type TrackedRequest = Static<typeof TrackedRequest>;

export const ReplyToQuestion = Closed({
  track: TrackRequest,
  text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
});
export type ReplyToQuestion = Static<typeof ReplyToQuestion>;

/** `reopen` asks for a reopening; where it is absent, a reason that asks for it does. It needs a reason or a
 *  text. */
export const GiveFeedback = Closed({
  track: TrackRequest,
  satisfied: Type.Boolean(),
  reasons: Type.Optional(Type.Array(Slug, { maxItems: 10, uniqueItems: true })),
  text: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
  reopen: Type.Optional(Type.Boolean()),
});
export type GiveFeedback = Static<typeof GiveFeedback>;

export const FeedbackReason = Closed({
  key: Slug,
  text: Text,
  satisfied: Type.Boolean({ description: 'Whether it goes with a satisfied or an unsatisfied word' }),
  asksReopening: Type.Boolean(),
});
export type FeedbackReason = Static<typeof FeedbackReason>;

export const FileAppeal = Closed({
  track: TrackRequest,
  text: Type.String({ minLength: 1, maxLength: MAX_TEXT }),
});
export type FileAppeal = Static<typeof FileAppeal>;

export const WithdrawRequest = Closed({
  track: TrackRequest,
  text: Type.Optional(Type.String({ maxLength: MAX_TEXT })),
});
export type WithdrawRequest = Static<typeof WithdrawRequest>;

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
  routingReason: Nullable(Text),
  confidential: Type.Boolean(),
  reopenings: Type.Integer(),
  escalation: Nullable(
    Closed({
      level: Type.Integer({ minimum: 1, maximum: 3 }),
      department: Slug,
      to: Nullable(Type.String({ description: 'Whose turn it is; null when nobody could be asked' })),
      at: Timestamp,
    }),
  ),
  legalBasis: Nullable(Type.String()),
  evidence: Nullable(Type.String({ description: 'By what field work can be seen to be done' })),
  duplicateOf: Nullable(Type.String({ description: 'A tracking code' })),
  follows: Nullable(Type.String({ description: 'A tracking code' })),
  appealState: AppealState,
  appealDepartment: Nullable(Slug),
  finalAt: Nullable(Timestamp),
  feedback: Nullable(
    Closed({
      satisfied: Type.Boolean(),
      reasons: Type.Array(Slug),
      asksReopening: Type.Boolean(),
      at: Timestamp,
    }),
  ),
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
