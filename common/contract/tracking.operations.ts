import { Type } from '@sinclair/typebox';
import { operation } from './operation.ts';
import {
  FeedbackReason,
  FileAppeal,
  GiveFeedback,
  ReplyToQuestion,
  TrackedRequest,
  TrackRequest,
  WithdrawRequest,
} from './requests.ts';

const PROBLEMS = ['invalid-input', 'request-not-found', 'too-many-requests', 'too-many-attempts'] as const;

const TRACK: TrackRequest = { trackingCode: '123456789012', secondFactor: '4567' };

export const trackingOperations = {
  trackRequest: operation({
    summary: 'How a request stands, for the citizen who filed it',
    description: 'An unknown code and a wrong second factor are answered alike.',
    body: TrackRequest,
    response: TrackedRequest,
    problems: PROBLEMS,
    example: { body: TRACK },
  }),

  replyToQuestion: operation({
    summary: 'Answer the question that the request waits for',
    body: ReplyToQuestion,
    response: TrackedRequest,
    problems: [...PROBLEMS, 'step-not-legal'],
    example: { body: { track: TRACK, text: 'پل دوم' } },
  }),

  giveFeedback: operation({
    summary: 'Say whether the answer satisfies and why, and ask for another look',
    description:
      'Once an answer, and until `reopenUntil`. With `reopen` it asks for another look; where that is not said, a reason that asks for one does.',
    body: GiveFeedback,
    response: TrackedRequest,
    problems: [...PROBLEMS, 'step-not-legal'],
    example: {
      body: { track: TRACK, satisfied: false, reasons: ['not-solved'], text: 'هنوز نه', reopen: true },
    },
  }),

  fileAppeal: operation({
    summary: 'Ask the next senior officer to look at a closed case',
    description: 'Once a case, until `appealUntil`. The case is not final until it is decided.',
    body: FileAppeal,
    response: TrackedRequest,
    problems: [...PROBLEMS, 'step-not-legal'],
    example: { body: { track: TRACK, text: 'پاسخ درست نیست' } },
  }),

  withdrawRequest: operation({
    summary: 'Take a request back that has no answer yet',
    body: WithdrawRequest,
    response: TrackedRequest,
    problems: [...PROBLEMS, 'step-not-legal'],
    example: { body: { track: TRACK, text: 'دیگر لازم نیست' } },
  }),

  listFeedbackReasons: operation({
    summary: 'The reasons that can be given with feedback, in their order',
    response: Type.Array(FeedbackReason),
    problems: [],
  }),
};
