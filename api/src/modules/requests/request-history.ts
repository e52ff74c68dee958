import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { requestsRepo } from './requests.repo.ts';

/** Action of a member of staff (`actor`, a username) on a task of a request. One key is stored once. */
export type TaskHistoryEvent = {
  kind: 'claimed' | 'unclaimed' | 'assigned' | 'completed';
  actor: string;
  data: Record<string, unknown>;
  onceKey: string;
};

/** Action of a process on the deadlines of a request. One key is stored once. */
export type SlaHistoryEvent = {
  kind: 'escalated' | 'sla-step';
  data: Record<string, unknown>;
  onceKey: string;
};

/** Action of a process for a request beyond its status, done by another module. One key is stored once. */
export type ProcessHistoryEvent = { kind: string; data: Record<string, unknown>; onceKey: string };

export type RequestHistory = {
  recordTaskEvent(requestId: string, deed: TaskHistoryEvent): Promise<void>;
  recordSlaEvent(requestId: string, deed: SlaHistoryEvent): Promise<void>;
  recordProcessEvent(requestId: string, deed: ProcessHistoryEvent): Promise<void>;
};

/** History of a request, as other modules write to it. */
export const requestHistory = ({ db, clock }: { db: Db; clock: Clock }): RequestHistory => {
  async function write(requestId: string, event: Record<string, unknown>): Promise<void> {
    await db('request_events')
      .insert({ request_id: requestId, at: clock.now(), public: false, ...event })
      .onConflict('once_key')
      .ignore();
    await requestsRepo(db).notifyChanged(requestId);
  }

  return {
    recordTaskEvent: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'staff', once_key: onceKey }),
    recordProcessEvent: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'process', once_key: onceKey }),
    recordSlaEvent: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'process', once_key: onceKey }),
  };
};
