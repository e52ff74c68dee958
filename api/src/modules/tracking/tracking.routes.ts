import { GiveFeedback, ReplyToQuestion, TrackedRequest, TrackRequest } from '../../../contract/index.ts';
import { defineRoute, type AnyRoute } from '../../http/route.ts';
import type { TrackingService } from './tracking.service.ts';

const PROBLEMS = ['invalid-input', 'request-not-found', 'too-many-requests'] as const;

/** Code and second factor are in the body, so that no log keeps them. */
export const trackingRoutes = ({ tracking }: { tracking: TrackingService }): AnyRoute[] => [
  defineRoute({
    method: 'post',
    path: '/track',
    operationId: 'trackRequest',
    summary: 'How a request stands, for the citizen who filed it',
    description: 'An unknown code and a wrong second factor are answered alike.',
    permission: 'public',
    body: TrackRequest,
    response: TrackedRequest,
    limit: 'track',
    problems: PROBLEMS,
    handle: ({ body }) => tracking.track(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/reply',
    operationId: 'replyToQuestion',
    summary: 'Answer the question that the request waits for',
    permission: 'public',
    body: ReplyToQuestion,
    response: TrackedRequest,
    limit: 'track',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body }) => tracking.reply(body),
  }),
  defineRoute({
    method: 'post',
    path: '/track/feedback',
    operationId: 'giveFeedback',
    summary: 'Confirm that the answer settles the matter, or ask for another look',
    permission: 'public',
    body: GiveFeedback,
    response: TrackedRequest,
    limit: 'track',
    problems: [...PROBLEMS, 'step-not-legal'],
    handle: ({ body }) => tracking.giveFeedback(body),
  }),
];
