import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { requestsRepo } from './requests.repo.ts';

/** What a member of staff (`actor`, a username) did to a task of a request. Under one key it stands there once. */
export type TaskDeed = {
  kind: 'claimed' | 'unclaimed' | 'assigned' | 'completed';
  actor: string;
  data: Record<string, unknown>;
  onceKey: string;
};

/** What a process did about the time of a request. Under one key it stands there once. */
export type SlaDeed = { kind: 'escalated' | 'sla-step'; data: Record<string, unknown>; onceKey: string };

/** What a process did for a request beyond its status, as another module did it. Under one key it stands there once. */
export type ProcessDeed = { kind: string; data: Record<string, unknown>; onceKey: string };

export type RequestHistory = {
  note(requestId: string, deed: TaskDeed): Promise<void>;
  noteSla(requestId: string, deed: SlaDeed): Promise<void>;
  noteOfProcess(requestId: string, deed: ProcessDeed): Promise<void>;
};

/** The history of a request as others write to it. */
export const requestHistory = ({ db, clock }: { db: Db; clock: Clock }): RequestHistory => {
  async function write(requestId: string, event: Record<string, unknown>): Promise<void> {
    await db('request_events')
      .insert({ request_id: requestId, at: clock.now(), public: false, ...event })
      .onConflict('once_key')
      .ignore();
    await requestsRepo(db).announce(requestId);
  }

  return {
    note: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'staff', once_key: onceKey }),
    noteOfProcess: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'process', once_key: onceKey }),
    noteSla: (requestId, { onceKey, ...deed }) =>
      write(requestId, { ...deed, actor_kind: 'process', once_key: onceKey }),
  };
};
