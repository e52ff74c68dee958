import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler } from '#api/platform/jobs.ts';
import type { AuditEntry, AuditLog } from './audit-log.ts';

export type Refusal = Omit<AuditEntry, 'actor' | 'result' | 'reason'> & { actor: string };

/** Job that reports repeated refusals. */
export const REPORT_REFUSALS = 'audit.tell-refusals';

const REFUSAL_WINDOW_MS = 60_000;

type Row = {
  id: string;
  actor: string;
  action: AuditEntry['action'];
  object_kind: string;
  object_id: string;
  told_at: Date;
  times: number;
  details: Record<string, unknown>;
  http_request_id: string | null;
  remote_address: string | null;
};

/** Audits refusals without letting them fill the log: the first at once, further ones by the same person for
 *  the same object within a minute as one entry with their number. The number is in the database, so that it
 *  covers all nodes and survives a crash. */
export function refusals({ db, clock, log }: { db: Db; clock: Clock; log: AuditLog }) {
  const wakeUp = (tx: Db, id: string, toldAt: Date) =>
    addJob(
      tx,
      REPORT_REFUSALS,
      { id },
      {
        runAt: new Date(toldAt.getTime() + REFUSAL_WINDOW_MS),
        key: `${REPORT_REFUSALS}:${id}`,
      },
    );

  /** Tells whether the window is over: by then its job has reported, or was lost. */
  const isOver = (row: Pick<Row, 'told_at'>, now: Date) =>
    now.getTime() - row.told_at.getTime() >= REFUSAL_WINDOW_MS;

  return {
    write: (refusal: Refusal): Promise<void> =>
      db.transaction(async (tx) => {
        const now = clock.now();
        const { actor, action, object, details = {}, httpRequestId, remoteAddress } = refusal;
        const rows = await tx('audit_refusals')
          .insert({
            actor,
            action,
            object_kind: object.kind,
            object_id: object.id,
            told_at: now,
            details: JSON.stringify(details),
            http_request_id: httpRequestId ?? null,
            remote_address: remoteAddress ?? null,
          })
          .onConflict(['actor', 'action', 'object_kind', 'object_id'])
          .merge({
            times: tx.raw('audit_refusals.times + 1'),
            details: tx.raw('excluded.details'),
            http_request_id: tx.raw('excluded.http_request_id'),
            remote_address: tx.raw('excluded.remote_address'),
          })
          .returning<Pick<Row, 'id' | 'told_at' | 'times'>[]>(['id', 'told_at', 'times']);
        const [row] = rows as [(typeof rows)[0]];
        if (row.times === 0 || isOver(row, now)) await wakeUp(tx, row.id, row.told_at);
        if (row.times === 0) await log.within(tx).write({ ...refusal, result: 'refused' });
      }),

    report: ((payload) =>
      db.transaction(async (tx) => {
        const { id } = payload as { id: string };
        const row = await tx('audit_refusals').where({ id }).forUpdate().first<Row | undefined>();
        if (!row) return;
        const now = clock.now();
        if (!isOver(row, now)) return wakeUp(tx, id, row.told_at);
        if (row.times === 0) return void (await tx('audit_refusals').where({ id }).delete());
        await tx('audit_refusals').where({ id }).update({ told_at: now, times: 0 });
        await wakeUp(tx, id, now);
        await log.within(tx).write({
          actor: row.actor,
          action: row.action,
          object: { kind: row.object_kind, id: row.object_id },
          details: { ...row.details, times: row.times, since: row.told_at.toISOString() },
          result: 'refused',
          httpRequestId: row.http_request_id ?? undefined,
          remoteAddress: row.remote_address ?? undefined,
        });
      })) satisfies JobHandler,
  };
}
