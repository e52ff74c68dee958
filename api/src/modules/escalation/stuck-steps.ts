import type { Clock } from '#api/platform/clock.ts';
import { cursor } from '#api/platform/cursor.ts';
import type { Db } from '#api/platform/db.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { page } from '#api/platform/page.ts';
import type { ListStuckSteps, StuckStep, StuckStepPage } from '#common/contract/index.ts';
import { type AuditedCall, auditEntryOf, type AuditLog } from '../audit/index.ts';
import { StepNotStuck } from './escalation.errors.ts';
import { RESEND_AFTER_MS } from './fire-steps.ts';
import { stepMessage } from './step-message.ts';

const DEFAULT_LIMIT = 50;

type Row = {
  id: string;
  request_id: string;
  tracking_code: string;
  process_key: string;
  target: string;
  step: StuckStep['step'];
  mode: StuckStep['mode'];
  due_at: Date;
  fired_at: Date;
  sends: number;
};

const BY_FIRING = cursor('firing', ['time', 'uuid']);

/** Steps that no process ever acknowledged: an operator has to look into them. */
export const stuckSteps = ({ db, clock, audit }: { db: Db; clock: Clock; audit: AuditLog }) => ({
  async page({ after, limit = DEFAULT_LIMIT }: ListStuckSteps): Promise<StuckStepPage> {
    const query = db('sla_steps as s')
      .join('requests as r', 'r.id', 's.request_id')
      .select('s.id', 's.request_id', 'r.tracking_code', 'r.process_key', 's.target', 's.step', 's.mode')
      .select('s.due_at', 's.fired_at', 's.sends')
      .where('s.state', 'stuck')
      .orderBy(['s.fired_at', 's.id'])
      .limit(limit + 1);
    if (after !== undefined) query.whereRaw('(s.fired_at, s.id) > (?, ?)', BY_FIRING.read(after));
    const rows = (await query) as Row[];
    return page(rows, limit, toView, (last) => BY_FIRING.write(last.fired_at, last.id));
  },

  count: async (): Promise<number> => {
    const rows = await db('sla_steps').where('state', 'stuck').count<{ n: string }[]>({ n: '*' });
    return Number(rows[0]?.n ?? 0);
  },

  /** Sends the step to its process again and restarts the count of attempts.
   *  @throws StepNotStuck */
  resend: (id: string, call: AuditedCall): Promise<void> =>
    db.transaction(async (tx) => {
      const [row] = await tx('sla_steps')
        .where({ id, state: 'stuck' })
        .update({ state: 'sent', sends: 1, send_again_at: new Date(clock.now().getTime() + RESEND_AFTER_MS) })
        .returning<Row[]>(['id', 'request_id', 'target', 'step', 'mode']);
      if (!row) throw new StepNotStuck();
      await enqueue(tx, stepMessage(row));
      await audit.within(tx).write(
        auditEntryOf(call, {
          action: 'sla-step.sent-again',
          object: { kind: 'sla-step', id },
          details: { requestId: row.request_id },
        }),
      );
    }),
});

export type StuckSteps = ReturnType<typeof stuckSteps>;

const toView = (row: Row): StuckStep => ({
  id: row.id,
  requestId: row.request_id,
  trackingCode: row.tracking_code,
  processKey: row.process_key,
  target: row.target,
  step: row.step,
  mode: row.mode,
  dueAt: row.due_at.toISOString(),
  firedAt: row.fired_at.toISOString(),
  sends: row.sends,
});
