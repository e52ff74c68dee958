import type { Clock } from '#api/platform/clock.ts';
import type { Db } from '#api/platform/db.ts';
import type { Log } from '#api/platform/log.ts';
import { enqueue } from '#api/platform/outbox.ts';
import { type DueStep, type SlaCatalogue, takeDueSteps } from '../sla/index.ts';
import { stepMessage } from './step-message.ts';

/** Time that a process has to acknowledge a step before it is told again. */
export const RESEND_AFTER_MS = 15 * 60_000;

type WrittenStep = {
  id: string;
  request_id: string;
  target: string;
  step: string;
  mode: string;
  state: string;
};

/** A step that is there already, e.g. after a change of policy, is neither written nor sent again. */
const WRITE = `
  insert into sla_steps (clock, request_id, target, step, mode, round, due_at, fired_at, state, sends, send_again_at)
  select clock, request_id, target, step, mode, round, due_at, ?, state, sends, send_again_at
    from jsonb_to_recordset(?::jsonb) as s (clock bigint, request_id uuid, target text, step text, mode text, round integer,
      due_at timestamptz, state text, sends integer, send_again_at timestamptz)
   order by clock, due_at
  on conflict (clock, step, round) do nothing
  returning id, request_id, target, step, mode, state`;

type Deps = { db: Db; clock: Clock; slaCatalogue: SlaCatalogue; log: Log };

/** Fires the steps that are due. The step, the message to the process and the clock's advance to its next
 *  step stand or fall together, so that each step of a clock fires once, on whichever node. When several
 *  steps of a clock are due at once, e.g. after an outage of all nodes, all are written and the highest is
 *  sent.
 *  @returns the number of clocks that were due, at most `limit` */
export const fireSteps =
  ({ db, clock, slaCatalogue, log }: Deps) =>
  (limit: number): Promise<number> =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const { clocks, steps } = await takeDueSteps({ db: tx, slaCatalogue, log }, { now, limit });
      if (steps.length === 0) return clocks;
      const rows = steps.map((step) => rowOf(step, now));
      const { rows: written } = await tx.raw<{ rows: WrittenStep[] }>(WRITE, [now, JSON.stringify(rows)]);
      await enqueue(tx, written.filter(({ state }) => state === 'sent').map(stepMessage));
      return clocks;
    });

const rowOf = ({ clock, requestId, target, step, mode, round, at, superseded }: DueStep, now: Date) => ({
  clock,
  request_id: requestId,
  target,
  step,
  mode,
  round,
  due_at: at,
  ...(superseded
    ? { state: 'superseded', sends: 0, send_again_at: null }
    : { state: 'sent', sends: 1, send_again_at: new Date(now.getTime() + RESEND_AFTER_MS) }),
});
