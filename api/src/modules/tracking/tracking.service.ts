import type { GiveFeedback, ReplyToQuestion, TrackedRequest, TrackRequest } from '../../../contract/index.ts';
import { RequestNotFound, readTrackingCode, type RequestsService } from '../requests/index.ts';
import { secondFactorFits } from './second-factor.ts';
import type { SignedLinks } from './signed-link.ts';
import type { TrackingView } from './tracking.view.ts';

export type TrackingService = {
  /** @throws RequestNotFound for an unknown code, a second factor that does not fit, and a link that is not valid: all alike */
  track(by: TrackRequest): Promise<TrackedRequest>;
  reply(reply: ReplyToQuestion): Promise<TrackedRequest>;
  giveFeedback(feedback: GiveFeedback): Promise<TrackedRequest>;
};

type Deps = { requests: RequestsService; view: TrackingView; links: SignedLinks };

/** What citizens do with their tracking code or link. */
export function trackingService({ requests, view, links }: Deps): TrackingService {
  async function identify(by: TrackRequest): Promise<string> {
    if ('token' in by) {
      const id = links.read(by.token);
      if (id === undefined) throw new RequestNotFound();
      return id;
    }
    const found = await view.keyOf(readTrackingCode(by.trackingCode));
    if (!secondFactorFits(by.secondFactor, found) || !found) throw new RequestNotFound();
    return found.id;
  }

  async function read(requestId: string): Promise<TrackedRequest> {
    const request = await view.read(requestId);
    if (!request) throw new RequestNotFound();
    return request;
  }

  return {
    track: async (by) => read(await identify(by)),
    async reply({ track, text }) {
      const requestId = await identify(track);
      await requests.atomically((steps) => steps.reply({ requestId, text }));
      return read(requestId);
    },
    async giveFeedback({ track, verdict, text }) {
      const requestId = await identify(track);
      await requests.atomically((steps) => steps.giveFeedback({ requestId, verdict, text }));
      return read(requestId);
    },
  };
}
