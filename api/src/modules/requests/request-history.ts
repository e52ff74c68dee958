import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { requestsRepo } from './requests.repo.ts';

/** What a member of staff (`actor`, a username) did to a task of a request. Under one key it stands there once. */
export type TaskDeed = {
  kind: 'claimed' | 'unclaimed' | 'assigned' | 'completed';
  actor: string;
  data: Record<string, unknown>;
  onceKey: string;
};

export type RequestHistory = { note(requestId: string, deed: TaskDeed): Promise<void> };

/** The history of a request as others write to it. */
export const requestHistory = ({ db, clock }: { db: Db; clock: Clock }): RequestHistory => ({
  async note(requestId, { kind, actor, data, onceKey }) {
    await db('request_events')
      .insert({
        request_id: requestId,
        at: clock.now(),
        kind,
        actor_kind: 'staff',
        actor,
        data,
        public: false,
        once_key: onceKey,
      })
      .onConflict('once_key')
      .ignore();
    await requestsRepo(db).announce(requestId);
  },
});
