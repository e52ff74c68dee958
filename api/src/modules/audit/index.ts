import type { RefusedAttempt, WrongFactor } from '#api/http/mount.ts';
import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import { addJob, type JobHandler, type Schedule } from '#api/platform/jobs.ts';
import { auditRoutes } from './audit.routes.ts';
import { auditLog } from './audit-log.ts';
import { refusals, REPORT_REFUSALS } from './refusals.ts';
import { verifyChain } from './verify-chain.ts';

export { auditLog, auditEntryOf, type AuditEntry, type AuditLog, type AuditedCall } from './audit-log.ts';
export type { Refusal } from './refusals.ts';
export { verifyChain } from './verify-chain.ts';

const CHECK_JOB = 'audit.check';

/** Permissions for which an attempt without the role is audited. */
const AUDITED_PERMISSIONS: readonly string[] = [
  'process:review',
  'process:deploy',
  'instance:operate',
  'engine:operate',
  'audit:read',
];

/** Audit log: written by the modules whose changes it records, read by administrators, checked every
 *  night. */
export function auditModule({ db, clock }: { db: Db; clock: Clock }) {
  const log = auditLog({ db, clock });

  const check: JobHandler = async (_payload, { log: jobLog }) => {
    const { rows, head, broken } = await verifyChain(db);
    await db('audit_checks').insert({
      at: clock.now(),
      held: rows,
      head_hash: head.hash,
      broken_seq: broken?.seq ?? null,
      fault: broken?.fault ?? null,
    });
    if (broken) jobLog.error({ broken, head }, 'the audit log was tampered with; npm run audit tells more');
    else jobLog.info({ rows, head }, 'the audit log holds');
  };

  const refused = refusals({ db, clock, log });

  return {
    log,
    refuse: refused.write,

    /** Audits an attempt to act on processes, or to read this log, without the role for it. */
    async onRefused({
      operationId,
      permission,
      username,
      httpRequestId,
      remoteAddress,
    }: RefusedAttempt): Promise<void> {
      if (!AUDITED_PERMISSIONS.includes(permission)) return;
      await refused.write({
        actor: username,
        action: 'access.refused',
        object: { kind: 'operation', id: operationId },
        details: { permission },
        httpRequestId,
        remoteAddress,
      });
    },

    /** Audits a wrong second factor that a member of staff tried for a citizen; never the value that was
     *  tried. */
    onWrongFactor: ({ purpose, code, username, httpRequestId, remoteAddress }: WrongFactor): Promise<void> =>
      log.write({
        actor: username,
        action: 'second-factor.wrong',
        object: code === undefined ? { kind: 'purpose', id: purpose } : { kind: 'tracking-code', id: code },
        details: { purpose },
        result: 'refused',
        httpRequestId,
        remoteAddress,
      }),

    routes: auditRoutes({
      db,
      check: async ({ by, httpRequestId }) =>
        void (await db.transaction(async (tx) => {
          await addJob(tx, CHECK_JOB, {}, { key: CHECK_JOB });
          const object = { kind: 'audit-log', id: 'chain' };
          await log
            .within(tx)
            .write({ actor: by, action: 'audit.checked', object, result: 'done', httpRequestId });
        })),
    }),
    jobs: {
      handlers: { [CHECK_JOB]: check, [REPORT_REFUSALS]: refused.report },
      schedules: [{ job: CHECK_JOB, match: '40 23 * * *' }] satisfies Schedule[],
    },
  };
}
