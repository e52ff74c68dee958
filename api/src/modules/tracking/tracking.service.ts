import type {
  FileAppeal,
  GiveFeedback,
  ReplyToQuestion,
  TrackedRequest,
  TrackRequest,
  WithdrawRequest,
} from '#common/contract/index.ts';
import { RequestNotFound, type RequestsService } from '../requests/index.ts';
import type { TrackingView } from './tracking.view.ts';

export type TrackingService = {
  /** @throws RequestNotFound for anything that does not prove that the request is the caller's own */
  track(by: TrackRequest): Promise<TrackedRequest>;
  reply(reply: ReplyToQuestion): Promise<TrackedRequest>;
  giveFeedback(feedback: GiveFeedback): Promise<TrackedRequest>;
  appeal(appeal: FileAppeal): Promise<TrackedRequest>;
  withdraw(withdrawal: WithdrawRequest): Promise<TrackedRequest>;
};

type Deps = {
  requests: RequestsService;
  view: TrackingView;
  /** @returns the id of the request that the caller has proved to be theirs */
  identify: (by: TrackRequest) => Promise<string>;
};

/** Actions of citizens with their tracking code or link. */
export function trackingService({ requests: { steps }, view, identify }: Deps): TrackingService {
  async function read(requestId: string, by: TrackRequest): Promise<TrackedRequest> {
    const request = await view.read(requestId, { readsMailbox: 'token' in by });
    if (!request) throw new RequestNotFound();
    return request;
  }

  /** Takes one step of the citizen and returns the request after it. */
  const stepBy = async (track: TrackRequest, take: (requestId: string) => Promise<void>) => {
    const requestId = await identify(track);
    await take(requestId);
    return read(requestId, track);
  };

  return {
    track: async (by) => read(await identify(by), by),
    reply: ({ track, text }) => stepBy(track, (requestId) => steps.reply({ requestId, text })),
    giveFeedback: ({ track, ...said }) =>
      stepBy(track, (requestId) => steps.giveFeedback({ requestId, ...said })),
    appeal: ({ track, text }) => stepBy(track, (requestId) => steps.appeal({ requestId, text })),
    withdraw: ({ track, text }) => stepBy(track, (requestId) => steps.withdraw({ requestId, text })),
  };
}
