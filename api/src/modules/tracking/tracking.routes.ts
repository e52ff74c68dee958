import { Type } from '@sinclair/typebox';
import { type AnyRoute, defineRoute } from '#api/http/route.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import {
  FeedbackReason,
  FileAppeal,
  GiveFeedback,
  ReplyToQuestion,
  TrackedRequest,
  TrackRequest,
  WithdrawRequest,
} from '#common/contract/index.ts';
import type { TrackingService } from './tracking.service.ts';
import type { TrackingView } from './tracking.view.ts';

type Deps = { tracking: (prove: VerifySecondFactor) => TrackingService; view: TrackingView };

const PROBLEMS = ['invalid-input', 'request-not-found', 'too-many-requests', 'too-many-tries'] as const;

/** Routes of the tracking page. Code and second factor are in the body, so that no log keeps them. */
export const trackingRoutes = ({ tracking, view }: Deps): AnyRoute[] => [
  defineRoute({
    method: 'post',
    path: '/track',
    operationId: 'trackRequest',
    summary: 'How a request stands, for the citizen who filed it',
    description: 'An unknown code and a wrong second factor are answered alike.',
    permission: 'public',
    body: TrackRequest,
    response: TrackedRequest,
    limit: 'citizen',
    problems: PROBLEMS,
    handle: ({ body, prove }) => tracking(prove('look-up')).track(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/reply',
    operationId: 'replyToQuestion',
    summary: 'Answer the question that the request waits for',
    permission: 'public',
    body: ReplyToQuestion,
    response: TrackedRequest,
    limit: 'citizen',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body, prove }) => tracking(prove('step')).reply(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/feedback',
    operationId: 'giveFeedback',
    summary: 'Say whether the answer satisfies and why, and ask for another look',
    description:
      'Once an answer, and until `reopenUntil`. With `reopen` it asks for another look; where that is not said, a reason that asks for one does.',
    permission: 'public',
    body: GiveFeedback,
    response: TrackedRequest,
    limit: 'citizen',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body, prove }) => tracking(prove('step')).giveFeedback(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/appeal',
    operationId: 'fileAppeal',
    summary: 'Ask the next senior officer to look at a closed case',
    description: 'Once a case, until `appealUntil`. The case is not final until it is decided.',
    permission: 'public',
    body: FileAppeal,
    response: TrackedRequest,
    limit: 'citizen',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body, prove }) => tracking(prove('step')).appeal(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/withdraw',
    operationId: 'withdrawRequest',
    summary: 'Take a request back that has no answer yet',
    permission: 'public',
    body: WithdrawRequest,
    response: TrackedRequest,
    limit: 'citizen',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body, prove }) => tracking(prove('step')).withdraw(body),
  }),
  defineRoute({
    method: 'get',
    path: '/feedback-reasons',
    operationId: 'listFeedbackReasons',
    summary: 'The reasons that can be given with feedback, in their order',
    permission: 'public',
    response: Type.Array(FeedbackReason),
    problems: [],
    handle: () => view.feedbackReasons(),
  }),
];
