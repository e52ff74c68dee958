import { defineRoute, type Route } from '#api/http/route.ts';
import { type VerifySecondFactor } from '#api/platform/verify-second-factor.ts';
import type { TrackingService } from './tracking.service.ts';
import type { TrackingView } from './tracking.view.ts';

type Deps = { tracking: (prove: VerifySecondFactor) => TrackingService; view: TrackingView };

/** Routes of the tracking page. Code and second factor are in the body, so that no log keeps them. */
export const trackingRoutes = ({ tracking, view }: Deps): Route[] => [
  defineRoute('trackRequest', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => tracking(prove('look-up')).track(body),
  }),
  defineRoute('replyToQuestion', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => tracking(prove('step')).reply(body),
  }),
  defineRoute('giveFeedback', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => tracking(prove('step')).giveFeedback(body),
  }),
  defineRoute('fileAppeal', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => tracking(prove('step')).appeal(body),
  }),
  defineRoute('withdrawRequest', {
    permission: 'public',
    limit: 'citizen',
    handle: ({ body, prove }) => tracking(prove('step')).withdraw(body),
  }),
  defineRoute('listFeedbackReasons', {
    permission: 'public',
    handle: () => view.feedbackReasons(),
  }),
];
